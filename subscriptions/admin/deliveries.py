from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext_lazy as _

from portal.lib.handed_admin import HandedAdmin
from subscriptions.models import Delivery


@admin.register(Delivery)
class DeliveryAdmin(HandedAdmin):
    """Which issue went to whom, and what the server said."""

    permission_to_decide = "subscriptions.release_issue"
    list_display = ("subscriber", "state", "issue", "sent", "attempts", "next_attempt", "last_reply")
    list_filter = (*HandedAdmin.list_filter, "issue")
    list_select_related = ("subscriber", "issue")
    ordering = ("-pk",)
    date_hierarchy = "due_at"
    search_fields = ("subscriber__email",)
    search_help_text = _("An address")
    fields = ("state", "issue", "subscriber", "sent", "next_attempt", "attempts", "last_reply")
    readonly_fields = fields
    change_form_template = "admin/lib/handed_change_form.html"

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any) -> HttpResponse:
        context["may_decide"] = self.may_decide(request, kwargs["obj"])
        return super().render_change_form(request, context, *args, **kwargs)
