"""Ways out for whoever found little: another spelling, fewer words, wider limits; each finds something."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from django.utils.translation import gettext as _

from articles import searching, spelling
from articles.narrowing import Asked
from articles.patience import TooSlow
from articles.queries import Term, parse
from articles.spelling import LITTLE, SHORTEST, Suggestion
from articles.words import is_paired
from members.access import Reader

__all__ = ["LITTLE", "Wider", "wider"]
MOST_WORDS = 4


@dataclass(frozen=True)
class Wider:
    """`suggestion` may be None; `words` and `limits` are (what the link says, its address)."""

    suggestion: Suggestion | None
    words: Sequence[tuple[str, str]]
    limits: Sequence[tuple[str, str]]


def wider(asked: Asked, *, found: int, reader: Reader) -> Wider:
    """What may find more than the `found`."""
    suggestion = spelling.suggestion(asked, found=found, reader=reader)
    try:
        words = [] if found else _words(suggestion.asked if suggestion else asked, reader)
        limits = _limits(asked, found, reader)
    except TooSlow:
        words, limits = [], []
    return Wider(suggestion, words, limits)


def _words(asked: Asked, reader: Reader) -> list[tuple[str, str]]:
    """Each of several terms alone, nowhere in particular."""
    terms = [term for term in parse(asked.q).terms if not term.is_excluded and _says_something(term)]
    alone = [replace(asked.bare(), q=term.typed) for term in terms[:MOST_WORDS]] if len(terms) > 1 else []
    totals = searching.totals(alone, reader=reader, most=1)
    return [(one.q, one.address()) for one, total in zip(alone, totals, strict=True) if total]


def _says_something(term: Term) -> bool:
    return any(len(word) >= SHORTEST or is_paired(word) for word in term.words)


def _limits(asked: Asked, found: int, reader: Reader) -> list[tuple[str, str]]:
    """The search without each of its limits, and without any where it has several."""
    words = {
        "section": _("Search all sections"),
        "keyword": _("Search without the keyword"),
        "kind": _("Search all kinds"),
        "year": _("Search all years"),
        "from": _("Search older articles too"),
        "until": _("Search newer articles too"),
    }
    ways = [(words[name], asked.without(name)) for name in asked.typed]
    if len(ways) > 1:
        ways.append((_("Search everywhere, at any time"), asked.bare()))
    totals = searching.totals([way for _, way in ways], reader=reader, most=found + 1)
    return [(text, way.address()) for (text, way), total in zip(ways, totals, strict=True) if total > found]
