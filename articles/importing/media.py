"""The picture files that came with an archive, and what became of each in the library."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from errno import ENAMETOOLONG
from io import BytesIO
from itertools import islice
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from django.conf import settings

from articles import pictures
from articles.importing.illustrating import Shown
from articles.importing.shelves import Shelf
from articles.importing.words import cut
from articles.models import Picture
from articles.pictures import MIDDLE
from portal.lib.sanitise import printable

# Archives show a picture in a size that they do not hand over: port-300x200.jpg was made of port.jpg.
_SIZED = re.compile(r"-\d+x\d+(?=\.\w+$)")
DEEPEST = 8
MOST = 200  # pictures of one item; what comes after them is left out


class LeftOut(ValueError):
    """A picture that does not come into the library; the text says why."""


@dataclass(frozen=True)
class Image:
    """A picture as an item lists it."""

    file: str
    source_path: str = ""
    alt: str = ""
    caption: str = ""
    credit: str = ""
    licence: str = ""
    focus: tuple[int, int] = MIDDLE
    language: str = ""  # of its words; else that of the item
    in_languages: tuple[tuple[str, str, str], ...] = ()  # language, alternative text, caption

    def is_shown_as(self, source: str) -> bool:
        """Whether an address in the body means this file: by its path here, or by where it lay before."""
        ends = (end for end in (self.file, self.source_path) if end)
        return any(source == end or source.endswith(end if "/" in end else f"/{end}") for end in ends)

    @property
    def name(self) -> str:
        return self.file or self.source_path or "a picture without an address"


@dataclass(frozen=True)
class Album:
    """The pictures of one item, in order, and why others were left out."""

    pictures: list[tuple[Image, Picture]]
    left_out: list[tuple[str, str]]

    def find(self, source: str) -> Picture | None:
        return next((picture for image, picture in self.pictures if image.is_shown_as(source)), None)

    @property
    def first(self) -> Picture | None:
        return self.pictures[0][1] if self.pictures else None


class Media:
    """Takes the files of a shelf into the library, or only looks at them."""

    def __init__(self, shelf: Shelf | None, *, at: datetime, looks_only: bool) -> None:
        self._shelf = shelf
        self._at = at
        self._looks_only = looks_only

    def album(self, listed: Iterable[Image], shown: Iterable[Shown], *, language: str) -> Album:
        """The pictures an item of this language lists, then those that only its text shows, in the words of both."""
        album = Album([], [])
        images = list(islice(listed, MOST))
        for one in islice(shown, MOST):
            place = next((at for at, image in enumerate(images) if image.is_shown_as(one.source)), None)
            if place is None:
                images.append(Image(_relative(one.source), one.source, cut(one.alt, 300), cut(one.caption, 500)))
            else:
                images[place] = _worded(images[place], one)
        for image in dict.fromkeys(images):
            try:
                picture = self._taken(image, language)
            except (LeftOut, pictures.Refused) as refusal:
                album.left_out.append((image.name, str(refusal)))
            else:
                album.pictures.extend([(image, picture)] if picture else [])
        return album

    def _taken(self, image: Image, language: str) -> Picture | None:
        """The library's picture; None when it was only looked at."""
        try:
            file = BytesIO(self._read(image))
        except LeftOut:
            if known := Picture.objects.filter(name=printable(image.file)).first():
                return known  # written out here, and its file left here
            raise
        if self._looks_only:
            pictures.check(file)
            return None
        return pictures.add(
            file,
            alt=image.alt,
            caption=image.caption,
            credit=image.credit,
            licence=image.licence,
            focus=image.focus,
            language=image.language or language,
            in_languages={code: {"alt": alt, "caption": caption} for code, alt, caption in image.in_languages},
            at=self._at,
        )

    def _read(self, image: Image) -> bytes:
        """From the shelf and from nowhere else, whatever its path says."""
        if not image.file or self._shelf is None:
            raise LeftOut("no file came with it")
        try:
            for name in (image.file, unsized(image.file), *_below(image.source_path)):
                if (data := self._shelf.read(name, settings.PICTURE_MAX_BYTES + 1)) is not None:
                    return data
        except OSError as error:
            if error.errno != ENAMETOOLONG:
                raise LeftOut(f"its file cannot be read ({error.strerror})") from error
        except ValueError:  # a name that no file can have
            pass
        raise LeftOut("no file came with it")


def unsized(name: str) -> str:
    """The name of the whole picture: port.jpg for port-300x200.jpg."""
    return _SIZED.sub("", name)


def _worded(image: Image, shown: Shown) -> Image:
    return replace(image, alt=image.alt or cut(shown.alt, 300), caption=image.caption or cut(shown.caption, 500))


def _below(source: str) -> Iterator[str]:
    """Where a file of this address may lie in a copy of its site, or of a part of that."""
    parts = _relative(source).split("/") if "://" not in source else unquote(_path(source)).lstrip("/").split("/")
    return ("/".join(parts[place:]) for place in range(min(len(parts), DEEPEST)))


def _path(source: str) -> str:
    """Of an address, without what a site asks its own pictures for: crane.jpg?w=300."""
    try:
        return urlsplit(source).path
    except ValueError:
        return ""


def _relative(source: str) -> str:
    """The path of a picture beside the file; "" for one that lies elsewhere on the web."""
    try:
        address = urlsplit(source)
    except ValueError:
        return ""
    if address.scheme or address.netloc:
        return ""
    return str(PurePosixPath(unquote(address.path))).lstrip("/") if address.path else ""
