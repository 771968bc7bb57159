"""What every page fetches; its SQL is made once."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, DateTimeField

from articles.models import Article, Entry, Section
from portal.lib.prepared import Given, Prepared, among

AT: Any = Given("at", DateTimeField())
_numbers = Given("numbers", ArrayField(BigIntegerField()))
_published = Prepared(lambda: Entry.objects.published(at=AT).for_list().filter(among("number", _numbers)).order_by())
_article = Prepared(
    lambda: Article.objects.select_related("section", "picture", "drawing").filter(
        pk=Given("number", BigIntegerField())
    )
)
masthead = Prepared(lambda: Section.objects.in_masthead())


def published(numbers: Collection[int], *, at: datetime) -> dict[int, Entry]:
    """Those of these numbers that readers may see, each with what a teaser shows."""
    return {entry.pk: entry for entry in _published(numbers=list(numbers), at=at)} if numbers else {}


def article(number: int) -> Article | None:
    """With its section, picture and drawing, whether or not readers may see it."""
    return next(iter(_article(number=number)), None)
