"""Who works on which row, and whether that sender is still alive.

A sender is one session of the database. It holds an advisory lock under a number of its own, which it writes
into the rows it claims; the lock ends with the session, so a number without a lock is a sender that is dead.
"""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Self

import psycopg
from django.db import connection
from psycopg import sql

from portal.lib.handing import Handed, ends

# One at a time is enough; more are safe. A session lock, so nobody has to tidy up after a death.
_ONE_AT_A_TIME = 7_361_905_552_418_306_117

_CLAIM = """
UPDATE {table} SET claimed_by = %s WHERE id IN (
    SELECT id FROM {table} WHERE due_at <= %s AND claimed_by IS NULL AND {waiting}
    ORDER BY due_at, id LIMIT %s FOR UPDATE SKIP LOCKED
) RETURNING due_at, id
"""
# The end of one message and the beginning of the next are one statement, so one commit.
_SENT = """
UPDATE {table} SET sent_at = %s, reply = %s, attempts = attempts + 1
WHERE id = %s AND sent_at IS NULL AND refused_at IS NULL
"""
_HAND = """
UPDATE {table} SET handing_at = %s
WHERE id = %s AND claimed_by = %s AND handing_at IS NULL AND {waiting} AND {still}
"""
_SENT_AND_HAND = f"WITH sent AS ({_SENT.strip()}) {_HAND.strip()}"
_LIVING = """
SELECT (classid::bigint << 32) | objid::bigint FROM pg_locks
WHERE locktype = 'advisory' AND objsubid = 1 AND granted
AND database = (SELECT oid FROM pg_database WHERE datname = current_database())
"""


@dataclass(frozen=True)
class Sent:
    """What the server said to a message, and when; not yet written down."""

    model: type[Handed]
    pk: int
    reply: str
    at: datetime


class Sender:
    """The session through which a sender commits; nothing of it can reach the database once its lock is gone."""

    def __init__(self) -> None:
        connection.ensure_connection()
        # The bare session, which Django cannot replace by another behind our back.
        self._cursor = psycopg.Cursor(connection.connection)
        self.number = secrets.randbits(62)
        self._cursor.execute("SELECT pg_advisory_lock(%s)", [self.number])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._unlock(self.number)

    def begin(self) -> bool:
        """Whether no other sender is at work; this one is from now on, until `end`."""
        return self._cursor.execute("SELECT pg_try_advisory_lock(%s)", [_ONE_AT_A_TIME]).fetchone() == (True,)

    def end(self) -> None:
        self._unlock(_ONE_AT_A_TIME)

    def _unlock(self, number: int) -> None:
        if not self._cursor.connection.closed:  # with the session all its locks are gone
            self._cursor.execute("SELECT pg_advisory_unlock(%s)", [number])

    def claim(self, model: type[Handed], *, limit: int, at: datetime) -> list[int]:
        """Up to `limit` rows that are due and that no other sender has, oldest first."""
        rows = self._cursor.execute(_statement(_CLAIM, model), [self.number, at, limit], prepare=True).fetchall()
        return [pk for _, pk in sorted(rows)]

    def hand(self, model: type[Handed], pk: int, *, at: datetime, after: Sent | None) -> bool:
        """Commit that `pk` is handed over now, and that `after` was sent; False where `pk` is not ours to send now."""
        if after and after.model is not model:
            self.sent(after)
            after = None
        hand = [at, pk, self.number]
        if after is None:
            return self._rows(_HAND, model, hand) == 1
        return self._rows(_SENT_AND_HAND, model, [after.at, after.reply, after.pk, *hand]) == 1

    def sent(self, sent: Sent) -> None:
        self._rows(_SENT, sent.model, [sent.at, sent.reply, sent.pk])

    def _rows(self, template: str, model: type[Handed], values: Sequence[object]) -> int:
        return self._cursor.execute(_statement(template, model), values, prepare=True).rowcount


@cache
def _statement(template: str, model: type[Handed]) -> sql.Composed:
    open_ends = [sql.SQL("{} IS NULL").format(sql.Identifier(name)) for name in ends(model)]
    return sql.SQL(template).format(
        table=sql.Identifier(model._meta.db_table),
        waiting=sql.SQL(" AND ").join(open_ends),
        still=sql.SQL(model.STILL_WANTED),
    )


def living() -> set[int]:
    """The numbers of all senders that are alive."""
    with connection.cursor() as cursor:
        cursor.execute(_LIVING)
        return {number for (number,) in cursor.fetchall()}


def recover(model: type[Handed], *, at: datetime) -> int:
    """Free what dead senders had claimed; what they may have handed over becomes uncertain. How many of those.

    Numbers are read before locks, and never come back: one that was seen and holds no lock is dead for good.
    """
    claimed = model.objects.waiting().filter(claimed_by__isnull=False)
    seen = set(claimed.order_by().values_list("claimed_by", flat=True).distinct())
    dead = seen - living() if seen else set()
    if not dead:
        return 0
    left = claimed.filter(claimed_by__in=dead)
    left.filter(handing_at=None).update(claimed_by=None)
    return left.filter(handing_at__isnull=False).update(uncertain_at=at)
