"""Corrections: made with the text that they are about, in one save, and amended where they were wrong themselves."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from articles import publishing
from articles.admin.acting import ActingAdmin
from articles.admin.verbs import CORRECTED, PUBLISH
from articles.forms import CORRECT, AmendForm, ArticleForm
from articles.models import Article, Correction, Entry
from members.access import signed_in
from portal.lib import links


class CorrectingAdmin(ActingAdmin):
    """*Correct* is a save that asks for its words: without them nothing is saved, with them both are live at once."""

    def get_urls(self) -> list[URLPattern]:
        amend: Callable[..., HttpResponse] = require_http_methods(["GET", "HEAD", "POST"])(
            self.admin_site.admin_view(self.amend)
        )
        address = "<int:number>/corrections/<int:correction>/"
        return [path(address, amend, name="articles_article_correction"), *super().get_urls()]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj and self.has_change_permission(request, obj) and _is_asked(request, obj):
            return [*fieldsets, (_("Correction"), {"fields": ["correction"]})]
        return fieldsets

    def save_related(self, request: HttpRequest, form: ArticleForm, formsets: list, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if CORRECT in request.POST:  # at what readers have, or the form would have refused it
            words, saved = form.cleaned_data["correction"], form.instance
            publishing.correct(saved, words=words, by=saved.changed_by, at=saved.changed_at)

    def construct_change_message(self, request: HttpRequest, form: Any, formsets: Any, add: bool = False) -> Any:
        if CORRECT in request.POST:
            return CORRECTED
        return super().construct_change_message(request, form, formsets, add)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        if CORRECT not in request.POST:
            return super().response_change(request, obj)
        words = _("Readers have the changed text of “%(title)s”, and your correction under it, at %(address)s.")
        facts = {"title": obj.title, "address": links.absolute(obj.get_absolute_url())}
        self.message_user(request, words % facts, messages.SUCCESS)
        return self._back_to(obj)

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any) -> HttpResponse:
        form = context["adminform"].form
        if "correction" in form.errors:
            form.fields["correction"].widget.attrs["autofocus"] = True
        if obj := kwargs.get("obj"):
            context["corrections"] = Correction.objects.of(obj).select_related("corrected_by")
        return super().render_change_form(request, context, *args, **kwargs)

    def amend(self, request: HttpRequest, number: int, correction: int) -> HttpResponse:
        """GET shows a correction's words, POST puts others in their place; the log has who, when and what it said."""
        if not request.user.has_perm(PUBLISH):
            raise PermissionDenied
        with transaction.atomic():
            if request.method == "POST":  # whoever comes second sees what the first has done
                get_object_or_404(Entry.objects.select_for_update(no_key=True), pk=number)
            found = get_object_or_404(Correction.objects.filter(entry=number), pk=correction)
            article = get_object_or_404(Article, pk=number)
            if article.state != "published":
                self._say_too_late(request, article)
                return self._back_to(article)
            if not self.has_change_permission(request, article):
                raise PermissionDenied
            form = AmendForm(request.POST if request.method == "POST" else None, stands=found.words)
            if form.is_valid():
                self._amend(request, article, found, form.cleaned_data["words"])
                return self._back_to(article)
        return self._amending(request, article, found, form)

    def _amending(
        self, request: HttpRequest, article: Article, correction: Correction, form: AmendForm
    ) -> HttpResponse:
        will = _("Readers of “%(title)s” find this as the correction of %(when)s UTC. The history keeps what it said.")
        facts = {"title": article, "when": date_format(correction.corrected_at, "j M Y, H:i")}
        context = {"title": _("Amend the correction"), "original": article, "opts": self.opts, "form": form}
        context |= {"verb": {"label": _("Amend the correction")}, "will": will % facts}
        context |= self.admin_site.each_context(request)
        return TemplateResponse(request, "admin/articles/article/verb.html", context)

    def _amend(self, request: HttpRequest, article: Article, correction: Correction, words: str) -> None:
        before = correction.words
        if words == before:
            self.message_user(request, _("Nothing was done: the correction says so already."), messages.WARNING)
        elif publishing.amend(correction, words=words, by=signed_in(request), at=timezone.now()):
            self.log_change(request, article, f"Changed a correction, which said: {before}")
            self.message_user(request, _("The correction says it in your words now."), messages.SUCCESS)


def _is_asked(request: HttpRequest, article: Article) -> bool:
    """Of what readers have; elsewhere where words of a correction were typed, so that they are not lost."""
    is_typed = bool({"correction", CORRECT} & request.POST.keys()) or "writing" in request.GET
    return article.state == "published" or (article.state == "withdrawn" and is_typed)
