"""What machines are told about a page, as JSON-LD; it never holds a body, so it cannot leak one."""

import json
from collections.abc import Iterable

from django.conf import settings
from django.utils.safestring import SafeString, mark_safe

from articles.models import Article, Author, Entry, Keyword
from members.access import Audience
from portal.lib.links import absolute

# Inside <script> only these three could end it or begin a comment.
_ESCAPED = str.maketrans({"<": "\\u003C", ">": "\\u003E", "&": "\\u0026"})


def front() -> SafeString:
    """The site itself, and how to search it."""
    site: dict[str, object] = {
        "@type": "WebSite",
        "@id": absolute("/#site"),
        "url": absolute("/"),
        "name": settings.SITE_NAME,
        "inLanguage": settings.LANGUAGE_CODE,
        "publisher": _publisher(),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": absolute("/search/?q={search_term_string}")},
            "query-input": "required name=search_term_string",
        },
    }
    return _script([site])


def article(entry: Article, *, authors: Iterable[Author], keywords: Iterable[Keyword]) -> SafeString:
    """A NewsArticle and its way from the front page."""
    address = absolute(entry.get_absolute_url())
    told = {
        "@type": "NewsArticle",
        "@id": absolute(entry.short_path),
        "url": address,
        "mainEntityOfPage": address,
        "headline": entry.title,
        "description": entry.abstract,
        "articleSection": entry.section.name,
        "inLanguage": entry.language,
        "wordCount": entry.words,
        "datePublished": entry.published_at.isoformat() if entry.published_at else None,
        "dateModified": max(entry.published_at or entry.changed_at, entry.changed_at).isoformat(),
        "author": [_person(author) for author in authors] or [_publisher()],
        "keywords": [keyword.name for keyword in keywords],
        "image": _image(entry),
        "publisher": _publisher(),
        **_access(entry),
    }
    return _script([{name: value for name, value in told.items() if value not in (None, [], "")}, _way_to(entry)])


def _access(entry: Entry) -> dict[str, object]:
    if entry.access == Audience.EVERYONE:
        return {"isAccessibleForFree": True}
    part = {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".body"}
    return {"isAccessibleForFree": False, "hasPart": part}


def _publisher() -> dict[str, object]:
    return {"@type": "NewsMediaOrganization", "name": settings.SITE_NAME, "url": absolute("/")}


def _person(author: Author) -> dict[str, object]:
    return {"@type": "Person", "name": author.name, "url": absolute(author.get_absolute_url())}


def _image(entry: Entry) -> dict[str, object] | None:
    if not entry.picture:
        return None
    picture = entry.picture
    return {
        "@type": "ImageObject",
        "url": absolute(picture.url),
        "width": picture.width,
        "height": picture.height,
        "caption": picture.caption or picture.alt,
    }


def _way_to(entry: Entry) -> dict[str, object]:
    steps = [
        (settings.SITE_NAME, absolute("/")),
        (entry.section.name, absolute(entry.section.get_absolute_url())),
        (entry.title, absolute(entry.get_absolute_url())),
    ]
    items = [
        {"@type": "ListItem", "position": place, "name": name, "item": address}
        for place, (name, address) in enumerate(steps, start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def _script(things: list[dict[str, object]]) -> SafeString:
    """The text of a script element of type application/ld+json."""
    text = json.dumps({"@context": "https://schema.org", "@graph": things}, ensure_ascii=False)
    return mark_safe(text.translate(_ESCAPED))  # escaped just before
