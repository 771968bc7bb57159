"""Takes redirects from a table: an old address, and the address or number of what it leads to now.

Each line is looked at for itself. What cannot be is refused with its reason, the rest is taken, and whatever is taken
leads on in one hop: a chain of old addresses is folded, a loop is found before it can be.
"""

import csv
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from django.db import connection, transaction

from articles import destinations
from articles.destinations import Goal, Unfit
from articles.models import OldAddress
from portal.lib import pages

LOCK = 0x01DA
LONGEST_ROW = 4000
_DELIMITERS = "\t;,"


@dataclass(frozen=True)
class Line:
    number: int
    old: str
    new: str


@dataclass(frozen=True)
class Refused:
    line: Line
    column: str  # "old" or "new"
    reason: str


@dataclass
class Checked:
    """`goals` are new, by path; `same` stand so already."""

    goals: dict[str, Goal] = field(default_factory=dict)
    same: int = 0
    refused: list[Refused] = field(default_factory=list)


def read(text: str) -> Iterator[Line]:
    """The lines of a table with commas, semicolons or tabs; empty ones and a head are passed over."""
    rows = text.splitlines()
    delimiter = next((sign for sign in _DELIMITERS if any(sign in row for row in rows[:10])), ",")
    for number, row in enumerate(rows, 1):
        cells = [cell.strip() for cell in next(csv.reader([row[:LONGEST_ROW]], delimiter=delimiter), [])]
        is_head = number == 1 and "/" not in "".join(cells)
        if any(cells) and not is_head:
            yield Line(number, cells[0], cells[1] if len(cells) > 1 else "")


def take(lines: Iterable[Line]) -> Checked:
    """Let the old addresses lead on, all that are fit in one transaction."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        checked = check(lines)
        rows = (OldAddress(path=path, entry_id=goal.number, to=goal.to) for path, goal in checked.goals.items())
        OldAddress.objects.bulk_create(rows, ignore_conflicts=True, batch_size=2000)
        if checked.goals:
            pages.changed()
    return checked


def check(lines: Iterable[Line], *, besides: int = 0) -> Checked:
    """What of `lines` can be taken; `besides` is the number of the row that is being changed."""
    checked = Checked()
    olds = _olds(lines, checked)
    standing = _standing([*olds, *(_path_in(line.new) for line in olds.values())], besides=besides)
    goals = destinations.goals({line.new for line in olds.values()})
    for path, line in olds.items():
        try:
            goal = _followed(path, olds, standing, goals)
        except Unfit as unfit:
            checked.refused.append(Refused(line, "new", str(unfit)))
            continue
        there = standing.get(path)
        if there is None:
            checked.goals[path] = goal
        elif there == goal:
            checked.same += 1
        else:
            checked.refused.append(Refused(line, "old", destinations.leads_elsewhere(there)))
    checked.refused.sort(key=lambda refused: refused.line.number)
    return checked


def _olds(lines: Iterable[Line], checked: Checked) -> dict[str, Line]:
    """The lines by their old path; what is none, or stands twice, is refused."""
    olds: dict[str, Line] = {}
    for line in lines:
        try:
            path = destinations.old_path(line.old)
            if path in olds:
                raise Unfit(destinations.TWICE % {"line": olds[path].number})
            olds[path] = line
        except Unfit as unfit:
            checked.refused.append(Refused(line, "old", str(unfit)))
    return olds


def _standing(paths: Collection[str], *, besides: int) -> dict[str, Goal]:
    """Where those of `paths` lead that are old addresses already."""
    found = OldAddress.objects.filter(path__in={*paths, *(f"{path}/" for path in paths)}).exclude(pk=besides)
    rows = found.values_list("path", "entry_id", "to")
    return {path.rstrip("/"): Goal(number, to) for path, number, to in rows}


def _followed(path: str, olds: dict[str, Line], standing: dict[str, Goal], goals: dict[str, Goal | Unfit]) -> Goal:
    """The end of the chain that begins with `path`; Unfit where it has none."""
    passed = [path]
    while True:
        new = olds[passed[-1]].new
        onward = _path_in(new)
        if onward in passed:
            raise Unfit(destinations.loop([olds[each].number for each in passed]))
        if onward in olds:
            passed.append(onward)
            continue
        goal = standing.get(onward) or goals[new]
        if isinstance(goal, Unfit):
            raise goal
        return goal


def _path_in(new: str) -> str:
    """The path of a new address as an old one would have it; "" for a number or what is none."""
    try:
        return destinations.path_of(new).rstrip("/")
    except Unfit:
        return ""
