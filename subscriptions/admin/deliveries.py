from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from portal.lib.handed_admin import HandedAdmin
from subscriptions.models import Delivery, Issue


class IssueFilter(admin.SimpleListFilter):
    """The last ones; an older issue's own page leads to its deliveries."""

    title = _("issue")
    parameter_name = "issue"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        last = Issue.objects.released().order_by("-number")[:10]
        return [(str(issue.pk), f"No. {issue.number}") for issue in last]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        chosen = self.value() or ""
        return queryset.filter(issue=chosen) if chosen.isdecimal() and len(chosen) < 19 else queryset


@admin.register(Delivery)
class DeliveryAdmin(HandedAdmin):
    """Which issue went to whom, and what the server said."""

    permission_to_decide = "subscriptions.release_issue"
    list_display = ("subscriber", "state", "when", "number", "attempts", "last_reply")
    list_filter = (*HandedAdmin.list_filter, IssueFilter)
    list_select_related = ("subscriber", "issue")
    ordering = ("-pk",)
    date_hierarchy = "due_at"
    search_fields = ("subscriber__email",)
    search_help_text = _("An address")
    fields = ("state", "when", "issue", "subscriber", "attempts", "reply")
    readonly_fields = fields
    change_form_template = "admin/lib/handed_change_form.html"

    @admin.display(description=_("issue"), ordering="issue")
    def number(self, delivery: Delivery) -> str:
        return f"No. {delivery.issue.number}"

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any) -> HttpResponse:
        context["may_decide"] = self.may_decide(request, kwargs["obj"])
        return super().render_change_form(request, context, *args, **kwargs)
