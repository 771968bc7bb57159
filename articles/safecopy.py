"""Makes of a file that somebody sent a picture that can be shown: upright, in sRGB, without metadata."""

import struct
import zlib
from dataclasses import dataclass
from functools import cache
from io import BytesIO

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image, ImageCms, UnidentifiedImageError
from pillow_heif import register_heif_opener

from articles import looks, plainjpeg

register_heif_opener()

WIDEST = 2400
# WebP, which every rendition is also made in, holds no more in one direction.
LONGEST = 16_383
EXTENSIONS = ("jpg", "png", "webp")
_FORMATS = ["JPEG", "PNG", "WEBP", "GIF", "AVIF", "HEIF"]
_ORIENTATION = 0x0112
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}
_OF_SEVERAL = {"MPO", "HEIF"}  # a phone puts a second view or a map of depths beside the picture; the first one counts
_HEIF_FILMS = {b"msf1", b"hevc", b"hevx"}
# What Pillow's readers raise for a damaged file (AVIF's a RuntimeError).
_DAMAGED = (OSError, SyntaxError, ValueError, EOFError, RuntimeError, struct.error, zlib.error)


class Refused(ValueError):
    """The library does not take this file; the text says why, to the person who sent it."""


@dataclass(frozen=True)
class SafeCopy:
    data: bytes
    extension: str
    width: int
    height: int
    look: int


def made(data: bytes) -> SafeCopy:
    """The safe copy of the picture in `data`, at most WIDEST pixels wide; Refused when there is none.

    A safe copy is its own.
    """
    source = _opened(data)
    lossless = source.format in {"PNG", "GIF"}
    pixels = _decoded(source)
    if pixels.width <= WIDEST and plainjpeg.is_ours(source, data):
        return SafeCopy(data, "jpg", *pixels.size, looks.of(pixels))
    image = _in_srgb(_scaled(_upright(pixels)))
    image.info = {}  # nothing of what came with the picture goes out with it
    encoded, extension = _encoded(image, lossless=lossless)
    return SafeCopy(encoded, extension, *image.size, looks.of(flattened(image)))


def flattened(image: Image.Image) -> Image.Image:
    """`image` on white, for formats without transparency."""
    if not image.has_transparency_data:
        return image
    white = Image.new("RGB", image.size, "white")
    white.paste(image, mask=image.getchannel("A"))
    return white


def encode(image: Image.Image, kind: str, **options: object) -> bytes:
    buffer = BytesIO()
    image.save(buffer, kind, **options)
    return buffer.getvalue()


def _opened(data: bytes) -> Image.Image:
    if len(data) > settings.PICTURE_MAX_BYTES:
        raise Refused(_("The file is larger than %(limit)s MB.") % {"limit": settings.PICTURE_MAX_BYTES // 1_000_000})
    if not data:
        raise Refused(_("The file is empty."))
    if _is_svg(data):
        raise Refused(_("SVG drawings are not taken, because they can carry script; send a PNG instead."))
    try:
        image = Image.open(BytesIO(data), formats=_FORMATS)
        is_animated = image.format not in _OF_SEVERAL and getattr(image, "is_animated", False) or _is_heif_film(data)
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as bomb:
        raise _too_large() from bomb
    except UnidentifiedImageError as unknown:
        raise Refused(
            _("This is not a picture the portal can read; it takes JPEG, PNG, WebP, AVIF, HEIC and GIF.")
        ) from unknown
    except _DAMAGED as damage:
        raise _damaged() from damage
    _check_size(*image.size)
    if is_animated:
        raise Refused(_("Moving pictures are not taken; send one still frame."))
    return image


def _is_heif_film(data: bytes) -> bool:
    return data[4:8] == b"ftyp" and data[8:12] in _HEIF_FILMS


def _check_size(width: int, height: int) -> None:
    if width * height > settings.PICTURE_MAX_PIXELS:
        raise _too_large()
    if not width or not height:
        raise _damaged()
    if height * min(width, WIDEST) // width > LONGEST:
        raise Refused(_("The picture is too long and narrow to be shown."))


def _too_large() -> Refused:
    limit = settings.PICTURE_MAX_PIXELS // 1_000_000
    return Refused(_("The picture has more than %(limit)s million pixels.") % {"limit": limit})


def _damaged() -> Refused:
    return Refused(_("The picture is damaged or cut off; it cannot be read to its end."))


def _is_svg(data: bytes) -> bool:
    head = data[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    return head.startswith(b"<") and b"<svg" in head


def _decoded(image: Image.Image) -> Image.Image:
    """The pixels, in one of the modes L, RGB, RGBA and CMYK."""
    try:
        # A JPEG is decoded at half, a quarter or an eighth where that is still enough.
        image.draft(image.mode, (2 * WIDEST, 2 * WIDEST))
        image.load()
    except _DAMAGED as damage:
        raise _damaged() from damage
    if image.mode.startswith("I"):  # sixteen bits of grey
        return image.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if image.has_transparency_data:
        return _without_idle_alpha(image.convert("RGBA"))
    if image.mode in {"L", "RGB", "CMYK"}:
        return image
    return image.convert("L" if image.mode in {"1", "LA"} else "RGB")


def _without_idle_alpha(image: Image.Image) -> Image.Image:
    lowest, _highest = image.getchannel("A").getextrema()
    return image.convert("RGB") if lowest == 255 else image


def _upright(image: Image.Image) -> Image.Image:
    try:
        turn = _UPRIGHT.get(image.getexif().get(_ORIENTATION, 1))
    except _DAMAGED:  # the pixels are whole; only the note on how they were held is not
        turn = None
    return image if turn is None else image.transpose(turn)


def _scaled(image: Image.Image) -> Image.Image:
    if image.width <= WIDEST:
        return image
    height = max(1, round(image.height * WIDEST / image.width))
    return image.resize((WIDEST, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _in_srgb(image: Image.Image) -> Image.Image:
    """Colours by the picture's own profile; as they are where it has none or a broken one."""
    target = "RGB" if image.mode == "CMYK" else image.mode
    if profile := image.info.get("icc_profile"):
        wanted = "RGB" if target == "L" else target
        try:
            source = ImageCms.ImageCmsProfile(BytesIO(profile))
            converted = ImageCms.profileToProfile(image, source, _srgb(), outputMode=wanted)
        except (ImageCms.PyCMSError, *_DAMAGED):
            converted = None
        if converted is not None:
            return converted
    return image if image.mode == target else image.convert(target)


@cache
def _srgb() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


def _encoded(image: Image.Image, *, lossless: bool) -> tuple[bytes, str]:
    if image.mode == "RGBA":
        return (encode(image, "PNG"), "png") if lossless else (encode(image, "WEBP", quality=85), "webp")
    jpeg = encode(image, "JPEG", **plainjpeg.SAVED_BY)
    if lossless:
        # Charts and screens stay sharp; a photograph that was saved as PNG does not stay ten times as heavy.
        png = encode(image, "PNG")
        if len(png) <= 2 * len(jpeg):
            return png, "png"
    return jpeg, "jpg"
