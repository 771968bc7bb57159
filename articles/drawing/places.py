"""Where places lie, by the names an editor types."""

import re
import unicodedata
from functools import cache
from pathlib import Path

from articles.drawing.shapes import Point

_FILE = Path(__file__).parent / "data" / "places.txt"
_DEGREES = re.compile(r"(\d{1,3}(?:\.\d+)?)\s*°?\s*([NSEW])", re.IGNORECASE)
_AT_END = re.compile(r"^(.*?)\s*(\d{1,2}(?:\.\d+)?\s*°?\s*[NS])[\s/]+(\d{1,3}(?:\.\d+)?\s*°?\s*[EW])$", re.IGNORECASE)


def known(name: str) -> Point | None:
    """Longitude and latitude; None for a place that is not in the list."""
    return _places().get(folded(name))


def with_degrees(typed: str) -> tuple[str, Point] | None:
    """Of "Khorgos 44.2N 80.25E" the name and where it lies; None where no degrees stand at the end, or no such ones."""
    found = _AT_END.match(typed)
    if not found:
        return None
    latitude, longitude = _degrees(found[2]), _degrees(found[3])
    if abs(latitude) > 85 or abs(longitude) > 180:
        return None
    return found[1].strip(), (longitude, latitude)


def folded(name: str) -> str:
    """Spellings that differ in accents, case and apostrophes only are one name."""
    plain = unicodedata.normalize("NFKD", name.replace("ł", "l").replace("Ł", "L"))
    return "".join(letter for letter in plain.casefold() if letter.isalnum())


def _degrees(typed: str) -> float:
    found = _DEGREES.match(typed)
    assert found  # by the pattern it was cut out with
    return float(found[1]) * (-1 if found[2] in "SsWw" else 1)


@cache
def _places() -> dict[str, Point]:
    places: dict[str, Point] = {}
    for line in _FILE.read_text().splitlines():
        if line and not line.startswith("#"):
            names, latitude, longitude = line.split("|")
            for name in names.split(","):
                places[folded(name)] = (float(longitude), float(latitude))
    return places
