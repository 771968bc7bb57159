"""A query as PostgreSQL compares it.

Which stem a word has depends on the language, and a reader does not say which one is meant: the query
is stemmed in each, and what matches one of them is found.
"""

from django.db import connection

from articles.models import Word
from articles.queries import Query, parse
from articles.words import CONFIGURATIONS

_STEM = """
SELECT to_tsquery(stem::regconfig, %s)::text, to_tsquery(stem::regconfig, %s)::text
  FROM unnest(%s::text[]) AS stem
"""


def understood(asked: str) -> Query:
    """The terms of `asked`; the last word is a beginning unless titles or keywords have it as it stands."""
    query = parse(asked)
    is_word = bool(query.beginning) and Word.objects.filter(pk=query.beginning).exists()
    return query.closed() if is_word else query


def stemmed(query: Query) -> str:
    """The query in all languages, as one; "" where it holds nothing but stop words."""
    return stems(query.wanted, query.excluded)


def stems(wanted: str, excluded: str = "") -> str:
    """The same for what to_tsquery reads."""
    with connection.cursor() as cursor:
        cursor.execute(_STEM, [wanted, excluded, list(CONFIGURATIONS)])
        columns = list(zip(*cursor.fetchall(), strict=True))
    wanted, excluded = (" | ".join(f"({each})" for each in dict.fromkeys(column) if each) for column in columns)
    return f"({wanted}) & !({excluded})" if wanted and excluded else wanted
