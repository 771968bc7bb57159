"""How the picture library is narrowed."""

from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.models import Entry, Keyword, Picture

LICENCES_SHOWN = 30
LOOKED_AT = 5000

_OVER_ENTRIES = Entry.objects.filter(picture__isnull=False).order_by().values("picture")
_OVER_KEYWORDS = Keyword.objects.filter(picture__isnull=False).order_by().values("picture")
_USED = _OVER_ENTRIES.union(_OVER_KEYWORDS)  # each once, however many articles it stands over


class LacksFilter(admin.SimpleListFilter):
    title = _("what is missing")
    parameter_name = "lacks"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("alt", _("Without alternative text")),
            ("credit", _("Without credit")),
            ("licence", _("Without licence")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        chosen = self.value()
        return queryset.filter(**{chosen: ""}) if chosen in ("alt", "credit", "licence") else queryset


class UnusedFilter(admin.SimpleListFilter):
    """Over texts only: to look for each picture inside every text would take minutes in a large archive."""

    title = _("use")
    parameter_name = "use"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("none", _("Over no article or topic")), ("some", _("Over an article or topic"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        match self.value():
            case "none":
                return queryset.exclude(pk__in=_USED)
            case "some":
                return queryset.filter(pk__in=_USED)
        return queryset


class RenditionsFilter(admin.SimpleListFilter):
    title = _("sizes")
    parameter_name = "sizes"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("unfinished", _("Not all ready")), ("failed", _("Failed"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        chosen = {"unfinished": Picture.objects.unfinished(), "failed": Picture.objects.failed()}.get(
            self.value() or ""
        )
        return queryset if chosen is None else queryset.filter(pk__in=chosen.values("pk"))


class LicenceFilter(admin.SimpleListFilter):
    title = _("licence")
    parameter_name = "licence"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        """The most frequent ones of the newest pictures."""
        newest = Picture.objects.order_by("-pk")[:LOOKED_AT].values("pk")
        many = (
            Picture.objects.filter(pk__in=newest).exclude(licence="").values_list("licence").annotate(many=Count("pk"))
        )
        return [(licence, licence) for licence, _many in many.order_by("-many", "licence")[:LICENCES_SHOWN]]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        chosen = self.value()
        return queryset.filter(licence=chosen.replace("\0", "")) if chosen else queryset
