"""Shows a version to somebody outside, and keeps what they said of it."""

from collections.abc import Callable

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from articles import previewing, writing
from articles.models import Article, PreviewLink, Response, Writing
from articles.preview_forms import OfferForm
from members.access import signed_in
from portal.lib import links


class PreviewsAdmin(admin.ModelAdmin):
    """Whoever may change an article shows it outside; whoever may open it reads what was said."""

    def get_urls(self) -> list[URLPattern]:
        wrap = self.admin_site.admin_view
        outside: Callable[..., HttpResponse] = require_http_methods(["GET", "HEAD", "POST"])(wrap(self.outside))
        revoke: Callable[..., HttpResponse] = require_POST(wrap(self.revoke))
        return [
            path("<int:number>/outside/", outside, name="articles_article_outside"),
            path("<int:number>/outside/<int:pk>/", revoke, name="articles_article_revoke"),
            *super().get_urls(),
        ]

    def response_add(self, request: HttpRequest, obj: Article, post_url_continue: str | None = None) -> HttpResponse:
        return _previewed(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Article) -> HttpResponse:
        return _previewed(request, obj) or super().response_change(request, obj)

    def outside(self, request: HttpRequest, number: int) -> HttpResponse:
        article = get_object_or_404(Article, pk=number)
        may = self.has_change_permission(request, article)
        if not may and not self.has_view_permission(request, article):
            raise PermissionDenied
        changes = writing.changes_of(article)
        form = OfferForm(request.POST if request.method == "POST" else None, has_changes=changes is not None)
        if request.method == "POST":
            if not may:
                raise PermissionDenied
            if form.is_valid():
                return self._offer(request, article, form, changes)
        at = timezone.now()
        found = PreviewLink.objects.filter(version__article=article).select_related(
            "version__article", "made_by", "revoked_by"
        )
        shown = [
            (link, links.absolute(previewing.path_of(link)) if may and link.is_open(at=at) else "")
            for link in found.order_by("-made_at", "-pk")
        ]
        context = {"title": _("Shown outside"), "form": form, "links": shown, "may": may, "original": article}
        context |= {"responses": verdicts(article), "opts": self.opts, **self.admin_site.each_context(request)}
        return TemplateResponse(request, "admin/articles/article/outside.html", context)

    def _offer(self, request: HttpRequest, article: Article, form: OfferForm, changes: Writing | None) -> HttpResponse:
        typed, by, at = form.cleaned_data, signed_in(request), timezone.now()
        shown = changes if typed.get("shows") else None
        with transaction.atomic():
            link = previewing.offer(article, name=typed["name"], days=typed["days"], by=by, at=at, changes=shown)
            self.log_change(request, article, f"Showed {link.shown} to {link.name}")
        words = _("%(name)s can see %(shown)s under the link below. Send it to them.")
        self.message_user(request, words % {"name": link.name, "shown": link.shown}, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:articles_article_outside", args=[article.pk]))

    def revoke(self, request: HttpRequest, number: int, pk: int) -> HttpResponse:
        article = get_object_or_404(Article, pk=number)
        if not self.has_change_permission(request, article):
            raise PermissionDenied
        link = get_object_or_404(PreviewLink, pk=pk, version__article=article)
        with transaction.atomic():
            if previewing.revoke(link, by=signed_in(request), at=timezone.now()):
                self.log_change(request, article, f"Took the link for {link.name} back")
        self.message_user(request, _("The link for %(name)s opens nothing any more.") % {"name": link.name})
        return HttpResponseRedirect(reverse("admin:articles_article_outside", args=[article.pk]))


def verdicts(article: Article) -> list[tuple[Response, bool]]:
    """What was said from outside, the newest first, each with whether the article still says what they saw."""
    found = list(previewing.responses_to(article))
    if not found:
        return []
    standing = previewing.standing(article)
    return [(response, response.digest in standing) for response in found]


def _previewed(request: HttpRequest, saved: Article) -> HttpResponse | None:
    """*Save and preview* goes on to how readers would have it."""
    return HttpResponseRedirect(reverse("articles:draft", args=[saved.pk])) if "_preview" in request.POST else None
