"""What the portal holds already of what a file brings."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from articles.importing.reading import Item
from articles.models import Imported


@dataclass(frozen=True)
class Options:
    """How a run was asked for, and when."""

    publish: bool
    again: bool
    at: datetime


@dataclass(frozen=True)
class Standing:
    """An item that was taken before: what it looked like then, and what became of its entry."""

    number: int
    digest: str
    is_draft: bool
    is_edited: bool

    def may_call_for(self, item: Item, options: Options) -> bool:
        """What can be said before the item was looked into."""
        return options.again or self.digest != item.digest or (options.publish and self.is_draft)

    def calls_for(self, item: Item, options: Options, *, published_at: datetime | None) -> bool:
        """Whether this run has anything to do with the item: it has changed, or it is a draft to be published."""
        if options.again or self.digest != item.digest:
            return True
        return bool(options.publish and published_at and self.is_draft and not self.is_edited)


def of(keys: Collection[str]) -> dict[str, Standing]:
    """By key; an entry counts as edited once anybody has saved, published or withdrawn it by hand."""
    known = Imported.objects.filter(key__in=keys).select_related("entry")
    return {
        row.key: Standing(
            number=row.entry_id,
            digest=row.digest,
            is_draft=row.entry.published_at is None,
            is_edited=row.entry.revision > 1 or row.entry.changed_by_id is not None,
        )
        for row in known
    }
