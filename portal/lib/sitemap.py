"""Writes sitemaps (sitemaps.org, with Google's words for news)."""

from collections.abc import Iterable
from datetime import UTC, datetime

from django.http import HttpResponse
from django.utils.html import escape

from portal.lib.links import absolute
from portal.lib.sanitise import printable

MOST = 50_000  # addresses that one map may hold
SPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
NEWS_SPACE = "http://www.google.com/schemas/sitemap-news/0.9"


def index(found: Iterable[tuple[str, datetime | None]]) -> HttpResponse:
    """The maps: path, and when each last came out otherwise where that is known."""
    return _xml("sitemapindex", "".join(_row("sitemap", path, changed_at) for path, changed_at in found))


def pages(found: Iterable[tuple[str, datetime | None]]) -> HttpResponse:
    """A map of pages: path, and when it last changed where that is known."""
    return _xml("urlset", "".join(_row("url", path, changed_at) for path, changed_at in found))


def news(found: Iterable[tuple[str, str, datetime, str]], *, publication: str) -> HttpResponse:
    """A map of news: path, language, when it appeared, title."""
    name = escape(printable(publication))
    told = (
        f"<url><loc>{escape(absolute(path))}</loc><news:news>"
        f"<news:publication><news:name>{name}</news:name><news:language>{language}</news:language></news:publication>"
        f"<news:publication_date>{moment(published_at)}</news:publication_date>"
        f"<news:title>{escape(printable(title))}</news:title></news:news></url>"
        for path, language, published_at, title in found
    )
    return _xml("urlset", "".join(told), f' xmlns:news="{NEWS_SPACE}"')


def moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _row(name: str, path: str, changed_at: datetime | None) -> str:
    changed = f"<lastmod>{moment(changed_at)}</lastmod>" if changed_at else ""
    return f"<{name}><loc>{escape(absolute(path))}</loc>{changed}</{name}>"


def _xml(root: str, inside: str, spaces: str = "") -> HttpResponse:
    text = f'<?xml version="1.0" encoding="UTF-8"?>\n<{root} xmlns="{SPACE}"{spaces}>{inside}</{root}>\n'
    return HttpResponse(text, content_type="application/xml; charset=utf-8")
