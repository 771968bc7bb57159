"""Where names stand on a map, so that none covers another, a place or more of the route than it must."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from articles.drawing.ink import breadth
from articles.drawing.shapes import Frame, Point

# Where a name may stand beside its place, the best first: to the side, above, below.
_SIDES = [(1, 0), (-1, 0), (0, -1), (0, 1), (1, -1), (-1, -1), (1, 1), (-1, 1)]
_EDGE = 4


@dataclass(frozen=True)
class Label:
    words: str
    at: Point  # where its line of writing begins, ends or has its middle, by `anchor`
    anchor: str
    frame: Frame


@dataclass
class Room:
    """What is taken on a map `width` x `height`."""

    width: float
    height: float
    line: Sequence[Point] = ()  # points along the route, which a name should leave free
    taken: list[Frame] = field(default_factory=list)

    def take(self, frame: Frame) -> None:
        self.taken.append(frame)

    def freest(self, frames: Sequence[Frame]) -> Frame:
        """Of `frames` the first of those that cover least of the route and of what is taken."""
        return min(
            frames, key=lambda frame: sum(_inside(point, frame) for point in [*self.line, *map(_middle, self.taken)])
        )

    def named(self, words: str, at: Point, *, size: float, weight: int = 500, away: float = 7) -> Label | None:
        """The name beside its place, and its room taken; None where there is none."""
        wide = breadth(words, size, weight=weight)
        best: tuple[float, Label] | None = None
        for order, side in enumerate(_SIDES):
            label = _beside(words, at, side, wide, size, away)
            if not self.is_free(label.frame):
                continue
            crossed = sum(_inside(point, label.frame) for point in self.line)
            cost = crossed + order * 0.4
            if best is None or cost < best[0]:
                best = cost, label
        if best is None:
            return None
        self.take(best[1].frame)
        return best[1]

    def is_free(self, frame: Frame) -> bool:
        left, top, right, bottom = frame
        inside = left >= _EDGE and top >= _EDGE and right <= self.width - _EDGE and bottom <= self.height - _EDGE
        return inside and not any(_meet(frame, other) for other in self.taken)


def frame_of(words: str, at: Point, size: float) -> Frame:
    """Of words written around `at`."""
    wide = breadth(words, size) / 2
    return at[0] - wide, at[1] - size, at[0] + wide, at[1] + size * 0.25


def _beside(words: str, at: Point, side: tuple[int, int], wide: float, size: float, away: float) -> Label:
    across, down = side
    reach = away if across == 0 or down == 0 else away * 0.6
    x = at[0] + across * reach
    y = at[1] + (size * 0.35 if down == 0 else -reach if down < 0 else reach + size * 0.75)
    anchor = {1: "start", -1: "end", 0: "middle"}[across]
    left = {1: x, -1: x - wide, 0: x - wide / 2}[across]
    return Label(words, (x, y), anchor, (left - 1, y - size * 0.78, left + wide + 1, y + size * 0.25))


def _middle(frame: Frame) -> Point:
    return (frame[0] + frame[2]) / 2, (frame[1] + frame[3]) / 2


def _inside(point: Point, frame: Frame) -> bool:
    return frame[0] <= point[0] <= frame[2] and frame[1] <= point[1] <= frame[3]


def _meet(a: Frame, b: Frame) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]
