"""Where readers are led who come by an address of before; typed one by one, or many from a table."""

import csv
import io
from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from articles import redirecting
from articles.admin.changing import ShownAdmin
from articles.models import OldAddress
from articles.redirecting import Line

MOST_BYTES = 5_000_000
MOST_LINES = 20_000
SHOWN = 500


class OldAddressForm(forms.ModelForm):
    """One redirect, held to the same rules as a line of a table."""

    path = forms.CharField(
        label=_("Old address"), max_length=500, help_text=_("Begins with /; of a whole address the path is kept.")
    )
    new = forms.CharField(
        label=_("Leads to"), max_length=500, help_text=_("The number of an article, or an address of this portal.")
    )

    class Meta:
        model = OldAddress
        fields = ("path",)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if self.instance.pk:
            self.initial["new"] = self.instance.to or self.instance.entry_id

    def clean(self) -> dict:
        typed = super().clean() or self.cleaned_data
        if not self.errors:
            line = Line(1, typed["path"], typed["new"])
            checked = redirecting.check([line], besides=self.instance.pk or 0)
            for refused in checked.refused:
                self.add_error("path" if refused.column == "old" else "new", refused.reason)
            for old, goal in checked.goals.items():
                typed["path"], self.instance.entry_id, self.instance.to = old, goal.number, goal.to
            if checked.same:
                self.add_error("path", _("It leads there already."))
        return typed


class TableForm(forms.Form):
    """A file, or lines that are typed or pasted; what was typed comes back until it is taken."""

    file = forms.FileField(label=_("File"), required=False, help_text=_("CSV, as any spreadsheet saves it; in UTF-8."))
    lines = forms.CharField(
        label=_("Or lines typed here"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "class": "vLargeTextField", "spellcheck": "false"}),
    )

    def clean(self) -> dict:
        typed = super().clean() or self.cleaned_data
        if not self.errors:
            typed["text"] = self._text(typed)
            typed["read"] = list(redirecting.read(typed["text"]))
            if not typed["read"]:
                raise forms.ValidationError(_("Choose a file, or type at least one line."))
            if len(typed["read"]) > MOST_LINES:
                words = _("At most %(most)s lines at once; this has %(many)s. Send it in parts.")
                raise forms.ValidationError(words, params={"most": MOST_LINES, "many": len(typed["read"])})
        return typed

    def _text(self, typed: dict) -> str:
        file = typed.get("file")
        if not file:
            return typed["lines"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError({"file": _("The file is larger than 5 MB. Send it in parts.")})
        try:
            return file.read().decode("utf-8-sig")
        except UnicodeDecodeError:
            words = _("The file is not in UTF-8. Save it as “CSV UTF-8”, or paste its lines below.")
            raise forms.ValidationError({"file": words}) from None


class AskedForFilter(admin.SimpleListFilter):
    title = _("asked for")
    parameter_name = "asked"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[str, Any]]:
        return [("month", _("In the last 30 days")), ("never", _("Never"))]

    def queryset(self, request: HttpRequest, queryset: QuerySet) -> QuerySet:
        month = timezone.now().date() - timedelta(days=30)
        match self.value():
            case "month":
                return queryset.filter(last_hit_on__gte=month)
            case "never":
                return queryset.filter(last_hit_on=None)
        return queryset


@admin.register(OldAddress)
class OldAddressAdmin(ShownAdmin):
    form = OldAddressForm
    fields = ("path", "new", "hits", "last_hit_on")
    readonly_fields = ("hits", "last_hit_on")
    list_display = ("path", "leads_to", "hits", "last_hit_on")
    list_filter = (AskedForFilter,)
    list_select_related = ("entry",)
    search_fields = ("path__startswith",)
    search_help_text = _("Begins with, for instance /news/2019")
    ordering = ("path",)
    list_per_page = 50
    show_full_result_count = False
    view_on_site = False

    @admin.display(description=_("leads to"))
    def leads_to(self, old: OldAddress) -> str:
        return old.to if old.entry is None else f"{old.entry.pk} · {old.entry.title}"

    def get_fields(self, request: HttpRequest, obj: OldAddress | None = None) -> Any:
        return self.fields if obj else ("path", "new")

    def get_urls(self) -> list[URLPattern]:
        table = require_http_methods(["GET", "HEAD", "POST"])(self.admin_site.admin_view(self.table))
        return [path("import/", table, name="articles_oldaddress_import"), *super().get_urls()]

    def table(self, request: HttpRequest) -> HttpResponse:
        """Takes a table, and shows what of it was refused, ready to be mended and sent again."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = TableForm(request.POST, request.FILES) if request.method == "POST" else TableForm()
        context: dict[str, Any] = {"title": _("Take redirects from a table"), "opts": self.opts}
        if form.is_valid():
            is_trial = "check" in request.POST
            checked = (redirecting.check if is_trial else redirecting.take)(form.cleaned_data["read"])
            if not checked.refused and not is_trial:
                return self._all_taken(request, len(checked.goals), checked.same)
            context |= {"checked": checked, "refused": checked.refused[:SHOWN], "is_trial": is_trial}
            left = [refused.line for refused in checked.refused]
            form = TableForm(initial={"lines": form.cleaned_data["text"] if is_trial else _as_table(left)})
        context |= {"form": form, "most": MOST_LINES, **self.admin_site.each_context(request)}
        return TemplateResponse(request, "admin/articles/oldaddress/import.html", context)

    def _all_taken(self, request: HttpRequest, taken: int, same: int) -> HttpResponse:
        words = ngettext("%(taken)s redirect was taken.", "%(taken)s redirects were taken.", taken)
        told = [words % {"taken": taken}]
        if same:
            told.append(_("%(same)s stood so already.") % {"same": same})
        self.message_user(request, " ".join(told), messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:articles_oldaddress_changelist"))


def _as_table(lines: list[Line]) -> str:
    table = io.StringIO()
    csv.writer(table, lineterminator="\n").writerows((line.old, line.new) for line in lines)
    return table.getvalue().rstrip("\n")
