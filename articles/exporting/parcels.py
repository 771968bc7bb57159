"""Articles and their pictures in one zip, as the newsroom hands it out."""

import os
import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryFile

from django.conf import settings
from django.core.files.storage import default_storage

from articles.exporting import lines, ninjs, pages
from articles.exporting.items import Fields
from articles.models import Export

ARTICLES = "articles.jsonl"


def path(transfer: Export) -> Path:
    return Path(settings.PRIVATE_ROOT) / "exports" / f"{transfer.pk}.zip"


def remove(transfer: Export) -> None:
    for left in (path(transfer), _part(path(transfer))):
        left.unlink(missing_ok=True)


class Parcel:
    """Takes articles and the pictures they speak of; each picture once, as it is."""

    def __init__(self, packed: zipfile.ZipFile, put: Callable[[Fields], object]) -> None:
        self.put = put
        self._packed = packed

    def keep(self, names: Iterable[str]) -> list[tuple[str, str]]:
        """Take those that are not there yet; the names that cannot be had, each with the reason."""
        return [(name, why) for name in names if name not in self._packed.NameToInfo and (why := self._take(name))]

    def _take(self, name: str) -> str:
        try:
            with default_storage.open(name) as source, self._packed.open(zipfile.ZipInfo(name), "w") as copy:
                shutil.copyfileobj(source, copy)
        except OSError as error:
            return str(error.strerror or error)
        return ""


@contextmanager
def opened(target: Path, wanted: str, *, at: datetime) -> Iterator[Parcel]:
    """A parcel in the wanted format, which has its name once it is whole; nobody else on the machine reads it."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    part = _part(target)
    with (
        os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as file,
        TemporaryFile(dir=target.parent) as written,
        zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed,
    ):
        ways: dict[str, Callable[[Fields], object]] = {
            Export.Format.LINES: lambda fields: written.write(lines.line(fields)),
            Export.Format.NINJS: lambda fields: written.write(lines.line(ninjs.shape(fields, at=at))),
            Export.Format.MARKDOWN: lambda fields: packed.writestr(pages.place(fields), pages.page(fields)),
        }
        yield Parcel(packed, ways[wanted])
        if wanted != Export.Format.MARKDOWN:
            written.seek(0)
            with packed.open(ARTICLES, "w", force_zip64=True) as member:
                shutil.copyfileobj(written, member, 1_000_000)
    part.replace(target)


def _part(target: Path) -> Path:
    return target.with_suffix(".part")
