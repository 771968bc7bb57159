"""What stands on the front page: four walks of an index, however many entries there are."""

from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from articles.models import Entry, Section

LATEST, SIDE, UNDER = 9, 4, 2
SPARE = 8  # read besides, because answers take no card
IN_BLOCK, LEAST_IN_BLOCK = 4, 2
ANSWERS = 3


@dataclass(frozen=True)
class Block:
    """A section and its newest entries; the first one leads."""

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


def front(*, at: datetime) -> Front:
    """The newest entry that has a picture leads, if it is among the newest five; then by age.

    Answers run in the river and have their own place below, so no card is spent on them.
    """
    newest = list(Entry.objects.published(at=at).for_list()[: 1 + LATEST + SIDE + UNDER + SPARE])
    lead = next((entry for entry in newest[:5] if entry.picture), newest[0] if newest else None)
    others = [entry for entry in newest if entry is not lead]
    pictured = [entry for entry in others[:LATEST] if entry.picture][:1]
    others = [entry for entry in others if entry not in pictured]
    cards = pictured + [entry for entry in others[LATEST:] if entry.kind != Entry.Kind.ANSWER]
    side, under = cards[:SIDE], cards[SIDE : SIDE + UNDER]
    return Front(
        lead=lead,
        latest=others[:LATEST],
        side=side,
        under=under,
        blocks=_blocks(at, lead=lead, cards=side + under),
        answers=list(Entry.objects.published(at=at).filter(kind=Entry.Kind.ANSWER).for_list()[:ANSWERS]),
    )


def _blocks(at: datetime, *, lead: Entry | None, cards: list[Entry]) -> list[Block]:
    """The sections of the masthead that have something to show, in its order."""
    of_section = Entry.objects.published(at=at).filter(section=OuterRef("pk")).order_by("-published_at", "-pk")
    newest = ArraySubquery(of_section.values("pk")[: IN_BLOCK + 1 + SIDE + UNDER])
    shown = [entry.pk for entry in cards]
    chosen = [
        (section, _chosen([number for number in section.newest if not lead or number != lead.pk], shown))
        for section in Section.objects.in_masthead().annotate(newest=newest)
    ]
    found = Entry.objects.for_list().in_bulk([number for _, numbers in chosen for number in numbers])
    return [Block(section, [found[number] for number in numbers]) for section, numbers in chosen if numbers]


def _chosen(numbers: list[int], shown: list[int]) -> list[int]:
    """What stands nowhere else on the page; where that is too little, what stands there follows."""
    fresh = [number for number in numbers if number not in shown]
    again = [number for number in numbers if number in shown]
    return (fresh + again[: max(0, LEAST_IN_BLOCK - len(fresh))])[:IN_BLOCK]
