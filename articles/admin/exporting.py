"""Where articles are asked for as a file, and taken away once the worker has written it."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminDateWidget
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from articles.admin.transfers import TransferAdmin
from articles.exporting import parcels, working
from articles.models import Export, Section


class ExportForm(forms.ModelForm):
    section = forms.ModelChoiceField(
        Section.objects.order_by("name"), label=_("Section"), required=False, empty_label=_("All sections")
    )

    class Meta:
        model = Export
        fields = ("format", "section", "begins_on", "ends_on")
        labels = {
            "begins_on": _("Published from (optional)"),
            "ends_on": _("Published until (optional)"),
        }
        help_texts = {"begins_on": _("With a day, drafts are left out.")}
        widgets = {"format": forms.RadioSelect, "begins_on": AdminDateWidget, "ends_on": AdminDateWidget}

    def clean(self) -> dict:
        typed = super().clean() or self.cleaned_data
        begins, ends = typed.get("begins_on"), typed.get("ends_on")
        if begins and ends and ends < begins:
            self.add_error("ends_on", _("This day is before the first one. Change one of them, or leave it empty."))
        return typed


@admin.register(Export)
class ExportAdmin(TransferAdmin):
    adds = _("Take articles away")
    form = ExportForm
    fieldsets = ((None, {"fields": ("format", "section", "begins_on", "ends_on")}),)
    list_display = ("__str__", "section", "begins_on", "ends_on", "state_shown", "items", "asked")
    list_select_related = ("asked_by", "section")

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """The list of articles hands over the section it is narrowed to."""
        return {"format": Export.Format.LINES, "section": request.GET.get("section__id__exact")}

    def save_model(self, request: HttpRequest, obj: Export, form: ExportForm, change: bool) -> None:
        super().save_model(request, obj, form, change)
        working.soon(obj.pk)

    def response_add(self, request: HttpRequest, obj: Export, post_url_continue: str | None = None) -> HttpResponse:
        self.message_user(request, _("It is being written. You can leave this page and come back."), messages.SUCCESS)
        return self.to(obj.pk)

    def get_urls(self) -> list[URLPattern]:
        file = require_safe(self.admin_site.admin_view(self.file))
        return [path("<int:number>/file/", file, name="articles_export_file"), *super().get_urls()]

    def file(self, request: HttpRequest, number: int) -> FileResponse:
        """The zip, for whoever may look at exports; each time it is taken is written down."""
        transfer = self.seen(request, number)
        if not transfer.may_be_taken:
            raise Http404
        name = f"articles-{transfer.asked_at:%Y-%m-%d}-{transfer.format}.zip"
        file = self.handed(parcels.path(transfer), filename=name, content_type="application/zip")
        self.log_change(request, transfer, _("Downloaded"))
        return file
