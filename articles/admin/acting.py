"""The pages of the verbs."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.contrib.admin.options import get_content_type_for_model
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import conditional_escape, escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from articles.admin.lists import STATES
from articles.admin.verbs import ASKED, CLEARED, CORRECTED, SENT_BACK, VERBS, Verb
from articles.checking import Lack, advised, lacking, missing
from articles.models import Article, Entry
from articles.verb_forms import VerbForm
from members.access import signed_in
from portal.lib import links


class ActingAdmin(admin.ModelAdmin):
    """Adds a page for each verb: GET says what will happen, POST does it."""

    def get_urls(self) -> list[URLPattern]:
        pages = [path(f"<int:number>/{name}/", self._page(name), name=f"articles_article_{name}") for name in VERBS]
        return pages + super().get_urls()

    def _page(self, name: str) -> Callable[..., HttpResponse]:
        def page(request: HttpRequest, number: int) -> HttpResponse:
            with transaction.atomic():
                return self.act(request, number, VERBS[name])

        return require_http_methods(["GET", "HEAD", "POST"])(self.admin_site.admin_view(page))

    def act(self, request: HttpRequest, number: int, verb: Verb) -> HttpResponse:
        if not request.user.has_perm(verb.permission):
            raise PermissionDenied
        if request.method == "POST":  # whoever comes second sees what the first has done
            get_object_or_404(Entry.objects.select_for_update(no_key=True), pk=number)
        article = get_object_or_404(Article.objects.select_related("picture"), pk=number)
        if article.state not in verb.states or not verb.fits(article, signed_in(request)):
            self._say_too_late(request, article)
            return self._back_to(article)
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        form = verb.form(request.POST if request.method == "POST" else None, at=timezone.now())
        lacks = lacking(article) if verb.is_checked else []
        if request.method == "POST" and not lacks and form.is_valid():
            self._do(request, article, verb, form)
            return self._back_to(article)
        context = {"title": verb.label, "verb": verb, "original": article, "opts": self.opts, "form": form}
        context |= {"will": verb.will % _facts(article), "lacks": lacks, **self.admin_site.each_context(request)}
        context["advised"] = _advised(article, verb)
        return TemplateResponse(request, "admin/articles/article/verb.html", context)

    def _do(self, request: HttpRequest, article: Article, verb: Verb, form: VerbForm) -> None:
        done = verb.act(article, form.cleaned_data, signed_in(request), form.at)
        article.refresh_from_db()
        if not done:
            self._say_too_late(request, article)
            return
        self.log_change(request, article, verb.logged)
        self.message_user(request, linked(verb.happened, article), messages.SUCCESS)

    def _say_too_late(self, request: HttpRequest, article: Article) -> None:
        words = _("Nothing was done: “%(title)s” stands as “%(state)s” now.")
        self.message_user(request, words % {"title": article, "state": STATES[article.state]}, messages.WARNING)

    def _back_to(self, article: Article) -> HttpResponse:
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))


def _advised(article: Article, verb: Verb) -> list[Lack]:
    """What a verb about the text says before it acts, and acts all the same."""
    if not verb.is_saved_first:
        return []
    return advised(article) if verb.is_checked else missing(article) + advised(article)


def _facts(article: Article) -> dict[str, str]:
    when = date_format(article.published_at, "j M Y, H:i") if article.published_at else ""
    return {"title": article.title, "address": links.absolute(article.get_absolute_url()), "when": when}


def linked(words: Any, article: Article) -> SafeString:
    """`words` with the facts about `article`, the address as a link."""
    facts = _facts(article)
    facts["address"] = format_html('<a href="{0}">{0}</a>', facts["address"])
    return mark_safe(escape(words) % {name: conditional_escape(fact) for name, fact in facts.items()})


def last_done(article: Article) -> LogEntry | None:
    """The last that was done with `article` for readers, when and by whom; what is said of its clearing says itself."""
    found = LogEntry.objects.filter(object_id=str(article.pk), content_type=get_content_type_for_model(Article))
    logged = {CORRECTED, *(verb.logged for verb in VERBS.values())} - {ASKED, CLEARED, SENT_BACK}
    done = found.filter(change_message__in=logged)
    return done.select_related("user").order_by("-action_time", "-pk").first()
