"""Search on PostgreSQL: newest first without end, or the nearest of the newest 500 matches."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from articles import marking, matching, ranking
from articles.facets import Facet, facets
from articles.matching import Match, Wanted
from articles.models import Entry
from articles.narrowing import NEWEST, RELEVANCE, Asked
from articles.patience import TooSlow, patience
from articles.queries import Query
from articles.stemming import by_language, stemmed, understood
from members.access import Reader
from portal.lib import keyset

__all__ = ["COUNTED", "NEWEST", "RANKED", "RELEVANCE", "Found", "TooSlow", "search", "totals"]
PAGE = 20
RANKED = 500
COUNTED = 1000
PATIENCE_MS = 800


@dataclass(frozen=True)
class Found:
    """One page of what was found; `older` is the token of the next one, "" at the end."""

    results: list[marking.Result] = field(default_factory=list)
    total: int = 0
    total_is_exact: bool = True
    older: str = ""
    facets: Sequence[Facet] = ()


def search(asked: Asked, *, reader: Reader) -> Found:
    """What `reader` may find, published at the reader's moment; or TooSlow."""
    with patience(PATIENCE_MS) as renew:
        [query] = understood(asked.q)
        [words] = stemmed(query)
        if not words:
            return Found()
        wanted = _wanted(words, asked, reader)
        matches = matching.newest(wanted, most=COUNTED + 1)
        renew()
        numbers, older = _page(asked, query, wanted, matches)
        renew()
        return Found(
            results=marking.mark(_entries(numbers), query),
            total=min(len(matches), COUNTED),
            total_is_exact=len(matches) <= COUNTED,
            older=older,
            facets=facets(matches[:COUNTED]),
        )


def totals(asked: Sequence[Asked], *, reader: Reader, most: int = COUNTED) -> list[int]:
    """How many `reader` finds of each, counted to `most`; or TooSlow."""
    with patience(PATIENCE_MS):
        found = zip(asked, stemmed(*understood(*(one.q for one in asked))), strict=True)
        wanted = {place: _wanted(words, one, reader) for place, (one, words) in enumerate(found) if words}
        matches = dict(zip(wanted, matching.each(list(wanted.values()), most=most), strict=True))
    return [len(matches.get(place, ())) for place in range(len(asked))]


def _wanted(words: str, asked: Asked, reader: Reader) -> Wanted:
    since, until = asked.span
    until = min(until, reader.at) if until else reader.at
    return Wanted(words, asked.marks, until=until, since=since, is_whole=reader.is_member)


def _page(asked: Asked, query: Query, wanted: Wanted, matches: list[Match]) -> tuple[list[int], str]:
    """The numbers of the page that is asked for, and the token of the next."""
    if asked.sort == NEWEST:
        return _newest(asked.after, wanted, matches)
    return _nearest(asked.after, query, wanted, matches)


def _newest(after: str, wanted: Wanted, matches: list[Match]) -> tuple[list[int], str]:
    if after:
        matches = matching.newest(wanted, most=PAGE + 1, before=keyset.read(after))
    shown = matches[:PAGE]
    return [number for _, number in shown], keyset.token(*shown[-1]) if len(matches) > PAGE else ""


def _nearest(after: str, query: Query, wanted: Wanted, matches: list[Match]) -> tuple[list[int], str]:
    """A page of the newest RANKED matches by relevance; the token is how many were shown."""
    start = int(after) if after.isascii() and after.isdigit() and len(after) < 4 else 0
    newest = [number for _, number in matches[:RANKED]]
    own = by_language(query)
    ranked = ranking.ranked(newest, wanted.words, own, is_whole=wanted.is_whole) if newest else []
    return ranked[start : start + PAGE], str(start + PAGE) if len(ranked) > start + PAGE else ""


def _entries(numbers: Sequence[int]) -> list[Entry]:
    """The entries in the order of `numbers`, with what a result shows."""
    shown = Entry.objects.select_related("section", "searchable")
    held = shown.defer("searchable__open_vector", "searchable__full_vector").in_bulk(numbers)
    return [held[number] for number in numbers if number in held]
