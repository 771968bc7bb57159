"""Pages of a list by the last row seen, not by counting: the millionth row costs what the first does."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Q, QuerySet
from django.http import Http404

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Page:
    """Up to `size` rows, newest first.

    `older` is the token that leads on ("" at the end), `after` the page's own, spelled in the one way it has.
    """

    rows: Sequence[Any]
    older: str
    is_first: bool
    after: str = ""

    def __iter__(self) -> Any:
        return iter(self.rows)

    def __bool__(self) -> bool:
        return bool(self.rows)


def page(rows: QuerySet, *, after: str | None, size: int, moment: str = "published_at", number: str = "pk") -> Page:
    """One page of `rows`, ordered here by (`moment`, `number`) descending; Http404 for a token that is not ours.

    The token is the last row's moment in microseconds and its number ("1764000000000000-12"), so it stays
    right while newer rows arrive and names a real address.
    """
    rows = rows.order_by(f"-{moment}", f"-{number}")
    own = ""
    if after:
        at, pk = read(after)
        own = token(at, pk)
        rows = rows.filter(Q(**{f"{moment}__lte": at}) & (Q(**{f"{moment}__lt": at}) | Q(**{f"{number}__lt": pk})))
    found = list(rows[: size + 1])
    last = found[size - 1] if len(found) > size else None
    older = token(_value(last, moment), _value(last, number)) if last else ""
    return Page(rows=found[:size], older=older, is_first=not after, after=own)


def newer(rows: QuerySet, *, after: str, size: int, moment: str = "published_at", number: str = "pk") -> str:
    """The token of the page before the one `after` leads to; "" where that is the first page."""
    at, pk = read(after)
    later = rows.filter(Q(**{f"{moment}__gte": at}) & (Q(**{f"{moment}__gt": at}) | Q(**{f"{number}__gt": pk})))
    # The page before ends with the row of `after`; the row over its first is the one it comes after itself.
    for row in later.order_by(moment, number).values_list(moment, number)[size - 1 : size]:
        return token(*row)
    return ""


def token(at: datetime, number: int) -> str:
    """The token of the row that is `number` and happened `at`."""
    return f"{(at - _EPOCH) // timedelta(microseconds=1)}-{number}"


def _value(row: Any, path: str) -> Any:
    for name in path.split("__"):
        row = getattr(row, name)
    return row


def read(text: str) -> tuple[datetime, int]:
    """The moment and the number in a token; Http404 for one that is not ours."""
    micros, dash, pk = text.rpartition("-")  # what is older than 1970 has a minus of its own
    try:
        at = _EPOCH + timedelta(microseconds=int(micros[:20]))
        row = int(pk[:20])
    except (ValueError, OverflowError) as error:
        raise Http404("No such page.") from error
    if not dash or not 0 <= row < 2**63:
        raise Http404("No such page.")
    return at, row
