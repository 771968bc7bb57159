"""Says that what readers see has changed, or when it will.

One counter for the whole portal: whoever stored a page under the old number drops it. Called in the
transaction that makes the change, so neither can be seen without the other.
"""

from dataclasses import dataclass
from datetime import datetime

from django.db import connection
from django.utils import timezone

from portal.lib.models import PagesCounter, PagesMoment

CHANNEL = "pages"
_RAISE = """
INSERT INTO lib_pagescounter AS held (id, counter, changed_at) VALUES (1, 1, %s)
ON CONFLICT (id) DO UPDATE SET counter = held.counter + 1, changed_at = GREATEST(held.changed_at, excluded.changed_at)
"""
STANDING = """
SELECT (SELECT counter FROM lib_pagescounter), (SELECT min(at) FROM lib_pagesmoment WHERE at > %s)
"""


@dataclass(frozen=True)
class Standing:
    """What a stored page holds under: the counter when it was rendered, and when it next changes by itself."""

    counter: int
    until: datetime | None


def changed() -> None:
    """Raise the counter and tell every listening process, both when the transaction commits."""
    with connection.cursor() as cursor:
        cursor.execute(_RAISE, [timezone.now()])
        cursor.execute("SELECT pg_notify(%s, '')", [CHANNEL])


def will_change(at: datetime) -> None:
    """Write down a moment at which pages change without anybody acting (a scheduled article)."""
    PagesMoment.objects.get_or_create(at=at)
    changed()


def changed_at() -> datetime | None:
    """When what readers see was last changed by somebody; None where nobody has yet."""
    return PagesCounter.objects.values_list("changed_at", flat=True).first()


def standing(*, at: datetime) -> Standing:
    """Read before rendering; a page may be stored only if it still stands afterwards."""
    with connection.cursor() as cursor:
        cursor.execute(STANDING, [at])
        return standing_of(cursor.fetchone())


def standing_of(row: tuple | None) -> Standing:
    """What an answer to STANDING says; whoever has a connection of his own asks by that."""
    counter, until = row or (None, None)
    return Standing(counter=counter or 0, until=until)


def forget_moments(*, before: datetime) -> int:
    """Drop moments that have passed; every process has seen them by then."""
    return PagesMoment.objects.filter(at__lt=before).delete()[0]
