"""The sizes that maps are drawn in."""

from dataclasses import dataclass

from articles.drawing.routes import MOST_NAMES

WIDE, HIGH = 960, 640  # the plane that every size is a scaling of


@dataclass(frozen=True)
class Size:
    """`names` at most, in letters of `type` px; strokes by the look's rules."""

    width: int
    type: float
    names: int
    scale: float
    has_call: bool = True
    high: int = HIGH

    @property
    def height(self) -> int:
        return round(self.width * self.high / WIDE)


SMALL = Size(300, 13, 1, 300 / WIDE, has_call=False)
SIZES = {
    "phone": Size(328, 14, 6, 328 / WIDE),
    "half": Size(480, 14, 8, 480 / WIDE),
    "column": Size(700, 14.5, MOST_NAMES, 700 / WIDE),
    "wide": Size(960, 15, MOST_NAMES, 1.0),
}
SHARED = Size(600, 17, 6, 600 / WIDE, high=504)  # in the proportion of a shared picture
