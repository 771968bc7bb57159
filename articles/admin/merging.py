"""The pages on which keywords become one, and one becomes two."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from articles import merging
from articles.fields import KeywordsField
from articles.models import Keyword, KeywordAlias
from articles.models.places import folded
from portal.lib.typed_rows import numbers

MOST = 50  # keywords at once
LIST, CHANGE = "admin:articles_keyword_changelist", "admin:articles_keyword_change"
DOUBLES = "admin:articles_keyword_doubles"


class MergeForm(forms.Form):
    """Which of the chosen keywords stays; each is told with what it brings."""

    stays = forms.ModelChoiceField(Keyword.objects.none(), error_messages={"required": _("Say which one stays.")})

    def __init__(self, *args: Any, chosen: QuerySet, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["stays"].queryset = chosen  # type: ignore[attr-defined]  # a choice of rows


class FurtherForm(forms.Form):
    """Keywords by any of their spellings, which join those that were chosen."""

    more = KeywordsField(label=_("Further keywords"), required=False)

    def clean_more(self) -> list[Keyword]:
        found = []
        for name in self.cleaned_data["more"]:
            spelled = folded(name)
            by_alias = Keyword.objects.filter(aliases__folded=spelled)
            keyword = Keyword.objects.filter(folded=spelled).first() or by_alias.first()
            if keyword is None:
                raise forms.ValidationError(_("There is no keyword “%(name)s”."), params={"name": name})
            found.append(keyword)
        return found


class SplitForm(forms.Form):
    with_articles = forms.BooleanField(required=False)


class MergingAdmin(admin.ModelAdmin):
    """Adds *Merge* and *Make it a keyword*: GET says what will happen, POST does it."""

    @admin.action(description=_("Merge into one"), permissions=["change"])
    def merge_chosen(self, request: HttpRequest, keywords: QuerySet) -> HttpResponse:
        return HttpResponseRedirect(merge_path(keywords.values_list("pk", flat=True)[:MOST]))

    def get_urls(self) -> list[URLPattern]:
        both = require_http_methods(["GET", "HEAD", "POST"])
        merge = both(self.admin_site.admin_view(self.merge))
        split = both(self.admin_site.admin_view(self.split))
        pages = [
            path("merge/", merge, name="articles_keyword_merge"),
            path("split/<int:pk>/", split, name="articles_keyword_split"),
        ]
        return pages + super().get_urls()

    def merge(self, request: HttpRequest) -> HttpResponse:
        self.must_change(request)
        further = FurtherForm(request.GET)
        more = further.cleaned_data["more"] if further.is_valid() else []
        picked = [*numbers(request.GET.getlist("keyword"))[:MOST], *(keyword.pk for keyword in more)]
        chosen = self.get_queryset(request).filter(pk__in=picked).order_by("-used", "folded")
        form = MergeForm(request.POST if request.method == "POST" else None, chosen=chosen)
        if form.is_valid() and len(chosen) > 1:
            others = [keyword.pk for keyword in chosen if keyword != form.cleaned_data["stays"]]
            return self._merge(request, form.cleaned_data["stays"], others)
        context = {"title": _("Merge keywords"), "chosen": chosen, "form": form, "further": further}
        return self.page_of_several(request, "merge", context | {"media": self.media + further.media})

    def _merge(self, request: HttpRequest, stays: Keyword, others: list[int]) -> HttpResponse:
        names = [str(keyword) for keyword in Keyword.objects.filter(pk__in=others).order_by("folded")]
        try:
            with transaction.atomic():
                done = merging.merge(stays.pk, others)
                self.log_change(request, done.keyword, f"Merged: {', '.join(names)}")
        except merging.Gone:
            return self._too_late(request)
        words = ngettext(
            "Merged into “%(name)s”: %(others)s. %(moved)s article moved.",
            "Merged into “%(name)s”: %(others)s. %(moved)s articles moved.",
            done.moved,
        )
        told = {"name": done.keyword, "others": ", ".join(names), "moved": done.moved}
        self.message_user(request, words % told, messages.SUCCESS)
        came_from_doubles = "doubles" in request.GET
        return HttpResponseRedirect(reverse(DOUBLES) if came_from_doubles else reverse(CHANGE, args=[done.keyword.pk]))

    def split(self, request: HttpRequest, pk: int) -> HttpResponse:
        self.must_change(request)
        alias = KeywordAlias.objects.select_related("keyword").filter(pk=pk).first()
        if alias is None:
            return self._too_late(request)
        if request.method == "POST":
            form = SplitForm(request.POST)
            return self._split(request, alias, with_articles=form.is_valid() and form.cleaned_data["with_articles"])
        context = {"title": _("Make it a keyword"), "alias": alias, "many": merging.saying(alias).count()}
        return self.page_of_several(request, "split", context | {"looked_at": merging.LOOKED_AT})

    def _split(self, request: HttpRequest, alias: KeywordAlias, *, with_articles: bool) -> HttpResponse:
        try:
            with transaction.atomic():
                done = merging.split(alias.pk, with_articles=with_articles)
                self.log_addition(request, done.keyword, f"Split from {alias.keyword}")
        except merging.Gone:
            return self._too_late(request)
        words = ngettext(
            "“%(name)s” is a keyword of its own, with %(moved)s article.",
            "“%(name)s” is a keyword of its own, with %(moved)s articles.",
            done.moved,
        )
        self.message_user(request, words % {"name": done.keyword, "moved": done.moved}, messages.SUCCESS)
        return HttpResponseRedirect(reverse(CHANGE, args=[done.keyword.pk]))

    def must_change(self, request: HttpRequest) -> None:
        if not self.has_change_permission(request):
            raise PermissionDenied

    def _too_late(self, request: HttpRequest) -> HttpResponse:
        words = _("Nothing was done: somebody merged, split or deleted it meanwhile.")
        self.message_user(request, words, messages.WARNING)
        return HttpResponseRedirect(reverse(LIST))

    def page_of_several(self, request: HttpRequest, name: str, context: dict[str, Any]) -> HttpResponse:
        context |= {"opts": self.opts, **self.admin_site.each_context(request)}
        return TemplateResponse(request, f"admin/articles/keyword/{name}.html", context)


def merge_path(keywords: Any) -> str:
    """The page on which these keywords are merged."""
    return f"{reverse('admin:articles_keyword_merge')}?{urlencode({'keyword': list(keywords)}, doseq=True)}"
