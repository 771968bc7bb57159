"""Draws the icons of the portal into static/img: the route line and its red dot."""

from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.core.management.base import BaseCommand
from PIL import Image, ImageDraw

UNITS = 32  # the drawing is 32 by 32
FINER = 8  # drawn so many times larger, then scaled down
LINE, DOT, STEPS = (2.8, 11, 16, 4), (15, 16, 5), ((22.9, 16, 1.8), (27.4, 16, 1.8))  # x, x, y, width; x, y, radius
SAFE = 0.72  # what a launcher may not cut off lies in a circle of 80 %


class Colours(NamedTuple):
    ground: str
    line: str
    dot: str


INK = Colours("#14191b", "#fcfcf9", "#ff8468")
PAPER = Colours("#fcfcf9", "#14191b", "#b32c15")


class Command(BaseCommand):
    help = "Draws static/img/icon*.svg, *.png and favicon.ico anew; only needed when the drawing changes."

    def handle(self, **options: object) -> None:
        folder = Path(settings.BASE_DIR) / "static" / "img"
        (folder / "icon.svg").write_text(drawn_as_svg())
        for size in (32, 192, 512):
            drawn(size).save(folder / f"icon-{size}.png", optimize=True)
        for size in (192, 512):
            drawn(size, scale=SAFE, round_corners=False).save(folder / f"icon-{size}-maskable.png", optimize=True)
        whole = drawn(180, scale=0.86, round_corners=False).convert("RGB")
        whole.save(folder / "apple-touch-icon.png", optimize=True)
        drawn(48).save(folder / "favicon.ico", sizes=[(16, 16), (32, 32), (48, 48)])


def drawn(size: int, *, scale: float = 1, round_corners: bool = True) -> Image.Image:
    """`size` pixels square; `scale` shrinks the drawing on its ground."""
    side = size * FINER
    picture = Image.new("RGBA", (side, side))
    pen = ImageDraw.Draw(picture)
    pen.rounded_rectangle((0, 0, side - 1, side - 1), side * 3 / UNITS if round_corners else 0, fill=INK.ground)

    def place(units: float) -> float:
        return side / 2 + (units - UNITS / 2) * scale * side / UNITS

    left, right, y, width = LINE
    pen.rectangle((place(left), place(y - width / 2), place(right), place(y + width / 2)), fill=INK.line)
    for x, y, radius, colour in [(*DOT, INK.dot), *((*step, INK.line) for step in STEPS)]:
        pen.ellipse((place(x - radius), place(y - radius), place(x + radius), place(y + radius)), fill=colour)
    return picture.resize((size, size), Image.Resampling.LANCZOS)


def drawn_as_svg() -> str:
    """Ink on a light browser, paper on a dark one: it stands out on both."""
    left, right, y, width = LINE
    dots = "".join(f'<circle class="l" cx="{x}" cy="{y}" r="{radius}"/>' for x, y, radius in STEPS)
    x, y, radius = DOT
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {UNITS} {UNITS}"><style>{_rules(INK)}'
        f"@media (prefers-color-scheme:dark){{{_rules(PAPER)}}}</style>"
        f'<rect class="g" width="{UNITS}" height="{UNITS}" rx="3"/>'
        f'<rect class="l" x="{left}" y="{y - width / 2:g}" width="{right - left:g}" height="{width}"/>'
        f'<circle class="d" cx="{x}" cy="{y}" r="{radius}"/>{dots}</svg>\n'
    )


def _rules(colours: Colours) -> str:
    return f".g{{fill:{colours.ground}}}.l{{fill:{colours.line}}}.d{{fill:{colours.dot}}}"
