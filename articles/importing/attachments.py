"""The attachments of a WordPress export, held by the database so that no export is too long for memory."""

from collections.abc import Collection, Iterable
from itertools import islice

from django.db import connection

from articles.importing.media import Image

BATCH = 1_000
_MAKE = """
CREATE TEMPORARY TABLE IF NOT EXISTS import_attachment
(number text PRIMARY KEY, file text NOT NULL, address text NOT NULL, alt text NOT NULL, caption text NOT NULL)
"""
_ADD = "INSERT INTO import_attachment VALUES (%s, %s, %s, %s, %s) ON CONFLICT DO NOTHING"
_FIND = "SELECT number, file, address, alt, caption FROM import_attachment WHERE number = ANY(%s)"


def keep(attachments: Iterable[tuple[str, Image]]) -> None:
    """Begin an export: forget what another held, and keep what this one lists."""
    rows = ([number, image.file, image.source_path, image.alt, image.caption] for number, image in attachments)
    with connection.cursor() as cursor:
        cursor.execute(_MAKE)
        cursor.execute("TRUNCATE import_attachment")
        while batch := list(islice(rows, BATCH)):
            cursor.executemany(_ADD, batch)


def find(numbers: Collection[str]) -> dict[str, Image]:
    """The attachments of these numbers, those that are there."""
    if not numbers:
        return {}
    with connection.cursor() as cursor:
        cursor.execute(_FIND, [list(numbers)])
        return {row[0]: Image(*row[1:]) for row in cursor.fetchall()}
