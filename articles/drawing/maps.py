"""Maps: land and coast only, no borders; solid by land, dotted by sea, red where the story is."""

import gzip
from collections.abc import Sequence

from django.utils.translation import gettext as _

from articles.drawing import coast, ink, shapes
from articles.drawing.naming import Label, Room, frame_of
from articles.drawing.planes import HIGH, SHARED, SIZES, SMALL, WIDE, Size
from articles.drawing.projecting import view_of
from articles.drawing.routes import Route, Wrong
from articles.drawing.shapes import Point, Ring

HEAVIEST = 5_800  # bytes, compressed
# How far coast and route may leave their lines, in the plane; the first that is light enough is drawn.
COARSENESS = ((1.2, 0.8), (1.8, 0.8), (2.6, 0.8), (3.8, 0.8), (5.5, 0.8), (8.0, 1.6), (12.0, 2.4))
_WAYS = {"land": ("teal", 2.6, ""), "sea": ("teal", 3, "0 6"), "other": ("teal-2", 1.5, "")}


class Map:
    """A route, drawn on demand in each size; `key` keeps its outline apart from others on the page."""

    def __init__(self, route: Route, *, name: str, key: str, high: int = HIGH) -> None:
        self.route, self.name, self.key = route, name, key
        shown = [place.at for leg in route.legs for place in leg.places]
        shown += [place.at for place in [*route.places, *([route.story] if route.story else [])]]
        self.view = view_of(shown, width=WIDE, height=high)
        self.degrees = self.view.degrees
        self.shores = coast.shores(self.view, self.degrees)
        self.lines = [(leg.way, self._along([place.at for place in leg.places])) for leg in route.legs]

    def small(self) -> str:
        """For a card, whose head says what it is: one name, an outline of its own."""
        coarse = f'<path d="{coast.said(self.shores, 7)}" transform="scale({SMALL.scale:g})"/>'
        return self._sheet(SMALL, self._land(coarse), name="", cover=True)

    def sizes(self) -> str:
        """Every size in one, of which the page's width shows one; coarser where the coast would weigh too much."""
        for shore, route in COARSENESS:
            drawn = self._sizes(coast.said(self.shores, shore), route)
            if len(gzip.compress(drawn.encode())) <= HEAVIEST:
                return drawn
        raise Wrong([_("This is more than a map on a phone can show. Leave out some places, or make two maps of it.")])

    def _sizes(self, shore: str, coarse: float) -> str:
        """The outline is said once, in the first, and used by all."""
        outline = (
            f'<path id="{self.key}" d="{shore}"/><path id="{self.key}-grid" d="{coast.grid(self.view, self.degrees)}"/>'
        )
        drawn = []
        for place, (label, size) in enumerate(SIZES.items()):
            scaled = f' transform="scale({size.scale:.4g})"'
            land = f"<defs>{outline}</defs>" if place == 0 else ""
            land += _faint(f'<use href="#{self.key}-grid"{scaled}/>')
            land += self._land(f'<use href="#{self.key}"{scaled}/>')
            drawn.append(self._sheet(size, land, name=self.name, extra=f' class="for-{label}"', coarse=coarse))
        return "".join(drawn)

    def file(self) -> str:
        """One size, alone."""
        return ink.alone(self._whole(SIZES["column"]))

    def shared(self) -> str:
        """For a picture that is sent elsewhere; of a map that was made as high as `SHARED`."""
        return self._whole(SHARED)

    def _whole(self, size: Size) -> str:
        scaled = f' transform="scale({size.scale:.4g})"'
        land = _faint(f'<path d="{coast.grid(self.view, self.degrees)}"{scaled}/>')
        land += self._land(f'<path d="{coast.said(self.shores, 1.6)}"{scaled}/>')
        return self._sheet(size, land, name=self.name)

    def _along(self, points: Sequence[Point]) -> Ring:
        return shapes.curve([self.view.project(point) for point in points])

    def _land(self, outline: str) -> str:
        return f'<g fill="{ink.var("land")}" stroke="{ink.var("coast")}">{outline}</g>'

    def _sheet(
        self, size: Size, land: str, *, name: str, cover: bool = False, extra: str = "", coarse: float = 0.8
    ) -> str:
        sea = f'<rect width="{size.width}" height="{size.height}" fill="{ink.var("sea")}"/>'
        extra += ' preserveAspectRatio="xMidYMid slice"' if cover else ""
        parts = (sea, land, self._route(size, coarse), self._names(size))
        return ink.sheet((size.width, size.height), *parts, name=name, extra=extra)

    def _route(self, size: Size, coarse: float) -> str:
        drawn = ""
        for way, along in self.lines:
            stroke, width, dots = _WAYS[way]
            dash = f' stroke-dasharray="{dots}"' if dots else ""
            path = shapes.said(_scaled(shapes.thinned(along, coarse), size.scale))
            drawn += f'<path d="{path}" stroke="{ink.var(stroke)}" stroke-width="{width}"{dash}/>'
        return f'<g fill="none" stroke-linecap="round" stroke-linejoin="round">{drawn}</g>'

    def _names(self, size: Size) -> str:
        """Dots, names and the call-out."""
        room = self._room(size)
        call = self._call(size, room) if size.has_call and self.route.call and self.route.story else ""
        story, others = self.route.story, self.route.named()
        dots = names = ""
        for place in others:
            at = self._on(place.at, size)
            if place is story:
                dots += ink.dot(at, 6, fill="red", stroke="land", width=1.5)
            else:
                dots += ink.dot(at, 3.5, fill="paper", stroke="ink", width=1.5)
        for place in others[: size.names]:
            bold = place is story
            label = room.named(
                place.name, self._on(place.at, size), size=size.type + bold, weight=700 if bold else 500, away=8 + bold
            )
            names += _name(label, size.type + bold, weight=700 if bold else 0) if label else ""
        names += self._free(size, room)
        return f"{dots}{call}{_with_halo(names)}"

    def _room(self, size: Size) -> Room:
        along = [point for __, line in self.lines for point in shapes.dense(_scaled(line, size.scale), 4)]
        room = Room(size.width, size.height, line=along)
        for place in self.route.named():
            x, y = self._on(place.at, size)
            reach = 7 if place is self.route.story else 4.5
            room.take((x - reach, y - reach, x + reach, y + reach))
        return room

    def _call(self, size: Size, room: Room) -> str:
        """A red line up from the story, a figure in the serif, one line of words."""
        assert self.route.call and self.route.story  # asked before
        figure, words = self.route.call
        x, y = self._on(self.route.story.at, size)
        big = size.type * 1.9
        wide = max(ink.breadth(words, size.type), ink.breadth(figure, big))
        highest = big + size.type
        tops = [max(highest, y - size.height * share) for share in (0.34, 0.46, 0.58, 0.24)]
        places = [(x + 8, top) for top in tops] + [(x - 8 - wide, top) for top in tops]
        frames = [(left, top - big, left + wide, top + size.type * 1.4) for left, top in places]
        frame = room.freest([frame for frame in frames if frame[2] < size.width - 4 and frame[0] > 4] or frames[:1])
        room.take(frame)
        top = frame[1] + big
        at, anchor = (frame[0], "start") if frame[0] > x else (frame[2], "end")
        face = f' font-family="{ink.SERIF}"'
        said = ink.text((at, top), figure, size=big, anchor=anchor, fill="ink", weight=600, extra=face)
        said += ink.text((at, top + size.type * 1.25), words, size=size.type, anchor=anchor) if words else ""
        return ink.line((x, y - 8), (x, top - big * 0.7), stroke="red", width=1.5) + _with_halo(said)

    def _free(self, size: Size, room: Room) -> str:
        if size is SMALL:
            return ""
        slanted = ' font-style="italic" stroke="none"'
        free = [(water, slanted) for water in self.route.waters] + [(area, "") for area in self.route.areas]
        names = ""
        for place, extra in free:
            at = self._on(place.at, size)
            if room.is_free(frame_of(place.name, at, size.type)):
                room.take(frame_of(place.name, at, size.type))
                names += ink.text(at, place.name, size=size.type, anchor="middle", fill="ink-3", extra=extra)
        return names

    def _on(self, point: Point, size: Size) -> Point:
        x, y = self.view.project(point)
        return x * size.scale, y * size.scale


def _name(label: Label, size: float, *, weight: int) -> str:
    return ink.text(label.at, label.words, size=size, anchor=label.anchor, weight=weight)


def _with_halo(texts: str) -> str:
    halo = f'stroke="{ink.var("land")}" stroke-width="4" stroke-linejoin="round" paint-order="stroke"'
    return f'<g fill="{ink.var("ink")}" font-family="{ink.SANS}" font-weight="500" {halo}>{texts}</g>' if texts else ""


def _scaled(points: Sequence[Point], scale: float) -> Ring:
    return [(x * scale, y * scale) for x, y in points]


def _faint(lines: str) -> str:
    return f'<g fill="none" stroke="{ink.var("coast")}" opacity=".4">{lines}</g>'
