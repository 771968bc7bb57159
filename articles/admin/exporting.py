"""Where articles are asked for as a file, and taken away once the worker has written it."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminDateWidget
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, path
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from articles.admin.transfers import TransferAdmin
from articles.exporting import parcels, working
from articles.models import Article, Export, Section
from portal.lib.typed_rows import numbers

NAMED = 5  # titles of marked articles


class ExportForm(forms.ModelForm):
    section = forms.ModelChoiceField(
        Section.objects.order_by("name"), label=_("Section"), required=False, empty_label=_("All sections")
    )

    class Meta:
        model = Export
        fields = ("format", "section", "begins_on", "ends_on", "numbers")
        labels = {
            "begins_on": _("Published from (optional)"),
            "ends_on": _("Published until (optional)"),
        }
        help_texts = {"begins_on": _("With a day, drafts are left out.")}
        widgets = {
            "format": forms.RadioSelect,
            "begins_on": AdminDateWidget,
            "ends_on": AdminDateWidget,
            "numbers": forms.HiddenInput,
        }

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

    def get_fieldsets(self, request: HttpRequest, obj: Export | None = None) -> Any:
        """Of articles that are marked only the format is asked."""
        if obj or not (marked := _marked(request)):
            return super().get_fieldsets(request, obj)
        return ((None, {"fields": ("format", "numbers"), "description": _told(marked)}),)

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """The list of articles hands over the section it is narrowed to, or what is marked in it."""
        narrowed = {"section": request.GET.get("section__id__exact"), "numbers": ",".join(_marked(request))}
        return {"format": Export.Format.LINES} | narrowed

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


def _marked(request: HttpRequest) -> list[str]:
    return numbers((request.POST or request.GET).get("numbers", "").split(","))


def _told(marked: list[str]) -> SafeString:
    """How many articles are marked, and what the first of them are called."""
    titles = list(Article.objects.filter(pk__in=marked).order_by("pk").values_list("title", flat=True))
    words = ngettext("%(count)s article that you marked:", "%(count)s articles that you marked:", len(titles))
    named = format_html_join(", ", "“{}”", [[title] for title in titles[:NAMED]])
    more = _("and %s more") % (len(titles) - NAMED) if len(titles) > NAMED else ""
    return format_html("{} {} {}", words % {"count": len(titles)}, named, more)
