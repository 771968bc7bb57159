"""Who gets the Weekly; only the readers themselves confirm."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import Field, ManyToManyField, QuerySet
from django.forms import CheckboxSelectMultiple, ModelForm
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from portal.lib.handed_admin import moment
from subscriptions import signing_up
from subscriptions.forms import SubscriberForm
from subscriptions.models import Delivery, Subscriber

STATES = {"active": _("Gets it"), "unconfirmed": _("Has not confirmed"), "left": _("Has left")}
DOTS = {"active": "published", "unconfirmed": "draft", "left": "left"}


class StateFilter(admin.SimpleListFilter):
    title = _("state")
    parameter_name = "state"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        return [(state, str(words)) for state, words in STATES.items()]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        match self.value():
            case "active":
                return queryset.active()  # type: ignore[attr-defined]  # a SubscriberQuerySet
            case "unconfirmed":
                return queryset.filter(confirmed_at=None)
            case "left":
                return queryset.filter(left_at__isnull=False)
        return queryset


@admin.register(Subscriber)
class SubscriberAdmin(admin.ModelAdmin):
    form = SubscriberForm
    list_display = ("email", "state", "asked", "confirmed")
    list_filter = (StateFilter, "topics")
    ordering = ("-asked_at", "-pk")
    date_hierarchy = "asked_at"
    search_fields = ("email",)
    list_per_page = 50
    show_full_result_count = False
    actions = ("take_off",)
    moments = ("state", "asked", "confirmed", "left")

    @admin.display(description=_("state"))
    def state(self, subscriber: Subscriber) -> SafeString:
        name = "left" if subscriber.left_at else "active" if subscriber.confirmed_at else "unconfirmed"
        return format_html('<span class="state state-{}">{}</span>', DOTS[name], STATES[name])

    @admin.display(description=_("asked, UTC"), ordering="asked_at")
    def asked(self, subscriber: Subscriber) -> SafeString:
        return moment(subscriber.asked_at)

    @admin.display(description=_("confirmed, UTC"), ordering="confirmed_at")
    def confirmed(self, subscriber: Subscriber) -> SafeString:
        return moment(subscriber.confirmed_at)

    @admin.display(description=_("left, UTC"), ordering="left_at")
    def left(self, subscriber: Subscriber) -> SafeString:
        return moment(subscriber.left_at)

    def formfield_for_manytomany(self, db_field: ManyToManyField, request: HttpRequest, **options: Any) -> Any:
        """As readers choose them."""
        field = super().formfield_for_manytomany(db_field, request, **options)
        if field:
            field.widget = CheckboxSelectMultiple(choices=field.widget.choices)
            field.help_text = db_field.help_text
        return field

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **options: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **options)
        if field and db_field.name == "topics":
            field.widget.can_add_related = False
        return field

    def get_fields(self, request: HttpRequest, obj: Subscriber | None = None) -> tuple[str, ...]:
        return ("email", *self.moments, "topics") if obj else ("email",)

    def get_readonly_fields(self, request: HttpRequest, obj: Subscriber | None = None) -> tuple[str, ...]:
        return ("email", *self.moments) if obj else ()

    def save_model(self, request: HttpRequest, obj: Subscriber, form: ModelForm, change: bool) -> None:
        """Adding somebody is asking on their behalf: they get the mail, and confirm themselves."""
        if change:
            super().save_model(request, obj, form, change)
            return
        obj.pk = signing_up.ask(obj.email, at=timezone.now()).pk
        self.message_user(request, _("A mail asks %s to confirm; until then nothing is sent.") % obj.email)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple[list, dict[str, int], set[str], list[str]]:
        """Deliveries go with their subscriber; alone nobody deletes one."""
        to_delete, counts, lacking, protected = super().get_deleted_objects(objs, request)
        return to_delete, counts, lacking - {str(Delivery._meta.verbose_name)}, protected

    @admin.action(description=_("Take off the list"), permissions=["change"])
    def take_off(self, request: HttpRequest, subscribers: QuerySet) -> None:
        """For readers who ask for it in words."""
        active = list(subscribers.active())  # type: ignore[attr-defined]  # a SubscriberQuerySet
        for subscriber in active:
            subscriber.leave(at=timezone.now())
            self.log_change(request, subscriber, "Taken off the list")
        words = ngettext("%d reader gets no further issue.", "%d readers get no further issue.", len(active))
        self.message_user(request, words % len(active), messages.SUCCESS)
