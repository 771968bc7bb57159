"""What two versions of an article say differently, field by field, in the words of its form."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from django.conf import settings
from django.db.models import Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import comparing
from articles.comparing import Block, Piece
from articles.models import Article, Author, Drawing, Picture, Section
from articles.versioning import Form
from members.access import Audience

ROWS: dict[str, type[Model]] = {"section": Section, "picture": Picture, "drawing": Drawing, "authors": Author}
CHOICES: dict[str, dict[str, Any]] = {"language": dict(settings.LANGUAGES), "access": dict(Audience.choices)}
ORDER = (
    "title", "kicker", "abstract", "dateline", "body", "section", "keywords", "authors", "editor", "source",
    "picture", "drawing", "language", "access", "beginning",
)  # fmt: skip
MARKS = {
    "strong": gettext_lazy("bold"), "em": gettext_lazy("italic"), "u": gettext_lazy("underlined"),
    "s": gettext_lazy("struck out"), "a": gettext_lazy("link"), "img": gettext_lazy("picture"),
    "h2": gettext_lazy("heading"), "h3": gettext_lazy("sub-heading"), "h4": gettext_lazy("small heading"),
    "ul": gettext_lazy("list"), "ol": gettext_lazy("numbered list"), "blockquote": gettext_lazy("quote"),
    "hr": gettext_lazy("rule"), "sub": gettext_lazy("below the line"), "sup": gettext_lazy("above the line"),
}  # fmt: skip
TEASER = gettext_lazy("Teaser of a text for members")


@dataclass(frozen=True)
class Difference:
    """One field: `blocks` of a text with mark-up, else `pieces`."""

    name: str
    label: str
    pieces: list[Piece]
    blocks: list[Block]


def label(name: str) -> str:
    """The field as its form names it."""
    if name == "beginning":
        return str(TEASER)
    field = next(field for field in Article._meta.get_fields() if field.name == name)
    return capfirst(str(field.verbose_name))  # type: ignore[union-attr]  # none of the fields points here


def labels(names: Iterable[str]) -> list[str]:
    """In the order of the form."""
    return [label(name) for name in sorted(names, key=ORDER.index)]


def between(old: Form, new: Form) -> list[Difference]:
    """Each field that differs, in the order of the form."""
    found = [name for name in ORDER if (old.get(name) or None) != (new.get(name) or None)]
    before, after = said(old, found), said(new, found)
    return [_difference(name, before[name], after[name]) for name in found]


def said(form: Form, names: Iterable[str] = ORDER) -> dict[str, str]:
    """What the fields hold, rows and choices by their names."""
    return {name: _said(name, form.get(name)) for name in names}


def _difference(name: str, old: str, new: str) -> Difference:
    if name == "body":
        blocks = comparing.paragraphs(old, new)
        return Difference(name, label(name), [], [replace(one, pieces=_marked(one.pieces)) for one in blocks])
    return Difference(name, label(name), comparing.words(old, new), [])


def _marked(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Tags by names that whoever writes knows; the end of one as it began, after a stroke."""
    return tuple(replace(piece, words=_mark(piece.words)) if piece.is_mark else piece for piece in pieces)


def _mark(tag: str) -> str:
    name, _space, more = tag.removeprefix("/").partition(" ")
    said = f"{MARKS.get(name, name)} {more}".strip()
    return f"/{said}" if tag.startswith("/") else said


def _said(name: str, value: Any) -> str:
    if value in (None, "", []):
        return ""
    if name == "keywords":
        return ", ".join(value)
    if name in CHOICES:
        return str(CHOICES[name].get(value, value))
    if name not in ROWS:
        return str(value)
    numbers = value if isinstance(value, list) else [value]
    rows = ROWS[name]._default_manager.in_bulk(numbers)
    return ", ".join(str(rows.get(number, _("one that is no longer there"))) for number in numbers)
