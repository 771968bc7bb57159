"""What words are written in on pictures that the portal makes: its own faces, else one that has their script."""

from collections.abc import Sequence
from functools import cache
from pathlib import Path

from django.conf import settings
from PIL import ImageFont

_FONTS, _FACES = settings.BASE_DIR / "static" / "fonts", settings.BASE_DIR / "articles" / "faces"
SANS, _SANS_EXT = _FONTS / "archivo.woff2", _FONTS / "archivo-ext.woff2"
OURS = [_FONTS / f"stix-two-text{part}.woff2" for part in ("", "-ext", "-cyrillic")]
# Each alone for what those have not: first the two that come with us, then what the machine may have; else nothing.
_OTHERS = [_FACES / "noto-naskh-arabic.woff2", _FACES / "noto-serif-chinese.otf"]
_OTHERS += [Path(name) for name in ("NotoSerifCJK-Bold.ttc", "NotoSansCJK-Bold.ttc", "DejaVuSerif-Bold.ttf")]
_NOBODYS = "\ufffe"  # no face has it, so it comes out as the empty box

Faces = tuple[Path, ...]


def type_of(words: str, is_serif: bool, size: int, weight: int) -> list[tuple[str, ImageFont.FreeTypeFont]]:
    """The words of a map or a chart; nothing where no face has them."""
    ours: Faces = tuple(OURS) if is_serif else (SANS, _SANS_EXT)
    faces = ours if covers(ours, words) else faces_for(words)
    return [(part, face_of(face, size, weight)) for part, face in parts_of(words, faces)] if faces else []


def faces_for(words: str) -> Faces:
    """What the words can be written in without an empty box; () where this machine has no such face."""
    if covers(OURS, words):
        return tuple(OURS)
    return next(((face,) for face in _OTHERS if _is_there(face) and covers([face], words)), ())


def parts_of(words: str, faces: Faces) -> list[tuple[str, Path]]:
    """Cut where the face changes."""
    parts: list[tuple[str, Path]] = []
    for letter in words:
        face = next((face for face in faces if _has(face, letter)), faces[0])
        if parts and parts[-1][1] == face:
            parts[-1] = (parts[-1][0] + letter, face)
        else:
            parts.append((letter, face))
    return parts


def covers(faces: Sequence[Path], words: str) -> bool:
    return all(any(_has(face, letter) for face in faces) for letter in words)


@cache
def _has(face: Path, letter: str) -> bool:
    if letter.isspace():
        return True
    font = face_of(face, 40, 600)
    return bytes(font.getmask(letter)) != bytes(font.getmask(_NOBODYS))


@cache
def _is_there(face: Path) -> bool:
    try:
        ImageFont.truetype(str(face), 10)
    except OSError:
        return False
    return True


@cache
def face_of(face: Path, size: int, weight: int) -> ImageFont.FreeTypeFont:
    font = ImageFont.truetype(str(face), size)
    if face in (*OURS, SANS, _SANS_EXT):
        font.set_variation_by_axes([weight])
    return font
