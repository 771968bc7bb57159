"""An article as an item of IPTC's ninjs 3.1, whole as it is; https://iptc.org/std/ninjs/"""

import mimetypes
from collections.abc import Iterator
from datetime import datetime

from articles import bodies, feeding
from articles.exporting.items import Fields
from portal.lib.links import absolute

_STANDARD = {"name": "ninjs", "version": "3.1", "schema": "http://www.iptc.org/std/ninjs/ninjs-schema_3.1.json"}
# The language in which an item says who may read it; `everyone` and `members` are all its words.
OPEN_TO = "urn:belt-and-road-portal:open-to"
WRITER, EDITOR = "author", "editor"  # how a person belongs to the text


def shape(fields: Fields, *, at: datetime) -> Fields:
    """The item; what is still to come at the moment `at` is under embargo. What is empty is left out."""
    told = {
        "uri": absolute(f"/p/{fields['number']}"),
        "standard": _STANDARD,
        "type": "text",
        "representationType": "full",
        **_moments(fields, at),
        "language": fields["lang"],
        "headlines": list(_worded(main=fields["title"], kicker=fields["kicker"])),
        "descriptions": list(_worded(summary=fields["summary"])),
        "bodies": [_body(fields)],
        "by": fields["author"],
        "people": list(_people(fields)),
        "subjects": [{"name": name} for name in fields["tags"]],
        "genres": [{"name": fields["section"]}],
        "infoSources": [{"name": fields["source"]}] if fields["source"] else [],
        "rightsInfo": {"langId": OPEN_TO, "encodedRights": fields["access"]},
        "altIds": list(_other_ids(fields)),
        "associations": [*map(_picture, fields["images"]), *map(_graphic, fields["drawings"])],
    }
    return {name: value for name, value in told.items() if value}


def _people(fields: Fields) -> Iterator[Fields]:
    yield from ({"name": name, "rel": WRITER} for name in fields["authors"])
    if fields["editor"]:
        yield {"name": fields["editor"], "rel": EDITOR}


def _moments(fields: Fields, at: datetime) -> Fields:
    """What has no day yet is withheld, what was withdrawn is cancelled; an editor's note says why."""
    published, withdrawn = fields["published_at"], fields["withdrawn_at"]
    notes = [fields["withdrawn_because"], *(f"{one['corrected_at']}: {one['words']}" for one in fields["corrections"])]
    return {
        "firstCreated": published or fields["changed_at"],
        "versionCreated": withdrawn or fields["changed_at"],
        "embargoedUntil": published if published and datetime.fromisoformat(published) > at else "",
        "pubStatus": "withheld" if not published else "canceled" if withdrawn else "usable",
        "edNote": "\n".join(filter(None, notes)),
    }


def _body(fields: Fields) -> Fields:
    """With its dateline, and with addresses that lead here from anywhere."""
    text = bodies.opened(fields["body_html"], dateline=fields["dateline"], written="", whole=True)
    whole = feeding.with_whole_addresses(text, page=fields["url"])
    return {"role": "main", "contentType": "text/html", "charCount": len(whole), "value": whole}


def _worded(**wordings: str) -> Iterator[Fields]:
    for role, value in wordings.items():
        if value:
            yield {"role": role, "contentType": "text/plain", "value": value}


def _other_ids(fields: Fields) -> Iterator[Fields]:
    for role, values in {"archive": [fields["id"]], "page": [fields["url"]], "old": fields["old_addresses"]}.items():
        yield from ({"role": role, "value": value} for value in values)


def _picture(image: Fields) -> Fields:
    href = absolute(image["source_path"])
    across, down = image["focus"]
    point = {"x": round(image["width"] * across / 100), "y": round(image["height"] * down / 100)}
    rendition = {"name": "original", "href": href, "contentType": mimetypes.guess_type(href)[0]}
    told = {
        "name": image["file"],
        "uri": href,
        "type": "picture",
        "headlines": list(_worded(main=image["alt"])),
        "descriptions": list(_worded(caption=image["caption"])),
        "by": image["credit"],
        "usageTerms": image["licence"],
        "renditions": [rendition | {"width": image["width"], "height": image["height"], "poi": point}],
    }
    return {name: value for name, value in told.items() if value}


def _graphic(drawing: Fields) -> Fields:
    """A map or chart; its address answers with the drawing itself."""
    href = absolute(f"/drawings/{drawing['key']}.svg")
    told = {
        "name": drawing["key"],
        "uri": href,
        "type": "graphic",
        "headlines": list(_worded(main=drawing["title"])),
        "descriptions": list(_worded(caption=drawing["unit"])),
        "by": drawing["source"],
        "renditions": [{"name": "original", "href": href, "contentType": "image/svg+xml"}],
    }
    return {name: value for name, value in told.items() if value}
