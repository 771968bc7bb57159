"""The picture other sites show for an entry that has none: its map or chart, else its title over the route line.

Made of what every list shows, never of a body. Its address carries what is on it, so that it can be kept for ever.
"""

import hashlib
import re
from io import BytesIO

from django.conf import settings
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils.translation import get_language_info
from PIL import Image, ImageDraw, features

from articles import storing
from articles.drawing import making, painting
from articles.drawing.routes import Wrong
from articles.lettering import OURS, SANS, Faces, covers, face_of, faces_for, parts_of, type_of
from articles.models import Drawing, Entry

WIDTH, HEIGHT = 1200, 630
VERSION = "2"  # one more whenever it comes out otherwise
PAPER, INK, INK_2, RED = "#fcfcf9", "#14191b", "#434b4e", "#b32c15"
_EDGE, _TOP, _BOTTOM = 80, 140, 450  # of the title
_LINES, _SIZES, _LEADING = 4, (76, 68, 60, 52, 46), 1.12
# What is not broken: a word, or a letter of a script without spaces; with marks that open before it or close behind.
_OPENING = "\u3008\u300a\u300c\u300e\u3010\uff08"
_CLOSING = "\u3001-\u3002\u3009\u300b\u300d\u300f\u3011\u30fb\uff01\uff09\uff0c\uff0e\uff1a\uff1b\uff1f"
_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"
_PIECE = re.compile(rf"\s*[{_OPENING}]*(?:[{_WIDE}]|[^\s{_WIDE}]+)[{_CLOSING}]*")


def version(entry: Entry) -> str:
    shown = [VERSION, settings.SITE_NAME, entry.section.name, entry.title]
    if drawing := entry.drawing:
        shown += [str(making.VERSION), drawing.kind, drawing.title, drawing.unit, drawing.data]
    return hashlib.sha256("\n".join(shown).encode()).hexdigest()[:16]


def path(entry: Entry) -> str:
    return f"{reverse('articles:share_picture', args=[entry.pk])}?v={version(entry)}"


def made(entry: Entry) -> bytes:
    """The JPEG; drawn once, then read from the storage."""
    name = f"shared/{entry.pk % 100:02}/{entry.pk}.{version(entry)}.jpg"
    if default_storage.exists(name):
        with default_storage.open(name) as file:
            return file.read()
    data = drawn(entry)
    if faces_for(entry.title):  # else anew each time: a face may be put on the machine
        storing.put(name, data)
    return data


def drawn(entry: Entry) -> bytes:
    sheet = _sheet(entry.drawing) if entry.drawing else ""
    image = painting.painted(sheet, width=WIDTH, type_of=type_of) if sheet else _titled(entry)
    out = BytesIO()
    image.save(out, "JPEG", quality=88, optimize=True, progressive=True)
    return out.getvalue()


def _sheet(drawing: Drawing) -> str:
    try:
        return making.shared(drawing.kind, drawing.data, title=drawing.title, unit=drawing.unit)
    except Wrong:  # an older portal could read it
        return ""


def _titled(entry: Entry) -> Image.Image:
    image = Image.new("RGB", (WIDTH, HEIGHT), PAPER)
    pen = ImageDraw.Draw(image)
    # In a script that our sans has not, the section is set as the title is.
    sans: Faces = (SANS,) if covers([SANS], entry.section.name) else faces_for(entry.section.name)
    is_from_right = bool(get_language_info(entry.language)["bidi"])
    if sans:
        _line(pen, entry.section.name, y=70, faces=sans, size=34, fill=RED, is_from_right=is_from_right)
    _title(pen, entry.title, is_from_right=is_from_right)
    _route(pen, HEIGHT - 150)
    pen.text((_EDGE, HEIGHT - 118), settings.SITE_NAME, font=face_of(OURS[0], 44, 700), fill=INK)
    return image


def _title(pen: ImageDraw.ImageDraw, words: str, *, is_from_right: bool) -> None:
    faces = faces_for(words)
    if not faces:
        return
    for size in _SIZES:
        lines = _broken(words, faces, size)
        if len(lines) <= min(_LINES, (_BOTTOM - _TOP) // (size * _LEADING)):
            break
    if len(lines) > _LINES:
        lines = [*lines[: _LINES - 1], lines[_LINES - 1].rstrip(" ,.;:") + "…"]
    for place, line in enumerate(lines):
        y = _TOP + place * size * _LEADING
        _line(pen, line, y=y, faces=faces, size=size, fill=INK, is_from_right=is_from_right)


def _line(
    pen: ImageDraw.ImageDraw, words: str, *, y: float, faces: Faces, size: int, fill: str, is_from_right: bool
) -> None:
    """At the edge where its language begins; what is written from the right is put in order by Raqm, in one face."""
    direction = "rtl" if is_from_right and len(faces) == 1 and features.check("raqm") else None
    x: float = WIDTH - _EDGE - _breadth(words, faces, size) if is_from_right else _EDGE
    for part, face in parts_of(words, faces):
        font = face_of(face, size, 600)
        pen.text((x, y), part, font=font, fill=fill, direction=direction)
        x += font.getlength(part)


def _route(pen: ImageDraw.ImageDraw, y: int) -> None:
    """Solid to the middle, the red dot where you stand, then dots."""
    middle = WIDTH // 2
    pen.rectangle((_EDGE, y - 3, middle, y + 3), fill=INK)
    for x in range(middle + 12, WIDTH - _EDGE, 16):
        pen.ellipse((x - 3.5, y - 3.5, x + 3.5, y + 3.5), fill=INK)
    pen.ellipse((middle - 22, y - 22, middle + 22, y + 22), fill=PAPER)
    pen.ellipse((middle - 14, y - 14, middle + 14, y + 14), fill=RED)


def _broken(words: str, faces: Faces, size: int) -> list[str]:
    """In lines no wider than the sheet; a word that is wider than that is broken anywhere."""
    room, lines = WIDTH - 2 * _EDGE, [""]
    for piece in _PIECE.findall(" ".join(words.split())):
        longer = (lines[-1] + piece).strip()
        if _breadth(longer, faces, size) <= room:
            lines[-1] = longer
            continue
        lines += [""] if lines[-1] else []
        for letter in piece.strip():
            if _breadth(lines[-1] + letter, faces, size) > room:
                lines.append("")
            lines[-1] += letter
    return lines


def _breadth(words: str, faces: Faces, size: int) -> float:
    return sum(face_of(face, size, 600).getlength(part) for part, face in parts_of(words, faces))
