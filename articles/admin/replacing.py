"""The page on which a picture gets another file."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from articles import pictures
from articles.models import Picture


class ReplaceForm(forms.Form):
    file = forms.FileField(label=_("New file"), help_text=_("JPEG, PNG, WebP, AVIF, HEIC or GIF; at most 20 MB."))


class ReplacingAdmin(admin.ModelAdmin):
    """Adds *Replace the file*; whoever saves words meanwhile waits for it, and it for them."""

    def get_urls(self) -> list[URLPattern]:
        page = require_http_methods(["GET", "HEAD", "POST"])(self.admin_site.admin_view(self.replace))
        return [path("<int:pk>/replace/", page, name="articles_picture_replace"), *super().get_urls()]

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        with transaction.atomic():
            if request.method == "POST" and object_id and object_id.isdecimal() and len(object_id) < 19:
                Picture.objects.select_for_update().filter(pk=object_id).first()
            return super().changeform_view(request, object_id, form_url, extra_context)

    def replace(self, request: HttpRequest, pk: int) -> HttpResponse:
        picture = get_object_or_404(self.get_queryset(request), pk=pk)
        if not self.has_change_permission(request, picture):
            raise PermissionDenied
        form = ReplaceForm(request.POST, request.FILES) if request.method == "POST" else ReplaceForm()
        if form.is_valid() and self._replaced(request, picture, form):
            return HttpResponseRedirect(reverse("admin:articles_picture_change", args=[pk]))
        context = {"title": _("Replace the file"), "original": picture, "form": form, "opts": self.opts}
        context |= {"media": self.media, **self.admin_site.each_context(request)}
        return TemplateResponse(request, "admin/articles/picture/replace.html", context)

    def _replaced(self, request: HttpRequest, picture: Picture, form: ReplaceForm) -> bool:
        try:
            with transaction.atomic():
                done = pictures.replace(picture.pk, form.cleaned_data["file"], at=timezone.now())
                self.log_change(request, done, "Replaced the file")
        except (pictures.Refused, pictures.NotStored) as refusal:
            form.add_error("file", str(refusal))
            return False
        except pictures.Gone:
            self.message_user(request, _("Nothing was done: the picture was deleted meanwhile."), messages.WARNING)
            return True
        words = _("Replaced. See whether the alternative text, the caption and the focus still hold.")
        self.message_user(request, words, messages.SUCCESS)
        return True

    def render_change_form(self, request: HttpRequest, context: dict, *args: Any, **kwargs: Any) -> HttpResponse:
        if obj := kwargs.get("obj"):
            context["replace_url"] = reverse("admin:articles_picture_replace", args=[obj.pk])
        return super().render_change_form(request, context, *args, **kwargs)
