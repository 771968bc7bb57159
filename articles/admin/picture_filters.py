"""How the picture library is narrowed."""

from typing import Any

from django.contrib import admin
from django.core.files.storage import default_storage
from django.db.models import Count, Exists, OuterRef, QuerySet, TextField, Value
from django.db.models.functions import Concat
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.models import Article, Entry, Keyword, Picture
from articles.models.shown import shows

LICENCES_SHOWN = 30
LOOKED_AT = 5000

_OVER_ENTRIES = Entry.objects.filter(picture__isnull=False).order_by().values("picture")
_OVER_KEYWORDS = Keyword.objects.filter(picture__isnull=False).order_by().values("picture")
_USED = _OVER_ENTRIES.union(_OVER_KEYWORDS)  # each once, however many articles it stands over


def _inside() -> Exists:
    """In the text of an article, whoever has it."""
    address = Concat(Value(default_storage.url("")), OuterRef("name"), output_field=TextField())
    return Exists(Article.objects.filter(shows(address)))


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
    """Texts are asked for each picture by itself, which an index answers: so only of the newest."""

    title = _("use")
    parameter_name = "use"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [
            ("none", _("Over no article or topic")),
            ("nowhere", _("Nor in a text (of the newest 5,000)")),
            ("some", _("Over an article or topic")),
        ]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        match self.value():
            case "none":
                return queryset.exclude(pk__in=_USED)
            case "nowhere":
                newest = Picture.objects.exclude(pk__in=_USED).order_by("-pk")[:LOOKED_AT]
                return queryset.filter(pk__in=newest.values("pk")).exclude(_inside())
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
