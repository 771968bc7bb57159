from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.forms import Script
from django.http import HttpRequest, JsonResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from articles.admin.changing import ShownAdmin
from articles.admin.choosing import ChoosingAdmin
from articles.admin.lists import AddedFilter
from articles.admin.picture_filters import LacksFilter, LicenceFilter, RenditionsFilter, UnusedFilter
from articles.admin.replacing import ReplacingAdmin
from articles.admin.several import SeveralAdmin, alike_to, tell_alike
from articles.admin.verbs import PUBLISH
from articles.illustration_forms import NewPictureForm, PictureForm
from articles.models import Entry, Picture
from articles.widgets import called, thumbnail
from portal.lib.choosing import Bounded
from portal.lib.sanitise import printable
from portal.lib.typed_rows import numbers

SUGGESTED = 20
USED_SHOWN = 20
FOCUS = ("focus_x", "focus_y")

_focus: Any = Script("js/focus.js", type="module")


@admin.register(Picture)
class PictureAdmin(ChoosingAdmin, SeveralAdmin, ReplacingAdmin, ShownAdmin):
    list_display = ("seen", "called", "credit", "size", "ready", "used", "added_at")
    list_filter = (LacksFilter, UnusedFilter, LicenceFilter, RenditionsFilter, AddedFilter)
    list_display_links = ("called",)
    search_fields = ("alt", "caption", "credit")
    ordering = ("-pk",)
    list_per_page = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER  # would count every row, once for each choice
    sortable_by = ()  # the newest come first: what an index orders
    paginator = Bounded
    words = ("alt", "caption", "language", "credit", "licence")
    told = ("size", "ready", "places", "alike", "added_at", "added_by")

    class Media:
        js = (_focus,)

    @admin.display(description=_("picture"))
    def seen(self, picture: Picture) -> str:
        return format_html('<img class="thumbnail" src="{}" alt="" loading="lazy">', thumbnail(picture))

    @admin.display(description=_("alternative text"))
    def called(self, picture: Picture) -> str:
        """The link to it has words even where nobody has written any."""
        return called(picture)

    @admin.display(description=_("size"))
    def size(self, picture: Picture) -> str:
        return f"{picture.width} × {picture.height}"

    @admin.display(description=_("focus"))
    def focus(self, picture: Picture) -> str:
        """The picture itself: pressing a place on it fills the two fields, which do without script."""
        address, _width, _height = picture.jpeg(widest=800)
        hint = _("Press the place that every crop should keep.")
        return format_html('<img class="focus" src="{}" alt="{}" data-focus="focus_x focus_y">', address, hint)

    @admin.display(description=_("sizes"))
    def ready(self, picture: Picture) -> str:
        """What readers are shown, and what stands in the way of more."""
        if picture.widths and picture.avif_widths:
            return str(_("All sizes ready"))
        waiting = _("AVIF is still to be made") if picture.widths else _("Shown in one size so far")
        if not picture.failed_at:
            return str(waiting)
        words = _("%(waiting)s: failed at %(at)s UTC (%(reason)s). It is tried again every day.")
        moment = date_format(picture.failed_at, "j M Y, H:i")
        return words % {"waiting": waiting, "at": moment, "reason": picture.failure}

    @admin.display(description=_("articles"))
    def used(self, picture: Picture) -> int:
        return picture.used  # type: ignore[attr-defined]  # by get_queryset

    @admin.display(description=_("where it is used"))
    def places(self, picture: Picture) -> str:
        """Entries that it stands over, the newest first, pages on a topic, and texts that it stands in."""
        over, inside = picture.entries.order_by("-pk"), Entry.objects.showing(picture.url).order_by("-pk")
        topics = picture.keywords.order_by("folded")
        rows = [
            *((_room(entry), entry.title, "") for entry in over[:USED_SHOWN]),
            *((reverse("admin:articles_keyword_change", args=[one.pk]), one.name, "") for one in topics[:USED_SHOWN]),
            *((_room(entry), entry.title, _("in the text")) for entry in inside[:USED_SHOWN]),
        ]
        listed = format_html_join("", '<li><a href="{}">{}</a> <span class="quiet">{}</span></li>', rows)
        left = sum(max(0, several.count() - USED_SHOWN) for several in (over, topics, inside))
        more = format_html("<li>{}</li>", _("and %s more") % left) if left else ""
        return format_html("<ul>{}{}</ul>", listed, more) if listed else str(_("Nowhere yet."))

    @admin.display(description=_("looks like"))
    def alike(self, picture: Picture) -> str:
        return alike_to(picture) or str(_("No other picture"))

    def has_change_permission(self, request: HttpRequest, obj: Picture | None = None) -> bool:
        """Who may not publish leaves the words alone that stand under what readers see, or will by itself."""
        may = super().has_change_permission(request, obj)
        return may and (obj is None or request.user.has_perm(PUBLISH) or not _is_shown(obj))

    def get_queryset(self, request: HttpRequest) -> QuerySet:
        using = Entry.objects.filter(picture=OuterRef("pk")).order_by().values("picture")
        return super().get_queryset(request).annotate(used=Coalesce(Subquery(using.values(count=Count("*"))), 0))

    def get_form(
        self, request: HttpRequest, obj: Picture | None = None, change: bool = False, **options: Any
    ) -> type[Any]:
        if obj:
            return super().get_form(request, obj, change, form=PictureForm, **options)
        form: Any = super().get_form(request, obj, change, form=NewPictureForm, **options)
        form.by, form.at = request.user, timezone.now()
        return form

    def get_fields(self, request: HttpRequest, obj: Picture | None = None) -> tuple[str, ...]:
        if obj is None:
            return ("file", *self.words)
        own = ("in_languages",) if self.has_change_permission(request, obj) else ()
        return ("focus", *FOCUS, *self.words, *own, *self.told)

    def get_readonly_fields(self, request: HttpRequest, obj: Picture | None = None) -> tuple[str, ...]:
        return ("focus", *self.told) if obj else ()

    def save_model(self, request: HttpRequest, obj: Picture, form: PictureForm, change: bool) -> None:
        if isinstance(form, NewPictureForm):  # the form took it into the library
            if form.was_known:
                obj.refresh_from_db()
                words = _("The library has this picture already. It keeps the words it was first given.")
                self.message_user(request, words, messages.WARNING)
            else:
                tell_alike(self, request, obj)
        else:
            super().save_model(request, obj, form, change)

    def get_urls(self) -> list[URLPattern]:
        suggest = require_safe(self.admin_site.admin_view(self.suggest))
        return [path("suggest/", suggest, name="articles_picture_suggest"), *super().get_urls()]

    def suggest(self, request: HttpRequest) -> JsonResponse:
        """The newest pictures whose words hold what is typed, or the one with the number that is asked for."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        typed = printable(request.GET.get("term", "")[:100])
        pictures = Picture.objects.filter(Q(alt__icontains=typed) | Q(caption__icontains=typed))
        if chosen := numbers([request.GET.get("number", "")]):
            pictures = Picture.objects.filter(pk__in=chosen)
        results = [
            {"id": picture.pk, "text": called(picture), "note": picture.credit, "thumbnail": thumbnail(picture)}
            for picture in pictures.order_by("-pk")[:SUGGESTED]
        ]
        return JsonResponse({"results": results})


def _is_shown(picture: Picture) -> bool:
    """On a topic's page, over an article that readers have or will by itself, or in the text of one."""
    shown = Entry.objects.filter(published_at__isnull=False)
    over = picture.keywords.exists() or shown.filter(picture=picture).exists()
    return over or shown.showing(picture.url).exists()


def _room(entry: Entry) -> str:
    """Where an article is changed; what belongs to another app is seen as readers do."""
    is_ours = entry.kind == Entry.Kind.ARTICLE
    return reverse("admin:articles_article_change", args=[entry.pk]) if is_ours else entry.short_path
