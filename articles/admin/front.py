"""Where an editor arranges the front page: drafts, what is live, and what was."""

from datetime import datetime
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import ForeignKey
from django.forms import ModelForm, ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from articles import front
from articles.admin.arranging import PUBLISH, ArrangingAdmin
from articles.admin.blocks import CLOSED, BlockInline, begun_from, initial_blocks, is_open
from articles.models import Arrangement, Entry
from members.access import signed_in
from portal.lib.choosing import Choosing
from portal.lib.handed_admin import moment

STATES = {"draft": ("draft", _("Draft")), "live": ("published", _("Live")), "ended": ("withdrawn", _("Was live"))}


class ArrangementForm(ModelForm):
    def clean_lead_ends_at(self) -> datetime | None:
        ends_at = self.cleaned_data["lead_ends_at"]
        if ends_at and ends_at <= timezone.now():
            raise ValidationError(_("That moment has passed. Choose a later one, or leave it empty."))
        return ends_at


@admin.register(Arrangement)
class ArrangementAdmin(ArrangingAdmin, Choosing):
    form = ArrangementForm
    fields = ("lead", "lead_ends_at")
    autocomplete_fields = ("lead",)
    inlines = (BlockInline,)
    list_display = ("name", "state", "arranged", "live", "ended")
    list_select_related = ("lead", "made_by", "live_by", "ended_by")
    ordering = ("-pk",)
    actions = None
    view_on_site = False

    @admin.display(description=_("leads"))
    def name(self, arrangement: Arrangement) -> str:
        return str(arrangement)

    @admin.display(description=_("state"))
    def state(self, arrangement: Arrangement) -> SafeString:
        return format_html('<span class="state state-{}">{}</span>', *STATES[arrangement.state])

    @admin.display(description=_("arranged, UTC"), ordering="made_at")
    def arranged(self, arrangement: Arrangement) -> SafeString:
        return who_and_when(arrangement.made_at, arrangement.made_by)

    @admin.display(description=_("put live, UTC"), ordering="live_at")
    def live(self, arrangement: Arrangement) -> SafeString:
        return who_and_when(arrangement.live_at, arrangement.live_by)

    @admin.display(description=_("ended, UTC"), ordering="ended_at")
    def ended(self, arrangement: Arrangement) -> SafeString:
        return who_and_when(arrangement.ended_at, arrangement.ended_by)

    def has_change_permission(self, request: HttpRequest, obj: Arrangement | None = None) -> bool:
        """What readers had stays as it stood; it is arranged anew from there."""
        return super().has_change_permission(request, obj) and is_open(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Arrangement | None = None) -> bool:
        return super().has_delete_permission(request, obj) and is_open(obj)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        began = begun_from(request)
        return {"lead": began.lead_id, "lead_ends_at": began.lead_ends_at} if began else {}

    def get_formset_kwargs(self, request: HttpRequest, obj: Any, inline: Any, prefix: str) -> dict[str, Any]:
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        return kwargs if obj.pk or request.method == "POST" else kwargs | {"initial": initial_blocks(request)}

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **options: Any) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **options)
        if field and db_field.name == "lead":
            field.queryset = Entry.objects.published()
            field.error_messages["invalid_choice"] = CLOSED
        return field

    def save_model(self, request: HttpRequest, obj: Arrangement, form: ModelForm, change: bool) -> None:
        """Whoever put it live while the form was open was faster; the row is held until the blocks are saved too."""
        if change and not Arrangement.objects.select_for_update().filter(pk=obj.pk, live_at=None).exists():
            raise PermissionDenied
        if not change:
            obj.made_at, obj.made_by = timezone.now(), signed_in(request)
        super().save_model(request, obj, form, change)

    def response_add(
        self, request: HttpRequest, obj: Arrangement, post_url_continue: str | None = None
    ) -> HttpResponse:
        return self._on(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: Arrangement) -> HttpResponse:
        return self._on(request, obj) or super().response_change(request, obj)

    def _on(self, request: HttpRequest, arrangement: Arrangement) -> HttpResponse | None:
        if "_preview" not in request.POST:
            return None
        return HttpResponseRedirect(reverse("admin:articles_arrangement_preview", args=[arrangement.pk]))

    def changelist_view(self, request: HttpRequest, extra_context: dict | None = None) -> HttpResponse:
        shown = {"live": front.live(), "may_publish": request.user.has_perm(PUBLISH)}
        return super().changelist_view(request, shown | (extra_context or {}))

    def get_urls(self) -> list[URLPattern]:
        return [*self.verb_urls(), *super().get_urls()]

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any) -> HttpResponse:
        obj = kwargs.get("obj")
        if obj:
            context["state_name"] = STATES[obj.state]
        context["may_publish"] = request.user.has_perm(PUBLISH)
        return super().render_change_form(request, context, *args, **kwargs)


def who_and_when(at: datetime | None, by: object) -> SafeString:
    return format_html("{}<br>{}", moment(at), by) if at and by else moment(at)
