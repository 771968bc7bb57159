"""Knows a JPEG that holds a picture and nothing else, saved as the portal saves them."""

import re
import struct
from functools import cache
from io import BytesIO

from PIL import Image, JpegImagePlugin

SAVED_BY = {"quality": 85, "progressive": True, "optimize": True}
_JFIF, _END, _SCAN = 0xE0, 0xD9, 0xDA
# Tables, the frame of a progressive picture, restarts.
_PLAIN = {0xDB, 0xC2, 0xC4, 0xDD, _SCAN}
_NEXT = re.compile(rb"\xff[^\x00\xd0-\xd7]", re.DOTALL)


def is_ours(image: Image.Image, data: bytes) -> bool:
    """Whether saving `image`, which was read from `data`, once more would only make it worse."""
    return (
        isinstance(image, JpegImagePlugin.JpegImageFile)
        and image.quantization == _tables(image.mode)
        and _is_plain(data)
    )


def _is_plain(data: bytes) -> bool:
    """Whether there is no segment but those of the picture: no notes, no profile, nothing after its end."""
    place = 2
    while place + 4 <= len(data):
        mark, kind, length = struct.unpack_from(">BBH", data, place)
        is_header = kind == _JFIF and place == 2 and length == 16
        if mark != 0xFF or not (is_header or kind in _PLAIN):
            return False
        place += 2 + length
        if kind == _SCAN:
            following = _NEXT.search(data, place)
            place = following.start() if following else len(data)
    return data[place:] == bytes([0xFF, _END])


@cache
def _tables(mode: str) -> dict[int, list[int]]:
    saved = BytesIO()
    Image.new(mode, (8, 8)).save(saved, "JPEG", **SAVED_BY)
    with Image.open(saved) as image:
        return image.quantization  # type: ignore[attr-defined]  # it is a JPEG
