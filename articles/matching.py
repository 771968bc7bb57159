"""Which entries match, newest first, found fast whether they are three or half a million.

Sorting all that match a common word would take as long as there are entries, and walking from the newest on would
pass every entry there is to find the last of a few. So the newest months are asked first, and what is found there
says how far back the rest may be: a common word is met at once, and a rare one has little to sort.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.db import connection

from articles import shelving

Match = tuple[datetime, int]  # when, and the number of the entry

_OPEN = "open_vector @@ %(query)s::tsquery"
_WHOLE = f"({_OPEN} OR full_vector @@ %(query)s::tsquery)"
_NEWEST = """
SELECT published_at, entry_id FROM articles_searchable
 WHERE {found} AND published_at <= %(until)s{since}{before}
 ORDER BY published_at DESC, entry_id DESC LIMIT %(most)s
"""
_SINCE = " AND published_at >= %(since)s"
_BEFORE = " AND (published_at, entry_id) < (%(before_at)s, %(before)s)"
_LAST = """
SELECT published_at FROM articles_entry
 WHERE published_at <= %s AND withdrawn_at IS NULL ORDER BY published_at DESC LIMIT 1
"""
MOST_MONTHS, MOST_YEARS = 24, 40  # up to so many are named one by one
FIRST_MONTHS, LONG_STEP = 2, 12
TELLING = 5  # so many matches say how common a word is
SPARE = 1.5
_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True)
class Wanted:
    """What is looked for: stemmed words as PostgreSQL writes a query, shelf marks, and a span of time."""

    words: str
    marks: tuple[str, ...]
    until: datetime  # never later than the reader's moment
    since: datetime | None = None
    is_whole: bool = False  # whether the texts for members are looked through

    def within(self, first: datetime | None, last: datetime) -> str:
        """As a tsquery, with the marks of the months or years from `first` to `last`."""
        marks = [f"'{mark}'" for mark in self.marks]
        if first and (spans := _spans(first, last)):
            marks.append("(" + " | ".join(f"'{span}'" for span in spans) + ")")
        return " & ".join([f"({self.words})", *marks])


def newest(wanted: Wanted, *, most: int, before: Match | None = None) -> list[Match]:
    """The newest `most` matches, or those after the match `before`."""
    top = _top(before[0] if before else wanted.until)
    found: list[Match] = []
    if top is None:
        return found
    last, months = top, FIRST_MONTHS
    while True:
        first = _back(top, months, wanted.since)
        found += _ask(wanted, first, last, most - len(found), before)
        if len(found) == most or first == wanted.since:
            return found
        last = first - _INSTANT if first else last
        months = _further(months, len(found), most)


def _top(until: datetime) -> datetime | None:
    """When the newest entry there is was published: an archive may have ended years ago."""
    with connection.cursor() as cursor:
        cursor.execute(_LAST, [until])
        found = cursor.fetchone()
    return found[0].astimezone(UTC) if found else None


def _further(months: int, found: int, most: int) -> int:
    """How many months back `most` should have been found, with some to spare; a long step where few can tell."""
    if found < TELLING:
        return months * LONG_STEP
    return max(2 * months, int(months * most / found * SPARE) + 1)


def _back(top: datetime, months: int, since: datetime | None) -> datetime | None:
    """The beginning of the month, or of the year where that is long ago; never before `since`, which may be None."""
    counted = top.year * 12 + top.month - months
    if counted // 12 < top.year - MOST_YEARS:
        return since
    month = counted % 12 if months <= MOST_MONTHS else 0
    first = datetime(counted // 12, month + 1, 1, tzinfo=UTC)
    return since if since and first < since else first


def _spans(first: datetime, last: datetime) -> list[str]:
    """The marks of the months from `first` to `last`, of the years where those are many, none where all are."""
    months = (last.year - first.year) * 12 + last.month - first.month
    if last.year - first.year > MOST_YEARS:
        return []
    if months > MOST_MONTHS:
        return [shelving.year(year) for year in range(first.year, last.year + 1)]
    counted = range(first.year * 12 + first.month - 1, first.year * 12 + first.month + months)
    return [shelving.month(datetime(number // 12, number % 12 + 1, 1, tzinfo=UTC)) for number in counted]


def _ask(wanted: Wanted, first: datetime | None, last: datetime, most: int, before: Match | None) -> list[Match]:
    statement = _NEWEST.format(
        found=_WHOLE if wanted.is_whole else _OPEN,
        since=_SINCE if first else "",
        before=_BEFORE if before else "",
    )
    at, number = before or (None, None)
    values: dict[str, str | int | datetime | None] = {
        "query": wanted.within(first, last),
        "most": most,
        "until": last,
        "since": first,
    }
    values |= {"before_at": at, "before": number}
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        return cursor.fetchall()
