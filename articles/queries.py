"""What a reader typed into the search field, as terms.

Words are all wanted; "words in quotes" must stand together; -word must not occur; the last word may be
a beginning, where it is no word by itself. Everything else is punctuation: there is no way to write a wrong query.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Self

from articles.words import is_paired, words
from portal.lib.sanitise import printable

LONGEST = 200  # letters that are read
MOST = 24  # words that are read
SHORTEST_BEGINNING = 3

_TERM = re.compile(r'(?P<minus>(?<!\S)-)?(?:"(?P<phrase>[^"]*)(?:"|$)|(?P<word>[^\s"]+))')
_QUOTES = str.maketrans("“”„«»", '"""""')


@dataclass(frozen=True)
class Term:
    """Words that stand together; with `is_beginning` the last of them may go on, as the `known` words do."""

    words: tuple[str, ...]
    is_excluded: bool = False
    is_beginning: bool = False
    known: tuple[str, ...] = field(default=(), compare=False)
    typed: str = field(default="", compare=False)

    def __str__(self) -> str:
        """As to_tsquery reads it. Words are letters and digits only, so nothing needs escaping."""
        return " <-> ".join(f"'{word}'" for word in self.words) + (":*" if self.is_beginning else "")


@dataclass(frozen=True)
class Query:
    terms: tuple[Term, ...]

    @property
    def wanted(self) -> str:
        return " & ".join(f"({term})" for term in self.terms if not term.is_excluded)

    @property
    def excluded(self) -> str:
        return " | ".join(f"({term})" for term in self.terms if term.is_excluded)

    @property
    def beginning(self) -> str:
        """The word that may go on; "" where there is none. One character of a pair always may."""
        last = self.terms[-1] if self.terms else None
        return last.words[-1] if last and last.is_beginning and not is_paired(last.words[-1]) else ""

    @property
    def known(self) -> str:
        """The words that the last one may be the beginning of."""
        return " | ".join(f"'{word}'" for word in self.terms[-1].known) if self.terms else ""

    def begun(self, known: Sequence[str]) -> Self:
        """The same query where these words begin as its last one does, which is a whole word if it is among them."""
        last = self.terms[-1]
        if last.words[-1] in known:
            return replace(self, terms=(*self.terms[:-1], replace(last, is_beginning=False)))
        return replace(self, terms=(*self.terms[:-1], replace(last, known=tuple(known))))

    def __bool__(self) -> bool:
        """Whether there is anything to look for; only to exclude finds nothing."""
        return bool(self.wanted)


def parse(asked: str) -> Query:
    """The terms of `asked`; safe for any text."""
    asked = printable(asked[:LONGEST]).translate(_QUOTES)
    terms: list[Term] = []
    left = MOST
    for found in _TERM.finditer(asked):
        is_open = found["word"] is not None and found.end() == len(asked)
        term = _term(found["phrase"] or found["word"] or "", excluded=bool(found["minus"]), is_open=is_open)
        left -= len(term.words)
        if term.words and left >= 0:
            terms.append(replace(term, typed=found[0].lstrip("-")))
    return Query(tuple(terms))


def _term(text: str, *, excluded: bool, is_open: bool) -> Term:
    found = words(text)
    if not found:
        return Term(())
    last = found[-1]
    if is_paired(last) and len(found) > 1 and is_paired(found[-2]) and found[-2][1:] == last:
        # The last character of a run is in the pair before it; alone it would ask for the run's end.
        return Term(tuple(found[:-1]), excluded)
    begins = len(last) == 1 if is_paired(last) else is_open and not excluded and len(last) >= SHORTEST_BEGINNING
    return Term(tuple(found), excluded, begins)
