"""The charts and diagrams: a statement, the unit, the drawing; red for the last or decisive point."""

from demo.make.ink import (
    HAIR,
    INK,
    INK_2,
    PAPER,
    RED,
    TEAL,
    TEAL_2,
    WIDTH,
    box,
    dotted,
    here,
    path,
    rule,
    sheet,
    text,
)
from demo.make.land import Point

LEFT, RIGHT = 90, WIDTH - 90

# Dollars for a 40-foot box from Xi'an to Duisburg, month by month; invented, as the article says.
COSTS = [
    7120, 7160, 7210, 7180, 7150, 7190, 7240, 7260, 7230, 7180, 7150, 7090,
    7100, 7110, 7140, 7120, 7060, 6990, 6940, 6890, 6910, 6720, 6480, 6180,
]  # fmt: skip

# Days at the Piraeus workshop, now and a year earlier; invented, as the article says.
STAGES = [("Wash and survey", 1, 2), ("Wait for parts", 2, 7), ("Repair", 4, 5), ("Test and papers", 2, 3)]


def head(statement: str, unit: str) -> str:
    title = text((LEFT, 140), statement, size=74, weight=700)
    return title + text((LEFT, 218), unit, size=54, weight=400, fill=INK_2)


def costs() -> str:
    """The cost of a box over 24 months; the last month is provisional."""
    top, bottom, right = 320, 920, 1290

    def at(month: float, value: float) -> Point:
        return LEFT + 160 + month * (right - LEFT - 160) / 23, bottom - value * (bottom - top) / 8000

    marks = "".join(_mark(at(0, value), right, f"{value:,}") for value in (2000, 4000, 6000, 8000))
    known = [at(month, value) for month, value in enumerate(COSTS[:-1])]
    last = at(23, COSTS[-1])
    ferry = at(20, 0)[0]
    return sheet(
        head("Three falls in a row by the Caspian", "$ for a 40-foot box, Xi’an–Duisburg, monthly"),
        marks,
        rule((LEFT + 160, bottom), (right, bottom), width=5, stroke=INK),
        rule((ferry, 480), (ferry, bottom), width=5, stroke=INK_2, dash="1 15"),
        text((ferry - 24, 700), "Third ferry", size=54, weight=400, fill=INK_2, anchor="end"),
        path("M" + "L".join(f"{x:.1f} {y:.1f}" for x, y in known), stroke=TEAL, width=9),
        dotted([known[-1], last]),
        here(last, around=PAPER),
        text((last[0] + 36, last[1] + 22), "$6,180", size=70, weight=700, fill=TEAL),
        text((LEFT + 160, bottom + 70), "24 months ago", size=54, weight=400, fill=INK_2),
        text((right, bottom + 70), "Last month", size=54, weight=400, fill=INK_2, anchor="end"),
    )


def _mark(start: Point, right: float, value: str) -> str:
    """A hairline across the chart and its value beside the axis."""
    line = rule(start, (right, start[1]), width=3, stroke=HAIR)
    return line + text((start[0] - 25, start[1] + 18), value, weight=400, fill=INK_2, anchor="end")


def reefers() -> str:
    """Days a refrigerated box spends in each stage of repair: a bar for now, a tick for a year ago."""
    start, scale, pitch = 640, 96, 178
    rows = []
    for number, (stage, now, then) in enumerate(STAGES):
        y = 300 + number * pitch
        tick = start + then * scale
        rows += [
            text((LEFT, y + 66), stage, size=58, weight=500),
            box((start, y), now * scale, 96, fill=TEAL),
            rule((tick, y - 14), (tick, y + 110), width=8, stroke=INK),
            text((RIGHT, y + 66), f"{now} ({then})", size=58, weight=500, anchor="end"),
        ]
    return sheet(
        head("A chilled box is ready in 9 days, not 17", "Days: bar now, tick and bracket a year ago"),
        *rows,
        rule((start, 280), (start, 985), width=5, stroke=INK),
    )


def values() -> str:
    """One cargo in the books of two countries."""
    start, full = LEFT, 1090.0
    share = full * 0.06
    rows = [
        ("Exporter’s figure, FOB", 400.0, 0.0, "$1,000"),
        ("Importer’s figure, CIF", 680.0, share, "$1,060"),
    ]
    parts = []
    for name, y, more, total in rows:
        parts += [
            text((start, y - 34), name, size=60, weight=500),
            box((start, y), full, 120, fill=TEAL),
            box((start + full, y), more, 120, fill=TEAL_2),
            rule((start, y - 12), (start, y + 132), width=5, stroke=INK),
            text((start + full + more + 30, y + 84), total, size=72, weight=700, fill=TEAL),
        ]
    return sheet(
        head("One cargo, two true figures", "Example in $; the difference is freight and insurance"),
        *parts,
        rule((start + full + share / 2, 800), (start + full + share / 2, 870), width=5, stroke=RED),
        text(
            (start + full + share, 935),
            "$55 freight, $5 insurance",
            size=56,
            weight=400,
            fill=INK_2,
            anchor="end",
        ),
    )


CHARTS = {"costs": costs, "reefers": reefers, "values": values}
