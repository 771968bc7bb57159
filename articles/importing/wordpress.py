"""Understands a WordPress export (WXR 1.0 to 1.2) as one more way to write items.

Read twice: attachments may stand after the posts that show them. https://wordpress.org/documentation/article/tools-export-screen/
"""

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import IO
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

from articles.importing import attachments, classic
from articles.importing.elements import NotWellFormed, elements
from articles.importing.media import Image
from articles.importing.reading import LONGEST_LINE, Fault, Item, item_of

ARTICLES = {"post", "page"}
# What an editor threw away or never saved is no article.
_NOT_KEPT = {"trash", "auto-draft", "inherit"}
_NEVER = "0000-00-00"


@dataclass
class Site:
    """What stands at the head of the export."""

    host: str = ""
    language: str = ""
    authors: dict[str, str] = field(default_factory=dict)  # a login's name as readers see it


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
            if _is_article(element):
                yield _item(number, element, site, size)
                size = 0
    except NotWellFormed as error:
        yield Fault(number + 1, str(error), size)


def _survey(stream: IO[bytes], site: Site) -> Iterator[tuple[str, Image]]:
    """Fill in `site`, and yield each attachment with its number."""
    for element, _read in elements(stream, {"item", "author", "base_site_url", "language"}):
        if element is None:
            return
        if element.tag == "base_site_url":
            site.host = urlsplit(element.text or "").netloc
        elif element.tag == "language":
            site.language = element.text or ""
        elif element.tag == "author":
            site.authors[_text(element, "author_login")] = _text(element, "author_display_name")
        elif _text(element, "post_type") == "attachment":
            yield _text(element, "post_id"), _image(element)


def _image(element: Element) -> Image:
    address = _text(element, "attachment_url") or _text(element, "guid")
    alt = _meta(element).get("_wp_attachment_image_alt", "")
    return Image(_file(address), address, alt, _text(element, "excerpt"))


def _uploads(body: str) -> Iterator[Image]:
    """What the text shows out of the uploads folder, in the size it shows it."""
    for source in classic.sources(body):
        if "/uploads/" in source:
            yield Image(_file(source), source)


def _file(address: str) -> str:
    """Where it lies in a copy of the uploads folder: 2024/05/port.jpg."""
    path = unquote(urlsplit(address).path)
    return path.partition("/uploads/")[2] or path.lstrip("/")


def _is_article(element: Element) -> bool:
    return _text(element, "post_type") in ARTICLES and _text(element, "status") not in _NOT_KEPT


def _item(number: int, element: Element, site: Site, size: int) -> Item | Fault:
    meta = _meta(element)
    written = _text(element, "content")
    found = attachments.find({meta.get("_thumbnail_id", "")} | classic.numbers(written))
    if len(written) > LONGEST_LINE:
        return Fault(number, "has a body of more than 10 MB", size)
    body, left_out = classic.body(written, found.get)
    first = found.get(meta.get("_thumbnail_id", ""))
    categories = _terms(element, "category")
    author = _text(element, "creator")
    fields = {
        "id": f"wordpress:{site.host}:{_text(element, 'post_id')}",
        "url": _text(element, "link"),
        "title": _text(element, "title"),
        "body_html": body,
        "summary": _text(element, "excerpt"),
        "section": next(iter(categories), "Pages" if _text(element, "post_type") == "page" else None),
        "tags": [*categories[1:], *_terms(element, "post_tag")],
        "authors": [site.authors.get(author) or author] if author else [],
        "lang": site.language,
        "images": [_listed(image) for image in (*filter(None, [first]), *_uploads(body))],
        "published_at": _moment(element),
    }
    return item_of(number, fields, size, notes=(*left_out, *_said(element)))


def _listed(image: Image) -> dict[str, str]:
    return {"file": image.file, "source_path": image.source_path, "alt": image.alt, "caption": image.caption}


def _moment(element: Element) -> str | None:
    """When it was or will be published; None for drafts, and for what only some could read."""
    if _text(element, "status") not in ("publish", "future") or _text(element, "post_password"):
        return None
    exact = _text(element, "post_date_gmt")
    if exact and not exact.startswith(_NEVER):
        return f"{exact.replace(' ', 'T')}Z"
    return _text(element, "pubDate") or _text(element, "post_date") or None


def _said(element: Element) -> Iterator[str]:
    if _text(element, "post_password"):
        yield f"kept as a draft, it had a password: {_text(element, 'title')}"
    elif _text(element, "status") == "private":
        yield f"kept as a draft, it was private: {_text(element, 'title')}"


def _terms(element: Element, domain: str) -> list[str]:
    found = (one.text for one in element.iterfind("category") if one.get("domain") == domain)
    return list(dict.fromkeys(name for name in found if name and name != "Uncategorized"))


def _meta(element: Element) -> dict[str, str]:
    return {_text(one, "meta_key"): _text(one, "meta_value") for one in element.iterfind("postmeta")}


def _text(element: Element, name: str) -> str:
    return (element.findtext(name) or "").strip()
