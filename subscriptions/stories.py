"""What of an issue comes first for whom."""

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Self

from articles.models import Entry
from portal.lib import links
from subscriptions.models import Issue

PICTURE_WIDTH = 1056  # twice the 528 px that the sheet of a mail has room for


@dataclass(frozen=True)
class Told:
    """An entry as a mail tells of it: never more than its abstract, so nothing that is for members only."""

    entry: Entry
    url: str
    picture_url: str

    @classmethod
    def of(cls, entry: Entry) -> Self:
        picture = entry.picture
        address = picture.jpeg(widest=PICTURE_WIDTH)[0] if picture else ""
        return cls(entry, links.absolute(entry.get_absolute_url()), links.absolute(address) if address else "")


@dataclass(frozen=True)
class Chosen:
    """Stories told with their abstracts, and those that are only named."""

    first: Sequence[Told]
    also: Sequence[Told]

    @classmethod
    def by(cls, topics: Collection[int], stories: Sequence[Told]) -> Self:
        """By the sections a reader chose; whoever chose none, or none that this issue has, gets all alike."""
        first = [story for story in stories if story.entry.section_id in topics]
        if not first:
            return cls(first=stories, also=[])
        return cls(first=first, also=[story for story in stories if story not in first])


def of_issue(issue: Issue, *, at: datetime) -> list[Told]:
    """Its stories in the editor's order; one that was withdrawn meanwhile is left out."""
    order = list(issue.placed.values_list("entry_id", flat=True))
    entries = Entry.objects.published(at=at).select_related("section", "picture").in_bulk(order)
    return [Told.of(entries[number]) for number in order if number in entries]


def in_mail(html: str) -> str:
    """`html` whose links lead to the site from anywhere."""
    return re.sub(r'(<a\b[^>]*?\bhref=")/(?!/)', lambda found: f"{found[1]}{links.absolute('/')}", html)
