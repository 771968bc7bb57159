"""Counts that matter (reads, scans, clicks), one row a day and thing, without cookie, address or person."""

from datetime import date

from django.db import connection
from django.http import HttpResponse

READS = "Portal-Reads"  # the header of an answer that counts as a read; the store of pages takes it off
_ADD = """
INSERT INTO lib_tally AS held (day_on, what, about, count) VALUES (%s, %s, %s, %s)
ON CONFLICT (day_on, what, about) DO UPDATE SET count = held.count + excluded.count
"""


def add(what: str, about: int, *, on: date, count: int = 1) -> None:
    """Count `what` ("scan", "read") once more for the thing numbered `about` on the day `on`."""
    with connection.cursor() as cursor:
        cursor.execute(_ADD, [on, what, about, count])


def read(response: HttpResponse, about: int) -> HttpResponse:
    """Mark the answer as one that shows what is numbered `about`: each person it is given to counts as one "read"."""
    response.headers[READS] = str(about)
    return response
