"""The maps: land and coast only, no borders; solid by land, dotted by sea, red where the story is."""

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
    SEA,
    SERIF,
    TEAL,
    TEAL_2,
    WIDTH,
    dotted,
    here,
    path,
    port,
    rule,
    sheet,
    solid,
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


def _drawing(source: Path, west: float, east: float, latitude: float, at: float = 0.5) -> Drawing:
    return Drawing(View(west, east, latitude, WIDTH, HEIGHT, at), source)


def khorgos(source: Path) -> str:
    """Xi'an to Duisburg with the change of gauge at Khorgos."""
    d = _drawing(source, 0, 127, 41, 0.64)
    return sheet(
        d.ground(),
        solid(d.way("khorgos, east")),
        dotted(d.way("khorgos, caspian")),
        solid(d.way("khorgos, caucasus")),
        dotted(d.way("khorgos, black sea")),
        solid(d.way("khorgos, west")),
        d.ports("Xian", "Almaty", "Aktau", "Baku", "Poti", "Constanta", "Budapest", "Duisburg"),
        d.name("Duisburg", "Duisburg", dx=-30, dy=-34),
        d.name("Poti", "Poti", dx=-8, dy=74, anchor="middle"),
        d.name("Aktau", "Aktau", dx=26, dy=70),
        d.name("Xian", "Xi’an", dx=20, dy=76, anchor="middle"),
        d.call_out("Khorgos", "29 hours", "to change trains", up=330),
        d.story("Khorgos", "Khorgos", dx=-34, dy=-26, anchor="end"),
        ground=SEA,
    )


def mombasa(source: Path) -> str:
    """The railway from Nairobi to the port and the sea lane beyond it."""
    d = _drawing(source, 34.6, 46.2, -2.4, 0.46)
    return sheet(
        d.ground(),
        solid(d.way("mombasa, railway")),
        dotted(d.way("mombasa, sea")),
        d.ports("Nairobi"),
        d.name("Nairobi", "Nairobi", dx=-4, dy=-42, anchor="middle"),
        d.story("Mombasa", "Mombasa", dx=-34, dy=62, anchor="end"),
        d.call_out("Mombasa", "4 trains", "a week for tea alone", up=390),
        d.sea_name((44.6, -4.6), "Indian Ocean"),
        ground=SEA,
    )


def caspian(source: Path) -> str:
    """One certificate over the railway and the ferry."""
    d = _drawing(source, 41.4, 60.2, 42.2, 0.52)
    return sheet(
        d.ground(),
        solid(d.way("caspian, east")),
        dotted(d.way("caspian, ferry")),
        solid(d.way("caspian, west")),
        d.ports("Aktau"),
        d.name("Aktau", "Aktau", dx=34, dy=14),
        d.call_out("Baku", "0.21%", "of value, rail and ferry", up=640, side=-1),
        d.story("Baku", "Baku", dx=-34, dy=-12, anchor="end"),
        d.sea_name((51.3, 39.2), "Caspian Sea"),
        ground=SEA,
    )


def berths(source: Path) -> str:
    """The four ports that share a calendar of berths."""
    d = _drawing(source, 24, 57, 43, 0.5)
    return sheet(
        d.ground(),
        dotted(d.way("berths, black sea")),
        solid(d.way("berths, railway")),
        dotted(d.way("berths, caspian")),
        d.ports("Constanta", "Baku", "Aktau"),
        d.name("Constanta", "Constanța", dx=-8, dy=-40, anchor="middle"),
        d.name("Baku", "Baku", dx=6, dy=80, anchor="middle"),
        d.name("Aktau", "Aktau", dx=32, dy=16),
        d.call_out("Poti", "9 days", "of berths in view", up=360),
        d.story("Poti", "Poti", dx=-6, dy=92, anchor="middle"),
        d.sea_name((33.3, 42.5), "Black Sea"),
        ground=SEA,
    )


def colombo(source: Path) -> str:
    """Colombo on the sea lane between Singapore and the Mediterranean."""
    d = _drawing(source, 18, 128, 13, 0.55)
    return sheet(
        d.ground(),
        dotted(d.way("colombo, east")),
        dotted(d.way("colombo, west")),
        d.ports("Shanghai", "Singapore", "Piraeus"),
        d.name("Shanghai", "Shanghai", dx=-30, dy=-16, anchor="end"),
        d.name("Singapore", "Singapore", dx=10, dy=76, anchor="middle"),
        d.name("Piraeus", "Piraeus", dx=24, dy=-26),
        d.call_out("Colombo", "6 hours", "to split a box", up=330),
        d.story("Colombo", "Colombo", dx=-26, dy=78, anchor="end"),
        ground=SEA,
    )


def two_laws(source: Path) -> str:
    """Where one railway law hands over to the other on the northern route."""
    d = _drawing(source, 0, 127, 44, 0.62)
    return sheet(
        d.ground(),
        solid(d.way("two laws, SMGS"), stroke=TEAL_2),
        solid(d.way("two laws, CIM"), stroke=TEAL),
        d.ports("Duisburg", "Xian"),
        d.law((9.6, 45.2), "CIM"),
        d.law((82, 50.6), "SMGS"),
        d.name("Duisburg", "Duisburg", dx=-30, dy=-36),
        d.name("Xian", "Xi’an", dx=10, dy=80, anchor="middle"),
        d.story("Malaszewicze", "Małaszewicze", dx=-100, dy=112),
        ground=SEA,
    )


MAPS = {
    "khorgos": khorgos,
    "mombasa": mombasa,
    "caspian": caspian,
    "berths": berths,
    "colombo": colombo,
    "two-laws": two_laws,
}
