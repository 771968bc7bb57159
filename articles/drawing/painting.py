"""A sheet of ours as a picture, for feeds and other sites, which show no SVG; knows the marks we draw with."""

import re
from collections.abc import Callable, Iterator, Mapping
from math import hypot
from xml.etree import ElementTree

from PIL import Image, ImageDraw, ImageFont

from articles.drawing import ink
from articles.drawing.shapes import Point, Ring

Marks = Mapping[str, str]
Font = ImageFont.FreeTypeFont
# The words in the faces that have them: in the serif or not, in so many pixels, of this weight.
Set = Callable[[str, bool, int, int], list[tuple[str, Font]]]

FINER = 2  # times as large it is drawn, then made smaller: Pillow leaves edges rough
_RUN = re.compile(r"M([^Mz]*)(z?)")
_NUMBER = re.compile(r"-?\d+(?:\.\d+)?")
_BEFORE = {"start": 0.0, "middle": 0.5, "end": 1.0}  # how much of its words stands before an anchor


def painted(svg: str, *, width: int, type_of: Set) -> Image.Image:
    """In the light colours, `width` pixels wide."""
    sheet = ElementTree.fromstring(svg)
    across, down = float(sheet.get("width", "1")), float(sheet.get("height", "1"))
    scale = width * FINER / across
    image = Image.new("RGB", (width * FINER, round(down * scale)), ink.TOKENS["paper"][0])
    _Painter(image, type_of, scale).paint(sheet, {})
    return image.resize((width, round(down * scale / FINER)), Image.Resampling.LANCZOS)


