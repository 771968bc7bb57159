"""What becomes of each field of an item; the table for people is in docs/importing.md."""

from collections.abc import Iterator
from datetime import datetime, tzinfo
from urllib.parse import parse_qsl, unquote, urlsplit

from articles.importing import bodies, dates, languages, series, words
from articles.importing.drafts import Draft
from articles.importing.media import Image
from articles.importing.reading import Item, Unfit
from articles.importing.renaming import Renaming
from articles.models.places import folded
from articles.pictures import MIDDLE
from members.access import Audience

LONGEST_BODY = 500_000
LONGEST_PATH = 500
MOST_KEYWORDS = 40
MOST_AUTHORS = 20
# Where an item of no section goes.
NO_SECTION = "News"
_BETWEEN_TAGS = str.maketrans(";；，、", "\n" * 4)


def draft(item: Item, *, zone: tzinfo, renaming: Renaming) -> Draft:
    """Understand an item; Unfit says why that cannot be done."""
    fields = item.fields
    notes = list(item.notes)
    published_at, withdrawn_at = moments(fields, zone=zone)
    kicker, title = renaming.titled(words.line(fields, "kicker", limit=series.LONGEST), _title(fields, notes))
    return Draft(
        item=item,
        title=title,
        markup=_markup(fields),
        abstract=words.line(fields, "summary", limit=600),
        kicker=kicker,
        dateline=words.line(fields, "dateline", limit=80),
        language=language(fields, notes),
        access=access(fields),
        section=renaming.section(words.line(fields, "section", limit=80)) or NO_SECTION,
        keywords=renaming.several("keywords", _keywords(fields, notes)),
        authors=renaming.several("authors", _authors(fields)),
        editor=words.line(fields, "editor", limit=120),
        source=_source(fields),
        paths=_paths(fields, notes),
        published_at=published_at,
        withdrawn_at=withdrawn_at,
        withdrawn_because=words.line(fields, "withdrawn_because", limit=300),
        images=list(_images(fields)),
        notes=notes,
    )


def _title(fields: dict[str, object], notes: list[str]) -> str:
    whole = words.plain(words.text(fields, "title"))
    if not whole:
        raise Unfit("has no title")
    title = words.cut(whole, 200)
    if title != whole:
        notes.append(f"title shortened to 200 letters: {title}")
    return title


def _markup(fields: dict[str, object]) -> str:
    html, markdown = words.text(fields, "body_html"), words.text(fields, "body_markdown")
    if max(len(html), len(markdown)) > LONGEST_BODY:
        raise Unfit(f"has a body of more than {LONGEST_BODY} letters")
    return bodies.markup(markdown, html)


def language(fields: dict[str, object], notes: list[str]) -> str:
    tag = words.line(fields, "lang", limit=40)
    nearest, is_exact = languages.nearest(tag)
    if not is_exact:
        notes.append(f"language that the portal does not have, kept as {nearest}: {tag}")
    return nearest


def access(fields: dict[str, object]) -> str:
    """Who may read it; a word nobody knows must not open a gate."""
    audience = words.line(fields, "access", limit=40) or Audience.EVERYONE
    if audience not in Audience.values:
        raise Unfit(f"is open to {audience!r}; known are {', '.join(Audience.values)}")
    return str(audience)


def _keywords(fields: dict[str, object], notes: list[str]) -> list[str]:
    """Each keyword once, by how it is compared; several in one tag are taken apart."""
    found: dict[str, str] = {}
    for tag in words.lines(fields, "tags"):
        for name in tag.translate(_BETWEEN_TAGS).split("\n"):
            name = name.strip().lstrip("#＃").strip()
            if len(name) > 80 or len(folded(name)) > 80:
                notes.append(f"keyword left out, longer than 80 letters: {words.cut(name, 60)}")
            elif folded(name):
                found.setdefault(folded(name), name)
    if len(found) > MOST_KEYWORDS:
        notes.append(f"keywords left out after the first {MOST_KEYWORDS}: {len(found)} came")
    return list(found.values())[:MOST_KEYWORDS]


def _authors(fields: dict[str, object]) -> list[str]:
    names = words.lines(fields, "authors") or words.lines(fields, "author")
    return list(dict.fromkeys(words.cut(name, 120) for name in names))[:MOST_AUTHORS]


def _source(fields: dict[str, object]) -> str:
    """Where the text comes from and what it may be used for, in one line."""
    source, licence = words.line(fields, "source", limit=200), words.line(fields, "licence", limit=90)
    return " · ".join(part for part in (source, licence) if part)


def _paths(fields: dict[str, object], notes: list[str]) -> list[str]:
    """The path of the old address; none where there is none, or where the path alone tells no entries apart."""
    url = words.text(fields, "url").strip()
    try:
        address = urlsplit(url)
    except ValueError:
        notes.append(f"old address not kept, it is none: {words.cut(url, 80)}")
        return []
    path = unquote(address.path)
    if path.strip("/") == "":
        return []
    if any(not name.startswith("utm_") for name, _value in parse_qsl(address.query, keep_blank_values=True)):
        notes.append(f"old address not kept, its path says nothing without its query: {words.cut(url, 80)}")
        return []
    if len(path) > LONGEST_PATH or not path.startswith("/"):
        notes.append(f"old address not kept, it is too long: {words.cut(path, 80)}")
        return []
    return [path]


def moments(fields: dict[str, object], *, zone: tzinfo) -> tuple[datetime | None, datetime | None]:
    """When it was published, by the date of the archive or by the moment an export wrote down; and withdrawn."""
    name = "published_at" if "published_at" in fields else "date"
    published_at, withdrawn_at = moment(fields, name, zone), moment(fields, "withdrawn_at", zone)
    if withdrawn_at and not published_at:
        raise Unfit("was withdrawn but never published")
    return published_at, withdrawn_at


def moment(fields: dict[str, object], name: str, zone: tzinfo) -> datetime | None:
    written = words.text(fields, name).strip()
    if not written:
        return None
    try:
        return dates.moment(written, zone=zone)
    except dates.NotADate as error:
        raise Unfit(f"has a {name} that is no date: {words.cut(written, 40)!r}") from error


def _images(fields: dict[str, object]) -> Iterator[Image]:
    """The pictures listed; caption and credit of the item itself belong to the first."""
    for place, image in enumerate(words.objects(fields, "images")):
        own = fields if place == 0 else {}
        yield Image(
            file=words.text(image, "file").strip(),
            source_path=words.text(image, "source_path").strip(),
            alt=words.line(image, "alt", limit=300),
            caption=words.line(image, "caption", limit=500) or words.line(own, "caption", limit=500),
            credit=words.line(image, "credit", limit=200) or words.line(own, "credit", limit=200),
            licence=words.line(image, "licence", limit=100),
            focus=focus(image),
        )


def focus(image: dict[str, object]) -> tuple[int, int]:
    """What every crop keeps, in per cent from the left and from the top."""
    match image.get("focus"):
        case None:
            return MIDDLE
        case [int(across), int(down)] if 0 <= across <= 100 and 0 <= down <= 100:
            return across, down
    raise Unfit("has an image whose focus is not two numbers from 0 to 100")
