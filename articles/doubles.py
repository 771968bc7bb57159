"""Finds keywords that may be one: singular and plural, other spellings, other orders of the same words.

PostgreSQL proposes by trigrams, the words decide. Each keyword is compared once with all others, and again when it
was renamed; what an editor has told apart stays so.
"""

import re
from collections.abc import Collection
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F, Q

from articles import tagging
from articles.models import Keyword, LikelyDouble
from articles.spelling import distance
from articles.words import fold
from members.models import User

AT_ONCE = 200
LIKENESS = "0.3"  # singular and plural of a short word share a third of their trigrams
_ALIKE = """
SELECT one.id, one.folded, other.id, other.folded
  FROM articles_keyword AS one CROSS JOIN LATERAL (
       SELECT id, folded FROM articles_keyword WHERE folded %% one.folded AND id <> one.id
        ORDER BY similarity(folded, one.folded) DESC, id LIMIT 20) AS other
 WHERE one.id = ANY(%s)
"""
_WORD = re.compile(r"[^\W_]+")
_NUMBER = re.compile(r"\d+")
_Why = LikelyDouble.Why


def find(*, most: int = AT_ONCE) -> int:
    """Compare up to `most` keywords that are new or were renamed with all others; how many were compared."""
    waiting = dict(Keyword.objects.exclude(compared=F("folded")).order_by("pk").values_list("pk", "folded")[:most])
    pairs = _pairs(waiting)
    with transaction.atomic():
        tagging.hold()
        there = set(Keyword.objects.filter(pk__in={pk for pair in pairs for pk in pair}).values_list("pk", flat=True))
        LikelyDouble.objects.filter(Q(one__in=waiting) | Q(other__in=waiting), apart_at=None).delete()
        rows = (LikelyDouble(one_id=a, other_id=b, why=why) for (a, b), why in sorted(pairs.items()) if {a, b} <= there)
        LikelyDouble.objects.bulk_create(rows, ignore_conflicts=True)
        for pk, folded in waiting.items():
            Keyword.objects.filter(pk=pk).update(compared=folded)
    return len(waiting)


def tell_apart(pair: int, *, by: User, at: datetime) -> bool:
    """Remember that the two are not the same; False where they were merged, or told apart, meanwhile."""
    return bool(LikelyDouble.objects.filter(pk=pair, apart_at=None).update(apart_at=at, apart_by=by))


def propose_again(pair: int) -> bool:
    """Take that back."""
    return bool(LikelyDouble.objects.filter(pk=pair, apart_at__isnull=False).update(apart_at=None, apart_by=None))


def reason(one: str, other: str) -> str:
    """Why two folded names may mean the same; "" where they do not seem to."""
    if _NUMBER.findall(one) != _NUMBER.findall(other):
        return ""
    words, others = _WORD.findall(fold(one)), _WORD.findall(fold(other))
    singular, singulars = [_singular(word) for word in words], [_singular(word) for word in others]
    if singular == singulars and words != others:
        return _Why.PLURAL
    if sorted(singular) == sorted(singulars) and words != others:
        return _Why.ORDER
    letters, other_letters = "".join(words), "".join(others)
    shortest = min(len(letters), len(other_letters))
    allowed = 0 if shortest < 6 else 1 if shortest < 10 else 2
    return _Why.SPELLING if distance(letters, other_letters) <= allowed else ""


def _pairs(numbers: Collection[int]) -> dict[tuple[int, int], str]:
    """Each pair of keywords that may be one, the elder first, and why."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', %s, true)", [LIKENESS])
        cursor.execute(_ALIKE, [list(numbers)])
        alike = cursor.fetchall()
    found = {(min(pk, other), max(pk, other)): reason(name, like) for pk, name, other, like in alike}
    return {pair: why for pair, why in found.items() if why}


def _singular(word: str) -> str:
    """Good enough to compare with: "ports" and "port", "ferries" and "ferry"."""
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    if word.endswith(("ses", "xes", "zes", "ches", "shes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith("ss") else word
