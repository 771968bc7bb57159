"""Limits on how often something may be done, exact across all processes.

Held in an UNLOGGED table: a crash of the database empties it, which forgives, never locks out.
"""

from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from portal.lib.models import Limit

# One statement counts and answers: within the window add one, after it begin again at one.
_COUNT = """
INSERT INTO lib_limit AS held (key, count, ends_at) VALUES (%(key)s, 1, %(ends)s)
ON CONFLICT (key) DO UPDATE SET
    count = CASE WHEN held.ends_at <= %(now)s THEN 1 ELSE held.count + 1 END,
    ends_at = CASE WHEN held.ends_at <= %(now)s THEN excluded.ends_at ELSE held.ends_at END
RETURNING count
"""


def allow(key: str, *, limit: int, seconds: int, at: datetime | None = None) -> bool:
    """Count one more attempt under `key`; whether it is within `limit` per window of `seconds`."""
    now = at or timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"key": key[:200], "now": now, "ends": now + timedelta(seconds=seconds)})
        return cursor.fetchone()[0] <= limit


def forget(*, before: datetime) -> int:
    """Drop windows that are over; for the schedule."""
    return Limit.objects.filter(ends_at__lt=before).delete()[0]
