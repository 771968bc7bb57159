"""Understands a WordPress export (WXR 1.0 to 1.2) as one more way to write items.

Read twice: attachments may stand after the posts that show them. https://wordpress.org/documentation/article/tools-export-screen/
"""

import contextlib
import re
from collections.abc import Iterator, Mapping
from typing import IO
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

from articles.importing import attachments, classic
from articles.importing.attachments import Attachment
from articles.importing.elements import NotWellFormed, elements
from articles.importing.media import Image, unsized
from articles.importing.reading import LONGEST_LINE, Fault, Item, item_of
from articles.importing.sites import HEAD, Site, meta, text
from portal.lib.sanitise import printable

ARTICLES = {"post", "page"}
_SECTIONS = {"page": "Pages"}  # of what has no category
# What WordPress keeps beside its texts: menus, looks, requests.
_WORKINGS = re.compile(
    r"attachment|revision|nav_menu_item|custom_css|customize_changeset|oembed_cache|user_request|wp_\w+|guest-author"
)
# What an editor threw away or never saved is no article.
_NOT_KEPT = {"trash", "auto-draft", "inherit"}
_BEFORE = {"draft", "pending"}
_NEVER = "0000-00-00"
_NO_YEAR = " -0001 "  # how a moment that was never set is written out


def items(stream: IO[bytes]) -> Iterator[Item | Fault]:
    """Every post and page of the export, in order; `stream` must be seekable."""
    start = stream.tell()
    site = Site()
    with contextlib.suppress(NotWellFormed):  # said when it is reached again
        attachments.keep(_survey(stream, site))
    stream.seek(start)
    number, size = 0, 0
    try:
        for element, read in elements(stream, {"item"}):
            size += read
            if element is None:
                continue
            number += 1
            if taken := _taken(number, element, site, size):
                yield taken
                size = 0
    except NotWellFormed as error:
        yield Fault(number + 1, str(error), size)


def _survey(stream: IO[bytes], site: Site) -> Iterator[Attachment]:
    """Fill in `site`, and yield each attachment."""
    for element, _read in elements(stream, {"item", *HEAD}):
        if element is None:
            return
        if element.tag != "item":
            site.hear(element)
        elif text(element, "post_type") == "attachment":
            yield Attachment(text(element, "post_id"), text(element, "post_parent"), _image(element))


def _image(element: Element) -> Image:
    address, said = text(element, "attachment_url") or text(element, "guid"), meta(element)
    file = said.get("_wp_attached_file") or _file(address)
    return Image(file, address, said.get("_wp_attachment_image_alt", ""), text(element, "excerpt"))


def _file(address: str) -> str:
    """Where it lies in a copy of the uploads folder: 2024/05/port.jpg."""
    try:
        path = printable(unquote(urlsplit(address).path))
    except ValueError:
        return ""
    return path.partition("/uploads/")[2] or path.lstrip("/")


def _taken(number: int, element: Element, site: Site, size: int) -> Item | Fault | None:
    kind = text(element, "post_type")
    if text(element, "status") in _NOT_KEPT or _WORKINGS.fullmatch(kind):
        return None
    if kind in ARTICLES:
        return _item(number, element, site, size)
    if not text(element, "content"):
        return None
    return Fault(number, f"is no post or page, but of the type {kind!r}", size, _key(element, site))


def _item(number: int, element: Element, site: Site, size: int) -> Item | Fault:
    written = text(element, "content")
    if len(written) > LONGEST_LINE:
        return Fault(number, "has a body of more than 10 MB", size)
    first = meta(element).get("_thumbnail_id", "")
    files = {name for source in classic.sources(written) for name in _originals(_file(source))}
    found = attachments.find({first} - {""} | classic.numbers(written), files)
    attached = attachments.of(text(element, "post_id")) if classic.shows_all(written) else []
    body, left_out = classic.body(written, found.by_number.get, attached)
    section, keywords = site.filed(element)
    listed = (*filter(None, [found.by_number.get(first)]), *_uploads(body, found.by_file))
    fields = {
        "id": _key(element, site),
        "url": "" if text(element, "status") in _BEFORE else text(element, "link"),
        "title": text(element, "title"),
        "body_html": body,
        "summary": text(element, "excerpt"),
        "section": section or _SECTIONS.get(text(element, "post_type")),
        "tags": keywords,
        "authors": site.wrote(element),
        "lang": site.speaks(element),
        "images": [_listed(image) for image in listed],
        "published_at": _moment(element),
    }
    return item_of(number, fields, size, notes=(*left_out, *_said(element)))


def _key(element: Element, site: Site) -> str:
    return f"wordpress:{site.name}:{text(element, 'post_id')}"


def _originals(file: str) -> list[str]:
    """What a picture may have been made of: port-300x200.jpg of port.jpg, which is kept as port-scaled.jpg if large."""
    whole = unsized(file)
    name, point, ending = whole.rpartition(".")
    return [file, whole, f"{name}-scaled{point}{ending}", f"{name}-rotated{point}{ending}"]


def _uploads(body: str, known: Mapping[str, Image]) -> Iterator[Image]:
    """What the text shows out of the uploads folder: the whole picture, in the words of its attachment."""
    for source in classic.sources(body):
        file = _file(source)
        if original := next((known[name] for name in _originals(file) if name in known), None):
            yield Image(original.file, source, original.alt, "")
        elif "/uploads/" in source:
            yield Image(unsized(file), source)


def _listed(image: Image) -> dict[str, str]:
    return {"file": image.file, "source_path": image.source_path, "alt": image.alt, "caption": image.caption}


def _moment(element: Element) -> str | None:
    """When it was or will be published; None for drafts, and for what only some could read."""
    if text(element, "status") not in ("publish", "future") or text(element, "post_password"):
        return None
    exact, local, mailed = (text(element, name) for name in ("post_date_gmt", "post_date", "pubDate"))
    if exact and not exact.startswith(_NEVER):
        return f"{exact.replace(' ', 'T')}Z"
    if mailed and _NO_YEAR not in mailed:
        return mailed
    return local if not local.startswith(_NEVER) else None


def _said(element: Element) -> Iterator[str]:
    title, status = text(element, "title"), text(element, "status")
    if text(element, "post_password"):
        yield f"kept as a draft, it had a password: {title}"
    elif status == "private":
        yield f"kept as a draft, it was private: {title}"
    elif status in _BEFORE:
        yield f"kept as a draft, it was never published: {title}"
