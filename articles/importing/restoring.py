"""Understands an item that a portal wrote out: word for word, nothing guessed, shortened or taken apart."""

from collections.abc import Iterator
from datetime import datetime, tzinfo
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError

from articles.drawing import routes
from articles.exporting.items import FORMAT
from articles.importing import languages, mapping, words
from articles.importing.drafts import Draft, Kept
from articles.importing.media import Image
from articles.importing.reading import Fields, Item, Unfit
from articles.importing.renaming import Renaming
from articles.in_languages import LONGEST
from articles.models import Drawing
from articles.models.drawing import MADE
from portal.lib import sanitise

# The sequence that numbers everything must not run out because a file says so.
HIGHEST_NUMBER = 1_000_000_000


def is_ours(fields: Fields) -> bool:
    return fields.get("format") == FORMAT


def draft(item: Item, *, zone: tzinfo, renaming: Renaming) -> Draft:
    """Understand an item of ours; Unfit says why that cannot be done."""
    fields = item.fields
    published_at, withdrawn_at = mapping.moments(fields, zone=zone)
    return Draft(
        item=item,
        title=_title(fields),
        markup=words.text(fields, "body_html"),
        abstract=words.text(fields, "summary"),
        kicker=_short(fields, "kicker", 60),
        dateline=_short(fields, "dateline", 80),
        language=mapping.language(fields, []),
        access=_access(fields),
        section=renaming.section(_short(fields, "section", 80)) or mapping.NO_SECTION,
        keywords=renaming.several("keywords", _names(fields, "tags", 80)),
        authors=renaming.several("authors", _names(fields, "authors", 120)),
        editor=_short(fields, "editor", 120),
        source=_short(fields, "source", 300),
        paths=[path for path in _names(fields, "old_addresses", mapping.LONGEST_PATH) if path.startswith("/")],
        published_at=published_at,
        withdrawn_at=withdrawn_at,
        withdrawn_because=_short(fields, "withdrawn_because", 300),
        images=list(_images(fields)),
        kept=_kept(fields, zone),
    )


def _kept(fields: Fields, zone: tzinfo) -> Kept:
    number = fields.get("number")
    if number is not None and (type(number) is not int or not 0 < number <= HIGHEST_NUMBER):
        raise Unfit(f"has a number that is none from 1 to {HIGHEST_NUMBER}")
    return Kept(
        number=number,
        path=urlsplit(words.text(fields, "url")).path,
        teaser=words.text(fields, "teaser"),
        changed_at=mapping.moment(fields, "changed_at", zone),
        picture=words.text(fields, "picture"),
        drawing=words.text(fields, "drawing"),
        drawings=[_drawing(one) for one in words.objects(fields, "drawings")],
        corrections=[_correction(one, zone) for one in words.objects(fields, "corrections")],
    )


def _access(fields: Fields) -> str:
    """A gate is not opened by what was left out."""
    if not fields.get("access"):
        raise Unfit("does not say to whom it is open (access)")
    return mapping.access(fields)


def _short(fields: Fields, name: str, limit: int) -> str:
    text = words.text(fields, name)
    if len(text) > limit:
        raise Unfit(f"has a {name} of more than {limit} letters")
    return text


def _title(fields: Fields) -> str:
    title = " ".join(_short(fields, "title", 200).split())
    if not title:
        raise Unfit("has no title")
    return title


def _names(fields: Fields, name: str, limit: int) -> list[str]:
    several = fields.get(name) or []
    if not isinstance(several, list) or not all(isinstance(one, str) for one in several):
        raise Unfit(f"has {name} that are not a list of texts")
    if any(len(one) > limit for one in several):
        raise Unfit(f"has {name} of more than {limit} letters")
    return [sanitise.printable(one) for one in several if one.strip()]


def _images(fields: Fields) -> Iterator[Image]:
    for image in words.objects(fields, "images"):
        yield Image(
            file=words.text(image, "file"),
            source_path=words.text(image, "source_path"),
            alt=_short(image, "alt", 300),
            caption=_short(image, "caption", 500),
            credit=_short(image, "credit", 200),
            licence=_short(image, "licence", 100),
            focus=mapping.focus(image),
            language=languages.nearest(_short(image, "lang", 40))[0],
            in_languages=tuple(_in_languages(image)),
        )


def _in_languages(image: Fields) -> Iterator[tuple[str, str, str]]:
    said = image.get("in_languages") or {}
    if not isinstance(said, dict) or not all(isinstance(one, dict) for one in said.values()):
        raise Unfit("has a picture whose in_languages is no object of objects")
    for code, one in said.items():
        yield code, _short(one, "alt", LONGEST["alt"]), _short(one, "caption", LONGEST["caption"])


def _drawing(given: Fields) -> Drawing:
    """Not yet saved, but fit to be."""
    names = ("key", "kind", "title", "unit", "source", "data", "alt")
    drawing = Drawing(**{name: words.text(given, name) for name in names})
    try:
        drawing.clean_fields(exclude=MADE)
        drawing.draw()
    except (ValidationError, routes.Wrong) as error:
        raise Unfit(f"has a drawing {words.cut(str(given.get('key')), 40)!r} that cannot be drawn: {error}") from error
    return drawing


def _correction(given: Fields, zone: tzinfo) -> tuple[datetime, str]:
    at = mapping.moment(given, "corrected_at", zone)
    said = _short(given, "words", 1000).strip()
    if not at or not said:
        raise Unfit("has a correction without its words or moment")
    return at, said
