"""Bars from zero, one under another."""

from articles.drawing import ink
from articles.drawing.papers import COLOURS, Size
from articles.drawing.series import Figure, Table


class Bars:
    """A bar a row from zero; with two series a second bar, or an ink tick where they are compared in time."""

    def __init__(self, table: Table, size: Size, height: int, *, is_compared: bool) -> None:
        self.size, self.is_compared = size, is_compared
        self.rows = table.rows[:5] if size.is_small else table.rows
        self.edge = 16 if size.is_small else 2
        self.widest = max(figure.value for row in table.rows for figure in row.figures) or 1
        self.above = size.width < 500  # the name over its bar where there is no room beside it
        names = max(ink.breadth(row.name, size.type) for row in self.rows)
        self.left = self.edge if self.above else min(size.width * 0.36, names + 16)
        words = max(ink.breadth(self._words(row.figures), size.type, weight=700) for row in self.rows)
        self.right = size.width - self.edge - words - 14
        self.two = len(table.series) > 1 and not is_compared
        self.thick = size.type * (0.85 if self.two else 1.25)
        natural = self.thick * (2 if self.two else 1) + (size.type * 1.5 if self.above else 0) + size.type * 0.9
        self.pitch = (height - 2 * self.edge) / len(self.rows) if height else natural
        self.height = height or round(natural * len(self.rows) + size.type * 0.6)

    def drawn(self) -> str:
        bars = "".join(self._row(place) for place in range(len(self.rows)))
        axis = ink.line((self.left, self.edge), (self.left, self.height - self.edge), stroke="ink", width=1.5)
        return bars + axis

    def _words(self, figures: list[Figure]) -> str:
        now, *then = [figure.words for figure in figures]
        return f"{now} ({then[0]})" if then and self.is_compared else max([now, *then], key=len)

    def _row(self, place: int) -> str:
        row, size = self.rows[place], self.size
        top = self.edge + place * self.pitch + size.type * 0.4
        name = ""
        if self.above:
            name = ink.text((self.left + 6, top + size.type), row.name, size=size.type, fill="ink")
            top += size.type * 1.4
        else:
            middle = top + self.thick * (1 if self.two else 0.5) + size.type * 0.35
            name = ink.text((self.left - 10, middle), row.name, size=size.type, anchor="end", fill="ink")
        return name + (self._compared(row.figures, top) if self.is_compared else self._bars(row.figures, top))

    def _bars(self, figures: list[Figure], top: float) -> str:
        drawn = ""
        for series, figure in enumerate(figures):
            y = top + series * self.thick
            drawn += self._bar(figure, y, COLOURS[series])
            drawn += self._value(figure.words, self._reach(figure.value), y)
        return drawn

    def _compared(self, figures: list[Figure], top: float) -> str:
        reach = max(self._reach(figure.value) for figure in figures)
        drawn = self._bar(figures[0], top, COLOURS[0])
        if len(figures) > 1:
            x = self._reach(figures[1].value)
            drawn += ink.line((x, top - 3), (x, top + self.thick + 3), stroke="ink", width=2.5)
        return drawn + self._value(self._words(figures), reach, top)

    def _bar(self, figure: Figure, top: float, colour: str) -> str:
        """Solid; dotted along its edge where the figure is provisional."""
        long = self._reach(figure.value) - self.left
        if not figure.is_provisional:
            return ink.bar((self.left, top), long, self.thick, fill=colour)
        edge = (
            f'stroke="{ink.var(colour)}" stroke-width="2.5" stroke-dasharray="0 5" stroke-linecap="round" fill="none"'
        )
        place = f'x="{ink.number(self.left)}" y="{ink.number(top + 1)}"'
        return f'<rect {place} width="{ink.number(long)}" height="{ink.number(self.thick - 2)}" {edge}/>'

    def _value(self, words: str, reach: float, top: float) -> str:
        at = (reach + 8, top + self.thick / 2 + self.size.type * 0.36)
        return ink.text(at, words, size=self.size.type, fill="ink", weight=700)

    def _reach(self, value: float) -> float:
        return self.left + (self.right - self.left) * value / self.widest
