"""What RFC 4287, RFC 5005, the W3C's feed validator and JSON Feed 1.1 ask of a feed, as lists of faults."""

import json
import re
from datetime import datetime
from urllib.parse import urlsplit
from xml.etree import ElementTree

ATOM = "{http://www.w3.org/2005/Atom}"
MEDIA = "{http://search.yahoo.com/mrss/}"
LANG = "{http://www.w3.org/XML/1998/namespace}lang"
# element: (least, most) of each kind of child
FEED = {"id": (1, 1), "title": (1, 1), "updated": (1, 1), "subtitle": (0, 1), "icon": (0, 1), "author": (1, 99)}
FEED |= {"link": (2, 99), "entry": (0, 99)}
ENTRY = {"id": (1, 1), "title": (1, 1), "updated": (1, 1), "published": (0, 1), "summary": (0, 1), "content": (0, 1)}
ENTRY |= {"author": (0, 99), "category": (0, 99), "link": (1, 99)}
PERSON = {"name": (1, 1), "uri": (0, 1), "email": (0, 1)}
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")
LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]{2,8})*")
RISKY = re.compile(r"<(script|iframe|object|embed|form|style|meta|link)\b|\son[a-z]+=|javascript:", re.IGNORECASE)
TAG = re.compile(r'<[a-z](?:"[^"]*"|[^">])*>')
REFERENCE = re.compile(r'\s(?:href|src)="([^"]*)"')


def atom_faults(text, *, address):
    """Faults of the feed that was got from `address`."""
    try:
        feed = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        return [f"not well-formed: {error}"]
    if feed.tag != f"{ATOM}feed":
        return [f"{feed.tag} is no feed"]
    links = {link.get("rel"): link.get("href") for link in feed.findall(f"{ATOM}link")}
    faults = counted(feed, FEED) + person_faults(feed) + link_faults(feed)
    faults += [] if links.get("self") == address else [f"self is {links.get('self')}, not {address}"]
    faults += [] if feed.get(LANG) else ["the feed says no language"]
    faults += identity_faults(feed)
    entries = feed.findall(f"{ATOM}entry")
    for entry in entries:
        faults += entry_faults(entry)
    ids = [entry.findtext(f"{ATOM}id") for entry in entries]
    return faults + [f"{one} stands twice" for one in set(ids) if ids.count(one) > 1]


def entry_faults(entry):
    faults = counted(entry, ENTRY) + person_faults(entry) + link_faults(entry) + identity_faults(entry)
    rels = [link.get("rel", "alternate") for link in entry.findall(f"{ATOM}link")]
    faults += [] if rels.count("alternate") == 1 else ["an entry needs one page for people"]
    faults += [] if (entry.findtext(f"{ATOM}summary") or "").strip() else ["an entry has no summary"]
    content = entry.find(f"{ATOM}content")
    if content is not None:
        faults += [] if content.get("type") == "html" else ["content is not said to be HTML"]
        faults += content_faults(content.text or "")
    for category in entry.findall(f"{ATOM}category"):
        faults += [] if category.get("term") else ["a category without a term"]
    for picture in entry.findall(f"{MEDIA}content"):
        faults += uri_faults(picture.get("url"), "media:content")
        faults += [] if (picture.get("type") or "").startswith("image/") else ["a picture without its type"]
    return faults


def counted(element, allowed):
    """Too few, too many or unknown children of Atom's own kind."""
    found = [child.tag.removeprefix(ATOM) for child in element if child.tag.startswith(ATOM)]
    name = element.tag.removeprefix(ATOM)
    faults = [f"{name} may hold no {child}" for child in found if child not in allowed]
    for child, (least, most) in allowed.items():
        if not least <= found.count(child) <= most:
            faults.append(f"{name} holds {found.count(child)} of {child}")
    return faults


def person_faults(element):
    return [
        fault
        for author in element.findall(f"{ATOM}author")
        for fault in counted(author, PERSON)
        + [fault for uri in author.findall(f"{ATOM}uri") for fault in uri_faults(uri.text, "author")]
        + ([] if (author.findtext(f"{ATOM}name") or "").strip() else ["an author without a name"])
    ]


