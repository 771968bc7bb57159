"""Work on a transfer, by a worker that may be stopped or killed anywhere: the row says where it stands.

A try is fenced: it goes on only while the row counts no later one. One whose worker died is given out again by the
worker (portal/worker.py), one whose job was lost by `look`; what takes every worker with it is given up.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from articles.models.transfer import Transfer

TRIES = 5
EVERY = 1.0  # seconds between two signs of life
SILENT = timedelta(minutes=5)


class Stopped(Exception):
    """The work does not go on here: it was cancelled, the worker stops, or another one has it."""


class Unusable(ValueError):
    """It cannot be done, whoever tries; the text says why and what helps, to the person who asked."""


class Watch:
    """Hears of each item that is behind one try, and says so; Stopped where it is to end."""

    def __init__(self, transfer: Transfer, stop: Callable[[], bool]) -> None:
        self._transfer = transfer
        self._stop = stop
        self._items = self._passed = 0
        self._said = time.monotonic()

    def passed(self, size: int) -> None:
        self._items += 1
        self._passed += size
        if time.monotonic() - self._said >= EVERY:
            self.say()

    def say(self) -> None:
        self._said = time.monotonic()
        if self._stop():
            raise Stopped
        self.keep(items=self._items, passed=self._passed, seen_at=timezone.now())

    def keep(self, **values: Any) -> None:
        """Write down how far it is; nothing where somebody cancelled it or has taken it over."""
        if not mine(self._transfer).filter(cancelled_at=None).update(**values):
            raise Stopped


def mine(transfer: Transfer) -> QuerySet:
    """The row, while this try is the one that counts."""
    return type(transfer)._default_manager.filter(pk=transfer.pk, tries=transfer.tries, ended_at=None)


@contextmanager
def tried(
    model: type[Transfer], number: int, *, stop: Callable[[], bool], again: Callable[[], None]
) -> Iterator[tuple[Any, Watch] | None]:
    """One try: the transfer and its watch, or None where there is nothing to do. How it ended stands in the row."""
    transfer = begun(model, number, at=timezone.now())
    if transfer is None:
        yield None
        return
    watch = Watch(transfer, stop)
    try:
        yield transfer, watch
        watch.say()
    except Stopped:
        if not mine(transfer).exclude(cancelled_at=None).update(ended_at=timezone.now()):
            hand_on(transfer, again)
    except Unusable as fault:
        mine(transfer).update(failure=str(fault), ended_at=timezone.now())
    else:
        mine(transfer).update(ended_at=timezone.now())


def begun(model: type[Transfer], number: int, *, at: datetime) -> Any:
    """The transfer, for one more try; None where it has ended, was cancelled or is given up."""
    row = model._default_manager.filter(pk=number, ended_at=None)
    row.exclude(cancelled_at=None).update(ended_at=at)
    row.filter(tries__gte=TRIES).update(
        failure=_("It stopped five times before its end. An administrator finds the reason under Jobs."), ended_at=at
    )
    if not row.update(tries=F("tries") + 1, begun_at=at, seen_at=at):
        return None
    return row.first()


def hand_on(transfer: Transfer, again: Callable[[], None]) -> None:
    """Where the worker stops, the next one goes on; that is no failed try."""
    if mine(transfer).update(tries=F("tries") - 1):
        again()


def cancel(transfer: Transfer, *, at: datetime) -> bool:
    """Ask for its end; False when it has ended or somebody has asked already. What waits ends at once."""
    row = type(transfer)._default_manager.filter(pk=transfer.pk, ended_at=None, cancelled_at=None)
    if row.filter(begun_at=None).update(cancelled_at=at, ended_at=at):
        return True
    return bool(row.update(cancelled_at=at))


def silent(model: type[Transfer], *, at: datetime) -> list[int]:
    """Transfers that nobody has been seen at for long: their job may be lost."""
    since = at - SILENT
    lost = Q(seen_at__lt=since) | Q(seen_at=None, asked_at__lt=since)
    return list(model._default_manager.filter(lost, ended_at=None).values_list("pk", flat=True))


def remove(model: type[Transfer], files: Callable[[Any], None], *, before: datetime, at: datetime) -> int:
    """Remove the files of what ended before then; how many. Whoever runs it again meanwhile keeps them."""
    removed = 0
    for transfer in model._default_manager.filter(ended_at__lt=before, removed_at=None):
        if model._default_manager.filter(pk=transfer.pk, ended_at__lt=before).update(removed_at=at):
            files(transfer)
            removed += 1
    return removed
