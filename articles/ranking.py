"""Puts matches in the order in which a reader wants them."""

from collections.abc import Sequence

from django.db import connection

# Of the body, the abstract, the keywords and the title: what bench/search_quality.py finds best.
WEIGHTS = [0.1, 0.5, 0.8, 1.0]
_RANK = """
SELECT entry_id FROM articles_searchable
 WHERE entry_id = ANY(%(numbers)s)
 ORDER BY {rank} DESC, published_at DESC, entry_id DESC
"""
# How often and in what place the words stand, and how near to each other for the length of the text.
_ONE = (
    "ts_rank(%(weights)s::real[], {vector}, %(query)s::tsquery)"
    " + 0.5 * ts_rank_cd(%(weights)s::real[], {vector}, %(query)s::tsquery, 1)"
)
_OPEN = _ONE.format(vector="open_vector")
_WHOLE = f"greatest({_OPEN}, {_ONE.format(vector='full_vector')})"


def ranked(numbers: Sequence[int], words: str, *, is_whole: bool) -> list[int]:
    """`numbers` by relevance to the stemmed `words`, the newer first among equals."""
    statement = _RANK.format(rank=_WHOLE if is_whole else _OPEN)
    with connection.cursor() as cursor:
        cursor.execute(statement, {"numbers": list(numbers), "weights": WEIGHTS, "query": words})
        return [number for (number,) in cursor.fetchall()]
