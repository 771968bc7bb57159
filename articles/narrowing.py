"""What a reader asks of search and how it is narrowed: read from an address, written back into one.

Every narrowing is a link or a plain field, so each can be taken back, sent to somebody and kept.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Self

from django.http import Http404
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from articles import shelving
from articles.models import Entry, Keyword, Section
from articles.queries import LONGEST
from portal.lib import links
from portal.lib.sanitise import printable

RELEVANCE, NEWEST = "relevance", "newest"
FIELDS = ("section", "keyword", "kind", "year", "from", "until")
LONGEST_DATE = 40
_HELD = {"section": "section", "keyword": "keyword", "from": "since", "until": "until"}

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")
_YEAR = re.compile(r"[12]\d{3}")


@dataclass(frozen=True)
class Asked:
    """Words, order and narrowings; `typed` holds every narrowing as the address had it."""

    q: str = ""
    sort: str = RELEVANCE
    after: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    section: Section | None = None
    keyword: Keyword | None = None
    since: datetime | None = None
    until: datetime | None = None
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def marks(self) -> tuple[str, ...]:
        """The shelf marks that all that is found must carry."""
        marks = []
        if self.section:
            marks.append(shelving.section(self.section.pk))
        if self.keyword:
            marks.append(shelving.keyword(self.keyword.pk))
        if kind := self.typed.get("kind"):
            marks.append(shelving.kind(kind))
        if year := self.typed.get("year"):
            marks.append(shelving.year(int(year)))
        return tuple(marks)

    @property
    def span(self) -> tuple[datetime | None, datetime | None]:
        """From when until when; the year counts with the dates."""
        if year := int(self.typed.get("year", 0)):
            first, last = _midnight(date(year, 1, 1)), _last_moment(date(year, 12, 31))
            return max(self.since or first, first), min(self.until or last, last)
        return self.since, self.until

    def address(self, **changes: str) -> str:
        """The address of this search with `changes` ("" takes one back); its first page unless told otherwise."""
        values = {"q": self.q, **self.typed, "sort": self.sort, **changes}
        if values["sort"] == RELEVANCE:
            del values["sort"]
        return f"{links.path('articles:search')}?{urlencode({name: value for name, value in values.items() if value})}"

    def label(self, name: str) -> str:
        """What the chosen section, keyword, kind or year is called."""
        chosen: Mapping[str, object] = {"section": self.section, "keyword": self.keyword}
        text = self.typed[name]
        return str(Entry.Kind(text).label if name == "kind" else chosen.get(name) or text)

    def without(self, name: str) -> Self:
        """The same search, not narrowed by `name`."""
        typed = {other: text for other, text in self.typed.items() if other != name}
        same = replace(self, after="", typed=typed)
        return replace(same, **{_HELD[name]: None}) if name in _HELD else same  # type: ignore[arg-type]  # by its name

    def bare(self) -> Self:
        """The same words, nowhere in particular."""
        return replace(self, after="", typed={}, section=None, keyword=None, since=None, until=None)


def read(values: Mapping[str, str]) -> Asked:
    """What the address asks; Http404 where it names a section, a keyword, a kind or a year that cannot be."""
    typed = {name: text for name in FIELDS if (text := _line(values.get(name, ""), LONGEST_DATE * 2))}
    year = typed.get("year", "1000")
    if typed.get("kind", Entry.Kind.ARTICLE) not in Entry.Kind.values or not _YEAR.fullmatch(year):
        raise Http404("No such kind, or no such year.")
    errors, since, until = _span(typed)
    return Asked(
        q=_line(values.get("q", ""), LONGEST),
        sort=NEWEST if values.get("sort") == NEWEST else RELEVANCE,
        after=values.get("after", "")[:LONGEST_DATE],
        typed=typed,
        section=_section(typed.get("section")),
        keyword=Keyword.objects.at(typed["keyword"]) if "keyword" in typed else None,
        since=since,
        until=until,
        errors=errors,
    )


def _line(text: str, longest: int) -> str:
    return " ".join(printable(text[: 2 * longest]).split())[:longest]


def _section(slug: str | None) -> Section | None:
    if slug is None:
        return None
    found = Section.objects.filter(slug=slug).first()
    if found is None:
        raise Http404("No such section.")
    return found


def _span(typed: Mapping[str, str]) -> tuple[dict[str, str], datetime | None, datetime | None]:
    """The moments from the first to after the last day, and what is wrong with which field."""
    errors, days = {}, {}
    for name in ("from", "until"):
        if text := typed.get(name):
            try:
                days[name] = _days(text)
            except ValueError:
                errors[name] = _("“%(text)s” is not a date. Write it as 2026-11-24, 2026-11 or 2026.") % {"text": text}
    since = days["from"][0] if "from" in days else None
    last = days["until"][1] if "until" in days else None
    if since and last and since > last:
        errors["until"] = _("This is before the first day. Make it the same day or a later one.")
    return errors, _midnight(since) if since else None, _last_moment(last) if last else None


def _days(text: str) -> tuple[date, date]:
    """The first and the last day that `text` ("2026", "2026-11", "2026-11-24") means; ValueError where it is none."""
    found = _DATE.fullmatch(text)
    if not found or not 1000 <= int(found[1]) <= 9000:
        raise ValueError(text)
    year, month, day = int(found[1]), int(found[2] or 1), int(found[3] or 1)
    first = date(year, month, day)
    if found[3]:
        return first, first
    after = date(year + (month == 12), month % 12 + 1, 1) if found[2] else date(year + 1, 1, 1)
    return first, after - timedelta(days=1)


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), UTC)


def _last_moment(day: date) -> datetime:
    return datetime.combine(day, time.max, UTC)
