"""What the admin lists of everything that is handed to the mail server have in common."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, ClassVar

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.lib import jobs
from portal.lib.handing import Handed, HandedQuerySet, ends

STATES = {
    "waiting": _("Waiting"),
    "handing": _("Being handed over"),
    "sent": _("Sent"),
    "refused": _("Refused"),
    "uncertain": _("Uncertain"),
    "skipped": _("Skipped"),
}


MOST = 1000  # chosen at once


def moment(value: datetime | None) -> SafeString:
    """For a column whose head says that it is UTC."""
    return format_html('<span class="nowrap">{}</span>', date_format(value, "j M Y, H:i") if value else "–")


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        states = ["waiting", *(name.removesuffix("_at") for name in ends(model_admin.model))]
        return [("failed", str(_("Needs somebody"))), *((state, str(STATES[state])) for state in states)]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        chosen = self.value()
        if chosen == "failed":
            return queryset.failed()  # type: ignore[attr-defined]  # a HandedQuerySet
        known = {state for state, _ in self.lookup_choices}
        return queryset.in_state(chosen) if chosen in known else queryset  # type: ignore[attr-defined]  # the same


class HandedAdmin(admin.ModelAdmin):
    """To look at and to decide about; nobody adds, changes or deletes a message that was written."""

    list_filter: ClassVar[Any] = (StateFilter,)
    list_per_page = 50
    show_full_result_count = False
    save_on_top = True  # what can be decided stands over the mail, not in front of it
    actions = ("send_again", "settle")
    permission_to_decide = ""

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Handed | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Handed | None = None) -> bool:
        return False

    def has_decide_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm(self.permission_to_decide)

    def may_decide(self, request: HttpRequest, row: Handed) -> bool:
        return self.has_decide_permission(request) and row.state in ("refused", "uncertain")

    @admin.display(description=_("state"))
    def state(self, row: Handed) -> SafeString:
        name = "handing" if row.state == "waiting" and row.handing_at else row.state
        seen = _(", seen to") if row.settled_at else ""
        return format_html('<span class="state state-{}">{}{}</span>', name, STATES[name], seen)

    @admin.display(description=_("the server's last reply"))
    def last_reply(self, row: Handed) -> str:
        return Truncator(row.reply).chars(200) or "–"

    @admin.display(description=_("since or next try, UTC"))
    def when(self, row: Handed) -> SafeString:
        return moment(row.due_at if row.state == "waiting" else getattr(row, f"{row.state}_at"))

    @admin.action(description=_("Send again"), permissions=["decide"])
    def send_again(self, request: HttpRequest, rows: HandedQuerySet) -> HttpResponse | None:
        warning = _("Whoever has got an uncertain one already gets it twice.")
        return self._decide(request, rows, "send_again", _("Send again"), warning, self._sent_again)

    @admin.action(description=_("Mark as seen to"), permissions=["decide"])
    def settle(self, request: HttpRequest, rows: HandedQuerySet) -> HttpResponse | None:
        warning = _("They are not sent again, and no longer stand on the first page of the newsroom.")
        return self._decide(request, rows, "settle", _("Mark as seen to"), warning, self._settled)

    def _sent_again(self, rows: HandedQuerySet) -> str:
        count = rows.send_again(at=timezone.now())
        transaction.on_commit(jobs.wake, robust=True)
        return ngettext("%d message waits to be sent again.", "%d messages wait to be sent again.", count) % count

    def _settled(self, rows: HandedQuerySet) -> str:
        count = rows.settle(at=timezone.now())
        return ngettext("%d message is marked as seen to.", "%d messages are marked as seen to.", count) % count

    def _decide(
        self,
        request: HttpRequest,
        rows: HandedQuerySet,
        action: str,
        label: Any,  # lazy words
        warning: Any,  # lazy words
        act: Callable[[HandedQuerySet], str],
    ) -> HttpResponse | None:
        """Ask once, then do it; only what was refused or is uncertain is touched."""
        failed = [row for row in rows.order_by("pk")[:MOST] if row.state in ("refused", "uncertain")]
        if not failed:
            self.message_user(request, _("Only what was refused or is uncertain can be chosen."), messages.WARNING)
            return None
        if "confirmed" in request.POST:
            with transaction.atomic():
                for row in failed:
                    self.log_change(request, row, str(label))
                said = act(rows.filter(pk__in=[row.pk for row in failed]))
            self.message_user(request, said, messages.SUCCESS)
            return None
        context = {"title": label, "rows": failed, "action": action, "warning": warning, "opts": self.opts}
        return TemplateResponse(request, "admin/lib/decide.html", context | self.admin_site.each_context(request))
