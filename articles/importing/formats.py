"""Finds out how an archive is written, and reads its items: JSON Lines, JSON, ninjs, WordPress's XML or Markdown."""

import contextlib
import io
import json
import re
import shutil
import tempfile
from collections.abc import Iterator
from functools import partial
from typing import IO

from articles.importing import ninjs, own_ninjs, pages, reading, wordpress
from articles.importing.reading import Fault, Item
from articles.importing.shelves import Folder, Shelf, Zip

# A JSON document that is not written by the line has to be held whole.
LONGEST_DOCUMENT = 50_000_000
Source = IO[bytes] | Shelf
_BOM = b"\xef\xbb\xbf"
_SOMETHING = re.compile(r"\S")


def items(source: Source) -> Iterator[Item | Fault]:
    """Every item of a file, or of a shelf of Markdown files, in order, whatever its format."""
    return pages.items(source) if isinstance(source, Folder | Zip) else _items(source)


def size(source: Source) -> int | None:
    """Bytes in all, where that can be said."""
    if isinstance(source, Folder | Zip):
        return sum(map(source.size, source.names(pages.SUFFIX)))
    if not source.seekable():
        return None
    here = source.tell()
    whole = source.seek(0, 2)
    source.seek(here)
    return whole - here


def is_known(opening: bytes) -> bool:
    """Whether a file that begins so may be one of ours."""
    return opening.removeprefix(_BOM).lstrip()[:1] in (b"<", b"{", b"[")


def _items(stream: IO[bytes]) -> Iterator[Item | Fault]:
    buffered = stream if isinstance(stream, io.BufferedReader) else io.BufferedReader(stream)  # type: ignore[type-var]  # any stream of bytes
    opening = buffered.peek(64).removeprefix(_BOM).lstrip()
    if opening.startswith(b"<"):
        with _seekable(buffered) as whole:
            yield from wordpress.items(whole)
    elif _is_by_the_line(opening):
        yield from reading.items(buffered, understand)
    else:
        yield from _documents(buffered)


def understand(fields: reading.Fields) -> reading.Fields:
    """An object in our own words; Unfit where it cannot become an article."""
    if not ninjs.is_ninjs(fields):
        return fields
    return own_ninjs.fields_of(fields) if own_ninjs.is_ours(fields) else ninjs.fields_of(fields)


def _is_by_the_line(opening: bytes) -> bool:
    """Whether objects stand one a line; a list, or a first line after which an object goes on, opens a document."""
    if opening.startswith(b"["):
        return False
    first, _break, rest = (part.strip() for part in opening.partition(b"\n"))
    goes_on = first.endswith(b",") and not rest.startswith(b"{") or rest.startswith(b",")
    return not (rest and (goes_on or first.endswith((b"{", b"[", b":"))))


@contextlib.contextmanager
def _seekable(stream: IO[bytes]) -> Iterator[IO[bytes]]:
    if stream.seekable():
        yield stream
        return
    with tempfile.TemporaryFile() as copy:
        shutil.copyfileobj(stream, copy)
        copy.seek(0)
        yield copy


def _documents(stream: IO[bytes]) -> Iterator[Item | Fault]:
    """JSON documents, one after the other, each an item or a list of items."""
    raw = stream.read(LONGEST_DOCUMENT + 1)
    if len(raw) > LONGEST_DOCUMENT:
        yield Fault(1, "is a JSON document of more than 50 MB; write it as JSON Lines, an item a line", len(raw))
        return
    size = len(raw)  # counted with the first item
    for number, (fields, line) in enumerate(_objects(raw), start=1):
        yield Fault(number, line, size) if fields is None else reading.taken(number, size, partial(understand, fields))
        size = 0


def _objects(raw: bytes) -> Iterator[tuple[reading.Fields | None, str]]:
    """Each object; None and the reason for what is none."""
    try:
        text = raw.removeprefix(_BOM).decode()
    except UnicodeDecodeError as error:
        yield None, f"is not UTF-8 (byte {error.start})"
        return
    decoder, place = json.JSONDecoder(parse_constant=reading.no_constant), 0
    while begin := _SOMETHING.search(text, place):
        try:
            found, place = decoder.raw_decode(text, begin.start())
        except (ValueError, RecursionError) as error:
            yield None, f"is not JSON: {error}"
            return
        for one in found if isinstance(found, list) else [found]:
            yield (one, "") if isinstance(one, dict) else (None, "is not an object")
