"""Memberships and free trials: who has one until when, and longer where there is a reason."""

from typing import Any

from django.contrib import admin, messages
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from members.access import signed_in
from members.forms import ExtendForm, MembershipForm
from members.models import Membership
from portal.lib.choosing import Choosing

MOMENT = "j M Y, H:i"
MOST = 200  # extended at once


class OpenFilter(admin.SimpleListFilter):
    title = gettext_lazy("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [("open", gettext_lazy("Open")), ("over", gettext_lazy("Over")), ("later", gettext_lazy("Begins later"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet:
        now = timezone.now()
        match self.value():
            case "open":
                return queryset.open_at(now)
            case "over":
                return queryset.filter(ends_at__lte=now)
            case "later":
                return queryset.filter(starts_at__gt=now)
        return queryset


class ConfirmedFilter(admin.SimpleListFilter):
    title = gettext_lazy("address of a trial")
    parameter_name = "confirmed"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, Any]]:
        return [("yes", gettext_lazy("Confirmed")), ("no", gettext_lazy("Not confirmed"))]

    def queryset(self, request: HttpRequest, queryset: Any) -> QuerySet:
        if self.value() not in ("yes", "no"):
            return queryset
        return queryset.trials().filter(confirmed_at__isnull=self.value() == "no")


@admin.register(Membership)
class MembershipAdmin(Choosing, admin.ModelAdmin):
    form = MembershipForm
    autocomplete_fields = ("user",)
    fields = ("user", "kind", "starts_at", "ends_at", "confirmed", "reason", "given_by")
    readonly_fields = ("kind", "confirmed", "given_by")
    list_display = ("user", "kind", "state", "addresses", "begins", "until", "confirmed", "reason")
    list_filter = (OpenFilter, "kind", ConfirmedFilter)
    actions = ("extend",)
    list_select_related = ("user", "given_by")
    search_fields = ("user__username", "user__name", "user__emailaddress__email", "reason")
    date_hierarchy = "starts_at"
    ordering = ("-starts_at", "-pk")
    list_per_page = 50
    show_full_result_count = False

    @admin.display(description=gettext_lazy("state"))
    def state(self, membership: Membership) -> str:
        now = timezone.now()
        if membership.starts_at > now:
            return format_html('<span class="state state-scheduled">{}</span>', gettext_lazy("Begins later"))
        if membership.ends_at and membership.ends_at <= now:
            return format_html('<span class="state state-closed">{}</span>', gettext_lazy("Over"))
        return format_html('<span class="state state-published">{}</span>', gettext_lazy("Open"))

    @admin.display(description=gettext_lazy("from, UTC"), ordering="starts_at")
    def begins(self, membership: Membership) -> str:
        return date_format(membership.starts_at, MOMENT)

    @admin.display(description=gettext_lazy("until, UTC"), ordering="ends_at")
    def until(self, membership: Membership) -> str:
        return date_format(membership.ends_at, MOMENT) if membership.ends_at else _("No end")

    @admin.display(description=gettext_lazy("address confirmed, UTC"), ordering="confirmed_at")
    def confirmed(self, membership: Membership) -> str:
        if not membership.is_trial:
            return "–"
        return date_format(membership.confirmed_at, MOMENT) if membership.confirmed_at else _("Not confirmed")

    @admin.display(description=gettext_lazy("mail addresses"))
    def addresses(self, membership: Membership) -> str:
        rows = membership.user.emailaddress_set.all()  # type: ignore[attr-defined]  # allauth's
        return ", ".join(row.email for row in rows) or "–"

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        return super().get_queryset(request).prefetch_related("user__emailaddress_set")

    @admin.action(description=gettext_lazy("Extend by days"), permissions=["change"])
    def extend(self, request: HttpRequest, rows: QuerySet) -> HttpResponse | None:
        """Ask how long and why, then do it; who did it stands in the history of each."""
        chosen = list(rows.exclude(ends_at=None).order_by("pk")[:MOST])
        if not chosen:
            self.message_user(request, _("Only what has an end can be extended."), messages.WARNING)
            return None
        form = ExtendForm(request.POST if "confirmed" in request.POST else None)
        if form.is_valid():
            self._extend(request, [row.pk for row in chosen], **form.cleaned_data)
            return None
        context = {"title": _("Extend by days"), "rows": chosen, "form": form, "opts": self.opts}
        context |= self.admin_site.each_context(request)
        return TemplateResponse(request, "admin/members/membership/extend.html", context)

    @transaction.atomic
    def _extend(self, request: HttpRequest, numbers: list[int], *, days: int, reason: str) -> None:
        rows = list(Membership.objects.select_for_update(of=("self",)).filter(pk__in=numbers).order_by("pk"))
        for row in rows:
            row.extend(days=days, at=timezone.now())
            told = _("Extended by %(days)s days until %(until)s UTC: %(reason)s")
            self.log_change(request, row, told % {"days": days, "until": self.until(row), "reason": reason})
        words = ngettext("%(many)s membership is longer now.", "%(many)s memberships are longer now.", len(rows))
        self.message_user(request, words % {"many": len(rows)}, messages.SUCCESS)

    def save_model(self, request: HttpRequest, obj: Membership, form: Any, change: bool) -> None:
        obj.given_by = obj.given_by or signed_in(request)
        super().save_model(request, obj, form, change)
