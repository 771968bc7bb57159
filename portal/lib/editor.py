"""The prose editor in the admin, under a policy that runs no script it was not told of."""

from django.contrib import admin
from django.http import HttpRequest, HttpResponse
from js_asset import Media

from portal.lib.http import nonce_of


class EditorAdmin(admin.ModelAdmin):
    """For models with a ProseEditorField: the editor's import map carries the request's nonce."""

    def render_change_form(
        self, request: HttpRequest, context: dict, *args: object, **kwargs: object
    ) -> HttpResponse:
        context["media"] = Media.from_media(context["media"], nonce=nonce_of(request))
        return super().render_change_form(request, context, *args, **kwargs)
