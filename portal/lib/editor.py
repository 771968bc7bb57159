"""The prose editor in the admin, under a policy that runs no script it was not told of."""

import json
from collections.abc import Callable
from typing import Any, ClassVar

from django.contrib import admin
from django.db.models import Model
from django.forms import Media as PlainMedia
from django.forms import Script
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField
from django_prose_editor.widgets import ProseEditorWidget
from js_asset import Media

from portal.lib.http import nonce_of

# A list of its own: merging media keeps it before the module that starts the editors.
_modules: Any = [Script("js/editor.js", type="module"), Script("js/toolbar.js", type="module")]
_media = PlainMedia(js=_modules, css={"all": ["css/editor.css"]})

# What the editor's buttons are called, by its own names for them; js/editor.js puts it on them.
NAMES = {
    "paragraph": _("Paragraph"),
    "heading2": _("Heading"),
    "heading3": _("Smaller heading"),
    "heading4": _("Smallest heading"),
    "codeBlock": _("Program code"),
    "bulletList": _("List with dots"),
    "orderedList": _("List with numbers"),
    "orderedListProperties": _("How the list is numbered"),
    "blockquote": _("Quotation"),
    "horizontalRule": _("Dividing line"),
    "caption": _("Picture and caption"),
    "figure": _("Change this picture and its words"),
    "bold": _("Bold"),
    "italic": _("Italic"),
    "underline": _("Underlined"),
    "strike": _("Struck through"),
    "subscript": _("Lowered, as in CO₂"),
    "superscript": _("Raised, as in m²"),
    "code": _("Words of a program"),
    "link": _("Link"),
    "unlink": _("Remove the link"),
    "table": _("Table"),
    "table:caption": _("What the table shows, in a line over it"),
    "table:addColumnAfter": _("Add a column"),
    "table:deleteColumn": _("Delete the column"),
    "table:addRowAfter": _("Add a row"),
    "table:deleteRow": _("Delete the row"),
    "table:mergeCells": _("Make one cell of several"),
    "table:splitCell": _("Part the cell again"),
    "table:toggleHeaderCell": _("Head of a row or column"),
    "table:deleteTable": _("Delete the table"),
    "history:undo": _("Undo"),
    "history:redo": _("Redo"),
}
# What its dialogs say, by its own words for it; the admin's catalogue for scripts has it.
DIALOGS = {
    "Edit Figure": _("Change this picture"),
    "Image URL": _("Address of the picture"),
    "Alternative Text": _("What is seen on it"),
    "Browse...": _("Look in the library"),
    "Edit Link": _("Link"),
    "URL": _("Address"),
    "Insert Table": _("Put a table in"),
}


class EditorAdmin(admin.ModelAdmin):
    """For models with a ProseEditorField: the editor's import map carries the request's nonce.

    Whoever may only look is shown the texts as they are read and, for the form's own fields, those of `shown_as`.
    """

    shown_as: ClassVar[dict[str, str]] = {}

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        texts = {field.name: _as_read(field) for field in self.opts.fields if isinstance(field, ProseEditorField)}
        shown = self.shown_as | texts
        return [
            (head, {**options, "fields": [shown.get(name, name) for name in options["fields"]]})
            for head, options in fieldsets
        ]

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any) -> HttpResponse:
        fields = context["adminform"].form.fields.values()
        editors = [field.widget for field in fields if isinstance(field.widget, ProseEditorWidget)]
        for widget in editors:
            widget.attrs["data-tools"] = _("Tools for the text")
            widget.attrs["data-names"] = json.dumps({name: str(words) for name, words in NAMES.items()})
        if editors:  # none where one only looks
            context["media"] = Media.from_media(_media + context["media"], nonce=nonce_of(request))
        return super().render_change_form(request, context, *args, **kwargs)


def _as_read(field: ProseEditorField) -> Callable[[Model], SafeString]:
    @admin.display(description=field.verbose_name)
    def text(obj: Model) -> SafeString:
        return format_html('<div class="prose">{}</div>', mark_safe(getattr(obj, field.name)))  # cleaned when saved

    text.__name__ = field.name
    return text
