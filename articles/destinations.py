"""What an address may lead to: an entry of any kind, or a page that the portal has."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from urllib.parse import quote, unquote, urlsplit

from django.conf import settings
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles.models import Entry, Keyword, KeywordAlias
from portal.lib import about, links
from portal.lib.about import About
from portal.lib.sanitise import printable

LONGEST = 500
LARGEST = 2**63 - 1
TWICE = gettext_lazy("The same old address stands in line %(line)s.")
_OF_ENTRIES = ("articles/", "p/", "questions/", "reports/")
_LEADS_ON = ("tags/", "search/<path")


class Unfit(ValueError):
    """The address cannot be taken; the words say why, to the person who gave it."""


@dataclass(frozen=True)
class Goal:
    """An entry by its number, else a page by its path, which may carry a query."""

    number: int | None
    to: str = ""


def old_path(typed: str) -> str:
    """The path of an old address, without a slash at its end; Unfit where nothing can be asked for there."""
    parts = urlsplit(_line(typed))
    if parts.query:
        raise Unfit(_("Old addresses are looked up without what follows the question mark, so this one cannot be."))
    path = unquote(parts.path).rstrip("/")
    if not path.startswith("/") or printable(path) != path:
        raise Unfit(_("An old address begins with / or with https:// and a host, and has a path."))
    if known(f"{path}/") or known(path):
        raise Unfit(_("The portal has pages of its own at this address."))
    return path


def path_of(typed: str) -> str:
    """The path of an address of this portal; Unfit for a number, for what is no address, and for another site's."""
    parts = urlsplit(_line(typed))
    if parts.netloc and parts.netloc != urlsplit(settings.BASE_URL).netloc:
        raise Unfit(_("This leads away from the portal; give an address of its own, or a number."))
    path = unquote(parts.path)
    if not path.startswith("/") or printable(path) != path:
        raise Unfit(_("A new address begins with /, or is the number of an article."))
    return path


def goals(typed: Iterable[str]) -> dict[str, Goal | Unfit]:
    """What each of these new addresses or numbers means, or why it means nothing; the same few queries for all."""
    found = {new: _goal(new) for new in typed}
    numbers = [goal.number for goal in found.values() if isinstance(goal, Goal) and goal.number]
    there = set(Entry.objects.filter(pk__in=numbers).values_list("pk", flat=True))
    rows = _Rows([resolve(_bare(goal.to)) for goal in found.values() if isinstance(goal, Goal) and goal.to])
    for new, goal in found.items():
        if isinstance(goal, Goal) and goal.number and goal.number not in there:
            found[new] = Unfit(_("There is no article with the number %(number)s.") % {"number": goal.number})
        elif isinstance(goal, Goal) and goal.to:
            found[new] = rows.checked(goal)
    return found


def leads_elsewhere(goal: Goal) -> str:
    """Why an old address that leads to `goal` cannot be taken once more."""
    where = goal.to or _("number %(number)s") % {"number": goal.number}
    return _("It leads to %(where)s already; change it in the list, or take it out there first.") % {"where": where}


def loop(lines: Collection[int]) -> str:
    if len(lines) == 1:
        return _("It leads back to itself.")
    return _("It leads back to itself, over the lines %(lines)s.") % {"lines": ", ".join(map(str, sorted(lines)))}


def known(path: str) -> ResolverMatch | None:
    """The view that answers at `path`, the last resort left out."""
    try:
        match = resolve(path)
    except Resolver404:
        return None
    return None if match.view_name == "articles:old_address" else match


def _line(typed: str) -> str:
    line = printable(typed).strip()
    if not line:
        raise Unfit(_("The address is missing."))
    if len(line) > LONGEST or line != typed.strip() or any(sign.isspace() for sign in line):
        raise Unfit(_("An address has at most %(most)s characters, and no blanks.") % {"most": LONGEST})
    try:
        urlsplit(line)
    except ValueError:
        raise Unfit(_("This is no address.")) from None
    return line


def _goal(typed: str) -> Goal | Unfit:
    if typed.isascii() and typed.isdecimal():
        return Goal(min(int(typed[:19]), LARGEST))
    try:
        path = path_of(typed)
    except Unfit as unfit:
        return unfit
    path = path if known(path) else f"{path.rstrip('/')}/"
    match = known(path)
    if match is None:
        return _nothing_at(path)
    if "number" in match.kwargs and match.route.startswith(_OF_ENTRIES):
        return Goal(min(match.kwargs["number"], LARGEST))
    if match.route.startswith(_LEADS_ON):
        return Unfit(_("%(path)s leads on itself; give the page that it leads to.") % {"path": path})
    query = urlsplit(typed).query
    return Goal(None, f"{quote(path)}?{query}" if query else quote(path))


def _nothing_at(path: str) -> Unfit:
    return Unfit(_("The portal has no page at %(path)s.") % {"path": path})


def _bare(to: str) -> str:
    return to.partition("?")[0]


class _Rows:
    """Of what pages are about that are meant, those that are there."""

    def __init__(self, matches: Iterable[ResolverMatch]) -> None:
        wanted: dict[About, set[object]] = {}
        for match in matches:
            if said := about.of(match):
                wanted.setdefault(said, set()).add(match.kwargs[said.field])
        self._there = {said: said.there(named) for said, named in wanted.items()}
        slugs = {name for said, named in wanted.items() if said.rows().model is Keyword for name in named}
        merged = KeywordAlias.objects.filter(slug__in=slugs).exclude(slug="")
        self._merged = dict(merged.values_list("slug", "keyword__slug")) if slugs else {}

    def checked(self, goal: Goal) -> Goal | Unfit:
        """`goal`, or the keyword that it was merged into; Unfit where there is none."""
        match = resolve(_bare(goal.to))
        said = about.of(match)
        if said is None or (named := match.kwargs[said.field]) in self._there[said]:
            return goal
        if said.rows().model is Keyword and named in self._merged:
            page = links.path(match.view_name, self._merged[named])
            return Goal(None, page + goal.to.removeprefix(_bare(goal.to)))
        return _nothing_at(_bare(goal.to))
