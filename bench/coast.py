"""Make the coastline that maps are drawn from: python -m bench.coast countries-50m.json

Reads the `land` object of world-atlas' TopoJSON (Natural Earth, 1:50m) and writes `articles/drawing/data/land.txt`:
a ring a line, in hundredths of a degree, each point as its step from the one before. Borders are not read at all.
"""

import json
import sys
from pathlib import Path

from articles.drawing.shapes import Ring, area, thinned

TARGET = Path(__file__).parent.parent / "articles" / "drawing" / "data" / "land.txt"
TOLERANCE = 0.03  # degrees: a pixel of a map six hundred miles wide
SMALLEST = 0.02  # square degrees
SOUTH = -60.0


def main(source: str) -> None:
    rings = [thinned(ring, TOLERANCE) for ring in _rings(json.loads(Path(source).read_text()))]
    kept = [ring for ring in rings if len(ring) > 3 and area(ring) > SMALLEST and max(y for _, y in ring) > SOUTH]
    kept.sort(key=area, reverse=True)
    TARGET.write_text("".join(f"{_steps(ring)}\n" for ring in kept))
    sys.stdout.write(f"{len(kept)} rings, {sum(map(len, kept))} points, {TARGET.stat().st_size} bytes\n")


def _rings(topology: dict) -> list[Ring]:
    (kx, ky), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    arcs: list[Ring] = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((x * kx + dx, y * ky + dy))
        arcs.append(points)
    shapes = topology["objects"]["land"]["geometries"]
    return [_unbroken(_joined(ring, arcs)) for shape in shapes for polygon in shape["arcs"] for ring in polygon]


def _joined(indices: list[int], arcs: list[Ring]) -> Ring:
    ring: Ring = []
    for index in indices:
        points = arcs[index] if index >= 0 else arcs[~index][::-1]
        ring += points[1:] if ring else points
    return ring


def _unbroken(ring: Ring) -> Ring:
    """The ring without leaps from 180 degrees east to 180 west; most of it stays where it is."""
    turns = [0]
    for start, end in zip(ring, ring[1:], strict=False):
        leap = end[0] - start[0]
        turns.append(turns[-1] + (360 if leap < -180 else -360 if leap > 180 else 0))
    home = max(set(turns), key=turns.count)
    return [(x + turn - home, y) for (x, y), turn in zip(ring, turns, strict=True)]


def _steps(ring: Ring) -> str:
    whole = [(round(x * 100), round(y * 100)) for x, y in ring]
    steps = [whole[0], *((b[0] - a[0], b[1] - a[1]) for a, b in zip(whole, whole[1:], strict=False) if a != b)]
    return " ".join(f"{x} {y}" for x, y in steps)


if __name__ == "__main__":
    main(*sys.argv[1:])
