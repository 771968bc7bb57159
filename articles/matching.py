"""Which entries match, newest first, found fast whether they are three or half a million.

Sorting all that match a common word would take as long as there are entries, and walking from the newest on would
pass every entry there is to find the last of a few. So the newest months are asked first, and what is found there
says how far back the rest may be: a common word is met at once, and a rare one has little to sort. Several searches
walk beside each other, so that many words cost hardly more questions than one.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

from django.db import connection

from articles import shelving

Match = tuple[datetime, int]  # when, and the number of the entry

# Moments as microseconds: a thousand of them are read in a tenth of the time.
_NEWEST = """
(SELECT %s, (extract(epoch FROM published_at) * 1000000)::bigint, entry_id FROM articles_searchable
  WHERE {found} AND published_at BETWEEN %s AND %s{before}
  ORDER BY published_at DESC, entry_id DESC LIMIT %s)
"""
_BEFORE = " AND (published_at, entry_id) < (%s, %s)"
_ENDS = """
SELECT (SELECT published_at FROM articles_entry WHERE published_at <= %s AND withdrawn_at IS NULL
         ORDER BY published_at DESC LIMIT 1),
       (SELECT published_at FROM articles_entry WHERE published_at <= %s AND withdrawn_at IS NULL
         ORDER BY published_at LIMIT 1)
"""
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
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

    def within(self, first: datetime, last: datetime) -> tuple[str, list[str]]:
        """What holds for rows of articles_searchable that match, in the months or years from `first` to `last`.

        Words and marks are asked for apart: the index then walks along what is rarest and skips in the rest, where
        in one query of all it would walk through every month.
        """
        marks = [f"'{mark}'" for mark in self.marks]
        if spans := _spans(first, last):
            marks.append(" | ".join(f"'{span}'" for span in spans))
        queries = [self.words, *marks]
        vectors = ("open_vector", "full_vector") if self.is_whole else ("open_vector",)
        found = (" AND ".join([f"{vector} @@ %s::tsquery"] * len(queries)) for vector in vectors)
        return f"({' OR '.join(found)})", queries * len(vectors)


@dataclass
class _Walk:
    """How far back from `top` one search has come: what is missing is before `last`, and not before `floor`."""

    wanted: Wanted
    top: datetime
    last: datetime
    floor: datetime
    most: int
    before: Match | None
    months: int = FIRST_MONTHS
    found: list[Match] = field(default_factory=list)

    @property
    def goes_on(self) -> bool:
        return len(self.found) < self.most and self.last >= self.floor

    @property
    def first(self) -> datetime:
        return _back(self.top, self.months, self.floor)

    def question(self, place: int) -> tuple[str, list[object]]:
        """For what is missing, from `first` to `last`; each row begins with `place`."""
        found, queries = self.wanted.within(self.first, self.last)
        statement = _NEWEST.format(found=found, before=_BEFORE if self.before else "")
        values = [place, *queries, self.first, self.last, *(self.before or ()), self.most - len(self.found)]
        return statement, values

    def step(self) -> None:
        """Go on to the months before those that were looked through."""
        self.last = self.first - _INSTANT
        self.months = _further(self.months, len(self.found), self.most)


def newest(wanted: Wanted, *, most: int, before: Match | None = None) -> list[Match]:
    """The newest `most` matches, or those after the match `before`."""
    return each([wanted], most=most, before=before)[0]


def each(wanted: Sequence[Wanted], *, most: int, before: Match | None = None) -> list[list[Match]]:
    """The same for several searches, in their order."""
    ends = _ends(max(one.until for one in wanted)) if wanted else None
    if ends is None:
        return [[] for _ in wanted]
    walks = [_walk(one, ends, most, before) for one in wanted]
    while going := [(place, walk) for place, walk in enumerate(walks) if walk.goes_on]:
        _ask(going)
    return [walk.found for walk in walks]


def _walk(wanted: Wanted, ends: tuple[datetime, datetime], most: int, before: Match | None) -> _Walk:
    newest, oldest = ends
    top = min(newest, before[0] if before else wanted.until)
    return _Walk(wanted, top, top, max(oldest, wanted.since or oldest), most, before)


def _ends(until: datetime) -> tuple[datetime, datetime] | None:
    """When the newest and the oldest entry there is were published: an archive may have ended years ago."""
    with connection.cursor() as cursor:
        cursor.execute(_ENDS, [until, until])
        newest, oldest = cursor.fetchone()
    return (newest.astimezone(UTC), oldest.astimezone(UTC)) if newest else None


def _further(months: int, found: int, most: int) -> int:
    """How many months back `most` should have been found, with some to spare; a long step where few can tell."""
    if found < TELLING:
        return months * LONG_STEP
    return max(2 * months, int(months * most / found * SPARE) + 1)


def _back(top: datetime, months: int, floor: datetime) -> datetime:
    """The beginning of the month, or of the year where that is long ago; never before `floor`."""
    counted = top.year * 12 + top.month - months
    if counted < 12:
        return floor
    month = counted % 12 if months <= MOST_MONTHS else 0
    return max(datetime(counted // 12, month + 1, 1, tzinfo=UTC), floor)


def _spans(first: datetime, last: datetime) -> list[str]:
    """The marks of the months from `first` to `last`, of the years where those are many, none where even they are."""
    months = (last.year - first.year) * 12 + last.month - first.month
    if last.year - first.year > MOST_YEARS:
        return []
    if months > MOST_MONTHS:
        return [shelving.year(year) for year in range(first.year, last.year + 1)]
    counted = range(first.year * 12 + first.month - 1, first.year * 12 + first.month + months)
    return [shelving.month(datetime(number // 12, number % 12 + 1, 1, tzinfo=UTC)) for number in counted]


def _ask(going: Sequence[tuple[int, _Walk]]) -> None:
    """Take every walk one step on, with one question for all."""
    statements, values = zip(*(walk.question(place) for place, walk in going), strict=True)
    walks = dict(going)
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(statements), [value for some in values for value in some])
        for place, at, number in cursor.fetchall():
            walks[place].found.append((_EPOCH + timedelta(microseconds=at), number))
    for walk in walks.values():
        walk.step()
