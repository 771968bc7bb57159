"""A query as PostgreSQL compares it.

Which stem a word has depends on the language, and a reader does not say which one is meant: the query
is stemmed in each, and what matches one of them is found.
"""

import re
from collections.abc import Sequence
from itertools import chain

from django.db import connection

from articles.queries import Query, parse
from articles.words import CONFIGURATIONS, is_paired, stemmable

_STEM = """
SELECT to_tsquery(stem::regconfig, term)::text
  FROM unnest(%s::text[]) WITH ORDINALITY AS asked (term, place),
       unnest(%s::text[]) WITH ORDINALITY AS configuration (stem, number)
 ORDER BY place, number
"""
MOST_KNOWN = 10
# Words of titles and keywords that begin as the typed ones do, the shortest first: a word itself before all others.
_KNOWN = """
SELECT typed, word FROM unnest(%s::text[]) AS typed, LATERAL (
       SELECT word FROM articles_word WHERE word LIKE typed || '%%' ORDER BY length(word), word LIMIT %s) AS known
"""
_BEGUN = re.compile(r"'([^']+)':\*")
_STEMMED = re.compile(r"'([^']+)'")


def understood(*asked: str) -> list[Query]:
    """The terms of each; a last word is a beginning unless titles or keywords have it as it stands."""
    queries = [parse(one) for one in asked]
    known = _known({query.beginning for query in queries if query.beginning})
    return [query.begun(known[query.beginning]) if query.beginning else query for query in queries]


def _known(beginnings: set[str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {typed: [] for typed in beginnings}
    if beginnings:
        with connection.cursor() as cursor:
            cursor.execute(_KNOWN, [list(beginnings), MOST_KNOWN])
            for typed, word in cursor.fetchall():
                found[typed].append(word)
    return found


def stemmed(*queries: Query) -> list[str]:
    """Each query in all languages, as one; "" where it holds nothing but stop words."""
    found = iter(stems(*chain.from_iterable(map(_parts, queries))))
    return [_put_together(query, *parts) for query, *parts in zip(queries, found, found, found, strict=True)]


def by_language(query: Query) -> dict[str, str]:
    """The query as texts of one language have it, by PostgreSQL's name for how that is stemmed."""
    found = zip(CONFIGURATIONS, *_each(_parts(query), CONFIGURATIONS), strict=True)
    return {configuration: _put_together(query, *parts) for configuration, *parts in found}


def _parts(query: Query) -> tuple[str, str, str]:
    return query.wanted, query.excluded, query.known


def _put_together(query: Query, wanted: str, excluded: str, known: str) -> str:
    begun = _begun(wanted, query.beginning, known) if query.beginning else wanted
    return f"({begun}) & !({excluded})" if begun and excluded else begun


def _begun(stemmed: str, typed: str, known: str) -> str:
    """The query with its last word as it was typed, not its stem, for the beginning: "tari" begins no "target".

    Its own stem and those of the known words count as they stand: the stem of "regulation" is shorter than "regulat".
    """
    whole = sorted({stem for stem in _STEMMED.findall(known) if not stem.startswith(typed)})
    others = "".join(f" | '{stem}'" for stem in whole)
    return _BEGUN.sub(
        lambda found: found[0] if is_paired(found[1]) else f"('{found[1]}' | '{typed}':*{others})", stemmed
    )


def stems(*terms: str, configurations: Sequence[str] = CONFIGURATIONS) -> list[str]:
    """The same for each of what to_tsquery reads."""
    several = _each(terms, configurations)
    return [" | ".join(f"({each})" for each in dict.fromkeys(some) if each) for some in several]


def _each(terms: Sequence[str], configurations: Sequence[str]) -> list[list[str]]:
    """Each of the terms in each language."""
    if not any(terms):
        return [[""] * len(configurations) for _ in terms]
    with connection.cursor() as cursor:
        cursor.execute(_STEM, [[stemmable(term) for term in terms], list(configurations)])
        found = [stem for (stem,) in cursor.fetchall()]
    return [found[at : at + len(configurations)] for at in range(0, len(found), len(configurations))]
