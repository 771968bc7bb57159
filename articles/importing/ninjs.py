"""Understands IPTC's ninjs, 1.0 to 3.1, as one more way to write an item.

The versions differ in their names (`versioncreated`, `versionCreated`) and shapes (`headline`, then `headlines`);
both are read alike. https://iptc.org/std/ninjs/
"""

import html
from collections.abc import Iterable, Iterator
from typing import Any
from urllib.parse import unquote, urlsplit

from articles import focusing
from articles.exporting.ninjs import EDITOR, OPEN_TO, WRITER
from articles.importing.reading import Unfit

Fields = dict[str, Any]
# What an article can be made of; a picture or an event alone is none.
_ARTICLES = {"", "text", "composite"}
_MARKS = {"headline", "headlines", "body_html", "body_xhtml", "body_text", "bodies", "versioncreated", "renditions"}
_NAMED = ("subject", "place", "organisation", "person", "people", "object", "event")
_ABSTRACTS = ("summary", "abstract", "text", "caption", "")


def is_ninjs(fields: Fields) -> bool:
    """Whether an object is in this format: known by its `uri`, and none of our own words for a title."""
    names = {name.casefold() for name in fields}
    return "uri" in names and bool(names & _MARKS) and "body_markdown" not in names


def fields_of(item: Fields) -> Fields:
    """The item in our own words; Unfit where it is no article."""
    given = {name.casefold(): value for name, value in item.items()}
    if (kind := str(given.get("type") or "")) not in _ARTICLES:
        raise Unfit(f"is of type {kind!r}; only text and composite items are articles")
    marked, plain = _body(given)
    return {
        "id": given.get("uri"),
        "title": _worded(given, "headline", ("main", "", "text")) or given.get("title"),
        "body_html": marked or _paragraphs(plain),
        "summary": _worded(given, "description", _ABSTRACTS),
        "kicker": _wording(given, "headline").get("kicker"),
        "authors": _authors(given),
        "editor": next(_names(_people(given, EDITOR)), None),
        "access": access(given.get("rightsinfo")),
        "tags": list(dict.fromkeys(_tags(given))),
        "section": next(_names(given.get("genre") or given.get("genres")), None),
        "lang": given.get("language"),
        "images": list(_images(given)),
        "source": given.get("copyrightholder") or next(_names(given.get("infosource") or given.get("infosources")), ""),
        "licence": given.get("usageterms"),
        **_moments(given),
    }


def _moments(given: Fields) -> Fields:
    """An embargo is when it may appear; what was withheld or cancelled does not."""
    created = given.get("firstcreated") or given.get("contentcreated") or given.get("versioncreated")
    status = given.get("pubstatus") or "usable"
    if status == "withheld":
        return {"published_at": None}
    moments = {"published_at": given.get("embargoed") or given.get("embargoeduntil") or created}
    if status in ("canceled", "cancelled"):
        said = str(given.get("ednote") or "").partition("\n")[0] or "Cancelled at the source."
        moments |= {"withdrawn_at": given.get("versioncreated"), "withdrawn_because": said}
    return moments


def _authors(given: Fields) -> list[str]:
    """The people who are named as such, else the line that names them."""
    by = given.get("byline") or given.get("by")
    return list(_names(_people(given, WRITER))) or ([by] if by else [])


def _people(given: Fields, rel: str) -> list[Fields]:
    return [one for one in _objects(given.get("people")) if one.get("rel") == rel]


def access(rights: object) -> object:
    """What an item of a portal says in its own words; nobody else's rights are understood."""
    folded = _folded(rights) if isinstance(rights, dict) else {}
    return folded.get("encodedrights") if folded.get("langid") == OPEN_TO else None


def _body(given: Fields) -> tuple[str, str]:
    """Its body as HTML, and as plain text; either may be "" ."""
    marked = given.get("body_html") or given.get("body_xhtml") or given.get("body_html5") or ""
    plain = given.get("body_text") or ""
    for body in _objects(given.get("bodies")):
        content = _folded(body)
        words = str(content.get("value") or "")
        if "html" in str(content.get("contenttype") or content.get("role") or "") or words.lstrip().startswith("<"):
            marked = marked or words
        else:
            plain = plain or words
    return str(marked), str(plain)


def _paragraphs(plain: str) -> str:
    lines = (line.strip() for line in plain.splitlines())
    return "".join(f"<p>{html.escape(line)}</p>" for line in lines if line)


def _worded(given: Fields, name: str, roles: Iterable[str]) -> str:
    """One of several wordings: the first of these roles that is there, else any."""
    found = _wording(given, name)
    return next((found[role] for role in roles if found.get(role)), next(iter(found.values()), ""))


def _wording(given: Fields, name: str) -> dict[str, str]:
    """All wordings, by role."""
    found = {
        str(_folded(one).get("role") or ""): str(_folded(one).get("value") or "")
        for one in _objects(given.get(f"{name}s"))
    }
    return found | {
        key.partition("_")[2]: value
        for key, value in given.items()
        if key.partition("_")[0] == name and isinstance(value, str)
    }


def _tags(given: Fields) -> Iterator[str]:
    for name in _NAMED:
        for several in (given.get(name), given.get(f"{name}s")):
            yield from _names([one for one in _objects(several) if one.get("rel") not in (WRITER, EDITOR)])


def _names(values: object) -> Iterator[str]:
    for one in _objects(values):
        if name := str(one.get("name") or one.get("literal") or "").strip():
            yield name


def _images(given: Fields) -> Iterator[Fields]:
    """The pictures that go with it, each by its largest rendition."""
    associations = given.get("associations") or []
    several = associations.values() if isinstance(associations, dict) else associations
    for one in _objects(list(several)):
        picture = _folded(one)
        if picture.get("type") != "picture":
            continue
        largest = _largest(picture.get("renditions"))
        href = str(largest.get("href") or "")
        caption = _worded(picture, "description", _ABSTRACTS)
        yield {
            "file": unquote(urlsplit(href).path).rpartition("/")[2],
            "source_path": href,
            "alt": _worded(picture, "headline", ("main", "")) or caption[:300],
            "caption": caption,
            "credit": picture.get("byline") or picture.get("by") or picture.get("copyrightnotice"),
            "licence": picture.get("usageterms"),
            "focus": focusing.of_pixels(largest),
        }


def _largest(renditions: object) -> Fields:
    several = list(renditions.values()) if isinstance(renditions, dict) else renditions
    found = sorted(_objects(several), key=lambda one: one.get("width") or 0, reverse=True)
    return next((one for one in found if one.get("href")), {})


def _objects(values: object) -> list[Fields]:
    several = values if isinstance(values, list) else [values]
    return [one for one in several if isinstance(one, dict)]


def _folded(fields: Fields) -> Fields:
    return {name.casefold(): value for name, value in fields.items()}
