"""What the rooms of imports and exports have in common: a list of what was asked for, and a page on which it can be
watched and stopped. Nothing of it is edited."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from articles import transferring
from articles.progress import clock
from members.access import signed_in
from portal.lib.handed_admin import moment

LOGGED = {"run": "Brought in", "cancel": "Cancelled", "again": "Went on with"}
STATES: dict[str, tuple[str, Any]] = {
    "waiting": ("waiting", _("Waiting")),
    "running": ("sending", _("Running")),
    "stopping": ("sending", _("Stopping")),
    "done": ("published", _("Done")),
    "cancelled": ("withdrawn", _("Cancelled")),
    "failed": ("failed", _("Failed")),
}


class TransferAdmin(admin.ModelAdmin):
    """`verbs` are pages that only take a POST: what each is called in an address, and what it does."""

    adds: Any  # the title of the page on which one is asked for
    list_per_page = 50
    show_full_result_count = False
    ordering = ("-pk",)
    actions = None
    view_on_site = False

    @admin.display(description=_("state"))
    def state_shown(self, transfer: Any) -> SafeString:
        return format_html('<span class="state state-{}">{}</span>', *STATES[transfer.state])

    @admin.display(description=_("asked for, UTC"), ordering="asked_at")
    def asked(self, transfer: Any) -> SafeString:
        return format_html("{}<br>{}", moment(transfer.asked_at), transfer.asked_by or "–")

    def verbs(self) -> dict[str, Callable[[HttpRequest, Any], tuple[bool, Any]]]:
        """Each does its work, and answers whether it was done and what is to be said then."""
        return {"cancel": self.cancel}

    def cancel(self, request: HttpRequest, transfer: Any) -> tuple[bool, Any]:
        return transferring.cancel(transfer, at=timezone.now()), _("It stops after the article it is at.")

    def get_urls(self) -> list[URLPattern]:
        room = f"{self.opts.app_label}_{self.opts.model_name}"
        pages = [path(f"<int:number>/{verb}/", self._page(verb), name=f"{room}_{verb}") for verb in self.verbs()]
        return [*pages, *super().get_urls()]

    def _page(self, verb: str) -> Callable[..., HttpResponse]:
        def page(request: HttpRequest, number: int) -> HttpResponse:
            return self.act(request, number, verb)

        return require_http_methods(["POST"])(self.admin_site.admin_view(page))

    def act(self, request: HttpRequest, number: int, verb: str) -> HttpResponse:
        if not request.user.has_perm(f"articles.change_{self.opts.model_name}"):
            raise PermissionDenied
        transfer = get_object_or_404(self.model, pk=number)
        done, words = self.verbs()[verb](request, transfer)
        if done:
            self.log_change(request, transfer, LOGGED[verb])
            self.message_user(request, words, messages.SUCCESS)
        else:
            self.message_user(request, _("Nothing was done: it stands otherwise by now, as you see."), messages.WARNING)
        return self.to(number)

    def to(self, number: int) -> HttpResponse:
        """The page on which it is watched."""
        return HttpResponseRedirect(reverse(f"admin:articles_{self.opts.model_name}_change", args=[number]))

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        return [] if obj else self.fieldsets

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        obj.asked_at, obj.asked_by = timezone.now(), signed_in(request)
        super().save_model(request, obj, form, change)

    def handed(self, path: Path, **answer: Any) -> FileResponse:
        """The file, to be kept by whoever asks; 404 where it is gone."""
        try:
            return FileResponse(path.open("rb"), as_attachment=True, **answer)
        except OSError as error:
            raise Http404 from error

    def seen(self, request: HttpRequest, number: int) -> Any:
        """The transfer, for whoever may look at those of its kind."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        return get_object_or_404(self.model, pk=number)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def changelist_view(self, request: HttpRequest, extra_context: Any = None) -> HttpResponse:
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title} | (extra_context or {}))

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        title = capfirst(self.opts.verbose_name) if object_id else self.adds
        return super().changeform_view(request, object_id, form_url, {"title": title} | (extra_context or {}))

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any) -> HttpResponse:
        transfer = kwargs.get("obj")
        if transfer:
            context["state"] = dict(zip(("look", "words"), STATES[transfer.state], strict=True))
            context["left"] = clock(transfer.seconds_left) if transfer.seconds_left is not None else ""
            context["cancel_url"] = f"admin:articles_{self.opts.model_name}_cancel"
            context["may_act"] = request.user.has_perm(f"articles.change_{self.opts.model_name}")
        return super().render_change_form(request, context, *args, **kwargs)
