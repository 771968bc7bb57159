"""The addresses of feeds: of everything, a section, a keyword, an author, the answers; as Atom and as JSON Feed."""

from dataclasses import replace
from datetime import datetime, timedelta
from types import ModuleType
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import http_date
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page

from articles import atom, feeding, jsonfeed
from articles.models import Author, Drawing, Entry, Keyword, Section
from articles.models.entry import EntryQuerySet
from portal.lib import keyset, pages
from portal.lib.about import about
from portal.lib.http import require_safe
from portal.lib.links import absolute

FORMS: dict[str, ModuleType] = {"atom": atom, "json": jsonfeed}
HEAVY = [f"entry__drawing__{name}" for name in Drawing.HEAVY]
SETTLED = timedelta(seconds=2)  # Last-Modified counts whole seconds: what is younger may change within the same one


@require_safe
@conditional_page
def latest(request: HttpRequest, form: str) -> HttpResponse:
    description = _("Trade news and records for people who move goods, money and paper along the corridors.")
    return _feed(request, form, _of_entries(request, Entry.objects.published()), description=description, page="/")


@require_safe
@conditional_page
def questions(request: HttpRequest, form: str) -> HttpResponse:
    answers = Entry.objects.published().filter(kind=Entry.Kind.ANSWER)
    title, page = _("Questions and answers"), reverse("feedback:questions")
    return _feed(request, form, _of_entries(request, answers), title=title, page=page)


@about(Section.objects.all, "slug")
@require_safe
@conditional_page
def section(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    place = get_object_or_404(Section, slug=slug)
    found = _of_entries(request, place.entries.published())
    return _feed(request, form, found, title=place.name, description=place.description, page=place.get_absolute_url())


@about(Keyword.objects.all, "slug")
@require_safe
@conditional_page
def keyword(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    place = Keyword.objects.at(slug)
    if place.slug != slug:
        name = "keyword_feed" if form == "atom" else "keyword_feed_json"
        return redirect(f"articles:{name}", place.slug, permanent=True)
    return _feed(request, form, _of_listed(request, place), title=place.name, page=place.get_absolute_url())


@about(Author.objects.all, "slug")
@require_safe
@conditional_page
def author(request: HttpRequest, slug: str, form: str) -> HttpResponse:
    place = get_object_or_404(Author, slug=slug)
    found = _of_listed(request, place)
    return _feed(request, form, found, title=place.name, description=place.about, page=place.get_absolute_url())


def _of_entries(request: HttpRequest, entries: EntryQuerySet) -> keyset.Page:
    told = entries.for_list().prefetch_related("authors", "keywords")
    return keyset.page(told, after=request.GET.get("after"), size=feeding.SIZE)


def _of_listed(request: HttpRequest, place: Keyword | Author) -> keyset.Page:
    due = place.listed.filter(published_at__lte=timezone.now())
    shown = due.select_related("entry__section", "entry__picture", "entry__drawing")
    told = shown.defer(*HEAVY).prefetch_related("entry__authors", "entry__keywords")
    page = keyset.page(told, after=request.GET.get("after"), size=feeding.SIZE, number="entry_id")
    return replace(page, rows=[row.entry for row in page.rows])


def _feed(
    request: HttpRequest, form: str, found: keyset.Page, *, page: str, title: str = "", description: str = ""
) -> HttpResponse:
    """Compared by its content (ETag), and by the moment at which anything readers see was changed.

    That moment is later than the newest entry's: it moves when an entry is withdrawn or a section renamed too.
    """
    first = absolute(request.path)
    feed = feeding.Feed(
        title=_("%(place)s · %(site)s") % {"place": title, "site": settings.SITE_NAME} if title else settings.SITE_NAME,
        description=description,
        page=absolute(page),
        first=first,
        here=first if found.is_first else f"{first}?{urlencode({'after': request.GET['after']})}",
        older=f"{first}?after={found.older}" if found.older else "",
        items=feeding.items(found.rows, at=timezone.now()),
    )
    writer = FORMS[form]
    response = HttpResponse(writer.written(feed), content_type=writer.MEDIA_TYPE)
    if modified_at := _modified_at(feed.updated_at):
        response.headers["Last-Modified"] = http_date(modified_at.timestamp())
    return response


def _modified_at(newest_at: datetime | None) -> datetime | None:
    known = [moment for moment in (newest_at, pages.changed_at()) if moment]
    modified_at = max(known, default=None)
    return modified_at if modified_at and modified_at < timezone.now() - SETTLED else None
