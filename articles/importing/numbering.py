"""Lets entries of another portal keep the numbers that their printed codes carry."""

from collections.abc import Collection

from django.db import connection

from articles.models import Entry

_ADVANCE = """
SELECT setval(numbers, greatest(%s, nextval(numbers) - 1)) FROM pg_get_serial_sequence(%s, %s) AS numbers
"""


def claim(wanted: Collection[int]) -> set[int]:
    """Those of these numbers that no entry has; nobody else gets them before this transaction ends.

    New entries are numbered above them from now on.
    """
    if not wanted:
        return set()
    table, column = Entry._meta.db_table, Entry._meta.pk.column
    with connection.cursor() as cursor:
        # Whoever saves an entry waits for the end of this batch: nothing gets a number behind our back.
        cursor.execute(f"LOCK TABLE {connection.ops.quote_name(table)} IN SHARE ROW EXCLUSIVE MODE")
        free = set(wanted) - set(Entry.objects.filter(pk__in=wanted).values_list("pk", flat=True))
        if free:
            cursor.execute(_ADVANCE, [max(free), table, column])
    return free
