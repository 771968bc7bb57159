"""Corrections, made with the text that they are about, in one save."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from articles import publishing
from articles.admin.acting import ActingAdmin, linked
from articles.admin.verbs import CORRECTED
from articles.amending_admin import AmendingAdmin
from articles.forms import ASKS, CORRECT, ArticleForm
from articles.models import Article


class CorrectingAdmin(AmendingAdmin, ActingAdmin):
    """*Correct* is a save that asks for its words: without them nothing is saved, with them both are live at once."""

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
        self.message_user(request, linked(words, obj), messages.SUCCESS)
        return self._back_to(obj)

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any) -> HttpResponse:
        form = context["adminform"].form
        if "correction" in form.errors:
            form.fields["correction"].widget.attrs["autofocus"] = True
        if list(form.errors) == ["correction"] and form.has_error("correction", code="asks"):
            _ask(form, context)
        return super().render_change_form(request, context, *args, **kwargs)


def _ask(form: ArticleForm, context: dict) -> None:
    """Nothing is wrong where somebody has just pressed *Correct*: it asks."""
    del form.errors["correction"]
    form["correction"].help_text = ASKS
    context |= {"errors": [], "is_correcting": True}


def _is_asked(request: HttpRequest, article: Article) -> bool:
    """Of what readers have; elsewhere where words of a correction were typed, so that they are not lost."""
    is_typed = bool({"correction", CORRECT} & request.POST.keys()) or "writing" in request.GET
    return article.state == "published" or (article.state == "withdrawn" and is_typed)
