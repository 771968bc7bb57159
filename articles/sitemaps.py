"""Sitemaps: an index, one map of lists, and maps of entries by ranges of their numbers.

A range never moves, so a map costs the same however many entries there are, and an old one stays as it is.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection
from django.db.models import Exists, Max, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape
from django.views.decorators.http import conditional_page, require_safe

from articles.models import Entry, Section
from portal.lib.links import absolute

RANGE = 2_000

_RANGES_IN_USE = """
SELECT place FROM generate_series(0, %s) AS place
 WHERE EXISTS (SELECT FROM articles_entry WHERE number >= place * %s AND number < (place + 1) * %s
                  AND published_at <= %s AND withdrawn_at IS NULL)
"""


@require_safe
@conditional_page
def index(request: HttpRequest) -> HttpResponse:
    last = Entry.objects.aggregate(last=Max("pk"))["last"] or 0
    with connection.cursor() as cursor:
        cursor.execute(_RANGES_IN_USE, [last // RANGE, RANGE, RANGE, timezone.now()])
        places = [place for (place,) in cursor.fetchall()]
    paths = [
        reverse("articles:sitemap_lists"),
        *(reverse("articles:sitemap_range", args=[place]) for place in places),
    ]
    maps = "".join(f"<sitemap><loc>{escape(absolute(path))}</loc></sitemap>" for path in paths)
    return _xml("sitemapindex", maps)


@require_safe
@conditional_page
def lists(request: HttpRequest) -> HttpResponse:
    """The front page and every section that has something to show."""
    shown = Exists(Entry.objects.published().filter(section=OuterRef("pk")))
    sections = Section.objects.filter(shown).order_by("position", "pk")
    return _map([("/", None), *((section.get_absolute_url(), None) for section in sections)])


@require_safe
@conditional_page
def entries(request: HttpRequest, place: int) -> HttpResponse:
    """The published entries whose numbers lie in the range `place`."""
    if place > 2**40:
        raise Http404("No such map.")
    range_of = Entry.objects.published().filter(pk__gte=place * RANGE, pk__lt=(place + 1) * RANGE)
    found = range_of.only("number", "kind", "slug", "published_at", "changed_at").order_by("pk")
    if not found:
        raise Http404("No such map.")
    return _map(
        (entry.get_absolute_url(), max(entry.published_at or entry.changed_at, entry.changed_at)) for entry in found
    )


def _map(pages: Iterable[tuple[str, datetime | None]]) -> HttpResponse:
    return _xml("urlset", "".join(_page(path, changed_at) for path, changed_at in pages))


def _page(path: str, changed_at: datetime | None) -> str:
    changed = f"<lastmod>{changed_at:%Y-%m-%dT%H:%M:%SZ}</lastmod>" if changed_at else ""
    return f"<url><loc>{escape(absolute(path))}</loc>{changed}</url>"


def _xml(root: str, inside: str) -> HttpResponse:
    space = "http://www.sitemaps.org/schemas/sitemap/0.9"
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{space}">{inside}</{root}>\n'
    return HttpResponse(text, content_type="application/xml; charset=utf-8")
