"""A window on the globe: a conformal cone (Lambert), or Mercator near the equator."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import cos, log, pi, radians, sin, tan

from articles.drawing.shapes import Frame, Point

LEAST = 0.11  # radians across: closer, and the outline's own coarseness would show
_NEAR_EQUATOR = 0.05


@dataclass(frozen=True)
class View:
    """`width` x `height` units of the plane around a middle; x grows to the east, y to the south."""

    longitude: float
    latitude: float
    middle: Point  # on the cone
    scale: float
    width: int
    height: int

    def project(self, point: Point) -> Point:
        x, y = _cone(point, self.longitude, self.latitude)
        return self.width / 2 + (x - self.middle[0]) * self.scale, self.height / 2 - (y - self.middle[1]) * self.scale

    def holds(self, point: Point) -> bool:
        return 0 <= point[0] <= self.width and 0 <= point[1] <= self.height

    @property
    def degrees(self) -> Frame:
        """West, south, east, north of all that can be seen, and a little more: what land has to be cut to."""
        west, east = self.longitude - 175, self.longitude + 175
        seen = [(x, y) for x in _steps(west, east) for y in _steps(-80, 84) if self._nearly_holds(self.project((x, y)))]
        xs, ys = [x for x, _ in seen], [y for _, y in seen]
        return max(west, min(xs) - 8), max(-82, min(ys) - 8), min(east, max(xs) + 8), min(84, max(ys) + 8)

    def _nearly_holds(self, point: Point) -> bool:
        return -0.3 * self.width <= point[0] <= 1.3 * self.width and -0.3 * self.height <= point[1] <= 1.3 * self.height


def view_of(points: Sequence[Point], *, width: int, height: int) -> View:
    """The window that shows all `points` with room for their names."""
    longitude, latitude = _middle([x for x, _ in points]), (min(y for _, y in points) + max(y for _, y in points)) / 2
    drawn = [_cone(point, longitude, latitude) for point in points]
    left, right = min(x for x, _ in drawn), max(x for x, _ in drawn)
    low, high = min(y for _, y in drawn), max(y for _, y in drawn)
    across = max((right - left) / 0.76, (high - low) / 0.62 * width / height, LEAST)
    return View(longitude, latitude, ((left + right) / 2, (low + high) / 2), width / across, width, height)


def _middle(longitudes: Sequence[float]) -> float:
    """Of the shortest stretch that holds them all, over the date line where that is shorter."""
    ordered = sorted({longitude % 360 for longitude in longitudes})
    gaps = [(after - before, before, after) for before, after in zip(ordered, ordered[1:], strict=False)]
    gaps.append((ordered[0] + 360 - ordered[-1], ordered[-1], ordered[0] + 360))
    widest, _, after = max(gaps)
    middle = after + (360 - widest) / 2
    return (middle + 180) % 360 - 180


def _cone(point: Point, longitude: float, latitude: float) -> Point:
    turned = (point[0] - longitude + 180) % 360 - 180
    height = _stretch(radians(min(84.5, max(-84.5, point[1]))))
    n = _steepness(latitude)
    if abs(n) < _NEAR_EQUATOR:
        return radians(turned), log(height)
    lower, _ = _parallels(latitude)
    factor = cos(lower) * _stretch(lower) ** n / n
    radius = factor / height**n
    angle = n * radians(turned)
    return radius * sin(angle), -radius * cos(angle)


def _steepness(latitude: float) -> float:
    if abs(latitude) < 3:
        return 0.0
    lower, upper = _parallels(latitude)
    return log(cos(lower) / cos(upper)) / log(_stretch(upper) / _stretch(lower))


def _parallels(latitude: float) -> tuple[float, float]:
    """Where the cone cuts the globe; short of a pole, from which it would have no end."""
    return radians(max(-89, latitude - 9)), radians(min(89, latitude + 9))


def _stretch(latitude: float) -> float:
    return tan(pi / 4 + latitude / 2)


def _steps(start: float, end: float) -> Iterable[float]:
    step = (end - start) / 60
    return (start + number * step for number in range(61))
