"""The maps: land and coast only, no borders; solid by land, dotted by sea, red where the story is."""

from pathlib import Path

from demo.make.drawing import drawing
from demo.make.ink import SEA, TEAL, TEAL_2, dotted, sheet, solid


def khorgos(source: Path) -> str:
    """Xi'an to Duisburg with the change of gauge at Khorgos."""
    d = drawing(source, 0, 127, 41, 0.64)
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
    d = drawing(source, 34.6, 46.2, -2.4, 0.46)
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
    d = drawing(source, 41.4, 60.2, 42.2, 0.52)
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
    d = drawing(source, 24, 57, 43, 0.5)
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
    d = drawing(source, 18, 128, 13, 0.55)
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
    d = drawing(source, 0, 127, 44, 0.62)
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
