"""An issue of the Weekly, from the first story to what became of each delivery."""

from http import HTTPStatus
from typing import Any, ClassVar, cast

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Max
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from portal.lib.again import AgainAdmin
from portal.lib.handed_admin import STATES, moment
from subscriptions.admin.stories import StoryInline
from subscriptions.admin.verbs import ActingAdmin
from subscriptions.forms import IssueForm
from subscriptions.models import Issue


@admin.register(Issue)
class IssueAdmin(AgainAdmin, ActingAdmin):
    form = IssueForm
    list_display = ("subject", "number", "state", "released")
    ordering = ("-number",)
    date_hierarchy = "released_at"
    search_fields = ("subject", "number")
    fields = ("number", "subject", "introduction")

    class Media:
        css: ClassVar = {"all": ["css/newsroom.css"]}

    inlines = (StoryInline,)

    @admin.display(description=_("state"), ordering="released_at")
    def state(self, issue: Issue) -> SafeString:
        name, words = ("published", _("Released")) if issue.released_at else ("draft", _("In the making"))
        return format_html('<span class="state state-{}">{}</span>', name, words)

    @admin.display(description=_("released, UTC"), ordering="released_at")
    def released(self, issue: Issue) -> SafeString:
        return moment(issue.released_at)

    def view_on_site(self, issue: Issue) -> str | None:
        return issue.get_absolute_url() if issue.released_at else None

    def has_change_permission(self, request: HttpRequest, obj: Issue | None = None) -> bool:
        """What readers were sent stays as it was sent."""
        return super().has_change_permission(request, obj) and (obj is None or obj.released_at is None)

    def has_delete_permission(self, request: HttpRequest, obj: Issue | None = None) -> bool:
        return super().has_delete_permission(request, obj) and (obj is None or obj.released_at is None)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        last = Issue.objects.aggregate(last=Max("number"))["last"] or 0
        return {"number": last + 1, **super().get_changeform_initial_data(request)}

    def save_model(self, request: HttpRequest, obj: Issue, form: ModelForm, change: bool) -> None:
        """Whoever released it while the form was open was faster; the row is held until the stories are saved too."""
        if change and not Issue.objects.select_for_update().filter(pk=obj.pk, released_at=None).exists():
            raise PermissionDenied
        super().save_model(request, obj, form, change)

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        """What was typed while somebody released the issue is shown again: it was refused, and is not lost."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except PermissionDenied:
            issue = Issue.objects.filter(pk=object_id).exclude(released_at=None).first() if object_id else None
            if request.method != "POST" or issue is None or not super().has_change_permission(request, issue):
                raise
        response = self._page(request, issue, "too_late", {"title": _("Released in the meantime")})
        response.status_code = HTTPStatus.CONFLICT
        return response

    def get_urls(self) -> list[URLPattern]:
        return [*self.verb_urls(), *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any) -> HttpResponse:
        issue = cast(Issue | None, kwargs.get("obj"))
        if issue:
            context["may_release"] = issue.released_at is None and self.has_release_permission(request)
        if issue and issue.released_at and request.user.has_perm("subscriptions.view_delivery"):
            listed = f"{reverse('admin:subscriptions_delivery_changelist')}?issue={issue.pk}"
            counts = issue.deliveries.counts()
            context["fared"] = [(STATES[state], counts[state], f"{listed}&state={state}") for state in counts]
        return super().render_change_form(request, context, *args, **kwargs)
