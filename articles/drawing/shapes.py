"""Lines and rings in a plane: thin them out, cut them to a frame, say them as SVG."""

from collections.abc import Iterable, Sequence
from math import ceil, hypot

Point = tuple[float, float]
Ring = list[Point]
Frame = tuple[float, float, float, float]  # left, top, right, bottom (or west, south, east, north)


def area(ring: Sequence[Point]) -> float:
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return abs(sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs)) / 2


def thinned(line: Sequence[Point], tolerance: float) -> Ring:
    """Douglas and Peucker: the line without the points that lie within `tolerance` of what is left."""
    if len(line) < 3:
        return list(line)
    kept = {0, len(line) - 1}
    parts = [(0, len(line) - 1)]
    while parts:
        first, last = parts.pop()
        far, place = 0.0, 0
        for number in range(first + 1, last):
            distance = _distance(line[number], line[first], line[last])
            if distance > far:
                far, place = distance, number
        if far > tolerance:
            kept.add(place)
            parts += [(first, place), (place, last)]
    return [line[number] for number in sorted(kept)]


def _distance(point: Point, start: Point, end: Point) -> float:
    dx, dy = end[0] - start[0], end[1] - start[1]
    length = dx * dx + dy * dy
    if not length:
        return ((point[0] - start[0]) ** 2 + (point[1] - start[1]) ** 2) ** 0.5
    share = min(1.0, max(0.0, ((point[0] - start[0]) * dx + (point[1] - start[1]) * dy) / length))
    return ((point[0] - start[0] - share * dx) ** 2 + (point[1] - start[1] - share * dy) ** 2) ** 0.5


def cut(ring: Ring, frame: Frame) -> Ring:
    """Sutherland and Hodgman: the ring inside the frame, side by side."""
    low_x, low_y, high_x, high_y = frame
    for axis, limit, sign in ((0, low_x, 1), (0, high_x, -1), (1, low_y, 1), (1, high_y, -1)):
        ring = _cut_side(ring, axis, limit, sign)
        if not ring:
            break
    return ring


def _cut_side(ring: Ring, axis: int, limit: float, sign: int) -> Ring:
    kept: Ring = []
    for start, end in zip(ring[-1:] + ring[:-1], ring, strict=True):
        starts, ends = sign * (start[axis] - limit) >= 0, sign * (end[axis] - limit) >= 0
        if starts != ends:
            share = (limit - start[axis]) / (end[axis] - start[axis])
            kept.append((start[0] + share * (end[0] - start[0]), start[1] + share * (end[1] - start[1])))
        if ends:
            kept.append(end)
    return kept


def said(points: Iterable[Point], *, closed: bool = False) -> str:
    """Path data in whole numbers, each point as its step from the one before."""
    steps: list[tuple[int, int]] = []
    last = (0, 0)
    for x, y in points:
        here = (round(x), round(y))
        if not steps or here != last:
            steps.append((here[0] - last[0], here[1] - last[1]))
            last = here
    if not steps:
        return ""
    start, rest = steps[0], steps[1:]
    ends = "z" if closed else ""
    return f"M{start[0]} {start[1]}" + ("l" if rest else "") + _packed(n for step in rest for n in step) + ends


def _packed(numbers: Iterable[int]) -> str:
    words = ""
    for number in numbers:
        words += str(number) if number < 0 or not words else f" {number}"
    return words


def curve(points: Sequence[Point]) -> Ring:
    """Points on a smooth line through `points` (Catmull and Rom), six to a stretch."""
    if len(points) < 3:
        return list(points)
    padded = [points[0], *points, points[-1]]
    line: Ring = [points[0]]
    for a, b, c, d in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        for step in range(1, 7):
            t = step / 6
            line.append(tuple(_spline(a[n], b[n], c[n], d[n], t) for n in (0, 1)))  # type: ignore[arg-type]  # two
    return line


def dense(line: Sequence[Point], step: float) -> Ring:
    """The line with a point at least every `step`."""
    points: Ring = list(line[:1])
    for start, end in zip(line, line[1:], strict=False):
        parts = max(1, ceil(hypot(end[0] - start[0], end[1] - start[1]) / step))
        points += [
            (start[0] + (end[0] - start[0]) * part / parts, start[1] + (end[1] - start[1]) * part / parts)
            for part in range(1, parts + 1)
        ]
    return points


def _spline(a: float, b: float, c: float, d: float, t: float) -> float:
    return 0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
