"""What the body of a WordPress post means: paragraphs by empty lines, blocks in comments, words in square brackets."""

import html
import re
from collections.abc import Callable, Iterable, Iterator

from articles.importing.media import Image
from articles.importing.paragraphs import paragraphs

# A “>” is escaped in its values.
_BLOCK = re.compile(r"<!--\s*(?P<over>/)?wp:(?P<name>[a-z][\w-]*(?:/[\w-]+)?)[^<>]*?(?P<alone>/)?-->")
_TYPED = {"freeform", "core/freeform"}  # the block of what was typed before there were blocks
_CAPTION = re.compile(r"\[(?:wp_)?caption\b([^\[\]]*)\](.{0,2000}?)\[/(?:wp_)?caption\]", re.DOTALL)
_PICTURE = re.compile(r"^(\s*(?:<a\b[^>]*>)?\s*<img\b[^>]*>\s*(?:</a>)?)", re.IGNORECASE)
_SOURCE = re.compile(r"<img\b[^>]*?\ssrc=[\"']([^\"']+)", re.IGNORECASE)
_OLD_CAPTION = re.compile(r"""\bcaption=(?:"([^"]*)"|'([^']*)')""")
_EMBED = re.compile(r"\[embed[^\[\]]*\]\s*([^\s\[]+)\s*\[/embed\]")
# An address on a line of its own is played there; here it is a link.
_ADDRESS = re.compile(r"^[^\S\n]*(https?://[^\s<>\"\[\]]+)[^\S\n]*$", re.MULTILINE)
_PLAYED = re.compile(r"<figure\b[^<>]*\bwp-block-embed\b[^<>]*>(.{0,2000}?)</figure>", re.DOTALL)
_GALLERY = re.compile(r"\[gallery\b([^\[\]]*)\]")
_IDS = re.compile(r"""\b(?:ids|include)=["']?([\d,\s]*\d)""")
_PLAYER = re.compile(r"\[(audio|video|playlist)\b[^\[\]]*\](?:\s*\[/\1\])?")
_ELEMENT = re.compile(r"<(audio|video|iframe|object|embed)\b([^<>]*)>", re.IGNORECASE)
_FROM = re.compile(r"""\s(?:src|data)=["']([^"']+)""", re.IGNORECASE)
_REUSED = re.compile(r"<!--\s*wp:(?:core/)?block\s+\{[^{}]*\"ref\":\s*(\d+)")
# Not "[sic]": what a plug-in understands has values, or is closed again.
_UNKNOWN = re.compile(r"\[/([a-z][\w-]+)\]|\[([a-z][\w-]+)\s+[\w-]+=[^\[\]]*\]")


def body(written: str, find: Callable[[str], Image | None], attached: Iterable[Image]) -> tuple[str, list[str]]:
    """The post's text as HTML, and what was left out of it.

    `find` knows the attachment of a number; those `attached` to the post are what a gallery without numbers shows.
    """
    written = written.replace("\r\n", "\n")
    left_out = list(_left_out(written))
    marked = _EMBED.sub(lambda found: f"\n\n{found[1]}\n\n", _PLAYER.sub("", written))
    marked = _GALLERY.sub(lambda found: _gallery(found[1], find, attached), _CAPTION.sub(_figure, marked))
    marked = _ADDRESS.sub(lambda found: _link(html.unescape(found[1])), marked)
    marked = "".join(_typed(marked)) if _BLOCK.search(marked) else paragraphs(marked)
    left_out += [f"plug-in’s words left in the text: {name}" for name in _unknown(marked)]
    return _PLAYED.sub(r"\1", marked), left_out


def numbers(written: str) -> set[str]:
    """The attachments that galleries in it name."""
    return {number for gallery in _GALLERY.finditer(written) for number in _numbers(gallery[1])}


def shows_all(written: str) -> bool:
    """Whether a gallery in it shows whatever was attached to the post."""
    return any(not _numbers(gallery[1]) for gallery in _GALLERY.finditer(written))


def sources(written: str) -> list[str]:
    """The addresses of the pictures in it, each once, in order."""
    return list(dict.fromkeys(html.unescape(found[1]) for found in _SOURCE.finditer(written)))


def _typed(written: str) -> Iterator[str]:
    """Blocks as they are; what stands between them, or in one for it, was typed with empty lines."""
    at, within = 0, list[str]()
    for found in _BLOCK.finditer(written):
        between = written[at : found.start()]
        yield paragraphs(between) if not within or within[-1] in _TYPED else between
        at = found.end()
        if found["over"]:
            del within[-1:]
        elif not found["alone"]:
            within.append(found["name"])
    yield written[at:] if within else paragraphs(written[at:])


def _left_out(written: str) -> Iterator[str]:
    for player in _PLAYER.finditer(written):
        yield f"player left out: {player[1]}"
    for element in _ELEMENT.finditer(written):
        source = _FROM.search(element[2])
        yield f"player left out: {html.unescape(source[1]) if source else element[1].lower()}"
    for number in _REUSED.findall(written):
        yield f"block used in several posts left out: {number}"


def _unknown(marked: str) -> list[str]:
    return list(dict.fromkeys(found[1] or found[2] for found in _UNKNOWN.finditer(marked)))


def _numbers(attributes: str) -> list[str]:
    ids = _IDS.search(attributes)
    return [number.strip() for number in ids[1].split(",") if number.strip()] if ids else []


def _figure(found: re.Match[str]) -> str:
    picture = _PICTURE.match(found[2])
    if not picture:
        return found[2]
    old = _OLD_CAPTION.search(found[1])
    words = found[2][picture.end() :].strip() or (old[1] or old[2] or "" if old else "")
    return f"<figure>{picture[1].strip()}<figcaption>{words}</figcaption></figure>"


def _gallery(attributes: str, find: Callable[[str], Image | None], attached: Iterable[Image]) -> str:
    named = _numbers(attributes)
    return "".join(map(_shown, filter(None, map(find, named)) if named else attached))


def _shown(image: Image) -> str:
    words = f"<figcaption>{html.escape(image.caption)}</figcaption>" if image.caption else ""
    return f'<figure><img src="{html.escape(image.source_path)}" alt="{html.escape(image.alt)}">{words}</figure>'


def _link(address: str) -> str:
    return f'<a href="{html.escape(address)}">{html.escape(address)}</a>'
