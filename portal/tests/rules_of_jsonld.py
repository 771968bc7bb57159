"""What Google asks of the things a page tells of itself, required and recommended, as lists of faults."""

import re
from urllib.parse import urlsplit

from portal.tests.rules_of_feeds import MOMENT

WANTED = {
    "NewsArticle": {"headline", "datePublished", "dateModified", "author", "image", "publisher", "mainEntityOfPage"}
    | {"description", "articleSection", "inLanguage", "wordCount", "isAccessibleForFree", "url"},
    "BreadcrumbList": {"itemListElement"},
    "WebSite": {"name", "url", "potentialAction", "publisher"},
    "FAQPage": {"mainEntity", "url"},
    "CollectionPage": {"name", "url", "mainEntity"},
    "NewsMediaOrganization": {"name", "url", "logo"},
    "Person": {"name", "url"},
    "ImageObject": {"url", "width", "height"},
    "ListItem": {"position", "name"},
    "Question": {"name", "acceptedAnswer"},
    "Answer": {"text"},
    "ItemList": {"itemListElement"},
    "SearchAction": {"target", "query-input"},
    "EntryPoint": {"urlTemplate"},
    "WebPage": {"@id"},
    "WebPageElement": {"isAccessibleForFree", "cssSelector"},
    "CorrectionComment": {"text", "datePublished"},
}
ADDRESSES = {"url", "item", "@id"}
MOMENTS = {"datePublished", "dateModified"}


def faults_of(graph, *, lacks=()):
    """Faults of every thing in `graph`; `lacks` names what the page truly has not (an article without a picture)."""
    return [fault for thing in things_in(graph) for fault in faults_of_one(thing, lacks)]


def things_in(value):
    """Each typed thing, whatever it lies in."""
    if isinstance(value, list):
        for one in value:
            yield from things_in(one)
    elif isinstance(value, dict):
        if "@type" in value:
            yield value
        for one in value.values():
            yield from things_in(one)


def faults_of_one(thing, lacks):
    kind = thing["@type"]
    if kind not in WANTED:
        return [f"{kind} is not known"]
    faults = [f"{kind} lacks {name}" for name in sorted(WANTED[kind] - thing.keys() - set(lacks))]
    for name, value in thing.items():
        if name in ADDRESSES and not whole(value):
            faults.append(f"{kind}: {name} {value!r} is no whole address")
        if name in MOMENTS and not MOMENT.fullmatch(str(value)):
            faults.append(f"{kind}: {name} is {value!r}")
        if value in (None, "", []):
            faults.append(f"{kind}: {name} is empty")
    return faults + SPECIAL.get(kind, lambda _: [])(thing)


def whole(address):
    parts = urlsplit(str(address))
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def faults_of_article(thing):
    faults = ["a headline over 110 letters"] if len(thing.get("headline", "")) > 110 else []
    if thing.get("datePublished", "") > thing.get("dateModified", "~"):
        faults.append("modified before it was published")
    if thing.get("isAccessibleForFree") is False:
        part = thing.get("hasPart", {})
        fine = part.get("isAccessibleForFree") is False and re.fullmatch(r"\.[\w-]+", part.get("cssSelector", ""))
        faults += [] if fine else ["closed, and says not where"]
    return faults + (["holds its text"] if "articleBody" in thing else [])


def faults_of_list(thing):
    places = [item.get("position") for item in thing.get("itemListElement", [])]
    return [] if places == list(range(1, len(places) + 1)) else [f"positions are {places}"]


def faults_of_way(thing):
    items = thing.get("itemListElement", [])
    faults = [] if len(items) >= 2 else ["a way of fewer than two steps"]
    return faults + faults_of_list(thing) + [f"step {item} leads nowhere" for item in items if not item.get("item")]


SPECIAL = {"NewsArticle": faults_of_article, "ItemList": faults_of_list, "BreadcrumbList": faults_of_way}
