"""Charts: axis from zero, hairlines, names at the line's end, the last point red, what is provisional dotted."""

from articles.drawing import ink
from articles.drawing.bars import Bars
from articles.drawing.lines import Lines
from articles.drawing.papers import SHARED, SIZES, SMALL, Size
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

    def shared(self, title: str, unit: str) -> str:
        """For a picture that is sent elsewhere, under its title and its unit."""
        lines = [(line, 22, 700, "ink") for line in broken(title, 560, size=22, weight=700)[:2]]
        lines += [(line, 15, 400, "ink-2") for line in broken(unit, 560, size=15, weight=400)[:2]]
        words, y = "", 14.0
        for line, size, weight, fill in lines:
            y += size * 1.3
            words += ink.text((20, y), line, size=size, weight=weight, fill=fill)
        parts, tall = self._parts(SHARED, 315 - round(y) - 28)
        chart = f'<g transform="translate(20 {max(round(y) + 14, round(y + 301 - tall) // 2)})">{parts}</g>'
        return ink.sheet((600, 315), self._letters(words + chart))

    def _sheet(self, size: Size, *, name: str, extra: str = "", height: int = 0) -> str:
        parts, tall = self._parts(size, height)
        ground = f'<rect width="{size.width}" height="{tall}" fill="{ink.var("paper")}"/>' if size.is_small else ""
        return ink.sheet((size.width, tall), ground, self._letters(parts), name=name, extra=extra)

    def _parts(self, size: Size, height: int) -> tuple[str, int]:
        if self.drawn == "line":
            tall = height or round(size.width * 0.56)
            return Lines(self.table, size, tall).drawn(), tall
        natural = Bars(self.table, size, 0, is_compared=self.drawn == "compare")
        bars = Bars(self.table, size, height, is_compared=self.drawn == "compare")
        chosen = natural if size is SHARED and natural.height <= height else bars
        return chosen.drawn(), chosen.height

    def _letters(self, parts: str) -> str:
        return f'<g font-family="{ink.SANS}" font-weight="500" fill="{ink.var("ink-2")}">{parts}</g>'


def broken(words: str, width: float, *, size: float, weight: int) -> list[str]:
    """In lines no wider than `width`, where it has words."""
    lines = [""]
    for word in words.split():
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and ink.breadth(longer, size, weight=weight) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    return [line for line in lines if line]
