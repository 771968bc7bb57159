"""What stands on the front page: four walks of an index, however many entries there are."""

from dataclasses import dataclass, field
from datetime import datetime

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from articles.models import Entry, Section

LATEST, SIDE, UNDER = 9, 4, 2
IN_BLOCK = 4
ANSWERS = 3


@dataclass(frozen=True)
class Block:
    """A section and its newest entries; the first one leads."""

    section: Section
    entries: list[Entry]


@dataclass(frozen=True)
class Front:
    lead: Entry | None
    latest: list[Entry]
    side: list[Entry]
    under: list[Entry]
    blocks: list[Block] = field(default_factory=list)
    answers: list[Entry] = field(default_factory=list)


def front(*, at: datetime) -> Front:
    """The newest entry that has a picture leads, if it is among the newest five; then by age."""
    newest = list(Entry.objects.published(at=at).for_list()[: 1 + LATEST + SIDE + UNDER])
    lead = next((entry for entry in newest[:5] if entry.picture), newest[0] if newest else None)
    others = [entry for entry in newest if entry is not lead]
    return Front(
        lead=lead,
        latest=others[:LATEST],
        side=others[LATEST : LATEST + SIDE],
        under=others[LATEST + SIDE :],
        blocks=_blocks(at),
        answers=list(Entry.objects.published(at=at).filter(kind=Entry.Kind.ANSWER).for_list()[:ANSWERS]),
    )


def _blocks(at: datetime) -> list[Block]:
    """The sections of the masthead that have something to show, in its order."""
    of_section = Entry.objects.published(at=at).filter(section=OuterRef("pk")).order_by("-published_at", "-pk")
    newest = ArraySubquery(of_section.values("pk")[:IN_BLOCK])
    sections = [section for section in Section.objects.in_masthead().annotate(newest=newest) if section.newest]
    numbers = [number for section in sections for number in section.newest]
    found = Entry.objects.for_list().in_bulk(numbers)
    return [Block(section, [found[number] for number in section.newest]) for section in sections]
