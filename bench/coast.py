"""Make the coastline that maps are drawn from: python -m bench.coast countries-50m.json

Reads the `land` object of world-atlas' TopoJSON (Natural Earth, 1:50m) and writes `articles/drawing/data/land.txt`:
a ring a line, in hundredths of a degree, each point as its step from the one before. Borders are not read at all.
"""

import sys
from pathlib import Path

from articles.drawing.shapes import Ring, area, thinned
from demo.make.land import rings

TARGET = Path(__file__).parent.parent / "articles" / "drawing" / "data" / "land.txt"
TOLERANCE = 0.03  # degrees: a pixel of a map six hundred miles wide
SMALLEST = 0.02  # square degrees
SOUTH = -60.0


def main(source: str) -> None:
    thin = [thinned(ring, TOLERANCE) for ring in rings(Path(source))]
    kept = [ring for ring in thin if len(ring) > 3 and area(ring) > SMALLEST and max(y for _, y in ring) > SOUTH]
    kept.sort(key=area, reverse=True)
    TARGET.write_text("".join(f"{_steps(ring)}\n" for ring in kept))
    sys.stdout.write(f"{len(kept)} rings, {sum(map(len, kept))} points, {TARGET.stat().st_size} bytes\n")


def _steps(ring: Ring) -> str:
    whole = [(round(x * 100), round(y * 100)) for x, y in ring]
    steps = [whole[0], *((b[0] - a[0], b[1] - a[1]) for a, b in zip(whole, whole[1:], strict=False) if a != b)]
    return " ".join(f"{x} {y}" for x, y in steps)


if __name__ == "__main__":
    main(*sys.argv[1:])
