"""The attachments of a WordPress export, held by the database so that no export is too long for memory."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

from django.db import connection

from articles.importing.media import Image

BATCH = 1_000
MOST = 200  # pictures of one gallery
_MAKE = """
CREATE TEMPORARY TABLE IF NOT EXISTS import_attachment
(number text PRIMARY KEY, parent text NOT NULL, file text NOT NULL, address text NOT NULL, alt text NOT NULL,
caption text NOT NULL);
CREATE INDEX IF NOT EXISTS import_attachment_parent ON import_attachment (parent);
CREATE INDEX IF NOT EXISTS import_attachment_file ON import_attachment (file)
"""
_ADD = "INSERT INTO import_attachment VALUES (%s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING"
_COLUMNS = "SELECT number, file, address, alt, caption FROM import_attachment"
_FIND = f"{_COLUMNS} WHERE number = ANY(%s) OR file = ANY(%s)"
_OF = f"{_COLUMNS} WHERE parent = %s ORDER BY length(number), number LIMIT %s"


@dataclass(frozen=True)
class Attachment:
    number: str
    parent: str  # the number of the post to which it was sent; "0" for none
    image: Image


@dataclass(frozen=True)
class Found:
    by_number: Mapping[str, Image]
    by_file: Mapping[str, Image]


def keep(attachments: Iterable[Attachment]) -> None:
    """Begin an export: forget what another held, and keep what this one lists."""
    rows = (_row(attachment) for attachment in attachments)
    with connection.cursor() as cursor:
        cursor.execute(_MAKE)
        cursor.execute("TRUNCATE import_attachment")
        while batch := list(islice(rows, BATCH)):
            cursor.executemany(_ADD, batch)


def find(numbers: Collection[str], files: Collection[str] = ()) -> Found:
    """Those of these numbers or files that are there."""
    if not numbers and not files:
        return Found({}, {})
    with connection.cursor() as cursor:
        cursor.execute(_FIND, [list(numbers), list(files)])
        found = {row[0]: Image(*row[1:]) for row in cursor.fetchall()}
    return Found(found, {image.file: image for image in found.values()})


def of(parent: str) -> list[Image]:
    """The pictures that were sent to a post, in their order."""
    with connection.cursor() as cursor:
        cursor.execute(_OF, [parent, MOST])
        return [Image(*row[1:]) for row in cursor.fetchall()]


def _row(one: Attachment) -> list[str]:
    return [one.number, one.parent, one.image.file, one.image.source_path, one.image.alt, one.image.caption]
