"""The coast and the grid of degrees that a map shows."""

from functools import cache
from pathlib import Path

from articles.drawing import shapes
from articles.drawing.projecting import View
from articles.drawing.shapes import Frame, Ring

_FILE = Path(__file__).parent / "data" / "land.txt"


def shores(view: View, degrees: Frame) -> list[Ring]:
    """The land inside the view, ring by ring, in its plane."""
    west, south, east, north = degrees
    margin = 6.0
    found = []
    for ring in rings():
        for turn in (-360, 0, 360):
            moved = [(x + turn, y) for x, y in ring] if turn else ring
            if _meets(moved, west, south, east, north):
                drawn = [view.project(point) for point in shapes.cut(moved, degrees)]
                found.append(shapes.cut(drawn, (-margin, -margin, view.width + margin, view.height + margin)))
    return [ring for ring in found if len(ring) > 2]


def said(shores: list[Ring], tolerance: float) -> str:
    """As path data, without islets that would be dust."""
    kept = (shapes.thinned(ring, tolerance) for ring in shores)
    return "".join(
        shapes.said(ring, closed=True) for ring in kept if len(ring) > 2 and shapes.area(ring) > 12 * tolerance
    )


def _meets(ring: Ring, west: float, south: float, east: float, north: float) -> bool:
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    return max(xs) > west and min(xs) < east and max(ys) > south and min(ys) < north


@cache
def rings() -> list[Ring]:
    found = []
    for line in _FILE.read_text().splitlines():
        steps = [int(step) for step in line.split()]
        x = y = 0
        ring = []
        for place in range(0, len(steps), 2):
            x, y = x + steps[place], y + steps[place + 1]
            ring.append((x / 100, y / 100))
        found.append(ring)
    return found


def grid(view: View, degrees: Frame) -> str:
    """Meridians and parallels every ten degrees."""
    west, south, east, north = degrees
    lines: list[Ring] = []
    for x in range(int(west // 10) * 10, int(east) + 1, 10):
        lines.append([(x, south + (north - south) * part / 24) for part in range(25)])
    for y in range(int(south // 10) * 10, int(north) + 1, 10):
        lines.append([(west + (east - west) * part / 24, y) for part in range(25)])
    seen = ([view.project(point) for point in line] for line in lines)
    near = ([(x, y) for x, y in line if -400 < x < view.width + 400 and -400 < y < view.height + 400] for line in seen)
    return "".join(shapes.said(shapes.thinned(line, 1)) for line in near if len(line) > 1)