def link_faults(element):
    return [fault for link in element.findall(f"{ATOM}link") for fault in uri_faults(link.get("href"), link.get("rel"))]


def identity_faults(element):
    """Id, title, moments and language of a feed or an entry."""
    faults = uri_faults(element.findtext(f"{ATOM}id"), "id")
    faults += [] if (element.findtext(f"{ATOM}title") or "").strip() else ["an empty title"]
    moments = {name: element.findtext(f"{ATOM}{name}") for name in ("updated", "published")}
    faults += [f"{name} is {at!r}" for name, at in moments.items() if at is not None and not MOMENT.fullmatch(at)]
    if all(moments.values()) and moments["published"] > moments["updated"]:
        faults.append("updated before it was published")
    language = element.get(LANG)
    return faults + ([] if language is None or LANGUAGE.fullmatch(language) else [f"{language} is no language"])


def uri_faults(address, what):
    parts = urlsplit(address or "")
    fine = parts.scheme in ("http", "https") and parts.netloc and not re.search(r"[\s<>\"{}|\\^`]", address)
    return [] if fine else [f"{what}: {address!r} is no whole address"]


def content_faults(html):
    found = [f"content holds {risk[0]}" for risk in RISKY.finditer(html)]
    whole = ("http://", "https://", "mailto:", "tel:")
    named = [address for tag in TAG.findall(html) for address in REFERENCE.findall(tag)]
    return found + [f"{one} is no whole address" for one in named if not one.startswith(whole)]


JSON_FEED = {"version", "title", "home_page_url", "feed_url", "description", "user_comment", "next_url", "icon"}
JSON_FEED |= {"favicon", "authors", "language", "expired", "hubs", "items"}
JSON_ITEM = {"id", "url", "external_url", "title", "content_html", "content_text", "summary", "image", "banner_image"}
JSON_ITEM |= {"date_published", "date_modified", "authors", "tags", "language", "attachments"}


def json_faults(text, *, address):
    """Faults of the JSON Feed that was got from `address`."""
    try:
        feed = json.loads(text)
    except ValueError as error:
        return [f"not JSON: {error}"]
    faults = [f"a feed has no {name}" for name in feed.keys() - JSON_FEED if not name.startswith("_")]
    faults += [] if feed.get("version") == "https://jsonfeed.org/version/1.1" else ["another version"]
    faults += [] if feed.get("title") else ["no title"]
    faults += [] if feed.get("feed_url") == address else [f"feed_url is not {address}"]
    for name in ("home_page_url", "next_url", "icon", "favicon"):
        faults += uri_faults(feed[name], name) if name in feed else []
    faults += [
        f"{language} is no language" for language in [feed.get("language", "")] if not LANGUAGE.fullmatch(language)
    ]
    items = feed.get("items")
    if not isinstance(items, list):
        return [*faults, "no list of items"]
    faults += [fault for item in items for fault in item_faults(item)]
    ids = [item.get("id") for item in items]
    return faults + [f"{one} stands twice" for one in set(ids) if ids.count(one) > 1]


def item_faults(item):
    faults = [f"an item has no {name}" for name in item.keys() - JSON_ITEM if not name.startswith("_")]
    faults += [] if isinstance(item.get("id"), str) and item["id"] else ["an item without an id"]
    faults += [] if item.get("content_html") or item.get("content_text") else ["an item without content"]
    faults += content_faults(item.get("content_html", ""))
    for name in ("url", "image"):
        faults += uri_faults(item[name], name) if name in item else []
    for name in ("date_published", "date_modified"):
        if name in item and not (MOMENT.fullmatch(item[name]) and datetime.fromisoformat(item[name])):
            faults.append(f"{name} is {item[name]!r}")
    faults += [fault for author in item.get("authors", []) for fault in uri_faults(author.get("url"), "author")]
    faults += [] if all(isinstance(tag, str) and tag for tag in item.get("tags", [])) else ["an empty tag"]
    return faults
