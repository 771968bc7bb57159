"""An article as an item of IPTC's ninjs 3.1, whole as it is; https://iptc.org/std/ninjs/

What the standard has no place for is said in words of ours, which its schema leaves open: roles and relations.
`articles.importing.own_ninjs` reads all of it back.
"""

import mimetypes
from collections.abc import Iterable, Iterator
from datetime import datetime

from articles import bodies, feeding, focusing
from articles.exporting.items import FORMAT, Fields
from portal.lib.links import absolute

_STANDARD = {"name": "ninjs", "version": "3.1", "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json"}
# The language in which an item says who may read it; `everyone` and `members` are all its words.
OPEN_TO = "urn:belt-and-road-portal:open-to"
WRITER, EDITOR = "author", "editor"  # how a person belongs to the text
ABOVE, CORRECTION = "main", "correction"  # how a picture or drawing, and a note, belong to it
MAIN, KICKER = "main", "kicker"  # a headline, or the body for everybody, and what stands over it
AS_KEPT, DATA = "as-kept", "data"  # a body as it lies here, and what is drawn
SUMMARY, TEASER, CAPTION, ALT = "summary", "teaser", "caption", "alternative"  # what a description is
ARCHIVE, PAGE, OLD = "archive", "page", "old"  # another name of the item
FOCUS = "focus"  # of a picture in per cent, where its pixels are too few to tell


def shape(fields: Fields, *, at: datetime) -> Fields:
    """The item; what is still to come at the moment `at` is under embargo. What is empty is left out."""
    told = {
        "uri": absolute(f"/p/{fields['number']}"),
        "standard": _STANDARD,
        "type": "text",
        "representationType": "full",
        "profile": FORMAT,
        **_moments(fields, at),
        "language": fields["lang"],
        "headlines": list(_worded((MAIN, fields["title"]), (KICKER, fields["kicker"]))),
        "descriptions": list(_worded((SUMMARY, fields["summary"]), (TEASER, fields["teaser"]))),
        "bodies": list(_bodies(fields)),
        "by": fields["author"],
        "people": list(_people(fields)),
        "subjects": [{"name": name} for name in fields["tags"]],
        "genres": [{"name": fields["section"]}],
        "infoSources": [{"name": fields["source"]}] if fields["source"] else [],
        "rightsInfo": {"langId": OPEN_TO, "encodedRights": fields["access"]},
        "altIds": list(_other_ids(fields)),
        "associations": list(_associations(fields)),
    }
    return {name: value for name, value in told.items() if value}


def _people(fields: Fields) -> Iterator[Fields]:
    yield from ({"name": name, "rel": WRITER} for name in fields["authors"])
    if fields["editor"]:
        yield {"name": fields["editor"], "rel": EDITOR}


def _moments(fields: Fields, at: datetime) -> Fields:
    """What has no day yet is withheld, what was withdrawn is cancelled; an editor's note says why."""
    published, withdrawn = fields["published_at"], fields["withdrawn_at"]
    return {
        "version": fields["changed_at"],
        "firstCreated": published or fields["changed_at"],
        "versionCreated": withdrawn or fields["changed_at"],
        "embargoedUntil": published if published and datetime.fromisoformat(published) > at else "",
        "pubStatus": "withheld" if not published else "canceled" if withdrawn else "usable",
        "edNote": "\n".join(filter(None, [fields["withdrawn_because"], noted(fields["corrections"])])),
    }


def noted(corrections: Iterable[Fields]) -> str:
    """What an editor's note says of corrections, for programs that look nowhere else."""
    return "\n".join(f"{one['corrected_at']}: {one['words']}" for one in corrections)


