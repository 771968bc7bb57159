"""Coastlines for one map: read TopoJSON, cut to the view, project, draw as one SVG path."""

import json
from dataclasses import dataclass
from functools import cache
from math import cos, log, pi, radians, sin, tan
from pathlib import Path

Point = tuple[float, float]
Ring = list[Point]

# Islets below this many square pixels are dust at the sizes the portal shows.
SMALLEST = 14.0


@dataclass(frozen=True)
class View:
    """A window on the Lambert conformal cone, `west` to `east` degrees wide at `latitude`."""

    west: float
    east: float
    latitude: float
    width: int
    height: int
    at: float = 0.5  # where `latitude` lies, as a share of the height

    def project(self, point: Point) -> Point:
        x, y = self._cone(point)
        left, _ = self._cone((self.west, self.latitude))
        right, _ = self._cone((self.east, self.latitude))
        _, middle = self._cone(((self.west + self.east) / 2, self.latitude))
        scale = self.width / (right - left)
        return (x - left) * scale, self.height * self.at - (y - middle) * scale

    def _cone(self, point: Point) -> Point:
        lower, upper = radians(self.latitude - 9), radians(self.latitude + 9)
        n = sin(radians(self.latitude))
        if abs(n) > 0.1:
            n = log(cos(lower) / cos(upper)) / log(_stretch(upper) / _stretch(lower))
        factor = cos(lower) * _stretch(lower) ** n / n
        radius = factor / _stretch(radians(point[1])) ** n
        angle = n * radians(point[0] - (self.west + self.east) / 2)
        return radius * sin(angle), -radius * cos(angle)

    @property
    def frame(self) -> tuple[float, float, float, float]:
        """Degrees to cut the land to: the view and enough around it to hide the cut."""
        half = (self.east - self.west) / 2
        return (
            max(self.west - half, -179.9),
            max(self.latitude - half * 1.6, -75),
            self.east + half,
            min(self.latitude + half * 1.6, 83),
        )


def coast(view: View, source: Path) -> str:
    """The land inside the view as SVG path data."""
    parts = []
    for ring in rings(source):
        cut = _cut(ring, view.frame)
        drawn = _thinned([view.project(point) for point in cut])
        if len(drawn) > 2 and _area(drawn) > SMALLEST and _inside(drawn, view):
            parts.append("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in drawn) + "Z")
    return "".join(parts)


def grid(view: View, step: int = 10) -> str:
    """Meridians and parallels every `step` degrees as SVG path data."""
    west, south, east, north = view.frame
    lines: list[Ring] = []
    for longitude in range(-180, 181, step):
        if west <= longitude <= east:
            lines.append([(longitude, d) for d in range(int(south), int(north) + 1)])
    for latitude in range(-80, 81, step):
        if south <= latitude <= north:
            lines.append([(d, latitude) for d in range(int(west), int(east) + 1)])
    drawn = [[view.project(point) for point in line] for line in lines]
    return "".join("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in line) for line in drawn)


def _stretch(latitude: float) -> float:
    return tan(pi / 4 + latitude / 2)


@cache
def rings(source: Path) -> list[Ring]:
    """Every ring of the `land` object, in degrees."""
    topology = json.loads(source.read_text())
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
    polygons = [polygon for shape in shapes for polygon in shape["arcs"]]
    return [_unbroken(_joined(ring, arcs)) for polygon in polygons for ring in polygon]


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


def _cut(ring: Ring, frame: tuple[float, float, float, float]) -> Ring:
    """Sutherland and Hodgman: the ring inside the frame, side by side."""
    west, south, east, north = frame
    for axis, limit, sign in ((0, west, 1), (0, east, -1), (1, south, 1), (1, north, -1)):
        kept: Ring = []
        for start, end in zip(ring[-1:] + ring[:-1], ring, strict=True):
            within = [sign * (point[axis] - limit) >= 0 for point in (start, end)]
            if within[0] != within[1]:
                share = (limit - start[axis]) / (end[axis] - start[axis])
                kept.append(
                    (
                        start[0] + share * (end[0] - start[0]),
                        start[1] + share * (end[1] - start[1]),
                    )
                )
            if within[1]:
                kept.append(end)
        ring = kept
        if not ring:
            return ring
    return ring


def _thinned(ring: Ring, least: float = 1.2) -> Ring:
    """The ring without points closer than `least` pixels to the one before."""
    kept: Ring = []
    for point in ring:
        if not kept or abs(point[0] - kept[-1][0]) + abs(point[1] - kept[-1][1]) > least:
            kept.append(point)
    return kept


def _area(ring: Ring) -> float:
    pairs = zip(ring, ring[1:] + ring[:1], strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2


def _inside(ring: Ring, view: View) -> bool:
    xs, ys = [p[0] for p in ring], [p[1] for p in ring]
    across = max(xs) > 0 and min(xs) < view.width
    return across and max(ys) > 0 and min(ys) < view.height
