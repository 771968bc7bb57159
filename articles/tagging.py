"""Finds the keyword that words mean, or makes it; nobody merges one while somebody gives it to an entry."""

from collections.abc import Iterable

from django.db import IntegrityError, connection

from articles.models import Keyword
from articles.models.places import folded
from articles.naming import free_keyword_slug

LONGEST = 80
LOCK = 0x4E17


def hold() -> None:
    """Until the end of the transaction no keyword is merged, split, renamed or deleted."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [LOCK])


def hold_alone() -> None:
    """Until the end of the transaction nobody else makes a keyword, changes one or gives one to an entry."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def keywords_named(names: Iterable[str]) -> list[Keyword]:
    """The keywords that `names` mean, each once and in their order; one is made where there is none yet.

    Case, hyphens and spaces do not count, and an alias leads to its keyword. Asked in the transaction that gives
    them to an entry, they stay until it ends.
    """
    hold()
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
    made = {"name": " ".join(name.split()), "slug": free_keyword_slug(name)}
    try:
        return Keyword.objects.get_or_create(folded=spelled, defaults=made)[0]
    except IntegrityError:
        if not Keyword.objects.filter(slug=made["slug"]).exists():
            raise
        return keyword_named(name)  # another name took that address at this moment; the next one is free
