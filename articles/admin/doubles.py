"""The page of keywords that may be one, each pair with *Merge* and *Not the same*."""

from typing import Any

from django.contrib import messages
from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from articles import doubles
from articles.admin.merging import DOUBLES, MergingAdmin, merge_path
from articles.models import Keyword, LikelyDouble
from members.access import signed_in
from portal.lib.typed_rows import numbers

SHOWN = 50


class DoublesAdmin(MergingAdmin):
    def get_urls(self) -> list[URLPattern]:
        page = require_http_methods(["GET", "HEAD", "POST"])(self.admin_site.admin_view(self.doubles))
        return [path("doubles/", page, name="articles_keyword_doubles"), *super().get_urls()]

    def doubles(self, request: HttpRequest) -> HttpResponse:
        self.must_change(request)
        if request.method == "POST":
            return self._say(request)
        are_apart = "apart" in request.GET
        pairs = LikelyDouble.objects.filter(apart_at__isnull=not are_apart)
        shown = pairs.select_related("one", "other", "apart_by").order_by("one__folded", "other__folded")[:SHOWN]
        context = {
            "title": _("Told apart") if are_apart else _("Likely doubles"),
            "rows": self._rows(request, list(shown)),
            "many": pairs.count(),
            "are_apart": are_apart,
            "waiting": Keyword.objects.exclude(compared=F("folded")).count(),
        }
        return self.page_of_several(request, "doubles", context)

    def _rows(self, request: HttpRequest, pairs: list[LikelyDouble]) -> list[dict[str, Any]]:
        """Each pair with how often the two are used, in one query for all."""
        used = self.get_queryset(request).in_bulk({pk for pair in pairs for pk in (pair.one_id, pair.other_id)})
        return [
            {
                "pair": pair,
                "keywords": [used[pair.one_id], used[pair.other_id]],
                "merge_url": f"{merge_path([pair.one_id, pair.other_id])}&doubles=1",
            }
            for pair in pairs
        ]

    def _say(self, request: HttpRequest) -> HttpResponse:
        pair = int(next(iter(numbers([request.POST.get("pair", "")])), 0))
        if "again" in request.POST:
            done, words = doubles.propose_again(pair), _("They are proposed as doubles again.")
        else:
            done = doubles.tell_apart(pair, by=signed_in(request), at=timezone.now())
            words = _("Remembered: they are not the same, and are not proposed again.")
        level = messages.SUCCESS if done else messages.WARNING
        self.message_user(request, words if done else _("Nothing was done: somebody was faster."), level)
        return HttpResponseRedirect(f"{reverse(DOUBLES)}{'?apart=1' if 'again' in request.POST else ''}")
