"""Brings a whole file in, batch by batch; safe to stop anywhere and start again."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import tzinfo

from django.db import transaction

from articles.importing import formats, mapping, restoring, seen, standing
from articles.importing.finishing import Finished, finish
from articles.importing.media import Media
from articles.importing.reading import Fault, Item, Unfit
from articles.importing.renaming import Renaming
from articles.importing.reporting import Report
from articles.importing.standing import Options, Standing
from articles.importing.writing import Written, write

BATCH = 500
BATCH_BYTES = 16_000_000


@dataclass
class Batch:
    """As many items as are written at once, and the bytes of the file they took."""

    items: list[Item] = field(default_factory=list)
    size: int = 0
    line: int = 0  # the last one


@dataclass(frozen=True)
class Run:
    """One import: how it was asked for, where its pictures are and where it reports."""

    options: Options
    zone: tzinfo
    media: Media
    report: Report
    passed: Callable[[int], None]  # hears the bytes of each line that is behind us
    is_dry: bool = False
    renaming: Renaming = Renaming()
    behind: int = 0  # lines with which an earlier try of this run was done
    reached: Callable[[int], None] = lambda _line: None  # hears of each line up to which all is done, as it is written

    def bring(self, source: formats.Source) -> None:
        """Bring in every item of a file or shelf."""
        seen.forget()
        for batch in self._batches(formats.items(source)):
            first = seen.first_lines(batch.items)
            if batch.line > self.behind:
                self._take(self._first_of_each(batch.items, first), batch.line)
            else:
                for item in batch.items:
                    self.passed(item.size)

    def _batches(self, lines: Iterable[Item | Fault]) -> Iterator[Batch]:
        """The same batches of the same file, however often it is read."""
        batch = Batch()
        for line in lines:
            batch.size += line.size
            batch.line = line.line
            if isinstance(line, Item):
                batch.items.append(line)
            else:
                self._refuse(line)
            if len(batch.items) >= BATCH or batch.size >= BATCH_BYTES:
                yield batch
                batch = Batch()
        yield batch

    def _refuse(self, fault: Fault) -> None:
        if fault.line > self.behind:
            self.report.refuse(fault.line, fault.key, fault.reason)
        self.passed(fault.size)

    def _first_of_each(self, items: list[Item], first: Mapping[str, int]) -> list[Item]:
        """One id stands for one article; what comes later under the same is refused."""
        for item in items:
            if first[item.key] != item.line:
                self._refuse(Fault(item.line, f"has the id of line {first[item.key]}", item.size, item.key))
        return [item for item in items if first[item.key] == item.line]

    def _take(self, items: list[Item], line: int) -> None:
        there = standing.of(items)
        finished = [one for item in items if (one := self._finished(item, there.get(item.key)))]
        with transaction.atomic():
            written = self._foreseen(finished, there) if self.is_dry else write(finished, self.options)
            self._tell(written)
            done = {one.key for several in (written.new, written.updated, written.edited) for one in several}
            for one in finished:
                if one.key not in done:  # another run was quicker
                    self.report.took("same", one.draft.item)
            self.reached(line)

    def _finished(self, item: Item, known: Standing | None) -> Finished | None:
        """The item, ready to be written; None where there is nothing to do, or nothing that can be done."""
        options = self.options
        try:
            if known and not known.may_call_for(item, options):
                self.report.took("same", item)
                return None
            understand = restoring.draft if restoring.is_ours(item.fields) else mapping.draft
            understood = understand(item, zone=self.zone, renaming=self.renaming)
            if known and not known.calls_for(item, options, published_at=understood.published_at):
                self.report.took("same", item)
                return None
            return finish(understood, self.media)
        except Unfit as unfit:
            self.report.refuse(item.line, item.key, str(unfit))
            return None
        finally:
            self.passed(item.size)

    @staticmethod
    def _foreseen(finished: list[Finished], there: Mapping[str, Standing]) -> Written:
        """What `write` would say."""
        known = [one for one in finished if one.key in there]
        return Written(
            new=[one for one in finished if one.key not in there],
            updated=[one for one in known if not there[one.key].is_edited],
            edited=[one for one in known if there[one.key].is_edited],
        )

    def _tell(self, written: Written) -> None:
        for what, several in {"new": written.new, "updated": written.updated, "edited": written.edited}.items():
            for one in several:
                self.report.took(what, one.draft.item)
        for one in [*written.new, *written.updated]:
            if not one.draft.kept and not one.draft.kicker:
                self.report.beginnings.add(one.draft.title)
            for words in one.notes(publish=self.options.publish):
                self._note(one, words)
        for one in written.edited:
            self._note(one, f"changed at the source, but edited here and left alone: {one.draft.title}")
        for one, path in written.clashing:
            self._note(one, f"old address leads to another entry already: {path}")
        for one, number in written.renumbered:
            self._note(one, f"number taken by another entry, has a new one: {one.wanted_number} is {number} here")

    def _note(self, one: Finished, words: str) -> None:
        self.report.note(one.draft.item.line, one.key, words)
