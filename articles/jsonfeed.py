"""A feed as JSON Feed 1.1."""

import json
from datetime import UTC

from django.conf import settings
from django.templatetags.static import static

from articles.feeding import Feed, Item, names
from portal.lib.links import absolute
from portal.lib.sanitise import printable

MEDIA_TYPE = "application/feed+json"


def written(feed: Feed) -> bytes:
    told = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "description": feed.description,
        "home_page_url": feed.page,
        "feed_url": feed.here,
        "next_url": feed.older,
        "icon": absolute(static("img/icon-512.png")),
        "favicon": absolute(static("img/icon-192.png")),
        "language": settings.LANGUAGE_CODE,
        "authors": [{"name": settings.SITE_NAME, "url": absolute("/")}],
        "items": [_item(item) for item in feed.items],
    }
    kept = {name: value for name, value in told.items() if value != ""}
    return printable(json.dumps(kept, ensure_ascii=False)).encode()


def _item(item: Item) -> dict[str, object]:
    entry = item.entry
    told = {
        "id": item.id,
        "url": item.url,
        "title": entry.title,
        "summary": item.summary,
        "content_html" if item.body else "content_text": item.body or item.summary,
        "image": item.image.url,
        "date_published": entry.published_at and entry.published_at.astimezone(UTC).isoformat(),
        "date_modified": item.updated_at.astimezone(UTC).isoformat(),
        "authors": [{"name": name, "url": address} for name, address in names(item.authors)],
        "tags": [entry.section.name, *(keyword.name for keyword in item.keywords)],
        "language": entry.language,
    }
    return {name: value for name, value in told.items() if value}
