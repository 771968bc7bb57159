"""The page of what the newsroom has for the coming fortnight."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from articles import clearing, planning
from articles.models import Entry

CHANGES = {Entry.Kind.ARTICLE: "admin:articles_article_change", Entry.Kind.ANSWER: "admin:feedback_answer_change"}


class PlanningAdmin(admin.ModelAdmin):
    def get_urls(self) -> list[URLPattern]:
        page = require_safe(self.admin_site.admin_view(self.plan))
        return [path("plan/", page, name="articles_article_plan"), *super().get_urls()]

    def plan(self, request: HttpRequest) -> HttpResponse:
        """What is scheduled day by day in UTC, which days are thin, and what waits to be cleared."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        at = timezone.now()
        days = planning.fortnight(at=at)
        context = {
            **self.admin_site.each_context(request),
            "title": _("The coming fortnight"),
            "opts": self.opts,
            "days": [(day, [(entry, _form_of(entry)) for entry in day.entries]) for day in days],
            "thin": [day for day in days if day.is_thin],
            "waiting": clearing.waiting(),
            "today": at,
        }
        return TemplateResponse(request, "admin/articles/article/plan.html", context)


def _form_of(entry: Entry) -> str:
    name = CHANGES.get(Entry.Kind(entry.kind))
    return reverse(name, args=[entry.pk]) if name else entry.get_absolute_url()
