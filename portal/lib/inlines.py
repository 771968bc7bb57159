"""Rows inside a form, in a table whose fields say which column they stand in."""

from typing import Any

from django import forms
from django.contrib import admin
from django.forms import BaseInlineFormSet, MultiWidget
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

NEW_ROWS = 50  # at once


class NamedFormSet(BaseInlineFormSet):
    """The admin prints no label inside a table; each field carries its column's name instead.

    However many rows a form says it has, no more are built than there are and somebody would add at once.
    """

    def total_form_count(self) -> int:
        many = super().total_form_count()
        return min(many, len(self.get_queryset()) + NEW_ROWS) if self.is_bound else many

    def clean(self) -> None:
        super().clean()
        if super().total_form_count() > self.total_form_count():
            words = _("At most %(most)s new rows at once; save these first.")
            raise forms.ValidationError(words, params={"most": NEW_ROWS})

    def add_fields(self, form: Any, index: int | None) -> None:
        super().add_fields(form, index)
        for name, field in form.fields.items():
            widget: Any = getattr(field.widget, "widget", field.widget)  # what the admin wrapped
            if not (widget.is_hidden or isinstance(widget, MultiWidget)):  # whose halves have labels
                widget.attrs.setdefault("aria-label", capfirst(str(field.label or name)))


class NamedInline(admin.TabularInline):
    formset = NamedFormSet


class PlacedForm(forms.ModelForm):
    """A row with a position, which may be left to its place among the rows."""

    position = forms.IntegerField(label=_("position"), min_value=0, max_value=999, required=False)

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        if not (self.instance.pk or options.get("initial")):
            self.initial.pop("position", None)


class PlacedFormSet(NamedFormSet):
    """A row without a position comes last, in the order of the rows."""

    def save(self, commit: bool = True) -> Any:
        kept = [form for form in self.forms if form.has_changed() or form.instance.pk]
        last = max((form.cleaned_data.get("position") or 0 for form in kept), default=0)
        for form in kept:
            if form.cleaned_data.get("position") is None:
                last += 1
                form.instance.position = last
        return super().save(commit)
