"""Where the files of an archive lie: in a folder, or in a zip, out of which each is read without being unpacked."""

import struct
import zipfile
import zlib
from collections.abc import Collection, Iterator
from errno import EACCES, EIO
from os import SEEK_END
from pathlib import Path
from typing import IO

from django.utils.translation import gettext as _

MOST_MEMBERS = 50_000
MOST_UNPACKED = 20_000_000_000
# The list of members is held in memory, so it is measured before it is read.
_LONGEST_LIST = 10_000_000
_END = b"PK\x05\x06"
_END_WITHIN = 66_000


class NotAZip(ValueError):
    """The file cannot be taken for a zip; the text says why, to the person who sent it."""


class Locked(OSError):
    """A member that only a password opens, or that is damaged."""


class Folder:
    """A folder and what lies below it, and nothing else, whatever a name says."""

    def __init__(self, path: Path) -> None:
        self._root = path.resolve()

    def names(self, suffix: str) -> Iterator[str]:
        """The files that end so, in the order of their names, folder by folder."""
        return (path.relative_to(self._root).as_posix() for path in _below(self._root) if path.suffix == suffix)

    def size(self, name: str) -> int:
        return (self._root / name).stat().st_size

    def read(self, name: str, most: int) -> bytes | None:
        """The file of that name, at most so many bytes; None where there is none."""
        path = (self._root / name).resolve()
        if not path.is_relative_to(self._root) or not path.is_file():
            return None
        with path.open("rb") as file:
            return file.read(most)


class Zip:
    """A zip; names in it are only compared, so none leads anywhere."""

    def __init__(self, file: IO[bytes]) -> None:
        """NotAZip for what is none, is damaged, or holds more than we take."""
        _measure(file)
        self._zip = _opened(file)
        files = (one for one in self._zip.infolist() if not one.is_dir())
        self._members = {one.filename: one for one in files if not one.filename.startswith("__MACOSX/")}
        self._outer = _outer_folder(self._members)

    def names(self, suffix: str) -> Iterator[str]:
        """The files that end so, by name; without the folder in which all of them lie."""
        return (name.removeprefix(self._outer) for name in sorted(self._members) if name.lower().endswith(suffix))

    def size(self, name: str) -> int:
        found = self._member(name)
        return found.file_size if found else 0

    def read(self, name: str, most: int) -> bytes | None:
        """The file of that name, at most so many bytes; None where there is none."""
        if self._member(name) is None:
            return None
        try:
            with self.open(name) as file:
                return file.read(most)
        except (zipfile.BadZipFile, zlib.error, EOFError) as error:
            raise Locked(EIO, _("it is damaged")) from error

    def open(self, name: str) -> IO[bytes]:
        try:
            return self._zip.open(self._member(name) or name)
        except (RuntimeError, NotImplementedError, zipfile.BadZipFile) as error:  # a password, a way of packing
            raise Locked(EACCES, _("only a password opens it, or it is packed in a way that is not known")) from error

    def _member(self, name: str) -> zipfile.ZipInfo | None:
        return self._members.get(name) or self._members.get(f"{self._outer}{name}")


def _measure(file: IO[bytes]) -> None:
    """Before the list of members is read: it may be as long as the whole file."""
    size = file.seek(0, SEEK_END)
    file.seek(max(0, size - _END_WITHIN))
    tail = file.read()
    place = tail.rfind(_END)
    if place < 0 or len(tail) < place + 22:
        raise NotAZip(_("It is no zip, or it did not arrive whole. Pack the files anew and send it again."))
    listed, long = struct.unpack_from("<HI", tail, place + 10)
    if listed > MOST_MEMBERS or long > _LONGEST_LIST:
        words = _("It holds more than %(most)s files. Send them in parts.")
        raise NotAZip(words % {"most": f"{MOST_MEMBERS:,}"})


def _opened(file: IO[bytes]) -> zipfile.ZipFile:
    try:
        opened = zipfile.ZipFile(file)
    except (zipfile.BadZipFile, ValueError, NotImplementedError) as error:
        raise NotAZip(_("It is damaged. Pack the files anew and send it again.")) from error
    if sum(one.file_size for one in opened.infolist()) > MOST_UNPACKED:
        words = _("Unpacked it would be larger than %(most)s GB. Send it in parts.")
        raise NotAZip(words % {"most": MOST_UNPACKED // 1_000_000_000})
    return opened


def _outer_folder(names: Collection[str]) -> str:
    """The folder in which all lie, as it comes of packing a folder itself; "" where there is none."""
    folders = {name.partition("/")[0] for name in names}
    if len(folders) == 1 and all("/" in name for name in names):
        return f"{folders.pop()}/"
    return ""


Shelf = Folder | Zip


def _below(folder: Path) -> Iterator[Path]:
    for path in sorted(folder.iterdir()):
        if path.is_dir() and not path.is_symlink():
            yield from _below(path)
        elif path.is_file():
            yield path