class _Painter:
    def __init__(self, image: Image.Image, type_of: Set, scale: float) -> None:
        self.pen = ImageDraw.Draw(image, "RGBA")
        self.type_of, self.scale, self.ground = type_of, scale, "paper"
        self.left = self.top = 0.0

    def paint(self, group: ElementTree.Element, above: Marks) -> None:
        for one in group:
            name = one.tag.rpartition("}")[2]
            marks = {**above, **one.attrib}
            if name == "g":
                self._moved(one, marks)
            else:
                getattr(self, f"_{name}")(one, marks)

    def _moved(self, group: ElementTree.Element, marks: Marks) -> None:
        was = self.left, self.top
        if "translate" in group.get("transform", ""):
            x, y = (float(number) for number in _NUMBER.findall(group.get("transform", "")))
            self.left, self.top = was[0] + x, was[1] + y
        self.paint(group, {name: mark for name, mark in marks.items() if name != "transform"})
        self.left, self.top = was

    def _rect(self, one: ElementTree.Element, marks: Marks) -> None:
        x, y, wide, high = (float(one.get(name, "0")) for name in ("x", "y", "width", "height"))
        if not (x or y):
            self.ground = marks["fill"]
        self.pen.rectangle([self._at(x, y), self._at(x + wide, y + high)], fill=self._colour(marks, "fill"))

    def _circle(self, one: ElementTree.Element, marks: Marks) -> None:
        x, y, radius = (float(one.get(name, "0")) for name in ("cx", "cy", "r"))
        width = float(marks.get("stroke-width", 0))
        for reach, colour in ((radius + width / 2, "stroke"), (radius - width / 2, "fill")):
            if fill := self._colour(marks, colour):
                self._dot((x, y), reach, fill)

    def _line(self, one: ElementTree.Element, marks: Marks) -> None:
        x1, y1, x2, y2 = (float(one.get(name, "0")) for name in ("x1", "y1", "x2", "y2"))
        self._stroke([(x1, y1), (x2, y2)], marks)

    def _path(self, one: ElementTree.Element, marks: Marks) -> None:
        found = _NUMBER.findall(one.get("transform", ""))
        shrunk = float(found[0]) if found else 1.0
        rings = [(_ring(steps, shrunk), bool(ends)) for steps, ends in _RUN.findall(one.get("d", ""))]
        widest = max((_turn(ring) for ring, _ in rings), key=abs, default=0.0)
        for ring, is_closed in sorted(rings, key=lambda pair: -abs(_turn(pair[0]))):
            if is_closed and (fill := self._colour(marks, "fill")):
                # A lake runs the other way round than the land it lies in.
                is_lake = _turn(ring) * widest < 0
                self.pen.polygon([self._at(*at) for at in ring], fill=self._named(self.ground) if is_lake else fill)
            self._stroke([*ring, ring[0]] if is_closed else ring, marks, thin=shrunk)

    def _text(self, one: ElementTree.Element, marks: Marks) -> None:
        size, is_serif = round(float(marks["font-size"]) * self.scale), marks.get("font-family") == ink.SERIF
        parts = self.type_of(one.text or "", is_serif, size, int(marks.get("font-weight", 500)))
        halo, fill = self._colour(marks, "stroke"), self._colour(marks, "fill")
        width = self._wide(float(marks.get("stroke-width", 1)) / 2)
        start, y = self._at(float(marks["x"]), float(marks["y"]))
        start -= sum(font.getlength(part) for part, font in parts) * _BEFORE[marks.get("text-anchor", "start")]
        for colour, reach in ((halo, width), (fill, 0)):  # one part's halo never lies over the next one's letters
            x = start
            for part, font in parts if colour else []:
                self.pen.text((x, y), part, font=font, fill=colour, anchor="ls", stroke_width=reach, stroke_fill=colour)
                x += font.getlength(part)

    def _stroke(self, line: Ring, marks: Marks, *, thin: float = 1.0) -> None:
        colour, width = self._colour(marks, "stroke"), float(marks.get("stroke-width", 1)) * thin
        if not colour:
            return
        dashes = [float(number) for number in _NUMBER.findall(marks.get("stroke-dasharray", ""))]
        for part in _dashed(line, *dashes) if dashes else [line]:
            self.pen.line([self._at(*at) for at in part], fill=colour, width=self._wide(width), joint="curve")
            if "round" in marks.get("stroke-linecap", ""):
                for end in (part[0], part[-1]):
                    self._dot(end, width / 2, colour)

    def _dot(self, at: Point, radius: float, fill: tuple[int, ...]) -> None:
        x, y = self._at(*at)
        reach = radius * self.scale
        self.pen.ellipse([x - reach, y - reach, x + reach, y + reach], fill=fill)

    def _at(self, x: float, y: float) -> Point:
        return (x + self.left) * self.scale, (y + self.top) * self.scale

    def _wide(self, width: float) -> int:
        return max(1, round(width * self.scale))

    def _colour(self, marks: Marks, name: str) -> tuple[int, ...] | None:
        said = marks.get(name, "none")
        return None if said == "none" else self._named(said, float(marks.get("opacity", 1)))

    def _named(self, said: str, opacity: float = 1.0) -> tuple[int, ...]:
        token = said.removeprefix("var(--").removesuffix(")")
        light = ink.TOKENS[token][0]
        return (*(int(light[place : place + 2], 16) for place in (1, 3, 5)), round(255 * opacity))


def _ring(steps: str, scale: float) -> Ring:
    """Each point from its step, but for the first."""
    numbers = [float(number) for number in _NUMBER.findall(steps)]
    x = y = 0.0
    ring: Ring = []
    for across, down in zip(numbers[::2], numbers[1::2], strict=True):
        x, y = x + across, y + down
        ring.append((x * scale, y * scale))
    return ring


def _turn(ring: Ring) -> float:
    """Its area, below zero where it runs the other way round."""
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairs) / 2


def _dashed(line: Ring, on: float, off: float) -> Iterator[Ring]:
    """The strokes of a broken line, straight each; a dot where nothing is on."""
    start = 0.0  # where the next one begins, from the start of this stretch
    for a, b in zip(line, line[1:], strict=False):
        length = hypot(b[0] - a[0], b[1] - a[1])
        while length and start <= length:
            ends = min(start + on, length)
            yield [(a[0] + (b[0] - a[0]) * way / length, a[1] + (b[1] - a[1]) * way / length) for way in (start, ends)]
            start += on + off
        start -= length
