"""The prose editor in the admin, under a policy that runs no script it was not told of."""

from typing import Any

from django.contrib import admin
from django.forms import Media as PlainMedia
from django.forms import Script
from django.http import HttpRequest, HttpResponse
from js_asset import Media

from portal.lib.http import nonce_of

# A list of its own: merging media keeps it before the module that starts the editors.
_module: Any = Script("js/editor.js", type="module")
_media = PlainMedia(js=[_module], css={"all": ["css/editor.css"]})


class EditorAdmin(admin.ModelAdmin):
    """For models with a ProseEditorField: the editor's import map carries the request's nonce."""

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any) -> HttpResponse:
        if context["adminform"].form.fields:  # one that is only looked at has no editor
            context["media"] = Media.from_media(_media + context["media"], nonce=nonce_of(request))
        return super().render_change_form(request, context, *args, **kwargs)