def _bodies(fields: Fields) -> Iterator[Fields]:
    """The text for everybody; and as it lies here, where that cannot be read out of the first."""
    text = bodies.opened(fields["body_html"], dateline=fields["dateline"], written="", whole=True)
    whole = feeding.with_whole_addresses(text, page=fields["url"])
    yield {"role": MAIN, "contentType": "text/html", "charCount": len(whole), "value": whole}
    if as_kept(whole, page=fields["url"]) != (fields["dateline"], fields["body_html"]):
        yield {"role": AS_KEPT, "contentType": "text/html", "value": fields["body_html"]}


def as_kept(text: str, *, page: str) -> tuple[str, str]:
    """The dateline and the body that a text for everybody was made of, as far as can be told."""
    return bodies.closed(feeding.with_own_addresses(text, page=page))


def _worded(*wordings: tuple[str, str]) -> Iterator[Fields]:
    for role, value in wordings:
        if value:
            marked = role == TEASER and value.startswith("<")
            yield {"role": role, "contentType": "text/html" if marked else "text/plain", "value": value}


def _other_ids(fields: Fields) -> Iterator[Fields]:
    for role, values in {ARCHIVE: [fields["id"]], PAGE: [fields["url"]], OLD: fields["old_addresses"]}.items():
        yield from ({"role": role, "value": value} for value in values)


def _associations(fields: Fields) -> Iterator[Fields]:
    """Pictures, drawings and corrections, in their order; `rel` says which of them stands over the text."""
    for image in fields["images"]:
        yield _picture(image) | ({"rel": ABOVE} if image["file"] == fields["picture"] else {})
    for drawing in fields["drawings"]:
        yield _graphic(drawing) | ({"rel": ABOVE} if drawing["key"] == fields["drawing"] else {})
    for count, correction in enumerate(fields["corrections"], start=1):
        yield {
            "name": f"Correction {count}",
            "uri": absolute(f"/p/{fields['number']}#correction-{count}"),
            "rel": CORRECTION,
            "type": "text",
            "versionCreated": correction["corrected_at"],
            "bodies": list(_worded((MAIN, correction["words"]))),
        }


def _picture(image: Fields) -> Fields:
    href = absolute(image["source_path"])
    size = {"width": image["width"], "height": image["height"]}
    point = focusing.in_pixels(image["focus"], **size)
    rendition = {"name": "original", "href": href, "contentType": mimetypes.guess_type(href)[0] or "image/*"}
    rendition |= size | {"poi": point}
    is_told = focusing.of_pixels(rendition) == image["focus"]
    told = {
        "name": image["file"],
        "uri": href,
        "type": "picture",
        "language": image["lang"],
        "headlines": list(_worded((MAIN, image["alt"]), *_in_languages(image, MAIN, "alt"))),
        "descriptions": list(_worded((CAPTION, image["caption"]), *_in_languages(image, CAPTION, "caption"))),
        "by": image["credit"],
        "usageTerms": image["licence"],
        "renditions": [rendition],
        "altIds": [] if is_told else [{"role": FOCUS, "value": focusing.in_words(image["focus"])}],
    }
    return {name: value for name, value in told.items() if value}


def _in_languages(image: Fields, role: str, name: str) -> Iterator[tuple[str, str]]:
    """Under the role with the language behind it."""
    yield from ((f"{role}-{code}", said[name]) for code, said in image["in_languages"].items() if said.get(name))


def _graphic(drawing: Fields) -> Fields:
    """A map or chart; its address answers with the drawing itself."""
    href = absolute(f"/drawings/{drawing['key']}.svg")
    told = {
        "name": drawing["key"],
        "uri": href,
        "type": "graphic",
        "profile": drawing["kind"],
        "headlines": list(_worded((MAIN, drawing["title"]))),
        "descriptions": list(_worded((CAPTION, drawing["unit"]), (ALT, drawing["alt"]))),
        "bodies": list(_worded((DATA, drawing["data"]))),
        "by": drawing["source"],
        "renditions": [{"name": "original", "href": href, "contentType": "image/svg+xml"}],
    }
    return {name: value for name, value in told.items() if value}
