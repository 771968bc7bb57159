"""What the portal holds already of what a file brings."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from articles.exporting import items as exported
from articles.exporting import walking
from articles.exporting.ninjs import shape
from articles.importing import own_ninjs, reading, restoring
from articles.importing.reading import Item
from articles.models import Article, Imported
from portal.lib.links import absolute

_NEVER = datetime.max.replace(tzinfo=UTC)  # nothing is under embargo then
_SHORT = re.compile(r"/p/([1-9]\d{0,9})")


@dataclass(frozen=True)
class Options:
    """How a run was asked for, and when."""

    publish: bool
    again: bool
    at: datetime


@dataclass(frozen=True)
class Standing:
    """An item that was taken before, or was written out here: what it looks like, and what became of its entry."""

    number: int
    digests: Collection[str]
    is_draft: bool
    is_edited: bool

    def may_call_for(self, item: Item, options: Options) -> bool:
        """What can be said before the item was looked into."""
        return options.again or item.digest not in self.digests or (options.publish and self.is_draft)

    def calls_for(self, item: Item, options: Options, *, published_at: datetime | None) -> bool:
        """Whether this run has anything to do with the item: it has changed, or it is a draft to be published."""
        if options.again or item.digest not in self.digests:
            return True
        return bool(options.publish and published_at and self.is_draft and not self.is_edited)


def of(items: Collection[Item]) -> Mapping[str, Standing]:
    """By key; an entry counts as edited once anybody has saved, published or withdrawn it by hand, and where it was
    written here."""
    rows = Imported.objects.filter(key__in=[item.key for item in items]).select_related("entry")
    taken = {row.key: row for row in rows}
    own = _written_here([item.key for item in items if item.key not in taken])
    numbers = {key: row.entry_id for key, row in taken.items()} | {key: one.pk for key, one in own.items()}
    ours = {item.key for item in items if restoring.is_ours(item.fields)} | own.keys()
    digests = _digests([numbers[key] for key in ours if key in numbers])
    return {
        key: Standing(
            number=row.entry_id,
            digests={row.digest, *digests.get(row.entry_id, ())},
            is_draft=row.entry.published_at is None,
            is_edited=row.entry.revision > 1 or row.entry.changed_by_id is not None,
        )
        for key, row in taken.items()
    } | {key: Standing(one.pk, digests[one.pk], is_draft=False, is_edited=True) for key, one in own.items()}


def _written_here(keys: Collection[str]) -> dict[str, Article]:
    """The articles whose permanent address serves as a key: an export calls them so."""
    numbers = {key: number for key in keys if (number := _number(key))}
    there = Article.objects.in_bulk(numbers.values()) if numbers else {}
    return {key: there[number] for key, number in numbers.items() if number in there}


def _number(key: str) -> int | None:
    found = _SHORT.fullmatch(key.removeprefix(absolute(""))) if key.startswith(absolute("")) else None
    return int(found[1]) if found else None


def _digests(numbers: Collection[int]) -> dict[int, set[str]]:
    """What articles look like when they are written out, in either format."""
    whole = walking.those(numbers) if numbers else []
    return {one.article.pk: {reading.digest_of(fields) for fields in _looks(exported.item(one))} for one in whole}


def _looks(item: reading.Fields) -> Iterator[reading.Fields]:
    yield item
    yield own_ninjs.fields_of(shape(item, at=_NEVER))
