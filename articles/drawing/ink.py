"""The pieces that maps and charts are made of, as SVG: colours by the house's names, letters in its sans."""

from functools import cache
from unicodedata import east_asian_width
from xml.sax.saxutils import escape, quoteattr

from django.conf import settings
from PIL import ImageFont

from articles.drawing.shapes import Point

# For a drawing that stands alone: as `tokens.css` has them, light and dark.
TOKENS = {
    "paper": ("#fcfcf9", "#111517"), "ink": ("#14191b", "#eceee9"), "ink-2": ("#434b4e", "#bcc4c4"),
    "ink-3": ("#5d6669", "#97a1a3"), "rule": ("#c6cbc7", "#3c464a"), "hair": ("#dfe2dd", "#2a3236"),
    "red": ("#b32c15", "#ff8468"), "teal": ("#0b5c63", "#74c5c4"), "teal-2": ("#4f8f92", "#4a9497"),
    "sea": ("#dae6e5", "#0b1012"), "land": ("#f3f3ec", "#232b2f"), "coast": ("#aebbb9", "#3f4b50"),
}  # fmt: skip
SANS, SERIF = "var(--sans)", "var(--serif)"
_FACE = settings.BASE_DIR / "static" / "fonts" / "archivo.woff2"


def var(token: str) -> str:
    return f"var(--{token})"


def number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0").replace("-0.0", "0")


def sheet(size: tuple[int, int], *parts: str, name: str = "", extra: str = "") -> str:
    """One drawing; `name` is what those hear who cannot see it, none for one beside words that say the same."""
    said = f'role="img" aria-label={quoteattr(name)}' if name else 'aria-hidden="true"'
    box = f'viewBox="0 0 {size[0]} {size[1]}" width="{size[0]}" height="{size[1]}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" {box} direction="ltr" {said}{extra}>{"".join(parts)}</svg>'


def alone(svg: str) -> str:
    """A drawing as a file of its own, with its colours, light and dark."""
    light, dark = (";".join(f"--{name}:{pair[side]}" for name, pair in TOKENS.items()) for side in (0, 1))
    faces = "--sans:Archivo,Arial,sans-serif;--serif:'STIX Two Text','Times New Roman',serif"
    style = f"<style>:root{{{light};{faces}}}@media(prefers-color-scheme:dark){{:root{{{dark}}}}}</style>"
    head, _, rest = svg.partition(">")
    return f"{head}>{style}{rest}"


def text(
    at: Point, words: str, *, size: float, anchor: str = "start", fill: str = "", weight: int = 0, extra: str = ""
) -> str:
    marks = f' text-anchor="{anchor}"' if anchor != "start" else ""
    marks += f' fill="{var(fill)}"' if fill else ""
    marks += f' font-weight="{weight}"' if weight else ""
    place = f'x="{number(at[0])}" y="{number(at[1])}"'
    return f'<text {place} font-size="{number(size)}"{marks}{extra}>{escape(words)}</text>'


def line(start: Point, end: Point, *, stroke: str, width: float, extra: str = "") -> str:
    ends = f'x1="{number(start[0])}" y1="{number(start[1])}" x2="{number(end[0])}" y2="{number(end[1])}"'
    return f'<line {ends} stroke="{var(stroke)}" stroke-width="{number(width)}"{extra}/>'


def dot(at: Point, radius: float, *, fill: str, stroke: str = "", width: float = 0) -> str:
    ring = f' stroke="{var(stroke)}" stroke-width="{number(width)}"' if stroke else ""
    return f'<circle cx="{number(at[0])}" cy="{number(at[1])}" r="{number(radius)}" fill="{var(fill)}"{ring}/>'


def bar(at: Point, width: float, height: float, *, fill: str) -> str:
    place = f'x="{number(at[0])}" y="{number(at[1])}"'
    return f'<rect {place} width="{number(max(0, width))}" height="{number(height)}" fill="{var(fill)}"/>'


def breadth(words: str, size: float, *, weight: int = 500) -> float:
    """How wide the words come out in the house's sans; a little more than so for other scripts."""
    ours = "".join(letter for letter in words if ord(letter) < 0x250)
    others = sum(1.05 if east_asian_width(letter) in "WF" else 0.62 for letter in words if ord(letter) >= 0x250)
    return (_face(weight).getlength(ours) / 100 + others) * size


@cache
def _face(weight: int) -> ImageFont.FreeTypeFont:
    face = ImageFont.truetype(str(_FACE), 100)
    face.set_variation_by_axes([weight])
    return face
