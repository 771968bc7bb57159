"""What stands on the front page: a few walks of an index, however many entries there are."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.contrib.postgres.fields import ArrayField
from django.db.models import BigIntegerField, F, OuterRef, QuerySet, Value

from articles import fetching, structured
from articles.models import Arrangement, Entry, MostRead, Section
from articles.most_read import LEAST, SHOWN
from portal.lib import links
from portal.lib.prepared import Given, Prepared, PreparedRows

LATEST, SIDE, UNDER = 9, 4, 2
SPARE = 8  # read besides, because answers take no card
IN_BLOCK, LEAST_IN_BLOCK = 4, 2
ANSWERS = REPORTS = 3
ANSWERED = "faq"  # the section whose entries have their own place below, so no block


def _in_section() -> QuerySet[Entry]:
    return Entry.objects.published(at=fetching.AT).filter(section=OuterRef("pk")).order_by("-published_at", "-pk")


def _with_newest(sections: QuerySet[Section], *, pinned: Any) -> QuerySet[Any]:
    newest = ArraySubquery(_in_section().values("pk")[: IN_BLOCK + 1 + SIDE + 2 * UNDER])
    return sections.annotate(newest=newest, pinned=pinned)


def _arranged() -> QuerySet[Any]:
    pinned = ArraySubquery(_in_section().filter(pinned_in=OuterRef("arranged")).values("pk")[: IN_BLOCK + 1])
    chosen = Section.objects.filter(arranged__arrangement=Given("arrangement", BigIntegerField()))
    return _with_newest(chosen, pinned=pinned).order_by("arranged__position", "arranged")


def _unarranged() -> QuerySet[Any]:
    nothing = Value([], output_field=ArrayField(BigIntegerField()))
    return _with_newest(Section.objects.in_masthead().exclude(slug=ANSWERED), pinned=nothing)


def _read_most() -> QuerySet:
    shown = MostRead.objects.filter(entry__published_at__lte=fetching.AT, entry__withdrawn_at=None).order_by("place")
    return shown.annotate(what=Value("most_read"), number=F("entry_id")).values_list("what", "place", "number")


def _newest(kind: Entry.Kind, what: str) -> QuerySet:
    found = Entry.objects.published(at=fetching.AT).filter(kind=kind).order_by("-published_at", "-pk")
    return found.annotate(what=Value(what), place=Value(0)).values_list("what", "place", "pk")


def _lists_below() -> QuerySet:
    answers, reports = _newest(Entry.Kind.ANSWER, "answers"), _newest(Entry.Kind.REPORT, "reports")
    return answers[:ANSWERS].union(reports[:REPORTS], _read_most()[:SHOWN], all=True)


_newest_entries = Prepared(
    lambda: Entry.objects.published(at=fetching.AT).for_list()[: 1 + LATEST + SIDE + 2 * UNDER + SPARE]
)
_arranged_sections, _masthead_sections = Prepared(_arranged), Prepared(_unarranged)
_below = PreparedRows(_lists_below)  # the list, the place in it and the entry's number


@dataclass(frozen=True)
class Block:
    """A section and its entries, those an editor pinned before the newest; the first one leads."""

    section: Section
    entries: list[Entry]


@dataclass(frozen=True)
class Front:
    """The river tells what is new; lead, side and under repeat nothing of it, nor of one another."""

    lead: Entry | None
    latest: list[Entry]
    side: list[Entry]
    under: list[Entry]
    blocks: list[Block] = field(default_factory=list)
    answers: list[Entry] = field(default_factory=list)
    reports: list[Entry] = field(default_factory=list)
    most_read: list[Entry] = field(default_factory=list)


def live() -> Arrangement | None:
    """What an editor put live, if the page does not arrange itself."""
    return next(iter(Arrangement.objects.live().only("lead_id", "lead_ends_at")), None)


def context(arrangement: Arrangement | None, *, at: datetime) -> dict[str, object]:
    """For the template of the front page, as readers have it under this arrangement."""
    page = front(arrangement, at=at)
    return vars(page) | {
        "weekly_action": "/weekly/subscribe/",
        "structured": structured.front(),
        "canonical": links.absolute("/"),
        "here": "front",
    }


def front(arrangement: Arrangement | None = None, *, at: datetime) -> Front:
    """Of what is not arranged, the newest entry that has a picture leads, if among the newest five; then by age.

    Answers run in the river and have their own place below, so no card is spent on them.
    """
    newest = _newest_entries(at=at)
    lead = _arranged_lead(arrangement, newest, at) or _automatic_lead(newest)
    others = [entry for entry in newest if entry != lead]
    pictured = [entry for entry in others[:LATEST] if entry.picture or entry.drawing][:1]
    others = [entry for entry in others if entry not in pictured]
    cards = pictured + [entry for entry in others[LATEST:] if entry.kind != Entry.Kind.ANSWER]
    room = UNDER if lead and (lead.picture or lead.drawing) else 2 * UNDER
    side, under = cards[:SIDE], cards[SIDE : SIDE + room]
    chosen = _chosen_blocks(arrangement, at, lead=lead, cards=side + under)
    below = _below(at=at)
    numbers = {number for _, block in chosen for number in block} | {number for _, _, number in below}
    found = fetching.published(numbers, at=at)
    lists: dict[str, list[Entry]] = {"answers": [], "reports": [], "most_read": []}
    for what, _, number in below:
        lists[what] += [found[number]] if number in found else []
    if len(lists["most_read"]) < LEAST:
        lists["most_read"] = []
    blocks = [Block(section, [found[number] for number in block if number in found]) for section, block in chosen]
    blocks = [block for block in blocks if block.entries]
    return Front(lead=lead, latest=others[:LATEST], side=side, under=under, blocks=blocks, **lists)


def _arranged_lead(arrangement: Arrangement | None, newest: list[Entry], at: datetime) -> Entry | None:
    """The editor's, while it is published and its time is not over; read anew only where it is an older one."""
    if not arrangement or not arrangement.lead_id or (arrangement.lead_ends_at and arrangement.lead_ends_at <= at):
        return None
    found = [entry for entry in newest if entry.pk == arrangement.lead_id]
    older = Entry.objects.published(at=at).for_list().filter(pk=arrangement.lead_id)
    return next(iter(found or older), None)


def _automatic_lead(newest: list[Entry]) -> Entry | None:
    return next((entry for entry in newest[:5] if entry.picture or entry.drawing), newest[0] if newest else None)


def _chosen_blocks(
    arrangement: Arrangement | None, at: datetime, *, lead: Entry | None, cards: list[Entry]
) -> list[tuple[Section, list[int]]]:
    """Each section that has a block, in order, and the numbers that stand in it."""
    sections = _arranged_sections(at=at, arrangement=arrangement.pk) if arrangement else []
    elsewhere: dict[str, Any] = {"shown": [entry.pk for entry in cards], "lead": lead.pk if lead else None}
    return [
        (section, _chosen(section.pinned, section.newest, **elsewhere))
        for section in sections or _masthead_sections(at=at)
    ]


def _chosen(pinned: list[int], newest: list[int], *, shown: list[int], lead: int | None) -> list[int]:
    """What is pinned, then what stands nowhere else on the page; where that is too little, what stands there."""
    first = [number for number in pinned if number != lead]
    rest = [number for number in newest if number != lead and number not in first]
    fresh = first + [number for number in rest if number not in shown]
    again = [number for number in rest if number in shown]
    return (fresh + again[: max(0, LEAST_IN_BLOCK - len(fresh))])[:IN_BLOCK]
