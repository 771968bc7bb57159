"""The lists: of a section, of a keyword, of an author; each page of one has an address that stays."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import groupby

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.utils.text import Truncator

from articles import structured
from articles.models import Author, Entry, Keyword, Section
from portal.lib import keyset, links, sanitise
from portal.lib.about import about
from portal.lib.http import require_safe

PAGE = 20
DESCRIBED = 160  # characters that a search engine shows


@about(Section.objects.all, "slug")
@require_safe
def section(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Section, slug=slug)
    part = _part(request, found.entries.published().for_list())
    return _list(request, part, found, kind="section", description=found.description, here=found.slug)


@about(Keyword.objects.all, "slug")
@require_safe
def keyword(request: HttpRequest, slug: str) -> HttpResponse:
    """Its articles, on the first page under the introduction and the picture that an editor gave it.

    A keyword that was merged leads to the one it was merged into.
    """
    found = Keyword.objects.select_related("picture").at(slug)
    if found.slug != slug:
        return redirect(found, permanent=True)
    part = _part_of_listed(request, found.listed.all())
    topic = found if part.page.is_first and (found.introduction or found.picture) else None
    description = Truncator(sanitise.text(found.introduction)).chars(DESCRIBED) if topic else ""
    shown = {"topic": topic, "introduction": mark_safe(found.introduction)}  # cleaned when it was saved
    return _list(request, part, found, kind="keyword", description=description, **shown)


@about(Author.objects.all, "slug")
@require_safe
def author(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Author, slug=slug)
    part = _part_of_listed(request, found.listed.all())
    return _list(request, part, found, kind="author", description=found.about)


@dataclass(frozen=True)
class Part:
    """A page of a list, and the token of the one before."""

    page: keyset.Page
    newer: str = ""


def _part(request: HttpRequest, rows: QuerySet, number: str = "pk") -> Part:
    """Http404 for a page so old that nothing stands on it."""
    after = request.GET.get("after")
    page = keyset.page(rows, after=after, size=PAGE, number=number)
    if not after:
        return Part(page)
    if not page:
        raise Http404("Nothing so old.")
    return Part(page, keyset.newer(rows, after=after, size=PAGE, number=number))


def _part_of_listed(request: HttpRequest, listed: QuerySet) -> Part:
    """A page of entries, found by walking Listed: a keyword of 20 000 entries costs what one of 20 does."""
    due = listed.filter(published_at__lte=timezone.now()).select_related(
        "entry__section", "entry__picture", "entry__drawing"
    )
    part = _part(request, due, number="entry_id")
    return replace(part, page=replace(part.page, rows=[row.entry for row in part.page.rows]))


def _list(
    request: HttpRequest,
    part: Part,
    place: Section | Keyword | Author,
    *,
    kind: str,
    **context: object,
) -> HttpResponse:
    path, page = place.get_absolute_url(), part.page
    canonical = links.absolute(_page_address(path, page.after))
    shown = {
        "heading": place.name,
        "kind": kind,
        "page": page,
        "days": _days(page.rows),
        "until": None if page.is_first else page.rows[0].published_at,
        "older_url": _page_address(path, page.older) if page.older else "",
        "newer_url": "" if page.is_first else _page_address(path, part.newer),
        "newest_url": "" if page.is_first else path,
        "canonical": canonical,
        "feed_url": reverse(f"articles:{kind}_feed", args=[place.slug]),
        "feed_json_url": reverse(f"articles:{kind}_feed_json", args=[place.slug]),
        "structured": structured.place(place, address=canonical, entries=page.rows),
    }
    return render(request, "articles/list.html", shown | context)


def _page_address(path: str, after: str) -> str:
    return f"{path}?after={after}" if after else path


def _days(entries: Sequence[Entry]) -> list[tuple[date, list[Entry]]]:
    return [(day, list(group)) for day, group in groupby(entries, key=_day)]


def _day(entry: Entry) -> date:
    assert entry.published_at  # what is not published is in no list
    return entry.published_at.date()
