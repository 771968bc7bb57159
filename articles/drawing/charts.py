"""Charts: axis from zero, hairlines, names at the line's end, the last point red, what is provisional dotted."""

from articles.drawing import ink
from articles.drawing.bars import Bars
from articles.drawing.lines import Lines
from articles.drawing.papers import SIZES, SMALL, Size
from articles.drawing.series import Table


class Chart:
    """A table of figures, drawn in each size; `drawn` says how: line, bars or compare (a bar now, a tick then)."""

    def __init__(self, table: Table, *, drawn: str, name: str) -> None:
        self.table, self.drawn, self.name = table, drawn, name

    def small(self) -> str:
        return self._sheet(SMALL, name="", extra=' preserveAspectRatio="xMidYMid slice"', height=200)

    def sizes(self) -> str:
        return "".join(
            self._sheet(size, name=self.name, extra=f' class="for-{label}"') for label, size in SIZES.items()
        )

    def file(self) -> str:
        return ink.alone(self._sheet(SIZES["column"], name=self.name))

    def _sheet(self, size: Size, *, name: str, extra: str = "", height: int = 0) -> str:
        if self.drawn == "line":
            tall = height or round(size.width * 0.56)
            parts = Lines(self.table, size, tall).drawn()
        else:
            bars = Bars(self.table, size, height, is_compared=self.drawn == "compare")
            tall, parts = bars.height, bars.drawn()
        ground = f'<rect width="{size.width}" height="{tall}" fill="{ink.var("paper")}"/>' if size.is_small else ""
        letters = f'<g font-family="{ink.SANS}" font-weight="500" fill="{ink.var("ink-2")}">{parts}</g>'
        return ink.sheet((size.width, tall), ground, letters, name=name, extra=extra)
