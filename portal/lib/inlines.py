"""Rows inside a form, in a table whose fields say which column they stand in."""

from typing import Any

from django.contrib import admin
from django.forms import BaseInlineFormSet, MultiWidget
from django.utils.text import capfirst


class NamedFormSet(BaseInlineFormSet):
    """The admin prints no label inside a table; each field carries its column's name instead."""

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        for name, field in form.fields.items():
            widget: Any = getattr(field.widget, "widget", field.widget)  # what the admin wrapped
            if not (widget.is_hidden or isinstance(widget, MultiWidget)):  # whose halves have labels
                widget.attrs.setdefault("aria-label", capfirst(str(field.label or name)))


class NamedInline(admin.TabularInline):
    formset = NamedFormSet
