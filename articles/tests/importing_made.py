"""Small archives, and the command run on them as an operator would."""

import json
from dataclasses import dataclass
from io import StringIO
from itertools import count

from django.core.management import call_command

_numbers = count(1)


@dataclass(frozen=True)
class Result:
    status: int
    out: str
    said: str


def item(**values):
    """A whole item; pass a key as None to leave it empty, or `...` to leave it out."""
    number = next(_numbers)
    fields = {
        "id": f"made-{number}",
        "url": f"https://old.example.org/2020/{number}/",
        "lang": "en",
        "title": f"Berth {number} reopens",
        "date": "2020-05-04T10:00:00+00:00",
        "authors": ["Ann Lee"],
        "section": "Ports",
        "tags": ["Berths"],
        "summary": "Ships are taken again.",
        "body_markdown": "The berth was closed since spring. It takes ships *again*.",
        "images": [],
        "licence": "CC0-1.0",
        "source": "The archive",
    }
    return {name: value for name, value in (fields | values).items() if value is not ...}


def written(folder, *lines, name="archive.jsonl"):
    """A file of these lines: items, or bytes as they are."""
    path = folder / name
    path.write_bytes(b"".join(_line(line) + b"\n" for line in lines))
    return path


def _line(line):
    return line if isinstance(line, bytes) else json.dumps(line, ensure_ascii=False).encode()


def bring(path, capsys, **options):
    out = StringIO()
    try:
        call_command("import_articles", str(path), stdout=out, **options)
        status = 0
    except SystemExit as end:
        status = end.code
    return Result(status, out.getvalue(), capsys.readouterr().err)
