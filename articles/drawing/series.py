"""What an editor types or pastes for a chart, line by line, and what is wrong with it.

    Month; Xi’an–Duisburg; By the north         the heads: what the rows are, then one or two series
    Jan; $7,120; 6,900                          a row: its name, then a figure for each series, as it is to be printed
    Nov; $6,180*; 6,850                         a star: provisional
    event; Sept; Third ferry                    what happened at a row

Between the fields stands a semicolon, or a tab as a spreadsheet copies it.
"""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from articles.drawing.routes import Wrong

LONGEST, MOST_ROWS, LONGEST_NAME, LARGEST = 10_000, 120, 60, 1e12
MOST_BARS = 12
SERIES = 2
_FIGURE = re.compile(r"[^\d+−–-]{0,4}([+−–-]?)[^\d]{0,4}(\d[\d,    ]*(?:\.\d+)?)\s*[^\d*]{0,12}(\*?)")


@dataclass(frozen=True)
class Figure:
    """`words` as they were typed, without the star."""

    value: float
    words: str
    is_provisional: bool = False


@dataclass(frozen=True)
class Row:
    name: str
    figures: list[Figure]


@dataclass
class Table:
    head: str = ""
    series: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    events: list[tuple[int, str]] = field(default_factory=list)  # the row's place, the words

    def values(self, series: int) -> list[float]:
        return [row.figures[series].value for row in self.rows]

    @property
    def all_values(self) -> list[float]:
        return [figure.value for row in self.rows for figure in row.figures]


def read(typed: str, *, bars: bool) -> Table:
    """The table that was typed, for `bars` or a line; Wrong with every fault in it."""
    return _Reading(bars).read(typed)


class _Reading:
    def __init__(self, bars: bool) -> None:
        self.bars = bars
        self.table = Table()
        self.faults: list[str] = []
        self.number = 0

    def read(self, typed: str) -> Table:
        if len(typed) > LONGEST or len(typed.splitlines()) > 2 * MOST_ROWS:
            raise Wrong([_("A chart takes at most %(rows)s rows.") % {"rows": MOST_ROWS}])
        for self.number, line in enumerate(typed.splitlines(), start=1):
            if line.strip():
                self._line([part.strip() for part in re.split(r"[;；\t]", line.strip())])
        self._whole()
        if self.faults:
            raise Wrong(self.faults)
        return self.table

    def _line(self, parts: list[str]) -> None:
        if any(len(part) > LONGEST_NAME for part in parts):
            self._fault(_("a name is longer than %(most)s letters.") % {"most": LONGEST_NAME})
        elif not self.table.head:
            self._heads(parts)
        elif parts[0].casefold() == "event":
            self._event(parts)
        elif len(parts) != 1 + len(self.table.series):
            words = _("%(found)s fields, where the heads have %(wanted)s. Put a semicolon between the fields.")
            self._fault(words % {"found": len(parts), "wanted": 1 + len(self.table.series)})
        else:
            figures = [figure for part in parts[1:] if (figure := self._figure(part))]
            if len(figures) == len(self.table.series):
                self.table.rows.append(Row(parts[0], figures))

    def _heads(self, parts: list[str]) -> None:
        if not 2 <= len(parts) <= 1 + SERIES or not all(parts):
            words = _(
                "the first line names the rows and one or two series, as in “Month; Price”. More series: more charts."
            )
            self._fault(words)
        self.table.head, self.table.series = parts[0] or "?", parts[1:]

    def _event(self, parts: list[str]) -> None:
        places = [place for place, row in enumerate(self.table.rows) if len(parts) == 3 and row.name == parts[1]]
        if places and parts[2]:
            self.table.events.append((places[0], parts[2]))
        else:
            self._fault(_("an event names a row that stands above it: “event; Sept; Third ferry”."))

    def _figure(self, part: str) -> Figure | None:
        found = _FIGURE.fullmatch(part)
        value = float(re.sub(r"[^\d.]", "", found[2])) if found else LARGEST
        if not found or value >= LARGEST:
            self._fault(_("“%(part)s” is not a figure.") % {"part": part})
            return None
        return Figure(-value if found[1] and found[1] != "+" else value, part.rstrip("* "), bool(found[3]))

    def _whole(self) -> None:
        most = MOST_BARS if self.bars else MOST_ROWS
        least = 1 if self.bars else 2
        if not self.faults and len(self.table.rows) < least:
            self.faults.append(_("Too few rows to draw: at least %(least)s.") % {"least": least})
        if len(self.table.rows) > most:
            self.faults.append(_("Too many rows: at most %(most)s in this kind of chart.") % {"most": most})
        if self.bars and any(value < 0 for value in self.table.all_values):
            self.faults.append(_("Bars begin at zero: a figure below it needs a line chart."))

    def _fault(self, words: str) -> None:
        self.faults.append(_("Line %(number)s: %(words)s") % {"number": self.number, "words": words})
