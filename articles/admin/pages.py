"""What staff say about the portal: five pages, which nobody adds to or takes away."""

from typing import Any, ClassVar

from django import forms
from django.contrib import admin
from django.http import HttpRequest
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from articles.admin.changing import ShownAdmin
from articles.admin.places import link_to_page
from articles.forms import WordsForm
from articles.models import Page
from portal.lib.editor import EditorAdmin
from portal.lib.handed_admin import moment

VERSIONS_SHOWN = 20


class PageForm(WordsForm):
    class Meta:
        widgets: ClassVar = {"summary": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"})}


@admin.register(Page)
class PageAdmin(ShownAdmin, EditorAdmin):
    form = PageForm
    fieldsets = (
        (None, {"fields": ("title", "summary", "body")}),
        (_("Where it stands, and who wrote it when"), {"fields": ("page", "versions")}),
    )
    readonly_fields = ("page", "versions")
    list_display = ("title", "address", "changed")
    ordering = ("slug",)
    actions = None
    view_on_site = False

    @admin.display(description=_("address"), ordering="slug")
    def address(self, page: Page) -> str:
        return page.get_absolute_url()

    @admin.display(description=_("changed, UTC"), ordering="changed_at")
    def changed(self, page: Page) -> str:
        return moment(page.changed_at)

    @admin.display(description=_("page"))
    def page(self, page: Page) -> str:
        return link_to_page(page)

    @admin.display(description=_("versions"))
    def versions(self, page: Page) -> str:
        """The newest first; each is kept whole."""
        history: Any = Page.history
        rows = history.filter(slug=page.slug).select_related("history_user")[:VERSIONS_SHOWN]
        shown = ((moment(row.history_date), row.history_user or _("The portal, to begin with")) for row in rows)
        return format_html("<ol>{}</ol>", format_html_join("", "<li>{} {}</li>", shown))

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Page | None = None) -> bool:
        return False

    def save_model(self, request: HttpRequest, obj: Page, form: WordsForm, change: bool) -> None:
        obj.changed_at = timezone.now()
        super().save_model(request, obj, form, change)
