"""Where an archive is sent to, tried without writing anything, and brought in by the worker."""

from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from articles.admin.transfers import TransferAdmin
from articles.import_forms import ImportForm
from articles.importing import uploads, working
from articles.models import Import

COUNTED: dict[str, Any] = {
    "new": _("New"),
    "updated": _("Updated, changed at the source"),
    "same": _("Unchanged"),
    "edited": _("Left alone, edited here"),
    "refused": _("Refused"),
}


@admin.register(Import)
class ImportAdmin(TransferAdmin):
    adds = _("Bring an archive in")
    form = ImportForm
    fieldsets = (
        (None, {"fields": ("file", "pictures", "names")}),
        (_("How"), {"fields": ("publish", "again", "timezone")}),
    )
    list_display = ("name", "kind", "state_shown", "outcome", "asked")
    list_select_related = ("asked_by",)

    @admin.display(description=_("what"))
    def kind(self, transfer: Import) -> str:
        return str(_("Dry run") if transfer.is_dry else _("Import"))

    @admin.display(description=_("articles"))
    def outcome(self, transfer: Import) -> str:
        counts = transfer.counts
        taken = counts.get("new", 0) + counts.get("updated", 0)
        words = _("%(taken)s new or updated, %(refused)s refused")
        return words % {"taken": taken, "refused": counts.get("refused", 0)} if counts else "–"

    def get_fieldsets(self, request: HttpRequest, obj: Import | None = None) -> Any:
        return [] if obj else self.fieldsets

    def save_model(self, request: HttpRequest, obj: Import, form: ImportForm, change: bool) -> None:
        obj.asked_at, obj.asked_by = timezone.now(), request.user  # type: ignore[assignment]  # signed in
        super().save_model(request, obj, form, change)
        uploads.keep(obj, form.sent())
        working.soon(obj.pk)

    def response_add(self, request: HttpRequest, obj: Import, post_url_continue: str | None = None) -> HttpResponse:
        self.message_user(request, _("It has arrived. The dry run says what would become of it."), messages.SUCCESS)
        return self.to(obj.pk)

    def verbs(self) -> dict[str, Any]:
        return super().verbs() | {"run": self.run, "again": self.go_on}

    def run(self, request: HttpRequest, transfer: Import) -> tuple[bool, Any]:
        done = working.run(transfer, by=request.user, at=timezone.now())  # type: ignore[arg-type]  # signed in
        return done, _("It comes in now. You can leave this page.")

    def go_on(self, request: HttpRequest, transfer: Import) -> tuple[bool, Any]:
        done = working.go_on(transfer, by=request.user, at=timezone.now())  # type: ignore[arg-type]  # signed in
        return done, _("It goes on from where it stood.")

    def get_urls(self) -> list[URLPattern]:
        report = require_safe(self.admin_site.admin_view(self.report))
        return [path("<int:number>/report/", report, name="articles_import_report"), *super().get_urls()]

    def report(self, request: HttpRequest, number: int) -> FileResponse:
        """Every item that was looked at, one a line."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        transfer = get_object_or_404(Import, pk=number)
        try:
            file = (uploads.folder(transfer) / uploads.REPORT).open("rb")
        except OSError as error:
            raise Http404 from error
        return FileResponse(file, as_attachment=True, filename=f"import-{number}.jsonl")

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any) -> HttpResponse:
        transfer = kwargs.get("obj")
        if transfer:
            told = transfer.told
            context["has_report"] = not transfer.is_open and (uploads.folder(transfer) / uploads.REPORT).exists()
            context["may_go_on"] = transfer.state in ("cancelled", "failed") and transfer.removed_at is None
            context["counts"] = [(what, words, transfer.counts.get(what, 0)) for what, words in COUNTED.items()]
            context["left_out"] = sorted(told.get("left_out", {}).items(), key=lambda one: -one[1])
            context["refused"], context["examples"] = told.get("refused", []), told.get("examples", [])
        return super().render_change_form(request, context, *args, **kwargs)
