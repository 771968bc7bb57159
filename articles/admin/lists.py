"""How a list of entries is walked in the admin: by indexes, however many there are."""

from datetime import UTC, datetime, timedelta
from functools import reduce
from operator import or_
from typing import Any

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.contrib.postgres.search import SearchQuery
from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from articles.models.clearing import Clearing
from articles.models.search import Searchable
from articles.queries import parse
from articles.words import CONFIGURATIONS

YEARS = 10
FEW = 2000  # more are soon met with on the way from the newest; these are looked for by their words, then put in order


class WithoutBodies(ChangeList):
    """A list shows no text of an article, so it reads none; `is_asked` is whether it waits for an editor."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet:
        asked = Clearing.objects.filter(article=OuterRef("pk"), cleared_at=None, returned_at=None)
        found = super().get_queryset(request, exclude_parameters).annotate(is_asked=Exists(asked))
        return found.defer("abstract", "teaser", "body")


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


class PublishedFilter(admin.SimpleListFilter):
    """By an index and without a query of its own; Django's hierarchy of dates reads every row."""

    title = _("published")
    parameter_name = "published"
    moment = "published_at"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        year = timezone.now().year
        years = [(str(before), str(before)) for before in range(year, year - YEARS, -1)]
        return [("today", _("Today")), ("week", _("In the last 7 days")), ("month", _("In the last 30 days")), *years]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        chosen, midnight = self.value(), timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
        days = {"today": 0, "week": 6, "month": 29}
        if chosen in days:
            begins, ends = midnight - timedelta(days=days[chosen]), midnight + timedelta(days=1)
        elif chosen and chosen.isascii() and chosen.isdecimal() and len(chosen) == 4 and 0 < int(chosen) < 9999:
            begins, ends = datetime(int(chosen), 1, 1, tzinfo=UTC), datetime(int(chosen) + 1, 1, 1, tzinfo=UTC)
        else:
            return queryset
        return queryset.filter(**{f"{self.moment}__gte": begins, f"{self.moment}__lt": ends})


class AddedFilter(PublishedFilter):
    title = _("when it was added")
    parameter_name = "added"
    moment = "added_at"


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
    matches = Searchable.objects.filter(open_vector=_in_each_language(query.wanted))
    if query.excluded:
        matches = matches.exclude(open_vector=_in_each_language(query.excluded))
    few = _first(matches.values_list("pk"), FEW + 1)
    return entries.filter(pk__in=few if len(few) <= FEW else matches.values("pk"))


def _first(rows: QuerySet, most: int) -> list[int]:
    """By the index: told of the limit, PostgreSQL would read every row when it takes a rare word for a common one."""
    asked, values = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(f"WITH rows AS MATERIALIZED ({asked}) SELECT * FROM rows LIMIT %s", [*values, most])
        return [number for (number,) in cursor.fetchall()]


def _in_each_language(terms: str) -> SearchQuery:
    return reduce(or_, (SearchQuery(terms, search_type="raw", config=stem) for stem in CONFIGURATIONS))
