"""The rights of all roles as a text that can be read and compared."""

from itertools import chain

from members.models import User
from portal.tests.rights import NOT_NOW, REFUSED, Asked, Asking, everything
from portal.tests.subjects import Subjects

HEAD = """# Who may do what

Written by `RIGHTS=write bin/test portal/tests/test_rights.py`, which asks every address of the newsroom, and each
action of its lists, as each role; the same test holds it. *does*: it may be done; *sees*: the page opens and changes
nothing; *–*: refused; *not now*: allowed, but nothing was there to be done. Readers, and whoever is not signed in, are
led to the login at each. `portal/roles.py` gives the roles their rights,
[a decision](decisions/0007-a-draft-is-its-authors.md) says why. Asked with `CLEARING=1`, so that its verbs have
something to do.
"""


def columns(people: dict[str, User], subjects: Subjects) -> dict[str, dict[tuple[str, str, str], str]]:
    """Of each role what it gets, by room, address and what it is about."""
    return {role: _column(person, subjects) for role, person in people.items()}


def _column(person: User, subjects: Subjects) -> dict[tuple[str, str, str], str]:
    asking = Asking(person)
    return {_key(asked): asking.gets(asked) for asked in everything(subjects, person)}


def _key(asked: Asked) -> tuple[str, str, str]:
    return asked.room, asked.name, asked.of


def as_text(found: dict[str, dict[tuple[str, str, str], str]]) -> str:
    """A table for each room; what is the same for rows in several states stands in one line."""
    head = f"| address | of | {' | '.join(found)} |\n|---|---|{'---|' * len(found)}"
    rows: dict[str, dict[str, dict[tuple[str, ...], list[str]]]] = {}
    for room, name, of in next(iter(found.values())):
        cells = tuple(column[room, name, of] for column in found.values())
        rows.setdefault(room, {}).setdefault(name, {}).setdefault(cells, []).append(of)
    parts = [HEAD]
    for room, names in sorted(rows.items()):
        lines = chain.from_iterable(map(_lines, names, names.values()))
        parts.append("\n".join([f"## {room or 'the newsroom'}\n", head, *lines, ""]))
    return "\n".join(parts)


def _lines(name: str, kinds: dict[tuple[str, ...], list[str]]) -> list[str]:
    """One for each way that the rows differ; where nobody can do anything just now, that is left out."""
    told = {cells: of for cells, of in kinds.items() if {*cells} - {NOT_NOW, REFUSED}} or kinds
    states = {cells: ", ".join(of) if len(kinds) > 1 else "" for cells, of in told.items()}
    return [f"| `{name}` | {states[cells]} | {' | '.join(cells)} |" for cells in told]
