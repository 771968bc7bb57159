"""Files as people send them, made in memory: whole, turned, coloured, animated, damaged, lying."""

import random
import struct
import zlib
from io import BytesIO

from PIL import Image, ImageCms, ImageDraw

GPS = 0x8825
ORIENTATION = 0x0112
MAKER_NOTE = 0x927C


def scene(width=900, height=600):
    """A picture that is different in its four corners: red, green, blue and white, over a slope."""
    image = Image.linear_gradient("L").resize((width, height)).convert("RGB")
    draw = ImageDraw.Draw(image)
    corner = (width // 4, height // 4)
    for box, colour in [
        ((0, 0), (220, 30, 30)),
        ((width - corner[0], 0), (30, 200, 30)),
        ((0, height - corner[1]), (30, 30, 220)),
        ((width - corner[0], height - corner[1]), (250, 250, 250)),
    ]:
        draw.rectangle([*box, box[0] + corner[0], box[1] + corner[1]], fill=colour)
    return image


def noise(width=600, height=400, seed=1):
    """What compresses badly, different for every seed."""
    size = width * height * 3
    return Image.frombytes("RGB", (width, height), random.Random(seed).randbytes(size))


def saved(image, kind="JPEG", **options):
    buffer = BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def upload(image=None, kind="JPEG", **options):
    return BytesIO(saved(image or scene(), kind, **options))


def photograph(orientation=1, place=(51.5, 0.1)):
    """A JPEG with what cameras write: how it was held, where, and by whom."""
    exif = Image.Exif()
    exif[ORIENTATION] = orientation
    exif[0x013B] = "Ann Photographer"
    exif.get_ifd(GPS).update({1: "N", 2: (place[0], 0.0, 0.0), 3: "E", 4: (place[1], 0.0, 0.0)})
    return saved(scene(), exif=exif, comment=b"taken at home")


def animation(kind="GIF"):
    frames = [Image.new("RGB", (60, 40), colour) for colour in ("red", "blue")]
    return saved(frames[0], kind, save_all=True, append_images=frames[1:], duration=100)


def bomb(width=30_000, height=30_000):
    """A PNG of a few kilobytes that says it is 900 million pixels, and is."""

    def chunk(name, data):
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    lines = zlib.compress(b"\0" * 1_000_000)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", lines) + chunk(b"IEND", b"")


def swapped_profile():
    """An ICC profile under which green values are printed as red and the other way round.

    Built from sRGB's own by exchanging the addresses of two tags.
    """
    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = struct.unpack_from(">I", data, 128)[0]
    places = {bytes(data[132 + 12 * i : 136 + 12 * i]): 136 + 12 * i for i in range(count)}
    red, green = places[b"rXYZ"], places[b"gXYZ"]
    data[red : red + 8], data[green : green + 8] = data[green : green + 8], data[red : red + 8]
    return bytes(data)
