"""Gives a new row the address that its name asks for."""

from collections.abc import Iterable
from itertools import chain, count

from django.db.models import QuerySet

from articles.models import Keyword, KeywordAlias
from articles.models.places import word_slug


def free_slug(words: str, *, among: Iterable[QuerySet], limit: int = 80) -> str:
    """`words` as an address; the second of two names that would share one ("C++", "C") gets a number."""
    plain = word_slug(words, limit=limit - 5)
    candidates = chain([plain], (f"{plain}-{number}" for number in count(2)))
    return next(slug for slug in candidates if not any(rows.filter(slug=slug).exists() for rows in among))


def free_keyword_slug(name: str) -> str:
    """An address that no keyword has, nor had before it was merged."""
    return free_slug(name, among=(Keyword.objects.all(), KeywordAlias.objects.all()))
