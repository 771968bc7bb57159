"""Finds the keyword that words mean, or makes it."""

from collections.abc import Iterable

from django.db import IntegrityError

from articles.models import Keyword
from articles.models.places import folded
from articles.naming import free_slug

LONGEST = 80


def keywords_named(names: Iterable[str]) -> list[Keyword]:
    """The keywords that `names` mean, each once and in their order; one is made where there is none yet.

    Case, hyphens and spaces do not count, and an alias leads to its keyword.
    """
    wanted = list(names)
    # Made in one order by everybody, so that no two who tag at the same moment wait for each other.
    found = {name: keyword_named(name) for name in sorted(wanted, key=folded)}
    return list({found[name].pk: found[name] for name in wanted}.values())


def keyword_named(name: str) -> Keyword:
    """The keyword that `name` means, made where there is none yet. At most LONGEST letters, and not empty."""
    spelled = folded(name)
    known = Keyword.objects.filter(folded=spelled).first() or Keyword.objects.filter(aliases__folded=spelled).first()
    if known:
        return known
    made = {"name": " ".join(name.split()), "slug": free_slug(name, among=Keyword.objects.all())}
    try:
        return Keyword.objects.get_or_create(folded=spelled, defaults=made)[0]
    except IntegrityError:
        if not Keyword.objects.filter(slug=made["slug"]).exists():
            raise
        return keyword_named(name)  # another name took that address at this moment; the next one is free
