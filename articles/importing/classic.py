"""What the body of a WordPress post means: paragraphs by empty lines, and words in square brackets."""

import html
import re
from collections.abc import Callable, Iterator

from articles.importing.media import Image

_PRE = re.compile(r"(<pre\b.*?</pre>)", re.DOTALL | re.IGNORECASE)
_BLOCK = re.compile(
    r"</?(?:p|div|h[1-6]|ul|ol|li|dl|table|thead|tbody|tr|figure|blockquote|pre|hr|section|article|aside|iframe|form)\b",
    re.IGNORECASE,
)
_EMPTY_LINE = re.compile(r"\n[^\S\n]*\n")
_CAPTION = re.compile(r"\[caption([^\]]*)\](.*?)\[/caption\]", re.DOTALL)
_PICTURE = re.compile(r"^(\s*(?:<a\b[^>]*>)?\s*<img\b[^>]*>\s*(?:</a>)?)", re.IGNORECASE)
_SOURCE = re.compile(r"<img\b[^>]*?\ssrc=[\"']([^\"']+)", re.IGNORECASE)
_OLD_CAPTION = re.compile(r'\bcaption="([^"]*)"')
_EMBED = re.compile(r"\[embed[^\]]*\]\s*(\S+?)\s*\[/embed\]")
_GALLERY = re.compile(r"\[gallery([^\]]*)\]")
_IDS = re.compile(r'\bids="([\d,\s]*)"')
_PLAYER = re.compile(r"\[(audio|video|playlist)\b[^\]]*\](?:\s*\[/\1\])?")
# Words in brackets that stand for a paragraph of their own.
_ALONE = ("[caption", "[gallery", "[embed")


def body(written: str, find: Callable[[str], Image | None]) -> tuple[str, list[str]]:
    """The post's text as HTML, and what was left out of it; `find` knows the attachment of a number."""
    written = written.replace("\r\n", "\n")
    marked = written if "<!-- wp:" in written else "".join(_paragraphs(written))
    marked = _EMBED.sub(lambda found: f'<p><a href="{html.escape(found[1])}">{html.escape(found[1])}</a></p>', marked)
    marked = _GALLERY.sub(lambda found: _gallery(found[1], find), _CAPTION.sub(_figure, marked))
    left_out = [f"player left out: {found[1]}" for found in _PLAYER.finditer(marked)]
    return _PLAYER.sub("", marked), left_out


def numbers(written: str) -> set[str]:
    """The attachments that galleries in it name."""
    found = (_IDS.search(gallery[1]) for gallery in _GALLERY.finditer(written))
    return {number for ids in found if ids for number in _numbers(ids)}


def sources(written: str) -> list[str]:
    """The addresses of the pictures in it, each once, in order."""
    return list(dict.fromkeys(html.unescape(found[1]) for found in _SOURCE.finditer(written)))


def _numbers(ids: re.Match[str]) -> list[str]:
    return [number.strip() for number in ids[1].split(",") if number.strip()]


def _paragraphs(written: str) -> Iterator[str]:
    for place, part in enumerate(_PRE.split(written)):
        if place % 2:
            yield part
            continue
        for piece in filter(None, map(str.strip, _EMPTY_LINE.split(part))):
            is_block = _BLOCK.match(piece) or piece.startswith(_ALONE)
            yield f"{piece}\n" if is_block else f"<p>{piece.replace(chr(10), '<br>')}</p>\n"


def _figure(found: re.Match[str]) -> str:
    picture = _PICTURE.match(found[2])
    if not picture:
        return found[2]
    old = _OLD_CAPTION.search(found[1])
    words = found[2][picture.end() :].strip() or (old[1] if old else "")
    return f"<figure>{picture[1].strip()}<figcaption>{words}</figcaption></figure>"


def _gallery(attributes: str, find: Callable[[str], Image | None]) -> str:
    ids = _IDS.search(attributes)
    return "".join(_shown(image) for number in (_numbers(ids) if ids else ()) if (image := find(number)))


def _shown(image: Image) -> str:
    words = f"<figcaption>{html.escape(image.caption)}</figcaption>" if image.caption else ""
    return f'<figure><img src="{html.escape(image.source_path)}" alt="{html.escape(image.alt)}">{words}</figure>'
