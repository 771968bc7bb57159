"""The library's pictures inside a body, in the sizes that its page shows."""

import re
from html import unescape

from django.core.files.storage import default_storage
from django.template.loader import get_template

from articles.models import Picture
from portal.lib import links

# How wide the text's own pictures stand, by the breadth of the page.
SIZES = (
    "(min-width: 87rem) 48.5rem, (min-width: 62rem) calc(94vw - 32.8rem), "
    "(min-width: 46rem) calc(96vw - 1.5rem), calc(100vw - 2rem)"
)

_IMAGE = re.compile(r"<img\b[^>]*>")
_ATTRIBUTE = re.compile(r'\s([a-z]+)="([^"]*)"')


def with_sizes(body: str) -> str:
    """A sanitised body with `<picture>` for each picture of the library, found in one query; others stay."""
    if "<img" not in body:
        return body
    names = {name for image in _IMAGE.findall(body) if (name := _name(_attributes(image)))}
    pictures = {picture.name: picture for picture in Picture.objects.filter(name__in=names)} if names else {}

    def sized(image: re.Match[str]) -> str:
        attributes = _attributes(image[0])
        picture = pictures.get(_name(attributes))
        return _markup(picture, words=attributes.get("alt", "")) if picture else image[0]

    return _IMAGE.sub(sized, body)


def unsaid(body: str) -> int:
    """How many pictures of a body nobody has said in words, there or in the library; a drawing says itself."""
    images = [_attributes(image) for image in _IMAGE.findall(body)]
    bare = [image for image in images if not image.get("alt", "").strip()]
    names = {name for image in bare if (name := _name(image))}
    said = (
        set(Picture.objects.filter(name__in=names).exclude(alt="").values_list("name", flat=True)) if names else set()
    )
    drawings = links.path("articles:drawing", "key").partition("key")[0]
    return sum(_name(image) not in said and not image.get("src", "").startswith(drawings) for image in bare)


def drawings_in(body: str) -> list[str]:
    """The keys of the maps and charts that it shows, each once, in order."""
    before, after = links.path("articles:drawing", "key").split("key")
    sources = (_attributes(image).get("src", "") for image in _IMAGE.findall(body))
    keys = (one.removeprefix(before).removesuffix(after) for one in sources if one.startswith(before))
    return list(dict.fromkeys(keys))


def _markup(picture: Picture, *, words: str) -> str:
    context = {"picture": picture, "sizes": SIZES, "alt": True, "words": words}
    return get_template("parts/_picture.html").render(context).strip()


def _attributes(image: str) -> dict[str, str]:
    return {name: unescape(value) for name, value in _ATTRIBUTE.findall(image)}


def name_of(address: str) -> str:
    """The name in the storage of what an address shows; "" for what is not there."""
    folder = default_storage.url("")
    return address.removeprefix(folder) if address.startswith(folder) else ""


def _name(attributes: dict[str, str]) -> str:
    return name_of(attributes.get("src", ""))
