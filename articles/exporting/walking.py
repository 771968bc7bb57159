"""Goes through all articles by number, a few at a time, with all that is told of each."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Prefetch, Q, QuerySet

from articles.illustrating import name_of
from articles.models import Article, Author, Correction, Drawing, Keyword, OldAddress, Picture
from articles.models.drawing import MADE

BATCH = 100
EVERYTHING = Q()
_SHOWN = re.compile(r'<img(?: [a-z]+="[^"]*")*? src="([^"]+)"')
_DRAWING = re.compile(r"/drawings/([a-z0-9-]{1,20})\.svg")


@dataclass(frozen=True)
class Whole:
    """An article and what its text shows: pictures and drawings of the library, in their order, each once."""

    article: Article
    pictures: list[Picture]
    drawings: list[Drawing]


def every(among: Q = EVERYTHING) -> Iterator[list[Whole]]:
    """All articles, or those among them, in the order of their numbers; what is added meanwhile comes too, or not."""
    after = 0
    while batch := list(_articles().filter(among, pk__gt=after).order_by("pk")[:BATCH]):
        yield _with_illustrations(batch)
        after = batch[-1].pk


def those(numbers: Iterable[int]) -> list[Whole]:
    """The articles of these numbers, those that are there."""
    return _with_illustrations(list(_articles().filter(pk__in=numbers)))


def _articles() -> QuerySet[Article]:
    heavy = [f"drawing__{name}" for name in MADE]
    return (
        Article.objects.select_related("section", "picture", "drawing", "imported")
        .defer(*heavy)
        .prefetch_related(
            Prefetch("authors", Author.objects.order_by("name")),
            Prefetch("keywords", Keyword.objects.order_by("folded")),
            Prefetch("corrections", Correction.objects.order_by("corrected_at", "pk")),
            Prefetch("old_addresses", OldAddress.objects.order_by("path")),
        )
    )


def _with_illustrations(articles: Sequence[Article]) -> list[Whole]:
    """Two queries for all, and none where no text shows anything."""
    sources = {article.pk: list(dict.fromkeys(_SHOWN.findall(article.body))) for article in articles}
    names = {name_of(source) for several in sources.values() for source in several} - {""}
    keys = {key for several in sources.values() for source in several if (key := _key(source))}
    pictures = {picture.name: picture for picture in Picture.objects.filter(name__in=names)} if names else {}
    drawings = {one.key: one for one in Drawing.objects.defer(*MADE).filter(key__in=keys)} if keys else {}
    return [
        Whole(
            article,
            [pictures[name] for source in sources[article.pk] if (name := name_of(source)) in pictures],
            [drawings[key] for source in sources[article.pk] if (key := _key(source)) in drawings],
        )
        for article in articles
    ]


def _key(source: str) -> str:
    found = _DRAWING.fullmatch(source)
    return found[1] if found else ""
