"""The prose editor in the admin, under a policy that runs no script it was not told of."""

from collections.abc import Callable
from typing import Any

from django.contrib import admin
from django.db.models import Model
from django.forms import Media as PlainMedia
from django.forms import Script
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django_prose_editor.fields import ProseEditorField
from django_prose_editor.widgets import ProseEditorWidget
from js_asset import Media

from portal.lib.http import nonce_of

# A list of its own: merging media keeps it before the module that starts the editors.
_module: Any = Script("js/editor.js", type="module")
_media = PlainMedia(js=[_module], css={"all": ["css/editor.css"]})


class EditorAdmin(admin.ModelAdmin):
    """For models with a ProseEditorField: the editor's import map carries the request's nonce."""

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:
        """Whoever may only look reads the text, not its mark-up."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        texts = {field.name: _as_read(field) for field in self.opts.fields if isinstance(field, ProseEditorField)}
        return [
            (head, {**options, "fields": [texts.get(name, name) for name in options["fields"]]})
            for head, options in fieldsets
        ]

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any) -> HttpResponse:
        fields = context["adminform"].form.fields.values()
        if any(isinstance(field.widget, ProseEditorWidget) for field in fields):  # none where one only looks
            context["media"] = Media.from_media(_media + context["media"], nonce=nonce_of(request))
        return super().render_change_form(request, context, *args, **kwargs)


def _as_read(field: ProseEditorField) -> Callable[[Model], SafeString]:
    @admin.display(description=field.verbose_name)
    def text(obj: Model) -> SafeString:
        return format_html('<div class="prose">{}</div>', mark_safe(getattr(obj, field.name)))  # cleaned when saved

    text.__name__ = field.name
    return text
