"""The widths that charts are drawn for, and their colours."""

from dataclasses import dataclass

COLOURS = ("teal", "teal-2")


@dataclass(frozen=True)
class Size:
    width: int
    type: float
    is_small: bool = False


SMALL = Size(300, 13, is_small=True)
SIZES = {"phone": Size(328, 14), "half": Size(480, 14), "column": Size(700, 15), "wide": Size(960, 16)}
SHARED = Size(560, 17)
