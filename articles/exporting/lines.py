"""Items one a line, into a file or the standard output."""

import contextlib
import json
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from articles.exporting.items import Fields


@contextlib.contextmanager
def opened(file: str, shape: Callable[[Fields], Fields]) -> Iterator[Callable[[Fields], None]]:
    """What writes an item, in the given shape; `-` is the standard output.

    A file has its name only once it is whole: stopped before, what stood there stands.
    """
    with _stream(file) as stream:

        def write(fields: Fields) -> None:
            stream.write(line(shape(fields)))

        yield write


def line(item: Fields) -> bytes:
    return json.dumps(item, ensure_ascii=False).encode() + b"\n"


@contextlib.contextmanager
def _stream(file: str) -> Iterator[IO[bytes]]:
    if file == "-":
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    part = Path(f"{file}.part")
    try:
        with part.open("wb") as stream:
            yield stream
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
