"""Which sections have blocks on the front page, and what stands first in each."""

from typing import Any

from django.contrib import admin
from django.db.models import ForeignKey, ManyToManyField
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles import front
from articles.admin.elsewhere import SectionsElsewhere
from articles.models import ArrangedBlock, Arrangement, Entry, Section
from portal.lib.choosing import Choosing
from portal.lib.inlines import PlacedForm, PlacedFormSet
from portal.lib.typed_rows import numbers

MOST_PINNED = front.IN_BLOCK
CLOSED = _("Readers cannot open this article. Take it out.")


class BlockForm(PlacedForm):
    def clean(self) -> dict:
        typed = super().clean() or self.cleaned_data
        pinned, section = typed.get("pinned") or [], typed.get("section")
        if len(pinned) > MOST_PINNED:
            self.add_error("pinned", _("A block has room for four articles."))
        if section and any(entry.section_id != section.pk for entry in pinned):
            self.add_error("pinned", _("Only articles of this section can stand first in its block."))
        return typed


class BlockInline(SectionsElsewhere, Choosing, admin.TabularInline):
    model = ArrangedBlock
    form = BlockForm
    formset = PlacedFormSet
    fields = ("position", "section", "pinned")
    autocomplete_fields = ("pinned",)
    ordering = ("position", "pk")
    max_num = 40
    verbose_name_plural = _("blocks; none: the sections of the masthead, in its order")

    def get_extra(self, request: HttpRequest, obj: Arrangement | None = None, **options: Any) -> int:
        return 2 if obj else len(initial_blocks(request)) + 2

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **options: Any) -> Any:
        if db_field.name == "section":
            options["queryset"] = Section.objects.exclude(slug=front.ANSWERED).order_by("position", "name")
        return super().formfield_for_foreignkey(db_field, request, **options)

    def formfield_for_manytomany(self, db_field: ManyToManyField, request: HttpRequest, **options: Any) -> Any:
        field = super().formfield_for_manytomany(db_field, request, **options)
        if field:
            field.queryset, field.help_text = Entry.objects.published(), ""
            field.error_messages["invalid_choice"] = CLOSED
        return field

    def has_change_permission(self, request: HttpRequest, obj: Arrangement | None = None) -> bool:
        return super().has_change_permission(request, obj) and is_open(obj)

    def has_add_permission(self, request: HttpRequest, obj: Arrangement | None = None) -> bool:
        return super().has_add_permission(request, obj) and is_open(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Arrangement | None = None) -> bool:
        return super().has_delete_permission(request, obj) and is_open(obj)


def begun_from(request: HttpRequest) -> Arrangement | None:
    """The arrangement a new one begins with: the one asked for, else the live one."""
    asked = numbers([request.GET.get("from", "")])
    return Arrangement.objects.filter(pk__in=asked).first() if asked else Arrangement.objects.live().first()


def initial_blocks(request: HttpRequest) -> list[dict[str, Any]]:
    began = begun_from(request)
    blocks = began.blocks.prefetch_related("pinned") if began else []
    return [
        {"position": block.position, "section": block.section_id, "pinned": [entry.pk for entry in block.pinned.all()]}
        for block in blocks
    ]


def is_open(arrangement: Arrangement | None) -> bool:
    return arrangement is None or arrangement.live_at is None
