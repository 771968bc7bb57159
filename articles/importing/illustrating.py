"""Finds the pictures in a well-formed body, and puts the library's in their place."""

import html
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass

from articles.models import Picture
from portal.lib import sanitise

_ATTRIBUTES = r'(?: [a-z]+="[^"]*")*'
_IMAGE = re.compile(rf"<img{_ATTRIBUTES}>")
_ATTRIBUTE = re.compile(r' ([a-z]+)="([^"]*)"')
_FIGURE = re.compile(r"<figure\b[^>]*>(.*?)</figure>\s*", re.DOTALL)
_CAPTION = re.compile(r"<figcaption\b[^>]*>(.*?)</figcaption>\s*", re.DOTALL)


@dataclass(frozen=True)
class Shown:
    """A picture as the body shows it."""

    source: str
    alt: str = ""
    caption: str = ""


def pictures_in(markup: str) -> Iterator[Shown]:
    """The pictures of a body in their order; one that stands in a figure has its caption."""
    captions = {source: caption for figure in _FIGURE.finditer(markup) for source, caption in _captioned(figure[1])}
    for image in _IMAGE.findall(markup):
        shown = _shown(image)
        yield Shown(shown.source, shown.alt, captions.get(shown.source, ""))


def with_pictures(markup: str, find: Callable[[str], Picture | None], *, above: Picture | None) -> str:
    """The body with the library's picture wherever `find` knows one for an address, and nothing elsewhere.

    `above` is printed over the article already, so the text does not show it once more; a figure
    that has lost its picture goes with its caption.
    """

    def replaced(image: re.Match[str]) -> str:
        shown = _shown(image[0])
        picture = find(shown.source)
        return "" if picture is None or picture == above else _image(picture, alt=shown.alt)

    return _FIGURE.sub(_kept, _IMAGE.sub(replaced, markup))


def with_sources(body: str, find: Callable[[str], Picture | None], *, lost: Collection[str]) -> str:
    """A clean body that shows its pictures from where the library has them now; what is `lost` goes with its figure."""

    def replaced(image: re.Match[str]) -> str:
        source = _shown(image[0]).source
        if source in lost:
            return ""
        picture = find(source)
        return image[0].replace(f' src="{source}"', f' src="{picture.url}"') if picture else image[0]

    return _FIGURE.sub(_kept, _IMAGE.sub(replaced, body)) if lost else _IMAGE.sub(replaced, body)


def _captioned(figure: str) -> Iterator[tuple[str, str]]:
    caption = _CAPTION.search(figure)
    words = sanitise.text(caption[1]) if caption else ""
    for image in _IMAGE.findall(figure):
        yield _shown(image).source, words


def _kept(figure: re.Match[str]) -> str:
    """A figure that still holds something."""
    return figure[0] if "<img " in figure[0] or _holds_more(figure[1]) else ""


def _holds_more(figure: str) -> bool:
    return bool(sanitise.text(_CAPTION.sub("", figure)))


def _shown(image: str) -> Shown:
    values = {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(image)}
    return Shown(values.get("src", "").strip(), " ".join(values.get("alt", "").split()))


def _image(picture: Picture, *, alt: str) -> str:
    words = html.escape(alt or picture.alt)
    return f'<img src="{picture.url}" alt="{words}" width="{picture.width}" height="{picture.height}">'
