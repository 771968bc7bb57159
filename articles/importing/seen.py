"""Which ids a file has brought already in this run, held by the database so that no file is too long for it."""

from collections.abc import Collection

from django.db import connection

from articles.importing.reading import Item

_MAKE = "CREATE TEMPORARY TABLE IF NOT EXISTS import_seen (key text PRIMARY KEY, line bigint NOT NULL)"
_ADD = """
INSERT INTO import_seen (key, line) SELECT * FROM unnest(%s::text[], %s::bigint[]) ON CONFLICT DO NOTHING
"""
_FIRST = "SELECT key, line FROM import_seen WHERE key = ANY(%s)"


def forget() -> None:
    """Begin a run."""
    with connection.cursor() as cursor:
        cursor.execute(_MAKE)
        cursor.execute("TRUNCATE import_seen")


def first_lines(items: Collection[Item]) -> dict[str, int]:
    """The line on which each item's id was first read."""
    keys, lines = [item.key for item in items], [item.line for item in items]
    with connection.cursor() as cursor:
        cursor.execute(_ADD, [keys, lines])
        cursor.execute(_FIRST, [keys])
        return dict(cursor.fetchall())
