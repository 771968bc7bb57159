"""A map being drawn: the ground, the ways, the ports and the place of the story."""

import json
from dataclasses import dataclass
from pathlib import Path

from demo.make.ink import (
    COAST,
    GRID,
    HEIGHT,
    INK_2,
    INK_3,
    LAND,
    RED,
    SERIF,
    TEAL,
    WIDTH,
    here,
    path,
    port,
    rule,
    text,
)
from demo.make.land import Point, View, coast, grid

ROUTES = json.loads((Path(__file__).parent / "routes.json").read_text())


@dataclass(frozen=True)
class Drawing:
    """A view with its land drawn; places are given by name or in degrees."""

    view: View
    source: Path

    def at(self, place: str | Point) -> Point:
        return self.view.project(ROUTES["places"][place] if isinstance(place, str) else place)

    def way(self, name: str) -> list[Point]:
        return [self.at(place) for place in ROUTES["ways"][name]]

    def ports(self, *names: str) -> str:
        return "".join(port(self.at(name)) for name in names)

    def ground(self) -> str:
        land = path(coast(self.view, self.source), fill=LAND, stroke=COAST, width=2.5)
        return path(grid(self.view), stroke=GRID, width=2.5) + land

    def name(self, place: str | Point, words: str, *, dx: float = 0, dy: float = 0, anchor: str = "start") -> str:
        x, y = self.at(place)
        return text((x + dx, y + dy), words, size=60, anchor=anchor, halo=LAND)

    def story(self, place: str, words: str, *, dx: float = 0, dy: float = 0, anchor: str = "start") -> str:
        """The red dot and its bold name."""
        x, y = self.at(place)
        label = text((x + dx, y + dy), words, size=70, weight=700, anchor=anchor, halo=LAND)
        return here((x, y)) + label

    def call_out(self, place: str, figure: str, words: str, *, up: float, side: int = 1) -> str:
        """A red line up from the place, a serif figure and one line in sans."""
        x, y = self.at(place)
        anchor = "start" if side > 0 else "end"
        edge = x + 24 * side
        return (
            rule((x, y - 30), (x, y - up), width=5, stroke=RED)
            + text((edge, y - up + 74), figure, size=104, weight=600, family=SERIF, anchor=anchor, halo=LAND)
            + text((edge, y - up + 144), words, size=54, weight=400, fill=INK_2, anchor=anchor, halo=LAND)
        )

    def law(self, place: Point, words: str) -> str:
        return text(self.at(place), words, size=70, weight=700, fill=TEAL, anchor="middle", halo=LAND)

    def sea_name(self, place: Point, words: str) -> str:
        return text(self.at(place), words, size=56, weight=400, fill=INK_3, family=SERIF, anchor="middle", italic=True)


def drawing(source: Path, west: float, east: float, latitude: float, at: float = 0.5) -> Drawing:
    return Drawing(View(west, east, latitude, WIDTH, HEIGHT, at), source)
