"""The window in which somebody who writes chooses a picture, a map or a chart for the text."""

from dataclasses import dataclass

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from articles.models import Drawing, Picture
from articles.widgets import called, thumbnail
from portal.lib.sanitise import printable

SHOWN = 24
NEWEST = 8  # where nothing is typed yet: maps and charts stand under the pictures


@dataclass(frozen=True)
class Choice:
    """What goes into the text (`address`, `alt`, `caption`) and what is seen of it here; `svg` is our own making."""

    address: str
    alt: str
    caption: str
    name: str
    number: int
    thumbnail: str = ""
    svg: str = ""

    @property
    def markup(self) -> str:
        """What is copied into the text where no script puts it there; a str, so that templates escape it."""
        caption = format_html("<figcaption>{}</figcaption>", self.caption) if self.caption else ""
        return str.__str__(format_html('<figure><img src="{}" alt="{}">{}</figure>', self.address, self.alt, caption))


class ChoosingAdmin(admin.ModelAdmin):
    def get_urls(self) -> list[URLPattern]:
        page = require_safe(self.admin_site.admin_view(self.choose))
        return [path("choose/", page, name="articles_picture_choose"), *super().get_urls()]

    def choose(self, request: HttpRequest) -> HttpResponse:
        """The newest, or those whose words hold what is typed; a press hands one to the editor that opened this."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        typed = printable(request.GET.get("q", "")[:100]).strip()
        context = {
            **self.admin_site.each_context(request),
            "title": _("Choose what goes into the text"),
            "is_popup": True,
            "q": typed,
            "editor": request.GET.get("CKEditorFuncNum", "")[:20],
            "pictures": _pictures(typed, language=request.GET.get("language", "")),
            "drawings": _drawings(typed),
        }
        return TemplateResponse(request, "admin/articles/picture/choose.html", context)


def choice_of(picture: Picture, *, language: str) -> Choice:
    """In the words of the text's language, where somebody has written them."""
    words = picture.words_in(language)
    caption = " ".join(filter(None, (words.caption, picture.credit)))
    return Choice(picture.url, words.alt, caption, called(picture), picture.pk, thumbnail=thumbnail(picture))


def _pictures(typed: str, *, language: str) -> list[Choice]:
    found = Picture.objects.filter(Q(alt__icontains=typed) | Q(caption__icontains=typed) | Q(credit__icontains=typed))
    return [choice_of(one, language=language) for one in found.order_by("-pk")[: _most(typed)]]


def _drawings(typed: str) -> list[Choice]:
    """The page prints a drawing's own title, source and table, so its reference takes no caption along."""
    found = Drawing.objects.filter(Q(title__icontains=typed) | Q(source__icontains=typed)).order_by("-pk")
    shown = found[: _most(typed)]
    return [Choice(one.get_absolute_url(), one.said, "", one.title, one.pk, svg=one.small_svg) for one in shown]


def _most(typed: str) -> int:
    return SHOWN if typed else NEWEST
