"""Many pictures at once: each file is taken or refused for itself, and told by its name."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from articles import pictures
from articles.admin.choosing import choice_of
from articles.forms import WordsForm
from articles.in_languages import LANGUAGES
from articles.models import Picture
from articles.widgets import thumbnail
from members.access import signed_in
from members.models import User

MOST_FILES = 50
ALIKE_SHOWN = 6


@dataclass(frozen=True)
class Taken:
    """What became of one file; without a picture it was refused, in the words of `why`."""

    name: str
    picture: Picture | None = None
    is_new: bool = False
    why: str = ""

    @property
    def thumbnail(self) -> str:
        return thumbnail(self.picture) if self.picture else ""

    @property
    def alike(self) -> SafeString | None:
        return alike_to(self.picture) if self.picture and self.is_new else None


class FilesInput(forms.FileInput):
    allow_multiple_selected = True

    def value_from_datadict(self, data: Any, files: Any, name: str) -> list[UploadedFile]:
        return files.getlist(name) if hasattr(files, "getlist") else files.get(name, [])


class FilesField(forms.FileField):
    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[UploadedFile]:
        """Each is looked at when it is taken into the library, for itself."""
        files = [file for file in data or [] if file]
        if not files:
            raise forms.ValidationError(_("Choose at least one file."))
        if len(files) > MOST_FILES:
            words = ngettext("At most %(most)s file at once.", "At most %(most)s files at once.", MOST_FILES)
            raise forms.ValidationError(words, params={"most": MOST_FILES})
        return files


class SeveralForm(WordsForm):
    """The words that all of the pictures share; what each shows is written afterwards."""

    files: Any = FilesField(label=_("Files"), help_text=_("JPEG, PNG, WebP, AVIF, HEIC or GIF; each at most 20 MB."))

    field_order = ("files",)

    class Meta:
        model = Picture
        fields = ("caption", "language", "credit", "licence")

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]  # Django's own arguments, passed on
        self.fields["language"].required = False

    def clean_language(self) -> str:
        return self.cleaned_data["language"] or self.instance.language


class SeveralAdmin(admin.ModelAdmin):
    def get_urls(self) -> list[URLPattern]:
        page = require_http_methods(["GET", "HEAD", "POST"])(self.admin_site.admin_view(self.several))
        take = require_POST(self.admin_site.admin_view(self.take))
        return [
            path("several/", page, name="articles_picture_several"),
            path("take/", take, name="articles_picture_take"),
            *super().get_urls(),
        ]

    def several(self, request: HttpRequest) -> HttpResponse:
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = SeveralForm(request.POST, request.FILES) if request.method == "POST" else SeveralForm()
        results = []
        if form.is_valid():
            words = {name: form.cleaned_data[name] for name in form.Meta.fields}
            sent: Any = form.cleaned_data["files"]
            results = [_taken(file, words, by=signed_in(request), at=timezone.now()) for file in sent]
        context = {"title": _("Add several pictures"), "form": form, "results": results, "opts": self.opts}
        context |= {"most": MOST_FILES, "media": self.media, **self.admin_site.each_context(request)}
        return TemplateResponse(request, "admin/articles/picture/several.html", context)

    def take(self, request: HttpRequest) -> JsonResponse:
        """One file that was put into a text (js/pictures.js): how the text refers to it, or why it was refused."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        file = request.FILES.get("file")
        if file is None:
            return JsonResponse({"why": str(_("Choose at least one file."))}, status=400)
        language = request.POST.get("language", "")
        words = {"language": language} if language in dict(LANGUAGES) else {}
        taken = _taken(file, words, by=signed_in(request), at=timezone.now())
        if taken.picture is None:
            return JsonResponse({"why": taken.why}, status=400)
        choice = choice_of(taken.picture, language=language)
        return JsonResponse({"src": choice.address, "alt": choice.alt, "caption": choice.caption})


def alike_to(picture: Picture) -> SafeString | None:
    """Links to the pictures of the library that show the same; None where there are none."""
    found = Picture.objects.looking_like(picture.look).exclude(pk=picture.pk)[:ALIKE_SHOWN]
    rows = [(reverse("admin:articles_picture_change", args=[one.pk]), thumbnail(one), one.pk, one.alt) for one in found]
    link = '<li><a href="{}"><img class="thumbnail" src="{}" alt="" loading="lazy">No. {} {}</a></li>'
    return format_html('<ul class="alike">{}</ul>', format_html_join("", link, rows)) if rows else None


def tell_alike(room: admin.ModelAdmin, request: HttpRequest, picture: Picture) -> None:
    """After an upload: that the library may have had it already, and where."""
    if links := alike_to(picture):
        words = _("The library has pictures that look like this one. Is it a double?")
        room.message_user(request, format_html("{}{}", words, links), messages.WARNING)


def _taken(file: UploadedFile, words: dict[str, Any], *, by: User, at: datetime) -> Taken:
    name = file.name or ""
    try:
        picture = pictures.add(file, alt="", by=by, at=at, **words)
    except (pictures.Refused, pictures.NotStored) as refusal:
        return Taken(name, why=str(refusal))
    return Taken(name, picture, is_new=picture.added_at == at)
