"""The pieces every picture is made of, in the portal's own colours and letters."""

from collections.abc import Sequence
from xml.sax.saxutils import escape

from demo.make.land import Point

WIDTH, HEIGHT = 1600, 1067

PAPER, INK, INK_2, INK_3 = "#fcfcf9", "#14191b", "#434b4e", "#5d6669"
HAIR, RULE, RED = "#dfe2dd", "#c6cbc7", "#b32c15"
TEAL, TEAL_2, TEAL_WASH = "#0b5c63", "#4f8f92", "#e2eeed"
SEA, LAND, COAST, GRID = "#dae6e5", "#f3f3ec", "#aebbb9", "#c9d8d6"

SERIF = "'STIX Two Text', 'Times New Roman', serif"
SANS = "Archivo, Arial, sans-serif"


def sheet(*parts: str, ground: str = PAPER) -> str:
    """One whole picture."""
    size = f'viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}"'
    back = f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{ground}"/>'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {size}>{back}{"".join(parts)}</svg>'


def text(
    at: Point,
    words: str,
    *,
    size: float = 54,
    weight: int = 500,
    fill: str = INK,
    family: str = SANS,
    anchor: str = "start",
    halo: str | None = None,
    italic: bool = False,
) -> str:
    around = ""
    if halo:
        around = f' stroke="{halo}" stroke-width="14" stroke-linejoin="round" paint-order="stroke"'
    style = ' font-style="italic"' if italic else ""
    return (
        f'<text x="{at[0]:.1f}" y="{at[1]:.1f}" font-family="{family}" font-size="{size}"'
        f' font-weight="{weight}" fill="{fill}" text-anchor="{anchor}"{around}{style}'
        f' font-variant-numeric="lining-nums">{escape(words)}</text>'
    )


def lines(at: Point, rows: Sequence[str], *, size: float, weight: int = 500, fill: str = INK) -> str:
    """Several lines of text, the first on `at`."""
    return "".join(
        text((at[0], at[1] + number * size * 1.14), row, size=size, weight=weight, fill=fill)
        for number, row in enumerate(rows)
    )


def rule(start: Point, end: Point, *, width: float = 2, stroke: str = HAIR, dash: str = "") -> str:
    dashes = f' stroke-dasharray="{dash}" stroke-linecap="round"' if dash else ""
    return (
        f'<line x1="{start[0]:.1f}" y1="{start[1]:.1f}" x2="{end[0]:.1f}" y2="{end[1]:.1f}"'
        f' stroke="{stroke}" stroke-width="{width}"{dashes}/>'
    )


def box(at: Point, width: float, height: float, *, fill: str, stroke: str = "none") -> str:
    return (
        f'<rect x="{at[0]:.1f}" y="{at[1]:.1f}" width="{width:.1f}" height="{height:.1f}"'
        f' fill="{fill}" stroke="{stroke}" stroke-width="4"/>'
    )


def path(data: str, *, fill: str = "none", stroke: str = "none", width: float = 0) -> str:
    return (
        f'<path d="{data}" fill="{fill}" stroke="{stroke}" stroke-width="{width}"'
        ' fill-rule="evenodd" stroke-linejoin="round" stroke-linecap="round"/>'
    )


def solid(points: Sequence[Point], *, stroke: str = TEAL, width: float = 8) -> str:
    return path(curve(points), stroke=stroke, width=width)


def dotted(points: Sequence[Point], *, stroke: str = TEAL) -> str:
    """A dotted way: by sea on a map, provisional in a chart."""
    return (
        f'<path d="{curve(points)}" fill="none" stroke="{stroke}" stroke-width="9"'
        ' stroke-linecap="round" stroke-dasharray="0 19"/>'
    )


def port(at: Point) -> str:
    return f'<circle cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="11" fill="{PAPER}" stroke="{INK}" stroke-width="5"/>'


def here(at: Point, *, around: str = LAND) -> str:
    """The red dot: the place of the story, or the last point of a series."""
    return f'<circle cx="{at[0]:.1f}" cy="{at[1]:.1f}" r="20" fill="{RED}" stroke="{around}" stroke-width="5"/>'


def curve(points: Sequence[Point]) -> str:
    """A smooth path through the points (Catmull and Rom, as cubic curves)."""
    padded = [points[0], *points, points[-1]]
    data = f"M{points[0][0]:.1f} {points[0][1]:.1f}"
    for before, start, end, after in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        first = (start[0] + (end[0] - before[0]) / 6, start[1] + (end[1] - before[1]) / 6)
        second = (end[0] - (after[0] - start[0]) / 6, end[1] - (after[1] - start[1]) / 6)
        data += "C" + " ".join(f"{x:.1f} {y:.1f}" for x, y in (first, second, end))
    return data
