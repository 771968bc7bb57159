"""Reads Markdown files with front matter out of a folder: those that a portal wrote, and those of other sites."""

import json
import re
from collections.abc import Iterator
from typing import Any

from articles import markdown
from articles.exporting import spacing
from articles.exporting.pages import LINES, references, with_sizes
from articles.importing import reading, restoring, words
from articles.importing.reading import LONGEST_LINE, Fault, Fields, Item, Unfit
from articles.importing.shelves import Shelf

SUFFIX = ".md"

_TITLE = re.compile(r"\A\s*# +(.+)\n?")
_END = re.compile(r"^---[ \t]*(?:\n|\Z)", re.MULTILINE)
# What other sites call it.
_CALLED = {"description": "summary", "language": "lang", "category": "section", "keywords": "tags"}


def items(shelf: Shelf) -> Iterator[Item | Fault]:
    """An item of each file; one that has no id of its own is known by where it lies."""
    for number, name in enumerate(shelf.names(SUFFIX), start=1):
        size = shelf.size(name)
        try:
            yield reading.item_of(number, {"id": name} | _fields(_text(shelf, name)), size)
        except Unfit as unfit:
            yield Fault(number, str(unfit), size, name)


def _fields(written: str) -> Fields:
    front, text = _parted(written)
    if restoring.is_ours(front):
        return _ours(front, text)
    fields = {_CALLED.get(name, name): value for name, value in front.items()}
    if not fields.get("title") and (title := _TITLE.match(text)):
        fields["title"] = title[1]
    if fields.get("draft") is True or fields.get("published") is False:
        fields["published_at"] = None
    return fields | {"body_markdown": text}


def _ours(front: Fields, text: str) -> Fields:
    images = words.objects(front, "images")
    for image in images:
        for after, before in references({"source_path": "", "file": ""} | image).items():
            text = text.replace(before, after)
    body = with_sizes(markdown.read(text), images)
    return {name: value for name, value in front.items() if name != LINES} | {
        "body_html": spacing.restored(body, front.get(LINES))
    }


def _text(shelf: Shelf, name: str) -> str:
    try:
        raw = shelf.read(name, LONGEST_LINE + 1) or b""
    except OSError as error:
        raise Unfit(f"cannot be read: {error.strerror}") from error
    if len(raw) > LONGEST_LINE:
        raise Unfit(f"is longer than {LONGEST_LINE // 1_000_000} MB")
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise Unfit(f"is not UTF-8 (byte {error.start})") from error


def _parted(text: str) -> tuple[Fields, str]:
    """Front matter and body; a file may have none."""
    if not text.startswith("---\n"):
        return {}, text
    end = _END.search(text, 4)
    if not end:
        raise Unfit("begins with front matter that has no end (---)")
    return _front(text[4 : end.start()]), text[end.end() :].strip("\n")


def _front(head: str) -> Fields:
    """The part of YAML that archives use: a name and a value on a line, or a list below its name."""
    fields: Fields = {}
    name = ""
    for line in head.split("\n"):
        if not line.strip() or line.startswith("#"):
            continue
        if name and line.lstrip().startswith("- "):
            several = fields[name] if isinstance(fields[name], list) else []
            fields[name] = [*several, _value(line.lstrip()[2:])]
            continue
        name, colon, value = (part.strip() for part in line.partition(":"))
        if not colon or line[0].isspace():
            raise Unfit(f"has front matter that is not understood: {words.cut(line.strip(), 60)!r}")
        fields[name] = _value(value)
    return fields


def _value(written: str) -> Any:
    """As JSON, which YAML includes; else the words as they stand."""
    try:
        return json.loads(written, parse_constant=reading.no_constant)
    except (ValueError, RecursionError):
        if written.startswith("[") and written.endswith("]"):
            return [_value(one.strip()) for one in written[1:-1].split(",")]
        return written.strip("'\"") or None
