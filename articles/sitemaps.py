"""Sitemaps: an index, maps of lists, of authors and of news, and maps of entries by ranges of their numbers.

Each lies at the root, because a map may name only what lies below itself. A range never moves, so a map costs the
same however many entries there are, and an old one stays as it is.
"""

from datetime import timedelta

from django.conf import settings
from django.db import connection
from django.db.models import Exists, Max, OuterRef
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page

from articles.feeding import updated_at
from articles.models import Author, Entry, Keyword, Listed, Page, Section
from articles.models.ranges import RANGE
from portal.lib import sitemap
from portal.lib.http import require_safe

NEWS_FOR = timedelta(hours=48)
MOST_NEWS = 1_000
MOST_TOPICS = 40_000

# Each with the last moment at which its map came out otherwise, withdrawals too; one step of an index for each.
_RANGES_IN_USE = """
SELECT place, newest.changed_at FROM generate_series(0, %(last)s) AS place, LATERAL (
  SELECT greatest(changed_at, published_at) AS changed_at FROM articles_entry
   WHERE number / %(range)s = place AND published_at <= %(at)s
   ORDER BY greatest(changed_at, published_at) DESC LIMIT 1) AS newest
 WHERE EXISTS (SELECT FROM articles_entry WHERE number >= place * %(range)s AND number < (place + 1) * %(range)s
                  AND published_at <= %(at)s AND withdrawn_at IS NULL)
 ORDER BY place
"""
# What Google calls a language otherwise than we do; of others it wants the part before the hyphen.
_NEWS_LANGUAGES = {"zh-hans": "zh-cn", "zh-hant": "zh-tw"}


@require_safe
@conditional_page
def index(request: HttpRequest) -> HttpResponse:
    last = Entry.objects.aggregate(last=Max("pk"))["last"] or 0
    with connection.cursor() as cursor:
        cursor.execute(_RANGES_IN_USE, {"last": last // RANGE, "range": RANGE, "at": timezone.now()})
        ranges = [(reverse("articles:sitemap_range", args=[place]), changed_at) for place, changed_at in cursor]
    maps = ["articles:sitemap_lists", "articles:sitemap_authors", "subscriptions:sitemap"]
    return sitemap.index([*((reverse(name), None) for name in maps), *ranges])


@require_safe
@conditional_page
def lists(request: HttpRequest) -> HttpResponse:
    """The front page, the questions, sections and topics that have something to show, the pages about the portal."""
    shown = Exists(Entry.objects.published().filter(section=OuterRef("pk")))
    sections = Section.objects.filter(shown).order_by("position", "pk")
    paths = ["/", reverse("feedback:questions"), *(section.get_absolute_url() for section in sections)]
    listed = Exists(Listed.objects.filter(keyword=OuterRef("pk"), published_at__lte=timezone.now()))
    topics = Keyword.objects.topics().filter(listed).order_by("pk")[:MOST_TOPICS]
    paths += [topic.get_absolute_url() for topic in topics]
    own = [(page.get_absolute_url(), page.changed_at) for page in Page.objects.order_by("slug")]
    return sitemap.pages([*((path, None) for path in paths), *own])


@require_safe
@conditional_page
def authors(request: HttpRequest) -> HttpResponse:
    """Everybody who has something to show."""
    shown = Exists(Listed.objects.filter(author=OuterRef("pk"), published_at__lte=timezone.now()))
    found = Author.objects.filter(shown).order_by("pk")[: sitemap.MOST]
    return sitemap.pages((author.get_absolute_url(), None) for author in found)


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
    return sitemap.pages((entry.get_absolute_url(), updated_at(entry)) for entry in found)


@require_safe
@cache_control(no_store=True)
def news(request: HttpRequest) -> HttpResponse:
    """Articles of the last 48 hours. Its lines leave by themselves as hours pass, so nobody may keep it."""
    now = timezone.now()
    fresh = Entry.objects.published(at=now).filter(kind=Entry.Kind.ARTICLE, published_at__gt=now - NEWS_FOR)
    found = fresh.only("number", "kind", "slug", "language", "published_at", "title").order_by("-published_at", "-pk")
    return sitemap.news(
        (
            (entry.get_absolute_url(), _news_language(entry.language), entry.published_at, entry.title)
            for entry in found[:MOST_NEWS]
            if entry.published_at
        ),
        publication=settings.SITE_NAME,
    )


def _news_language(language: str) -> str:
    return _NEWS_LANGUAGES.get(language, language.partition("-")[0])
