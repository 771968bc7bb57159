"""The diagrams that explainers need: a calendar, the dates of a credit, two rails."""

from demo.make.charts import LEFT, RIGHT, head
from demo.make.ink import (
    INK,
    INK_2,
    PAPER,
    RED,
    SERIF,
    TEAL,
    TEAL_2,
    TEAL_WASH,
    box,
    dotted,
    here,
    lines,
    path,
    port,
    rule,
    sheet,
    text,
)

# Where each stretch of days begins on the line of nineteen, and what it is called.
SPANS = [
    (0, ("5 days", "free")),
    (5, ("4 days’", "demurrage")),
    (9.2, ("7 days", "free")),
    (15.2, ("3 days’", "detention")),
]
COUNTED = [(0, 1), (8.35, 9), (9.2, 10), (18.15, 19)]


def clocks() -> str:
    """The nineteen days of one import container, counted by two clocks."""
    side = (RIGHT - LEFT) / 19
    top = 560

    def edge(day: float) -> float:
        return LEFT + day * side

    cells = [
        box((edge(day) + 3, top), side - 6, 170, fill=TEAL if 5 <= day < 9 or day >= 16 else TEAL_WASH)
        for day in range(19)
    ]
    return sheet(
        head("Two clocks for one container", "Day of discharge to return of the empty, in days"),
        text((LEFT, top - 90), "In the terminal", size=60, weight=600),
        text((edge(9) + 20, top - 90), "With the consignee", size=60, weight=600),
        *cells,
        rule((edge(9), top - 160), (edge(9), top + 350), width=5, stroke=INK_2, dash="1 15"),
        *(lines((edge(day), top + 250), words, size=54) for day, words in SPANS),
        *(text((edge(day), top - 30), str(number), size=54, weight=400, fill=INK_2) for day, number in COUNTED),
    )


def credit() -> str:
    """The dates of a documentary credit as stations of a route."""
    line = 640.0
    first, second, third = (170.0, line), (800.0, line), (1430.0, line)
    route = rule(first, second, width=9, stroke=TEAL) + dotted([second, third])
    parts = [route, port(first), port(third), here(second, around=PAPER)]
    gaps = [(485.0, "21 days", "at most"), (1115.0, "5 banking days", "at most, for each bank")]
    for x, figure, words in gaps:
        parts.append(text((x, line - 120), figure, size=84, weight=600, family=SERIF, anchor="middle"))
        parts.append(text((x, line - 52), words, size=54, weight=400, fill=INK_2, anchor="middle"))
    names = [
        (first[0] - 80, "start", "Shipment", "date on board"),
        (second[0], "middle", "Presentation", "before expiry"),
        (third[0] + 80, "end", "Answer", "pay or refuse"),
    ]
    for x, anchor, name, words in names:
        parts.append(text((x, line + 104), name, size=66, weight=700, anchor=anchor))
        parts.append(text((x, line + 174), words, size=54, weight=400, fill=INK_2, anchor=anchor))
    return sheet(head("A credit is a matter of dates", "UCP 600, articles 14 and 16"), *parts)


def gauges() -> str:
    """Right-hand rails of both gauges to scale, on one line: the feet overlap."""
    scale, top, first = 3.2, 470.0, 800.0
    second = first + 85 * scale
    half, height, foot = 75 * scale, 172 * scale, 30 * scale
    bottom = top + height
    overlap = box((second - half, bottom - foot * 0.42), 2 * half - 85 * scale, foot * 0.42, fill=RED)
    edges = [(first - 36 * scale, "1,435 mm", 430.0), (second - 36 * scale, "1,520 mm", 330.0)]
    parts = []
    for x, words, y in edges:
        parts += [
            rule((LEFT, y), (x, y), width=5, stroke=INK),
            rule((x, y - 18), (x, top + 14 * scale), width=5, stroke=INK),
            text((LEFT, y - 18), words, size=62, weight=600),
        ]
    return sheet(
        head("Too close together for a third rail", "Right-hand rails of both gauges, to scale"),
        path(_rail(second, top, scale), fill=TEAL_WASH, stroke=TEAL_2, width=5),
        path(_rail(first, top, scale), fill=TEAL),
        overlap,
        *parts,
        text((1250, 600), "85 mm", size=96, weight=600, family=SERIF),
        lines((1250, 674), ("apart; a foot", "is 150 mm"), size=54, weight=400, fill=INK_2),
        lines(
            (LEFT, bottom - 130),
            ("In red: where", "the feet would", "overlap"),
            size=54,
            weight=400,
            fill=INK_2,
        ),
    )


def _rail(centre: float, top: float, scale: float) -> str:
    """A flat-bottomed rail: head 72 mm, foot 150 mm, 172 mm high."""
    right = [
        (0, 0),
        (30, 0),
        (36, 7),
        (36, 36),
        (33, 42),
        (9, 51),
        (8, 138),
        (18, 148),
        (70, 159),
        (75, 162),
        (75, 172),
    ]
    outline = right + [(-x, y) for x, y in reversed(right)]
    return "M" + "L".join(f"{centre + x * scale:.1f} {top + y * scale:.1f}" for x, y in outline) + "Z"


DIAGRAMS = {"clocks": clocks, "credit": credit, "gauges": gauges}
