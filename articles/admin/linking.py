"""The page on which somebody who writes looks up what the text is to link to."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from articles.admin.lists import STATES, found
from articles.models import Entry
from portal.lib.sanitise import printable

SHOWN = 20


class LinkingAdmin(admin.ModelAdmin):
    """js/looking.js takes the list into a dialog of the editor; alone, each is a link whose address can be copied."""

    def get_urls(self) -> list[URLPattern]:
        page = require_safe(self.admin_site.admin_view(self.choose))
        return [path("choose/", page, name="articles_article_choose"), *super().get_urls()]

    def choose(self, request: HttpRequest) -> HttpResponse:
        """The newest, or those that hold what is typed in title, keywords, abstract, open text, or as number."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        typed = printable(request.GET.get("q", "")[:100]).strip()
        entries = Entry.objects.exclude(published_at=None).filter(withdrawn_at=None).select_related("section")
        rows = (
            (found(entries, typed) if typed else entries)
            .defer("abstract", "teaser")
            .order_by("-published_at", "-pk")[:SHOWN]
        )
        context = {
            **self.admin_site.each_context(request),
            "title": _("Choose what to link to"),
            "is_popup": True,
            "q": typed,
            "choices": [(entry, STATES[entry.state] if entry.state != "published" else "") for entry in rows],
        }
        return TemplateResponse(request, "admin/articles/article/choose.html", context)
