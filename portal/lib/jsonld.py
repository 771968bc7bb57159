"""What every page's JSON-LD (schema.org) has in common: who publishes, where the page lies, how it is printed."""

import json
from collections.abc import Iterable, Sequence

from django.conf import settings
from django.templatetags.static import static
from django.utils.safestring import SafeString, mark_safe

from portal.lib.links import absolute
from portal.lib.sanitise import printable

# Inside <script> only these three could end it or begin a comment.
_ESCAPED = str.maketrans({"<": "\\u003C", ">": "\\u003E", "&": "\\u0026"})

Thing = dict[str, object]


def script(things: Iterable[Thing]) -> SafeString:
    """The text of a script element of type application/ld+json; what has no value is left out."""
    graph = [{name: value for name, value in thing.items() if value not in (None, "", [])} for thing in things]
    text = printable(json.dumps({"@context": "https://schema.org", "@graph": graph}, ensure_ascii=False))
    return mark_safe(text.translate(_ESCAPED))  # escaped just before


def publisher() -> Thing:
    logo = {"@type": "ImageObject", "url": absolute(static("img/icon-512.png")), "width": 512, "height": 512}
    us = {"@type": "NewsMediaOrganization", "@id": absolute("/#publisher")}
    return us | {"name": settings.SITE_NAME, "url": absolute("/"), "logo": logo}


def site() -> Thing:
    """The site itself, and how to search it."""
    return {
        "@type": "WebSite",
        "@id": absolute("/#site"),
        "url": absolute("/"),
        "name": settings.SITE_NAME,
        "alternateName": settings.SITE_SHORT_NAME,
        "inLanguage": settings.LANGUAGE_CODE,
        "publisher": publisher(),
        "potentialAction": {
            "@type": "SearchAction",
            "target": {"@type": "EntryPoint", "urlTemplate": absolute("/search/?q={search_term_string}")},
            "query-input": "required name=search_term_string",
        },
    }


def way(steps: Sequence[tuple[str, str]]) -> Thing:
    """The steps (name, path) that lead from the front page to the page itself."""
    items = [
        {"@type": "ListItem", "position": place, "name": name, "item": absolute(path)}
        for place, (name, path) in enumerate([(settings.SITE_NAME, "/"), *steps], start=1)
    ]
    return {"@type": "BreadcrumbList", "itemListElement": items}


def collection(name: str, address: str, *, description: str, entries: Iterable[tuple[str, str]]) -> Thing:
    """A page that lists `entries` (title, path)."""
    items = [
        {"@type": "ListItem", "position": place, "name": title, "url": absolute(path)}
        for place, (title, path) in enumerate(entries, start=1)
    ]
    return {
        "@type": "CollectionPage",
        "url": address,
        "name": name,
        "description": description,
        "isPartOf": {"@id": absolute("/#site")},
        "mainEntity": {"@type": "ItemList", "itemListElement": items},
    }
