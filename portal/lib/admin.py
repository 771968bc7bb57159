"""The outbox: every mail that was written, what became of it, and how it reads."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from portal.lib import showing
from portal.lib.handed_admin import HandedAdmin, moment
from portal.lib.models import Mail
from portal.lib.showing import Shown


@admin.register(Mail)
class MailAdmin(HandedAdmin):
    permission_to_decide = "lib.change_mail"
    list_display = ("subject", "state", "recipient", "when", "attempts", "last_reply")
    ordering = ("-created_at", "-pk")
    date_hierarchy = "created_at"
    search_fields = ("recipient", "subject")
    search_help_text = _("An address, or words of the subject")
    fields = ("state", "when", "recipient", "sender", "subject", "written", "attempts", "reply")
    readonly_fields = fields

    @admin.display(description=_("written, UTC"), ordering="created_at")
    def written(self, mail: Mail) -> SafeString:
        return moment(mail.created_at)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Mail]:
        return super().get_queryset(request).defer("message")

    def get_urls(self) -> list[URLPattern]:
        page: Callable[..., HttpResponse] = require_safe(self.admin_site.admin_view(self.html_part))
        return [path("<int:pk>/html/", page, name="lib_mail_html"), *super().get_urls()]

    def html_part(self, request: HttpRequest, pk: int) -> HttpResponse:
        """For the frame on the mail's page."""
        mail = get_object_or_404(Mail, pk=pk)
        if not self.has_view_permission(request, mail):
            raise PermissionDenied
        return showing.response(Shown.of(bytes(mail.message)).html)

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any) -> HttpResponse:
        mail = cast(Mail, kwargs["obj"])
        context["shown"] = Shown.of(bytes(mail.message))
        context["html_url"] = reverse("admin:lib_mail_html", args=[mail.pk])
        context["may_decide"] = self.may_decide(request, mail)
        return super().render_change_form(request, context, *args, **kwargs)
