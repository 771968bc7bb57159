"""A feed as Atom (RFC 4287), paged (RFC 5005), pictures as Media RSS."""

import io
from collections.abc import Mapping
from datetime import UTC, datetime
from xml.sax.xmlreader import AttributesImpl

from django.conf import settings
from django.templatetags.static import static
from django.utils.xmlutils import SimplerXMLGenerator

from articles.feeding import Feed, Item, names
from portal.lib.links import absolute
from portal.lib.sanitise import printable

MEDIA_TYPE = "application/atom+xml; charset=utf-8"
_SPACES = {"xmlns": "http://www.w3.org/2005/Atom", "xmlns:media": "http://search.yahoo.com/mrss/"}
_NEVER = datetime(1970, 1, 1, tzinfo=UTC)  # an empty feed has no moment, and must have one


class _Writer(SimplerXMLGenerator):
    """Drops what XML cannot hold."""

    def begin(self, name: str, attributes: Mapping[str, str] | None = None) -> None:
        self.startElement(name, AttributesImpl(attributes or {}))

    def put(self, name: str, words: str = "", **attributes: object) -> None:
        said = {key.replace("_", ":"): printable(str(value)) for key, value in attributes.items()}
        self.addQuickElement(name, printable(words) or None, said)


def written(feed: Feed) -> bytes:
    out = io.BytesIO()
    xml = _Writer(out, "utf-8", short_empty_elements=True)
    xml.startDocument()
    xml.begin("feed", _SPACES | {"xml:lang": settings.LANGUAGE_CODE})
    _put_head(xml, feed)
    for item in feed.items:
        _put_entry(xml, item)
    xml.endElement("feed")
    xml.endDocument()
    return out.getvalue()


def _put_head(xml: _Writer, feed: Feed) -> None:
    xml.put("id", feed.first)
    xml.put("title", feed.title)
    if feed.description:
        xml.put("subtitle", feed.description)
    xml.put("updated", _moment(feed.updated_at or _NEVER))
    xml.put("link", rel="self", type="application/atom+xml", href=feed.here)
    xml.put("link", rel="alternate", type="text/html", href=feed.page)
    if feed.older:
        xml.put("link", rel="next", type="application/atom+xml", href=feed.older)
    if feed.here != feed.first:
        xml.put("link", rel="first", type="application/atom+xml", href=feed.first)
    xml.put("icon", absolute(static("img/icon-192.png")))
    _put_author(xml, settings.SITE_NAME, absolute("/"))


def _put_entry(xml: _Writer, item: Item) -> None:
    entry = item.entry
    xml.begin("entry", {"xml:lang": entry.language})
    xml.put("id", item.id)
    xml.put("title", entry.title)
    xml.put("link", rel="alternate", type="text/html", hreflang=entry.language, href=item.url)
    xml.put("published", _moment(entry.published_at or item.updated_at))
    xml.put("updated", _moment(item.updated_at))
    for name, address in names(item.authors):
        _put_author(xml, name, address)
    xml.put("category", term=entry.section.name, scheme=absolute("/sections/"))
    for keyword in item.keywords:
        xml.put("category", term=keyword.name, scheme=absolute("/keywords/"))
    xml.put("summary", item.summary)
    if item.body:
        xml.put("content", item.body, type="html")
    _put_picture(xml, item)
    xml.endElement("entry")


def _put_author(xml: _Writer, name: str, address: str) -> None:
    xml.begin("author")
    xml.put("name", name)
    xml.put("uri", address)
    xml.endElement("author")


def _put_picture(xml: _Writer, item: Item) -> None:
    image = item.image
    size = {"width": str(image.width), "height": str(image.height)}
    xml.begin("media:content", {"url": image.url, "type": image.media_type, "medium": "image", **size})
    if image.caption:
        xml.put("media:description", image.caption, type="plain")
    if image.credit:
        xml.put("media:credit", image.credit)
    xml.endElement("media:content")


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
