"""What a run has to say: counts, each refused line at once, and what was left out, by reason."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import IO, Any

from articles.importing.reading import Item
from articles.importing.series import Beginnings

COUNTED = ("new", "updated", "same", "edited", "refused")
SHOWN = 20  # lines of what was left out; the report file has all of them
REFUSED = 200  # of what was refused
Named = tuple[int, str, str]  # a line of the archive, its id, and what is said of it


class Report:
    """Counts and names. Bounded, however long the file is: all that is named goes to `file` as it comes.

    `told` takes up what an earlier try of the same run had to say.
    """

    def __init__(
        self, say: Callable[[str], None], file: IO[str] | None = None, *, told: Mapping[str, Any] | None = None
    ) -> None:
        told = told or {}
        self.counts: Counter[str] = Counter(told.get("counts", {}))
        self.left_out: Counter[str] = Counter(told.get("left_out", {}))
        self.beginnings = Beginnings(told.get("beginnings", {}))
        self._say = say
        self._file = file
        self._refused: list[Named] = [(*one,) for one in told.get("refused", [])]
        self._examples: list[Named] = [(*one,) for one in told.get("examples", [])]

    def told(self) -> dict[str, Any]:
        """All of it but the file, so that it can be kept; `written` is how long the file is by now."""
        written = 0
        if self._file:
            self._file.flush()
            written = self._file.tell()
        return {
            "counts": dict(self.counts),
            "left_out": dict(self.left_out),
            "beginnings": dict(self.beginnings.counts),
            "refused": self._refused,
            "examples": self._examples,
            "written": written,
        }

    def took(self, what: str, item: Item) -> None:
        """The item is here now: "new", "updated", "same" as before, or "edited" here and left alone."""
        self.counts[what] += 1
        self._write(item.line, item.key, what)

    def refuse(self, line: int, key: str, reason: str) -> None:
        self.counts["refused"] += 1
        self._say(f"line {line}{f', {key}' if key else ''}: {reason}")
        if len(self._refused) < REFUSED:
            self._refused.append((line, key, reason))
        self._write(line, key, "refused", reason)

    def note(self, line: int, key: str, words: str) -> None:
        """Something that an editor may want to look at; the item was taken."""
        self.left_out[words.partition(":")[0]] += 1
        if len(self._examples) < SHOWN:
            self._examples.append((line, key, words))
        self._write(line, key, "note", words)

    @property
    def lines(self) -> int:
        return sum(self.counts.values())

    def summary(self, *, is_dry: bool) -> Iterator[str]:
        """The end of the report, line by line."""
        counts = self.counts
        if is_dry:
            yield "Nothing was written: this was a dry run. It would have been:"
        yield (
            f"{counts['new']} new, {counts['updated']} updated, {counts['same']} unchanged, "
            f"{counts['edited']} left as edited here, {counts['refused']} refused"
        )
        for words, number in self.left_out.most_common():
            yield f"{number:>6} × {words}"
        if alike := self.beginnings.often():
            yield "Titles that begin alike; those named under kickers in a --map become series:"
            yield from (f"{number:>6} × {name}" for name, number in alike)
        if self._examples:
            yield "For example:" if sum(self.left_out.values()) > len(self._examples) else "These are:"
            yield from (f"  line {line}, {key}: {words}" for line, key, words in self._examples)

    def end(self) -> None:
        """Close the report file with the counts of what it names, and of what was left out, by reason."""
        if self._file:
            told = {"what": "counts", **{what: self.counts[what] for what in COUNTED}, "notes": dict(self.left_out)}
            told |= {"beginnings": dict(alike)} if (alike := self.beginnings.often()) else {}
            self._file.write(json.dumps(told, ensure_ascii=False) + "\n")

    def _write(self, line: int, key: str, what: str, why: str = "") -> None:
        if self._file:
            told = {"line": line, "id": key, "what": what} | ({"why": why} if why else {})
            self._file.write(json.dumps(told, ensure_ascii=False) + "\n")
