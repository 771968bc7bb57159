"""Search on PostgreSQL: newest first without end, or the nearest of the newest 500 matches.

Which stem a word has depends on the language, and a reader does not say which one is meant: the query
is stemmed in each, and what matches one of them is found.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db import OperationalError, connection, transaction
from django.db.models import F, Func, Q
from django.db.models.functions import Greatest
from psycopg.errors import QueryCanceled

from articles import marking
from articles.models import Entry, Searchable
from articles.models.entry import EntryQuerySet
from articles.queries import Query, parse
from articles.words import CONFIGURATIONS
from members.access import Reader
from portal.lib import keyset

PAGE = 20
RANKED = 500
COUNTED = 1000
FEW = 2000  # up to so many matches are fetched by number; of more, the newest are met soon enough on the way
PATIENCE_MS = 800
RELEVANCE, NEWEST = "relevance", "newest"

_STEM = """
SELECT to_tsquery(stem::regconfig, %s)::text, to_tsquery(stem::regconfig, %s)::text
  FROM unnest(%s::text[]) AS stem
"""


class TooSlow(Exception):
    """The query was cut; fewer and rarer words are faster."""


@dataclass(frozen=True)
class Found:
    """One page of what was found; `older` is the token of the next one, "" at the end."""

    results: list[marking.Result] = field(default_factory=list)
    total: int = 0
    total_is_exact: bool = True
    older: str = ""


def search(asked: str, *, sort: str, after: str, reader: Reader) -> Found:
    """What `reader` may find for `asked`, published at the reader's moment; or TooSlow."""
    query = parse(asked)
    stemmed = _stemmed(query) if query else ""
    if not stemmed:
        return Found()
    with _patience() as renew:
        known, matches = _matches(stemmed, reader)
        renew()
        page = _ranked(matches, stemmed, reader, after) if sort == RELEVANCE else _newest(matches, after)
        renew()
        total = _total(known, matches)
    return Found(
        results=marking.mark(page.rows, query),
        total=min(total, COUNTED),
        total_is_exact=total <= COUNTED,
        older=page.older,
    )


def _stemmed(query: Query) -> str:
    """The query in all languages, as one; "" where it holds nothing but stop words."""
    with connection.cursor() as cursor:
        cursor.execute(_STEM, [query.wanted, query.excluded, list(CONFIGURATIONS)])
        columns = list(zip(*cursor.fetchall(), strict=True))
    wanted, excluded = (" | ".join(f"({stems})" for stems in dict.fromkeys(column) if stems) for column in columns)
    return f"({wanted}) & !({excluded})" if wanted and excluded else wanted


def _query(stemmed: str) -> SearchQuery:
    return SearchQuery(stemmed, search_type="raw", config="simple")


def _matches(stemmed: str, reader: Reader) -> tuple[EntryQuerySet, EntryQuerySet]:
    """Up to FEW + 1 matches by their numbers, and all of them; the same where they are few.

    Few are named by number: walking from the newest on would pass every entry there is to find the last of
    them. Many are met by walking, where sorting all of them would take as long as there are entries.
    """
    query = _query(stemmed)
    held, found = Searchable.objects.filter(open_vector=query), Q(searchable__open_vector=query)
    if reader.is_member:
        held |= Searchable.objects.filter(full_vector=query)
        found |= Q(searchable__full_vector=query)
    numbers = list(held.values_list("pk", flat=True)[: FEW + 1])
    published = Entry.objects.published(at=reader.at)
    known = published.filter(pk__in=numbers)
    return known, published.filter(found) if len(numbers) > FEW else known


def _total(known: EntryQuerySet, matches: EntryQuerySet) -> int:
    """How many matches there are, counted to COUNTED + 1."""
    total = known.order_by()[: COUNTED + 1].count()
    if total > COUNTED or matches is known:
        return total
    return matches.order_by()[: COUNTED + 1].count()  # many that are known are not published


def _newest(matches: EntryQuerySet, after: str) -> keyset.Page:
    return keyset.page(matches.for_list().select_related("searchable"), after=after, size=PAGE)


def _ranked(matches: EntryQuerySet, stemmed: str, reader: Reader, after: str) -> keyset.Page:
    """A page of the newest RANKED matches by relevance; the token is how many were shown."""
    start = int(after) if after.isascii() and after.isdigit() and len(after) < 4 else 0
    query = _query(stemmed)
    rank: Func = SearchRank(F("searchable__open_vector"), query)
    if reader.is_member:
        rank = Greatest(rank, SearchRank(F("searchable__full_vector"), query))
    newest = matches.order_by("-published_at", "-pk").values("pk")[:RANKED]
    ranked = Entry.objects.filter(pk__in=newest).select_related("section", "picture", "searchable").annotate(rank=rank)
    rows = list(ranked.order_by("-rank", "-published_at", "-pk")[start : start + PAGE + 1])
    return keyset.Page(rows=rows[:PAGE], older=str(start + PAGE) if len(rows) > PAGE else "", is_first=not start)


@contextmanager
def _patience() -> Iterator[Callable[[], None]]:
    """Cut the statement inside that is not done after PATIENCE_MS; TooSlow where one was.

    What is yielded gives the next statement what is left. No table is read from end to end meanwhile: the
    planner takes words that are never together for words that often are.
    """
    until = time.monotonic() + PATIENCE_MS / 1000

    try:
        with transaction.atomic(), connection.cursor() as cursor:

            def renew() -> None:
                left = max(1, round((until - time.monotonic()) * 1000))
                cursor.execute("SET LOCAL statement_timeout = %s", [left])

            cursor.execute("SET LOCAL enable_seqscan TO off")
            renew()
            yield renew
            cursor.execute("SET LOCAL statement_timeout TO DEFAULT")
            cursor.execute("SET LOCAL enable_seqscan TO DEFAULT")
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise TooSlow from error
        raise
