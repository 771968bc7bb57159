"""Atom feeds: the latest, of a section, of a keyword. They read Entry alone, so no body can leak."""

from datetime import datetime

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils import timezone
from django.utils.feedgenerator import Atom1Feed
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.views.decorators.http import conditional_page, require_safe

from articles.models import Entry, Keyword, Section
from portal.lib.links import absolute
from portal.lib.sanitise import printable

SIZE = 30


class EntryFeed(Feed):
    """What every feed of entries has in common; `items` is for each to say.

    An entry's id is its short address, which outlives every change of its title.
    """

    feed_type = Atom1Feed
    language = "en"
    author_name = settings.SITE_NAME

    def item_title(self, item: Entry) -> str:
        return printable(item.title)  # plain text in Atom; the summary is HTML

    def item_description(self, item: Entry) -> str:
        return escape(printable(item.abstract))

    def item_link(self, item: Entry) -> str:
        return absolute(item.get_absolute_url())

    def item_guid(self, item: Entry) -> str:
        return absolute(item.short_path)

    def item_pubdate(self, item: Entry) -> datetime | None:
        return item.published_at

    def item_updateddate(self, item: Entry) -> datetime:
        return max(item.changed_at, item.published_at or item.changed_at)

    def item_author_name(self, item: Entry) -> str | None:
        return printable(", ".join(author.name for author in item.authors.all())) or None

    def item_categories(self, item: Entry) -> list[str]:
        return [item.section.name]


class LatestFeed(EntryFeed):
    def title(self) -> str:
        return settings.SITE_NAME

    def link(self) -> str:
        return absolute("/")

    def feed_url(self) -> str:
        return absolute(reverse("articles:feed"))

    feed_guid = feed_url

    def items(self) -> list[Entry]:
        return list(Entry.objects.published().for_list().prefetch_related("authors")[:SIZE])


class PlaceFeed(EntryFeed):
    """Of a section or a keyword."""

    route = ""

    def title(self, place: Section | Keyword) -> str:
        return _("%(place)s · %(site)s") % {"place": printable(place.name), "site": settings.SITE_NAME}

    def link(self, place: Section | Keyword) -> str:
        return absolute(place.get_absolute_url())

    def feed_url(self, place: Section | Keyword) -> str:
        return absolute(reverse(self.route, args=[place.slug]))

    feed_guid = feed_url


class SectionFeed(PlaceFeed):
    route = "articles:section_feed"

    def get_object(self, request: HttpRequest, slug: str) -> Section:
        return get_object_or_404(Section, slug=slug)

    def items(self, place: Section) -> list[Entry]:
        return list(place.entries.published().for_list().prefetch_related("authors")[:SIZE])


class KeywordFeed(PlaceFeed):
    route = "articles:keyword_feed"

    def get_object(self, request: HttpRequest, slug: str) -> Keyword:
        return get_object_or_404(Keyword, slug=slug)

    def items(self, place: Keyword) -> list[Entry]:
        due = place.listed.filter(published_at__lte=timezone.now()).select_related("entry__section", "entry__picture")
        newest = due.prefetch_related("entry__authors").order_by("-published_at", "-entry_id")[:SIZE]
        return [row.entry for row in newest]


@require_safe
@conditional_page
def latest(request: HttpRequest) -> HttpResponse:
    return _feed(LatestFeed(), request)


@require_safe
@conditional_page
def section(request: HttpRequest, slug: str) -> HttpResponse:
    return _feed(SectionFeed(), request, slug=slug)


@require_safe
@conditional_page
def keyword(request: HttpRequest, slug: str) -> HttpResponse:
    return _feed(KeywordFeed(), request, slug=slug)


def _feed(feed: EntryFeed, request: HttpRequest, **place: str) -> HttpResponse:
    """Compared by its content alone: when an entry is withdrawn, the newest moment in the feed goes back."""
    response = feed(request, **place)
    del response.headers["Last-Modified"]
    return response
