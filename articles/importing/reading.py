"""Reads JSON Lines into items, one at a time; a line that is none says why."""

import hashlib
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import IO, Any

Fields = dict[str, Any]

LONGEST_LINE = 10_000_000
LONGEST_KEY = 500
_BOM = b"\xef\xbb\xbf"
_CHUNK = 1_000_000


class Unfit(ValueError):
    """This line or item cannot be taken; the text says why, to whoever looks after the archive."""


@dataclass(frozen=True)
class Item:
    """One object of the file; `key` is what it is known by, `digest` what it looks like."""

    line: int
    key: str
    digest: str
    fields: Fields
    size: int
    notes: tuple[str, ...] = ()  # what was lost on the way here, for an editor to look at


@dataclass(frozen=True)
class Fault:
    """A line that holds no item."""

    line: int
    reason: str
    size: int
    key: str = ""


def items(stream: IO[bytes], understand: Callable[[Fields], Fields]) -> Iterator[Item | Fault]:
    """Every line of `stream` that is not blank, in order; never more than one line in memory.

    `understand` puts an object of another format into our words.
    """
    for number, (raw, size) in enumerate(_lines(stream), start=1):
        if raw is None:
            yield Fault(number, f"is longer than {LONGEST_LINE // 1_000_000} MB", size)
            continue
        text = raw.removeprefix(_BOM) if number == 1 else raw
        if text.strip():
            yield taken(number, size, partial(_understood, text, understand))


def _lines(stream: IO[bytes]) -> Iterator[tuple[bytes | None, int]]:
    """Each line with its length; None in place of one that is too long to be held."""
    while line := stream.readline(LONGEST_LINE + 1):
        size = len(line)
        if size <= LONGEST_LINE or line.endswith(b"\n"):
            yield line, size
            continue
        while line and not line.endswith(b"\n"):
            line = stream.readline(_CHUNK)
            size += len(line)
        yield None, size


def taken(number: int, size: int, fields: Callable[[], Fields]) -> Item | Fault:
    """The item that `fields` makes, or why it makes none."""
    try:
        return item_of(number, fields(), size)
    except Unfit as unfit:
        return Fault(number, str(unfit), size)
    except RecursionError:
        return Fault(number, "is nested too deeply", size)


def item_of(number: int, fields: Fields, size: int, notes: tuple[str, ...] = ()) -> Item:
    """An item of these fields, known by them."""
    digest = digest_of(fields)
    return Item(number, _key(fields, digest), digest, fields, size, notes)


def digest_of(fields: Fields) -> str:
    """One order of names and one way to write letters, so that only a change of content counts."""
    return hashlib.sha256(json.dumps(fields, sort_keys=True).encode()).hexdigest()


def _understood(raw: bytes, understand: Callable[[Fields], Fields]) -> Fields:
    return understand(_object(raw))


def _object(raw: bytes) -> Fields:
    try:
        fields = json.loads(raw.decode("utf-8"), parse_constant=no_constant)
    except UnicodeDecodeError as error:
        raise Unfit(f"is not UTF-8 (byte {error.start})") from error
    except json.JSONDecodeError as error:
        raise Unfit(f"is not JSON: {error.msg} (character {error.pos})") from error
    except ValueError as error:  # a number of thousands of digits
        raise Unfit(f"is not JSON: {error}") from error
    if not isinstance(fields, dict):
        raise Unfit("is not an object")
    return fields


def no_constant(name: str) -> float:
    """For json: NaN and Infinity are no JSON."""
    raise ValueError(f"{name} is no number")


def _key(fields: Fields, digest: str) -> str:
    """The item's own id, else its address, else what it looks like."""
    for name in ("id", "url"):
        value = fields.get(name)
        if isinstance(value, (str, int)) and (key := _printable(str(value))):
            return key if len(key) <= LONGEST_KEY else f"sha256:{hashlib.sha256(key.encode()).hexdigest()}"
    return f"sha256:{digest}"


def _printable(words: str) -> str:
    return " ".join(words.replace("\0", "").encode("utf-8", "replace").decode().split())
