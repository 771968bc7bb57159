"""Draft changes of what is published: kept for whoever goes on, seen by no reader, published or dropped."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles import differing, versioning, writing
from articles.forms import ArticleForm, as_typed
from articles.models import Article
from members.access import signed_in


class PuttingByAdmin(admin.ModelAdmin):
    """*Keep as draft changes* asks for nothing: what is typed is kept as it is. *Publish changes* is a save."""

    def get_urls(self) -> list[URLPattern]:
        drop: Callable[..., HttpResponse] = require_POST(self.admin_site.admin_view(self.drop))
        return [path("<int:number>/drop/", drop, name="articles_article_drop"), *super().get_urls()]

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict | None = None,
    ) -> HttpResponse:
        if request.method == "POST" and "_put_by" in request.POST and object_id:
            article = self.get_object(request, object_id)
            if article and article.state == "published" and self.has_change_permission(request, article):
                return self._put_by(request, article)
        return super().changeform_view(request, object_id, form_url, extra_context)

    def _put_by(self, request: HttpRequest, article: Article) -> HttpResponse:
        editor, at = signed_in(request), timezone.now()
        typed, unknown = self._looked_up(request, article)
        writing.put_by(article, editor=editor, at=at, typed=typed)
        if key := writing.key_in(request.POST.get("writing", "")):
            writing.end(key, article=article, editor=editor, at=at)
        self.log_change(request, article, "Kept draft changes")
        words = _("Kept as draft changes of “%(title)s”. Readers go on seeing what is published.")
        self.message_user(request, words % {"title": article}, messages.SUCCESS)
        for why in unknown:
            self.message_user(request, why, messages.WARNING)
        return HttpResponseRedirect(_form_of(article))

    def _looked_up(self, request: HttpRequest, article: Article) -> tuple[MultiValueDict, list[str]]:
        """What was typed, with the rows that are meant by names and words, so that previews and comparisons have
        them; and what is to be said of words that mean none, which stay as they are.
        """
        form = self.get_form(request, article, change=True)(request.POST, instance=Article.objects.get(pk=article.pk))
        form.full_clean()
        typed = request.POST.copy()
        for line, name in writing.TYPED.items():
            if typed.get(line, "").strip() and name in form.cleaned_data:
                found = form.cleaned_data[name]
                rows = found if name in writing.MANY else [found]
                typed.setlist(name, [str(getattr(row, "pk", row)) for row in rows])
                typed.setlist(line, [])
        return typed, [str(why) for name in writing.TYPED.values() for why in form.errors.get(name, [])]

    def drop(self, request: HttpRequest, number: int) -> HttpResponse:
        with transaction.atomic():
            article = get_object_or_404(Article.objects.select_for_update(no_key=True), pk=number)
            if not self.has_change_permission(request, article):
                raise PermissionDenied
            if changes := writing.changes_of(article):
                writing.end_changes(changes.key, article=article, at=timezone.now())
                self.log_change(request, article, "Dropped draft changes")
                self.message_user(
                    request, _("The draft changes are gone: this is what readers have."), messages.SUCCESS
                )
        return HttpResponseRedirect(_form_of(article))

    def save_related(self, request: HttpRequest, form: ArticleForm, formsets: list, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        if key := writing.key_in(request.POST.get("put_by", "")):
            writing.end_changes(key, article=form.instance, at=form.instance.changed_at)

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any) -> HttpResponse:
        taken_up, obj = context.get("taken_up"), kwargs.get("obj")
        if obj and taken_up and taken_up.put_by_at:
            saved = versioning.form_of(obj)
            typed = as_typed(Article.objects.get(pk=obj.pk), taken_up.form)
            context["changes"] = differing.between(saved, typed)
        return super().render_change_form(request, context, *args, **kwargs)


def _form_of(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])
