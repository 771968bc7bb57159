"""Puts matches in the order in which a reader wants them."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.db import connection

from articles.words import configuration

# Of the body, the abstract, the keywords and the title: what bench/search_quality.py finds best.
WEIGHTS = [0.1, 0.5, 0.8, 1.0]
# What only the stem of another language finds comes last: "tires" is no form of "TIR", but in French it would be.
_RANK = """
SELECT entry_id FROM articles_searchable JOIN articles_entry ON number = entry_id
  LEFT JOIN unnest(%(languages)s::text[], %(own)s::text[]) AS own (code, query) ON code = language
 WHERE entry_id = ANY(%(numbers)s)
 ORDER BY {found} DESC NULLS LAST, {rank} DESC, articles_searchable.published_at DESC, entry_id DESC
"""
# How often and in what place the words stand, and how near to each other for the length of the text.
_ONE = (
    "ts_rank(%(weights)s::real[], {vector}, %(query)s::tsquery)"
    " + 0.5 * ts_rank_cd(%(weights)s::real[], {vector}, %(query)s::tsquery, 1)"
)
_FOUND = "{vector} @@ own.query::tsquery"
_OPEN, _FULL = ({"vector": vector} for vector in ("open_vector", "full_vector"))
_OF_OPEN = _RANK.format(found=_FOUND.format(**_OPEN), rank=_ONE.format(**_OPEN))
_OF_WHOLE = _RANK.format(
    found=f"({_FOUND.format(**_OPEN)} OR {_FOUND.format(**_FULL)})",
    rank=f"greatest({_ONE.format(**_OPEN)}, {_ONE.format(**_FULL)})",
)


def ranked(numbers: Sequence[int], words: str, own: Mapping[str, str], *, is_whole: bool) -> list[int]:
    """`numbers` by relevance to the stemmed `words`, the newer first among equals.

    `own` are the words as texts of one language have them (`articles.stemming.by_language`).
    """
    languages = {code: own[configuration(code)] for code, _ in settings.LANGUAGES}
    values: dict[str, list[Any] | str] = {
        "numbers": list(numbers),
        "languages": list(languages),
        "own": list(languages.values()),
        "weights": WEIGHTS,
        "query": words,
    }
    with connection.cursor() as cursor:
        cursor.execute(_OF_WHOLE if is_whole else _OF_OPEN, values)
        return [number for (number,) in cursor.fetchall()]
