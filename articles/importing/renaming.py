"""A small file that says what an archive's sections, keywords, authors and series are called here."""

import json
from dataclasses import dataclass, field
from pathlib import Path

from articles.importing import series, words
from articles.models.places import folded

KINDS = ("sections", "keywords", "authors", "kickers")
Names = dict[str, str | None]


class NotAMap(ValueError):
    """The file is no map; the text says what is wrong with it."""


@dataclass(frozen=True)
class Renaming:
    """By how the archive spells it, case and hyphens not counted; None leaves it out."""

    sections: Names = field(default_factory=dict)
    keywords: Names = field(default_factory=dict)
    authors: Names = field(default_factory=dict)
    kickers: Names = field(default_factory=dict)

    def section(self, name: str) -> str:
        return _renamed(self.sections, name) or ""

    def titled(self, kicker: str, title: str) -> tuple[str, str]:
        """The series and the title; a title that begins with the name of a series of the map is parted from it."""
        name, rest = (kicker, title) if kicker else series.parted(title)
        if folded(name) not in self.kickers:
            return kicker, title
        return words.cut(self.kickers[folded(name)] or "", series.LONGEST), rest

    def several(self, kind: str, names: list[str]) -> list[str]:
        """The names of a kind as they are called here, without those left out; each once."""
        renamed = (_renamed(getattr(self, kind), name) for name in names)
        return list(dict.fromkeys(name for name in renamed if name))


def read(path: Path) -> Renaming:
    """The map of a JSON file: {"sections": {"Old": "New"}, "keywords": {"old": null}, "authors": {}}."""
    try:
        return understood(path.read_bytes(), name=str(path))
    except OSError as error:
        raise NotAMap(f"{path} cannot be read: {error.strerror}.") from error


def understood(raw: bytes, *, name: str) -> Renaming:
    """The map that a file of this name holds."""
    try:
        given = json.loads(raw)
    except (ValueError, RecursionError) as error:
        raise NotAMap(f"{name} is not JSON: {error}.") from error
    if not isinstance(given, dict) or not set(given) <= set(KINDS):
        raise NotAMap(f"{name} must be an object of {', '.join(KINDS)}.")
    return Renaming(**{kind: _names(name, kind, names) for kind, names in given.items()})


def _names(name: str, kind: str, names: object) -> Names:
    if not isinstance(names, dict) or not all(isinstance(name, str | None) for name in names.values()):
        raise NotAMap(f"{name}: {kind} must be an object of names, each a text or null.")
    return {folded(old): new for old, new in names.items()}


def _renamed(names: Names, name: str) -> str | None:
    return names.get(folded(name), name)
