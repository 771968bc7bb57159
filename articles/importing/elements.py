"""Reads the parts of an RSS file one at a time, however long it is."""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO
from xml.etree import ElementTree

CHUNK = 64_000  # so small that what is read tells how far the run is
# Neither XML nor we know these; archives have them all the same, as they are or by their number.
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
_NUMBERED = re.compile(r"&#(?:0*(?:[0-8]|1[124-9]|2\d|3[01])|x0*(?:[0-8bcef]|1[0-9a-f]));", re.IGNORECASE)
_LONGEST_NUMBERED = 12
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]*\sencoding=["']([\w.-]+)""")


class NotWellFormed(ValueError):
    """The file ends being XML here; the text says where and why."""


@dataclass
class _Parts:
    """A target for the parser: builds each wanted element of the channel by itself, and keeps no other."""

    wanted: set[str]
    ready: list[ElementTree.Element] = field(default_factory=list)
    _depth: int = 0
    _builder: ElementTree.TreeBuilder | None = None

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._builder is None and plain(tag) in self.wanted:
            self._builder, self._depth = ElementTree.TreeBuilder(), 0
        if self._builder is not None:
            self._builder.start(plain(tag), attributes)

    def data(self, words: str) -> None:
        if self._builder is not None:
            self._builder.data(words)

    def end(self, tag: str) -> None:
        if self._builder is None:
            return
        self._builder.end(plain(tag))
        if self._depth == 0:
            self.ready.append(self._builder.close())
            self._builder = None
        self._depth -= 1

    def doctype(self, *_: object) -> None:
        raise NotWellFormed("declares a document type, which no export has: its entities are not read")

    def close(self) -> None:
        """Called by the parser at the end."""


def plain(tag: str) -> str:
    """A name without its namespace, but for the two that are both called "encoded"."""
    space, _, name = tag.rpartition("}")
    if name == "encoded":
        return "excerpt" if "excerpt" in space else "content"
    return name


def elements(stream: IO[bytes], wanted: set[str]) -> Iterator[tuple[ElementTree.Element | None, int]]:
    """Each wanted element with the bytes read since the one before; NotWellFormed where the file breaks off."""
    parts = _Parts(wanted)
    parser = ElementTree.XMLParser(target=parts)
    read = 0
    for chunk, size in _chunks(stream):
        read += size
        try:
            parser.feed(chunk)
        except ElementTree.ParseError as error:
            raise NotWellFormed(f"is not well-formed XML: {error}") from error
        for element in parts.ready:
            yield element, read
            read = 0
        parts.ready.clear()
    try:
        parser.close()
    except ElementTree.ParseError as error:
        raise NotWellFormed(f"breaks off: {error}") from error
    yield None, read


def _chunks(stream: IO[bytes]) -> Iterator[tuple[str, int]]:
    """The file piece by piece, each with its bytes; one wrong byte is one sign lost, not the rest of an archive."""
    decoder, held = None, ""
    while chunk := stream.read(CHUNK):
        decoder = decoder or _decoder(chunk)
        words = held + _CONTROL.sub("", decoder.decode(chunk))
        cut = words.rfind("&", -_LONGEST_NUMBERED)  # a number may go on in the next piece
        words, held = (words[:cut], words[cut:]) if cut >= 0 else (words, "")
        yield _NUMBERED.sub("", words), len(chunk)
    if held:
        yield _NUMBERED.sub("", held), 0


def _decoder(opening: bytes) -> codecs.IncrementalDecoder:
    declared = _DECLARED.match(opening.removeprefix(codecs.BOM_UTF8))
    name = declared[1].decode() if declared else "utf-8"
    try:
        codecs.lookup(name)
    except LookupError as error:
        raise NotWellFormed(f"is written in an encoding that nobody knows: {name}") from error
    return codecs.getincrementaldecoder("utf-8-sig" if name.lower() in ("utf-8", "utf8") else name)("replace")
