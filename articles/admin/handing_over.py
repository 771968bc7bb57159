"""Words of whoever may not change the article any more, since somebody let readers have it while they were typed."""

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from articles import differing, versioning, writing
from articles.admin.lists import STATES
from articles.forms import as_typed
from articles.models import Article, Entry, Writing
from members.access import signed_in


class HandingOverAdmin(admin.ModelAdmin):
    """They are kept as if they could be saved, shown beside what stands, and handed to an editor as draft changes."""

    def get_urls(self) -> list[URLPattern]:
        hand: Callable[..., HttpResponse] = require_POST(self.admin_site.admin_view(self.hand_over))
        return [path("<int:number>/hand-over/", hand, name="articles_article_hand_over"), *super().get_urls()]

    def is_late(self, request: HttpRequest, article: Article) -> bool:
        """Whether they could change it while it was a draft."""
        if not self.has_view_permission(request, article) or self.has_change_permission(request, article):
            return False
        may_write = self.has_add_permission(request) and article.state != "draft"
        return may_write and (settings.SHARED_DRAFTS or versioning.is_theirs(article, signed_in(request)))

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict | None = None,
    ) -> HttpResponse:
        key = writing.key_in(request.POST.get("writing", "")) if "title" in request.POST else None
        article = self.get_object(request, object_id) if key and object_id else None
        if key is None or article is None or not self.is_late(request, article):
            return super().changeform_view(request, object_id, form_url, extra_context)
        writing.keep(key, article=article, editor=signed_in(request), at=timezone.now(), typed=request.POST)
        self.message_user(request, late_words(article) + " " + _("What you typed is kept, below."), messages.WARNING)
        return HttpResponseRedirect(_form_of(article))

    def hand_over(self, request: HttpRequest, number: int) -> HttpResponse:
        key, editor, at = writing.key_in(request.POST.get("writing", "")), signed_in(request), timezone.now()
        with transaction.atomic():
            get_object_or_404(Entry.objects.select_for_update(no_key=True), pk=number)
            article = get_object_or_404(Article, pk=number)
            mine = key and Writing.objects.with_words().filter(key=key, editor=editor, article=article).first()
            if mine and article.state == "published" and not writing.changes_of(article):
                writing.put_by(article, editor=editor, at=at, typed=MultiValueDict(mine.form))
                writing.end(mine.key, article=article, editor=editor, at=at)
                self.log_change(request, article, "Kept draft changes")
                words = _("Handed over: editors find your changes of “%(title)s” among what waits for them.")
                self.message_user(request, words % {"title": article}, messages.SUCCESS)
        return HttpResponseRedirect(_form_of(article))

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any) -> HttpResponse:
        obj = kwargs.get("obj")
        if obj and self.is_late(request, obj):
            saved = versioning.form_of(obj)
            context["left_over"] = [
                (words, differing.between(saved, as_typed(Article.objects.get(pk=obj.pk), words.form)))
                for words in writing.offered(obj, to=signed_in(request))
            ]
            changes = writing.changes_of(obj)
            context["may_hand_over"] = obj.state == "published" and not changes
            context["handed_over"] = changes if changes and changes.editor == request.user else None
        return super().render_change_form(request, context, *args, **kwargs)


def late_words(article: Article) -> str:
    facts = {"title": article, "state": STATES[article.state]}
    return _("“%(title)s” stands as “%(state)s” now: editors alone change it.") % facts


def _form_of(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])
