"""Where an archive is sent to, tried without writing anything, and brought in by the worker."""

from typing import Any

from django.contrib import admin, messages
from django.http import FileResponse, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from articles.admin.transfers import TransferAdmin
from articles.import_forms import ImportForm
from articles.importing import uploads, working
from articles.importing.series import Beginnings
from articles.models import Import
from members.access import signed_in
from portal.lib.typed_rows import numbers

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

    def save_model(self, request: HttpRequest, obj: Import, form: ImportForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        uploads.keep(obj, form.sent())
        if form.of:
            uploads.carry(form.along(), of=form.of, to=obj)
            working.end_rehearsal(form.of, at=obj.asked_at)
        working.soon(obj.pk)

    def get_form(self, request: HttpRequest, obj: Any = None, change: bool = False, **kwargs: Any) -> Any:
        form = super().get_form(request, obj, change, **kwargs)
        return type(form.__name__, (form,), {"of": None if obj else _before(request)})

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """What came with the file before can be left out where it is tried anew."""
        fieldsets = super().get_fieldsets(request, obj)
        of = None if obj else _before(request)
        if of is None:
            return fieldsets
        (head, options), *rest = fieldsets
        left_out = {"pictures": of.pictures_name, "names": of.map_name}
        files = [(name, f"without_{name}") if left_out.get(name) else (name,) for name in options["fields"]]
        return [(head, {**options, "fields": [name for names in files for name in names]}), *rest]

    def response_add(self, request: HttpRequest, obj: Import, post_url_continue: str | None = None) -> HttpResponse:
        self.message_user(request, _("It has arrived. The dry run says what would become of it."), messages.SUCCESS)
        return self.to(obj.pk)

    def verbs(self) -> dict[str, Any]:
        return super().verbs() | {"run": self.run, "again": self.go_on}

    def run(self, request: HttpRequest, transfer: Import) -> tuple[bool, Any]:
        done = working.run(transfer, by=signed_in(request), at=timezone.now())
        return done, _("It comes in now. You can leave this page.")

    def go_on(self, request: HttpRequest, transfer: Import) -> tuple[bool, Any]:
        done = working.go_on(transfer, by=signed_in(request), at=timezone.now())
        return done, _("It goes on from where it stood.")

    def get_urls(self) -> list[URLPattern]:
        report = require_safe(self.admin_site.admin_view(self.report))
        return [path("<int:number>/report/", report, name="articles_import_report"), *super().get_urls()]

    def report(self, request: HttpRequest, number: int) -> FileResponse:
        """Every item that was looked at, one a line."""
        transfer = self.seen(request, number)
        return self.handed(uploads.folder(transfer) / uploads.REPORT, filename=f"import-{number}.jsonl")

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any) -> HttpResponse:
        transfer = kwargs.get("obj")
        if transfer:
            told = transfer.told
            context["has_report"] = not transfer.is_open and (uploads.folder(transfer) / uploads.REPORT).exists()
            context["may_try_anew"] = (
                not transfer.is_open and transfer.removed_at is None and self.has_add_permission(request)
            )
            context["may_go_on"] = transfer.state in ("cancelled", "failed") and transfer.removed_at is None
            context["counts"] = [(what, words, transfer.counts.get(what, 0)) for what, words in COUNTED.items()]
            context["left_out"] = sorted(told.get("left_out", {}).items(), key=lambda one: -one[1])
            context["alike"] = Beginnings(told.get("beginnings", {})).often()
            context["refused"], context["examples"] = told.get("refused", []), told.get("examples", [])
        return super().render_change_form(request, context, *args, **kwargs)


def _before(request: HttpRequest) -> Import | None:
    """The import whose file is to be tried anew, with other options."""
    number = request.GET.get("of", "")
    known = Import.objects.filter(removed_at=None).exclude(ended_at=None)
    return known.filter(pk=number).first() if numbers([number]) else None
