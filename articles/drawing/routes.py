"""What an editor types for a map, line by line, and what is wrong with it.

land: Xi’an, (Lanzhou), Khorgos, Almaty, Aktau      a leg; a place in brackets bends it and is not named
sea: Aktau, Baku
other: Poti, 43.2N 36E, Constanța                   a lighter leg; degrees alone bend it too
place: Tehran                                       a name beside the route
story: Khorgos                                      the red dot
call: 29 hours, to change trains                    a figure and what it counts, over the story's place
water: Black Sea 43.3N 34E                          the name of a sea
area: Siberia 62N 95E                               a name that stands free on land
"""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from articles.drawing import places
from articles.drawing.shapes import Point

LONGEST, MOST_LINES, MOST_PLACES, LONGEST_NAME = 8000, 60, 200, 40
MOST_NAMES = 10
WAYS = ("land", "sea", "other")
_LINE = re.compile(r"\s*([^:：]{1,20})\s*[:：]\s*(.*\S)\s*")


class Wrong(ValueError):
    """What was typed cannot be drawn; `faults` say why, each naming its line."""

    def __init__(self, faults: list[str]) -> None:
        super().__init__("\n".join(faults))
        self.faults = faults


@dataclass(frozen=True)
class Place:
    """`name` is empty for a point that only bends a leg."""

    name: str
    at: Point


@dataclass(frozen=True)
class Leg:
    way: str
    places: list[Place]


@dataclass
class Route:
    legs: list[Leg] = field(default_factory=list)
    places: list[Place] = field(default_factory=list)
    waters: list[Place] = field(default_factory=list)
    areas: list[Place] = field(default_factory=list)
    story: Place | None = None
    call: tuple[str, str] | None = None

    def named(self) -> list[Place]:
        """The places to name, each once, the story's first, then the ends of the route and of its legs."""
        every = [self.story] if self.story else []
        ends = [(leg.places[0], leg.places[-1]) for leg in self.legs]
        every += [ends[0][0], ends[-1][1], *(place for pair in ends for place in pair)] if ends else []
        every += self.places + [place for leg in self.legs for place in leg.places]
        first = {places.folded(place.name): place for place in reversed(every) if place and place.name}
        ordered = dict.fromkeys(places.folded(place.name) for place in every if place and place.name)
        return [first[name] for name in ordered]


def read(typed: str) -> Route:
    """The route that was typed; Wrong with every fault in it."""
    return _Reading().read(typed)


def ways(typed: str) -> list[str]:
    """Those of WAYS that a route takes, for the key beside its map."""
    taken = {found[1].strip().casefold() for found in map(_LINE.fullmatch, typed.splitlines()) if found}
    return [way for way in WAYS if way in taken]


class _Reading:
    def __init__(self) -> None:
        self.route = Route()
        self.faults: list[str] = []
        self.own: dict[str, Point] = {}  # places whose degrees were typed, known from there on
        self.number = 0

    def read(self, typed: str) -> Route:
        lines = typed.splitlines()
        if len(typed) > LONGEST or len(lines) > MOST_LINES:
            raise Wrong([_("A map takes at most %(lines)s lines.") % {"lines": MOST_LINES}])
        for self.number, line in enumerate(lines, start=1):
            if line.strip():
                self._line(line)
        self._whole()
        if self.faults:
            raise Wrong(self.faults)
        return self.route

    def _line(self, line: str) -> None:
        found = _LINE.fullmatch(line)
        kind = found[1].strip().casefold() if found else ""
        if not found or kind not in {*WAYS, "place", "story", "call", "water", "area"}:
            self._fault(_("begin with land:, sea:, other:, place:, story:, call:, water: or area:."))
        elif kind == "call":
            figure, __, words = found[2].partition(",")
            self.route.call = (figure.strip()[:LONGEST_NAME], words.strip()[:LONGEST_NAME])
        else:
            self._places(kind, [item.strip() for item in re.split("[,，、]", found[2]) if item.strip()])

    def _places(self, kind: str, items: list[str]) -> None:
        found = [place for item in items if (place := self._place(item))]
        if len(found) < len(items):
            return  # said already
        if kind in WAYS:
            if len(found) < 2:
                self._fault(_("a leg needs two places, with a comma between them."))
            self.route.legs.append(Leg(kind, found))
        elif any(not place.name for place in found):
            self._fault(_("a place that is shown needs a name."))
        elif kind == "story":
            self.route.story = found[0] if found else None
        else:
            {"place": self.route.places, "water": self.route.waters, "area": self.route.areas}[kind].extend(found)

    def _place(self, item: str) -> Place | None:
        is_bend = item.startswith(("(", "（")) and item.endswith((")", "）"))
        item = item[1:-1].strip() if is_bend else item
        placed = places.with_degrees(item)
        name, at = placed if placed else (item, self.own.get(places.folded(item)) or places.known(item))
        if at is None:
            words = _("“%(name)s” is not in the list of places. Say where it lies: %(name)s 44.2N 80.3E")
            self._fault(words % {"name": item[:LONGEST_NAME]})
            return None
        if len(name) > LONGEST_NAME:
            self._fault(_("“%(name)s…” is too long for a name on a map.") % {"name": name[:LONGEST_NAME]})
            return None
        if placed and name:
            self.own[places.folded(name)] = at
        return Place("" if is_bend else name, at)

    def _whole(self) -> None:
        drawn = sum(len(leg.places) for leg in self.route.legs) + len(self.route.places)
        if not self.faults and not drawn and not self.route.story:
            self.faults.append(_("Nothing to draw yet: type a leg, such as “land: Almaty, Aktau”, or a place."))
        if drawn > MOST_PLACES:
            self.faults.append(_("A map takes at most %(places)s places.") % {"places": MOST_PLACES})
        if self.route.call and not self.route.story:
            self.faults.append(_("A call stands over the place of the story: add a line “story: Khorgos”."))

    def _fault(self, words: str) -> None:
        self.faults.append(_("Line %(number)s: %(words)s") % {"number": self.number, "words": words})
