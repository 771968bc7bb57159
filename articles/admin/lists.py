"""How a list of entries is walked in the admin: by indexes, however many there are."""

from functools import cached_property, reduce
from operator import or_
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.contrib.postgres.search import SearchQuery
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.queries import parse
from articles.words import CONFIGURATIONS

COUNTED = 2000


class Bounded(Paginator):
    """Counts and leafs through the first COUNTED rows; who looks for more searches or filters."""

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return rows[:COUNTED].count()


class WithoutBodies(ChangeList):
    """A list shows no text of an article, so it reads none."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet:
        return super().get_queryset(request, exclude_parameters).defer("abstract", "teaser", "body")


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return list(STATES.items())

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet:
        now = timezone.now()
        match self.value():
            case "draft":
                return queryset.drafts()
            case "scheduled":
                return queryset.scheduled(at=now)
            case "published":
                return queryset.published(at=now)
            case "withdrawn":
                return queryset.withdrawn()
        return queryset


STATES: dict[str, Any] = {
    "draft": _("Draft"),
    "scheduled": _("Scheduled"),
    "published": _("Published"),
    "withdrawn": _("Withdrawn"),
}


def found(entries: QuerySet, asked: str) -> QuerySet:
    """Those of `entries` whose title, keywords, abstract or open text hold the words, or whose number is asked for."""
    if asked.isascii() and asked.isdigit() and len(asked) < 10:
        return entries.filter(pk=asked)
    query = parse(asked)
    if not query:
        return entries.none()
    matches = Q(searchable__open_vector=_in_each_language(query.wanted))
    if query.excluded:
        matches &= ~Q(searchable__open_vector=_in_each_language(query.excluded))
    return entries.filter(matches)


def _in_each_language(terms: str) -> SearchQuery:
    return reduce(or_, (SearchQuery(terms, search_type="raw", config=stem) for stem in CONFIGURATIONS))
