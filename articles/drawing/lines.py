"""Lines over time, on hairlines from zero."""

from math import floor, log10

from articles.drawing import ink, shapes
from articles.drawing.papers import COLOURS, Size
from articles.drawing.series import Figure, Table
from articles.drawing.shapes import Point


class Lines:
    def __init__(self, table: Table, size: Size, height: int) -> None:
        self.table, self.size = table, size
        self.marks = marks(table.all_values)
        edge = 16 if size.is_small else 2
        ends = max(ink.breadth(words, size.type, weight=700) for words in self._ends())
        axis = max(ink.breadth(_short(mark), size.type) for mark in self.marks)
        self.left, self.right = edge + axis + 8, size.width - edge - ends - 14
        self.top, self.bottom = size.type + edge, height - size.type * 1.7 - edge * 0.8

    def drawn(self) -> str:
        hairs = "".join(self._mark(mark) for mark in self.marks)
        lines = "".join(self._line(series) for series in reversed(range(len(self.table.series))))
        return hairs + self._rows() + self._events() + lines + self._names()

    def _ends(self) -> list[str]:
        last = self.table.rows[-1].figures
        names = self.table.series if len(self.table.series) > 1 and not self.size.is_small else []
        return [*(figure.words for figure in last), *names]

    def _at(self, place: int, value: float) -> Point:
        low, high = self.marks[0], self.marks[-1]
        share = (value - low) / (high - low)
        across = place / (len(self.table.rows) - 1)
        return self.left + across * (self.right - self.left), self.bottom - share * (self.bottom - self.top)

    def _mark(self, mark: float) -> str:
        at = (self.left, self._at(0, mark)[1])
        is_axis = mark == 0
        hair = ink.line(at, (self.right, at[1]), stroke="ink" if is_axis else "hair", width=1.5 if is_axis else 1)
        return hair + ink.text(
            (at[0] - 8, at[1] + self.size.type * 0.35), _short(mark), size=self.size.type, anchor="end"
        )

    def _rows(self) -> str:
        y = self.bottom + self.size.type * 1.5
        first = ink.text((self.left, y), self.table.rows[0].name, size=self.size.type)
        return first + ink.text((self.right, y), self.table.rows[-1].name, size=self.size.type, anchor="end")

    def _events(self) -> str:
        drawn = ""
        for place, words in self.table.events if not self.size.is_small else []:
            x, _ = self._at(place, 0)
            drawn += ink.line((x, self.top), (x, self.bottom), stroke="ink-2", width=1, extra=' stroke-dasharray="2 4"')
            is_late = x + 8 + ink.breadth(words, self.size.type) > self.right
            # Near the axis, where a line that begins at zero leaves most room.
            at, anchor = (x - 6, "end") if is_late else (x + 6, "start")
            drawn += ink.text((at, self.bottom - self.size.type * 0.7), words, size=self.size.type, anchor=anchor)
        return drawn

    def _line(self, series: int) -> str:
        figures = [row.figures[series] for row in self.table.rows]
        points = [self._at(place, figure.value) for place, figure in enumerate(figures)]
        known = _known(figures)
        stroke = f'fill="none" stroke="{ink.var(COLOURS[series])}" stroke-linejoin="round" stroke-linecap="round"'
        drawn = f'<path d="{shapes.said(points[:known])}" {stroke} stroke-width="2.6"/>' if known > 1 else ""
        if known < len(points):
            dotted = shapes.said(points[max(0, known - 1) :])
            drawn += f'<path d="{dotted}" {stroke} stroke-width="3" stroke-dasharray="0 6"/>'
        return drawn + ink.dot(points[-1], 5, fill="red" if series == 0 else COLOURS[series], stroke="paper", width=1.5)

    def _names(self) -> str:
        """The last figure, and with two series the name, at each line's end; the lower one gives way."""
        has_names = len(self.table.series) > 1 and not self.size.is_small
        height = self.size.type * (2.3 if has_names else 1.25)
        last = self.table.rows[-1].figures
        places = [self._at(len(self.table.rows) - 1, figure.value)[1] for figure in last]
        if len(places) == 2 and abs(places[0] - places[1]) < height:
            upper = 0 if places[0] <= places[1] else 1
            middle = sum(places) / 2
            places[upper], places[1 - upper] = middle - height / 2, middle + height / 2
        drawn = ""
        for series, y in enumerate(places):
            at = (self.right + 10, y + self.size.type * 0.35)
            drawn += ink.text(at, last[series].words, size=self.size.type, fill="ink", weight=700)
            if has_names:
                drawn += ink.text(
                    (at[0], at[1] + self.size.type * 1.15), self.table.series[series], size=self.size.type
                )
        return drawn


def marks(values: list[float]) -> list[float]:
    """Three to six round values from zero, or from below it, that hold all `values`."""
    low, high = min(0.0, *values), max(0.0, *values)
    span = (high - low) or 1.0
    power = 10.0 ** floor(log10(span / 3))
    step = next(power * factor for factor in (1, 2, 2.5, 5, 10, 20) if span / (power * factor) <= 4)
    first, last = floor(low / step), -floor(-high / step)
    return [round(number * step, 10) for number in range(first, max(last, first + 1) + 1)]


def _known(figures: list[Figure]) -> int:
    """How many come before the provisional ones at the end."""
    count = len(figures)
    while count and figures[count - 1].is_provisional:
        count -= 1
    return count


def _short(mark: float) -> str:
    return f"{mark:,.10f}".rstrip("0").rstrip(".").replace("-", "−")
