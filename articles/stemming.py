"""A query as PostgreSQL compares it.

Which stem a word has depends on the language, and a reader does not say which one is meant: the query
is stemmed in each, and what matches one of them is found.
"""

from django.db import connection

from articles.models import Word
from articles.queries import Query, parse
from articles.words import CONFIGURATIONS

_STEM = """
SELECT to_tsquery(stem::regconfig, term)::text
  FROM unnest(%s::text[]) WITH ORDINALITY AS asked (term, place),
       unnest(%s::text[]) WITH ORDINALITY AS configuration (stem, number)
 ORDER BY place, number
"""


def understood(*asked: str) -> list[Query]:
    """The terms of each; a last word is a beginning unless titles or keywords have it as it stands."""
    queries = [parse(one) for one in asked]
    beginnings = {query.beginning for query in queries if query.beginning}
    known = set(Word.objects.filter(pk__in=beginnings).values_list("pk", flat=True)) if beginnings else set()
    return [query.closed() if query.beginning in known else query for query in queries]


def stemmed(*queries: Query) -> list[str]:
    """Each query in all languages, as one; "" where it holds nothing but stop words."""
    found = iter(stems(*(terms for query in queries for terms in (query.wanted, query.excluded))))
    pairs = zip(found, found, strict=True)
    return [f"({wanted}) & !({excluded})" if wanted and excluded else wanted for wanted, excluded in pairs]


def stems(*terms: str) -> list[str]:
    """The same for each of what to_tsquery reads."""
    if not any(terms):
        return ["" for _ in terms]
    with connection.cursor() as cursor:
        cursor.execute(_STEM, [list(terms), list(CONFIGURATIONS)])
        found = [stem for (stem,) in cursor.fetchall()]
    several = (found[at : at + len(CONFIGURATIONS)] for at in range(0, len(found), len(CONFIGURATIONS)))
    return [" | ".join(f"({each})" for each in dict.fromkeys(some) if each) for some in several]
