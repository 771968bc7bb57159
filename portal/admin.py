"""The worker's jobs, for whoever looks after the portal."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Max, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from procrastinate.contrib.django import app

from portal.models import Job

STATES: dict[str, Any] = {
    "todo": _("Waiting"),
    "doing": _("Being done"),
    "succeeded": _("Done"),
    "failed": _("Failed"),
    "cancelled": _("Cancelled"),
    "aborted": _("Stopped"),
}
_LOOKS = {"todo": "waiting", "doing": "sending", "succeeded": "published", "failed": "failed"}


@admin.register(Job)
class JobAdmin(admin.ModelAdmin):
    """Read only, but for one verb: what failed can be tried again."""

    fields = ("task_name", "state", "args", "queue_name", "attempts", "scheduled_at", "history")
    readonly_fields = fields
    list_display = ("task_name", "state", "queue_name", "attempts", "since")
    list_filter = ("status", "queue_name", "task_name")
    search_fields = ("task_name__startswith",)
    search_help_text = _("How the task's name begins")
    ordering = ("-id",)
    list_per_page = 50
    show_full_result_count = False
    actions = ("try_again",)

    @admin.display(description=_("state"), ordering="status")
    def state(self, job: Job) -> str:
        look = _LOOKS.get(job.status, "closed")
        return format_html('<span class="state state-{}">{}</span>', look, STATES[job.status])

    @admin.display(description=_("since, UTC"))
    def since(self, job: Job) -> str:
        return date_format(job.since, "j M Y, H:i") if job.since else "–"  # type: ignore[attr-defined]  # by get_queryset

    @admin.display(description=_("what happened"))
    def history(self, job: Job) -> str:
        events = job.procrastinateevent_set.order_by("pk")
        rows = ((date_format(event.at, "j M Y, H:i:s"), event.type.replace("_", " ")) for event in events if event.at)
        return format_html("<ul>{}</ul>", format_html_join("", "<li>{} UTC: {}</li>", rows))

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).annotate(since=Max("procrastinateevent__at"))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Job | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Job, form: Any, change: bool) -> None:
        """The form's one button; a job is never written otherwise."""
        self.try_again(request, Job.objects.filter(pk=obj.pk))

    def response_change(self, request: HttpRequest, obj: Job) -> HttpResponse:
        return self.response_post_save_change(request, obj)

    @admin.action(description=_("Try again"), permissions=["change"])
    def try_again(self, request: HttpRequest, jobs: QuerySet) -> None:
        """Each of our jobs may be done twice without harm; those that did not fail are left alone."""
        failed = list(jobs.filter(status="failed").order_by("pk").values_list("pk", flat=True))
        for number in failed:
            app.job_manager.retry_job_by_id(number, retry_at=timezone.now())
        words = ngettext("%(many)s job waits again.", "%(many)s jobs wait again.", len(failed))
        level = messages.SUCCESS if failed else messages.WARNING
        self.message_user(request, words % {"many": len(failed)}, level)
