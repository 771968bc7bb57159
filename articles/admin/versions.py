"""The history of an article: its versions, the difference of any two, and the way back."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin, messages
from django.contrib.admin.models import LogEntry
from django.contrib.admin.options import get_content_type_for_model
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from articles import clearing, differing, tables, versioning
from articles.admin.previews import verdicts
from articles.forms import CommentForm
from articles.models import Article, Comment, Version
from members.access import signed_in

NOT_CLEARED = _lazy("It is a draft again: it was scheduled as somebody had cleared it, and it has been changed since.")
SHOWN = 50
LOGGED = 100
COMMENTS = 3


class VersionsAdmin(admin.ModelAdmin):
    """Whoever may open an article sees what it said before; whoever may change it puts a version back."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        compare: Callable[..., HttpResponse] = require_safe(wrap(self.compare))
        comment: Callable[..., HttpResponse] = require_POST(wrap(self.comment))
        version: Callable[..., HttpResponse] = require_http_methods(["GET", "HEAD", "POST"])(wrap(self.version))
        return [
            path("<int:number>/compare/", compare, name="articles_article_compare"),
            path("<int:number>/versions/<int:version>/", version, name="articles_article_version"),
            path("<int:number>/versions/<int:version>/comment/", comment, name="articles_article_comment"),
            *super().get_urls(),
        ]

    def history_view(self, request: HttpRequest, object_id: str, extra_context: dict | None = None) -> HttpResponse:
        article = self.get_object(request, unquote(object_id))
        if article is None:
            return super().history_view(request, object_id, extra_context)  # which says so
        self._check(request, article)
        versions = article.versions.select_related("saved_by", "restored").defer("form").order_by("-number")
        found = versions.annotate(said=Count("comments"))
        page = Paginator(found, SHOWN).get_page(request.GET.get("p"))
        done = LogEntry.objects.filter(object_id=str(article.pk), content_type=get_content_type_for_model(Article))
        context = {
            "title": _("History"),
            "page": page,
            "rows": [(version, differing.labels(version.changed)) for version in page],
            "verdicts": verdicts(article),
            "log": done.select_related("user").order_by("-action_time")[:LOGGED],
        }
        return self._answer(request, "history", article, context)

    def compare(self, request: HttpRequest, number: int) -> HttpResponse:
        article = self._article(request, number)
        old, new = (self._version(article, request.GET.get(name, "")) for name in ("old", "new"))
        old, new = sorted((old, new), key=lambda version: version.number)
        context = {
            "title": _("What changed"),
            "old_and_new": (old, new),
            "differences": differing.between(old.form, new.form),
        }
        return self._answer(request, "compare", article, context)

    def version(self, request: HttpRequest, number: int, version: int) -> HttpResponse:
        article = self._article(request, number)
        found = self._version(article, str(version))
        may_restore = self.has_change_permission(request, article)
        if request.method == "POST":
            if not may_restore:
                raise PermissionDenied
            return self._restore(request, article, found)
        return self._shown(request, article, found, CommentForm(), may_restore=may_restore)

    def comment(self, request: HttpRequest, number: int, version: int) -> HttpResponse:
        """Whoever may read a version says what they think of it; it stays with that version."""
        article = self._article(request, number)
        found, form = self._version(article, str(version)), CommentForm(request.POST)
        if not form.is_valid():
            may_restore = self.has_change_permission(request, article)
            return self._shown(request, article, found, form, may_restore=may_restore)
        found.comments.create(words=form.cleaned_data["words"], made_at=timezone.now(), made_by=signed_in(request))
        self.log_change(request, article, f"Commented on version {found.number}")
        self.message_user(request, _("Your comment stands with %(version)s.") % {"version": found}, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:articles_article_version", args=[article.pk, found.number]))

    def _shown(
        self, request: HttpRequest, article: Article, found: Version, form: CommentForm, *, may_restore: bool
    ) -> HttpResponse:
        body = mark_safe(tables.framed(found.get("body")))  # cleaned when it was saved
        said = differing.said(found.form)
        rest = [(differing.label(name), said[name]) for name in differing.ORDER if name not in ("title", "body")]
        newest = article.versions.order_by("-number").only("number")[0]
        context = {"title": str(found), "version": found, "body": body, "rest": rest, "newest": newest, "form": form}
        context["comments"] = found.comments.select_related("made_by").order_by("made_at", "pk")
        return self._answer(request, "version", article, context | {"may_restore": may_restore})

    def _restore(self, request: HttpRequest, article: Article, version: Version) -> HttpResponse:
        try:
            made, gone = versioning.restore(version, by=signed_in(request), at=timezone.now())
        except versioning.NothingToRestore:
            words = _("Nothing was done: “%(title)s” stands as version %(number)s says.")
            self.message_user(request, words % {"title": article, "number": version.number}, messages.WARNING)
            return HttpResponseRedirect(reverse("admin:articles_article_history", args=[article.pk]))
        self.log_change(request, article, f"Restored version {version.number}")
        if clearing.hold(made.article, by=made.saved_by, at=made.saved_at):
            self.message_user(request, NOT_CLEARED, messages.WARNING)
        words = _("“%(title)s” says again what version %(number)s said; that is version %(made)s.")
        facts = {"title": made.get("title"), "number": version.number, "made": made.number}
        self.message_user(request, words % facts, messages.SUCCESS)
        if gone:
            words = _("No longer there, so as it was: %(fields)s.")
            self.message_user(request, words % {"fields": ", ".join(differing.labels(gone))}, messages.WARNING)
        return HttpResponseRedirect(reverse("admin:articles_article_change", args=[article.pk]))

    def _article(self, request: HttpRequest, number: int) -> Article:
        article = get_object_or_404(Article, pk=number)
        self._check(request, article)
        return article

    def _check(self, request: HttpRequest, article: Article) -> None:
        if not self.has_view_or_change_permission(request, article):
            raise PermissionDenied

    def _version(self, article: Article, number: str) -> Version:
        if not (number.isascii() and number.isdecimal() and len(number) < 9):
            raise Http404("No such version.")
        return get_object_or_404(Version.objects.select_related("saved_by"), article=article, number=int(number))

    def _answer(self, request: HttpRequest, name: str, article: Article, context: dict[str, Any]) -> HttpResponse:
        common = {"original": article, "opts": self.opts, **self.admin_site.each_context(request)}
        return TemplateResponse(request, f"admin/articles/article/{name}.html", common | context)


def comments_on(article: Article) -> list[Comment]:
    """The last that were made on any version, the newest first."""
    found = Comment.objects.filter(version__article=article).select_related("version", "made_by")
    return list(found.defer("version__form").order_by("-made_at", "-pk")[:COMMENTS])
