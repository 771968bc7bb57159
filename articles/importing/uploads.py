"""Archives that were sent to the newsroom: kept where no address leads, until they are removed."""

import os
import shutil
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.files.base import File
from django.utils.translation import gettext as _

from articles.importing import formats, pages, renaming
from articles.importing.formats import Source
from articles.importing.renaming import Renaming
from articles.importing.shelves import NotAZip, Shelf, Zip
from articles.models import Import
from articles.transferring import Unusable

ARCHIVE, PICTURES, NAMES, REPORT = "archive", "pictures.zip", "names.json", "report.jsonl"
SUFFIXES = (".jsonl", ".ndjson", ".json", ".xml")


class NoArchive(ValueError):
    """The file holds nothing that can be brought in; the text says why, to the person who sent it."""


@dataclass(frozen=True)
class Archive:
    """An archive that is open: its articles, how long they are, and the pictures that came along."""

    source: Source
    size: int
    shelf: Shelf | None


def folder(transfer: Import) -> Path:
    return Path(settings.PRIVATE_ROOT) / "imports" / str(transfer.pk)


def keep(transfer: Import, files: Iterable[tuple[str, File]]) -> None:
    """Store what was sent, under our names; nobody else on the machine reads it."""
    place = folder(transfer)
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    for name, file in files:
        file.seek(0)
        with (place / name).open("wb") as kept:
            shutil.copyfileobj(file, kept, 1_000_000)


def carry(names: Iterable[str], *, of: Import, to: Import) -> None:
    """Let `to` have files of `of` too; neither misses them when the other's are removed."""
    for name in names:
        os.link(folder(of) / name, folder(to) / name)


def remove(transfer: Import) -> None:
    shutil.rmtree(folder(transfer), ignore_errors=True)


def look(file: IO[bytes]) -> None:
    """NoArchive where nothing can be brought in out of this file."""
    opening = file.read(1000)
    file.seek(0)
    if opening.startswith(b"PK"):
        try:
            _inside(Zip(file))
        except NotAZip as error:
            raise NoArchive(str(error)) from error
    elif not opening.strip():
        raise NoArchive(_("The file is empty. Choose the one that holds the articles."))
    elif not formats.is_known(opening):
        words = _("This is no archive of JSON Lines, ninjs or WordPress, nor a zip of one or of Markdown files.")
        raise NoArchive(words)


@contextmanager
def opened(transfer: Import) -> Iterator[Archive]:
    """The archive and its pictures; Unusable where they are not as they were sent."""
    place = folder(transfer)
    with ExitStack() as stack:
        try:
            file = stack.enter_context((place / ARCHIVE).open("rb"))
            beside = Zip(stack.enter_context((place / PICTURES).open("rb"))) if transfer.pictures_name else None
            is_zip = file.peek(2).startswith(b"PK")
            whole = Zip(file) if is_zip else None
            source, size = _inside(whole) if whole else (file, formats.size(file) or 0)
        except OSError as error:
            raise Unusable(_("Its file is not there any more. Send it again.")) from error
        except (NotAZip, NoArchive) as error:
            raise Unusable(str(error)) from error
        yield Archive(source, size, beside or whole)


def _inside(whole: Zip) -> tuple[Source, int]:
    """What a zip brings: its one archive, else its Markdown files."""
    named = [name for suffix in SUFFIXES for name in whole.names(suffix)]
    highest = min((name.count("/") for name in named), default=0)
    archives = [name for name in named if name.count("/") == highest]
    if len(archives) > 1:
        words = _("The zip holds several archives: %(names)s. Send each by itself.")
        raise NoArchive(words % {"names": ", ".join(sorted(archives)[:5])})
    if archives:
        return whole.open(archives[0]), whole.size(archives[0])
    size = formats.size(whole)
    if not any(whole.names(pages.SUFFIX)):
        words = _("The zip holds no archive (%(suffixes)s) and no Markdown files (.md).")
        raise NoArchive(words % {"suffixes": ", ".join(SUFFIXES)})
    return whole, size or 0


def names(transfer: Import) -> Renaming:
    """The map that came along; an empty one where none did."""
    return renaming.read(folder(transfer) / NAMES) if transfer.map_name else Renaming()


@contextmanager
def report(transfer: Import) -> Iterator[IO[str]]:
    """The file of its report, as long as the row says that it is."""
    path = folder(transfer) / REPORT
    path.touch()
    os.truncate(path, transfer.told.get("written", 0))
    with path.open("a", encoding="utf-8") as file:
        yield file
