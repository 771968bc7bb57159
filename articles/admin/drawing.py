"""Where an editor makes maps and charts of a few typed lines, and sees them before readers do."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from articles.admin.changing import ShownAdmin
from articles.admin.verbs import PUBLISH
from articles.drawing import making
from articles.illustration_forms import DrawingForm
from articles.models import Drawing, Entry


@admin.register(Drawing)
class DrawingAdmin(ShownAdmin):
    form = DrawingForm
    change_form_template = "admin/articles/drawing/change_form.html"
    list_display = ("seen", "title", "kind", "used", "added_at")
    list_display_links = ("title",)
    list_filter = ("kind",)
    search_fields = ("title", "source")
    ordering = ("-pk",)
    list_per_page = 25

    @admin.display(description=_("drawing"))
    def seen(self, drawing: Drawing) -> str:
        return format_html('<div class="drawn thumbnail">{}</div>', mark_safe(drawing.small_svg))  # of our own making

    @admin.display(description=_("articles"))
    def used(self, drawing: Drawing) -> int:
        return drawing.used  # type: ignore[attr-defined]  # by get_queryset

    @admin.display(description=_("as it stands"))
    def standing(self, drawing: Drawing) -> str:
        """In every size a page has; each is a figure that can be copied into a text."""
        return format_html('<div class="drawn">{}</div>', mark_safe(drawing.full_svg))  # of our own making

    @admin.display(description=_("for a text"))
    def reference(self, drawing: Drawing) -> str:
        """What stands in a body for it: pasted as a picture's address, or copied whole."""
        words = _("Put a picture with this address into the text, in a paragraph of its own:")
        return format_html("{} <code>{}</code>", words, drawing.get_absolute_url())

    def get_fields(self, request: HttpRequest, obj: Drawing | None = None) -> tuple[str, ...]:
        typed = ("kind", "title", "unit", "data", "source", "alt")
        return ("standing", *typed, "reference", "added_at") if obj else typed

    def get_readonly_fields(self, request: HttpRequest, obj: Drawing | None = None) -> tuple[str, ...]:
        return ("standing", "reference", "added_at") if obj else ()

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        using = Entry.objects.filter(drawing=OuterRef("pk")).order_by().values("drawing")
        return super().get_queryset(request).annotate(used=Coalesce(Subquery(using.values(count=Count("*"))), 0))

    def has_change_permission(self, request: HttpRequest, obj: Drawing | None = None) -> bool:
        """Who may not publish leaves alone what readers see, or will by itself."""
        may = super().has_change_permission(request, obj)
        return may and (obj is None or request.user.has_perm(PUBLISH) or not _is_shown(obj))

    def get_urls(self) -> list[URLPattern]:
        preview = require_POST(self.admin_site.admin_view(self.preview))
        return [path("preview/", preview, name="articles_drawing_preview"), *super().get_urls()]

    def preview(self, request: HttpRequest) -> HttpResponse:
        """What stands in the form, drawn and not saved: at the widths at which pages show it."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = DrawingForm(request.POST)
        drawing = form.instance if form.is_valid() else None
        if drawing:
            made = making.drawn(drawing.kind, drawing.data, title=drawing.title, alt=drawing.alt, key=drawing.key)
            for name, value in vars(made).items():
                setattr(drawing, name, value)
        return render(request, "admin/articles/drawing/preview.html", {"drawing": drawing, "faults": form.errors})


def _is_shown(drawing: Drawing) -> bool:
    """Over an article that readers have, or will by itself, or in the text of one."""
    shown = Entry.objects.filter(published_at__isnull=False)
    return shown.filter(drawing=drawing).exists() or shown.showing(drawing.get_absolute_url()).exists()
