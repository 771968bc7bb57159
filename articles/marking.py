"""Shows in a result why it was found: the words in its title, and a piece of its open text around them."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from django.db import connection
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from articles import words
from articles.models import Entry
from articles.queries import Query

LONGEST_SNIPPET = 180
BEFORE = 50  # letters shown before the first found word
READ = 40_000  # letters of a text that are looked through

_LETTER = f"[^\\W_{words.PAIRED}]"
# Patterns begin with a letter and look behind it only then: so all other places of a text are passed over at once.
_BEGINS = f"(?<!{_LETTER}.)"
# Which of the words in the texts are a form of a wanted one, in one of the languages of the results.
_SAME = """
SELECT DISTINCT word FROM unnest(%s::text[]) AS word, unnest(%s::text[]) AS stem
 WHERE to_tsvector(stem::regconfig, word) @@ (to_tsquery(stem::regconfig, %s) || %s::tsquery)
"""

Span = tuple[int, int]


@dataclass(frozen=True)
class Result:
    """An entry that was found; title and snippet are safe, with the found words in <mark>."""

    entry: Entry
    title: SafeString
    snippet: SafeString


def mark(entries: Sequence[Entry], query: Query) -> list[Result]:
    """The entries as results; each has its `searchable` loaded."""
    texts = [(entry.title, " ".join(entry.searchable.open_text[:READ].split())) for entry in entries]
    finder = _Finder(query, [text for pair in texts for text in pair], {entry.language for entry in entries})
    return [
        Result(entry, _marked(title, finder.spans(title)), _snippet(text, finder.spans(text)))
        for entry, (title, text) in zip(entries, texts, strict=True)
    ]


class _Finder:
    """Finds in printed text what a query wants."""

    def __init__(self, query: Query, texts: Sequence[str], languages: Iterable[str]) -> None:
        wanted = [term for term in query.terms if not term.is_excluded]
        runs = {_run(term.words) for term in wanted if words.is_paired(term.words[0])}
        single = {word for term in wanted for word in (*term.words, *term.known) if not words.is_paired(word)}
        beginnings = {word[:2] for term in wanted for word in term.words}
        stems = sorted({words.configuration(language) for language in languages})
        printed = _candidates(texts, beginnings) if single else {}
        same = _same(set(printed.values()), stems, single, query.beginning) if printed else set()
        found = [form for form, word in printed.items() if word in same]
        forms = [_whole(first, found) for first in {form[0] for form in found}]
        self.pattern = re.compile("|".join([*forms, *map(re.escape, sorted(runs, key=len, reverse=True))]) or "(?!)")

    def spans(self, text: str) -> list[Span]:
        """Where the found words stand, in order."""
        return [match.span() for match in self.pattern.finditer(text)]


def _whole(first: str, forms: Iterable[str]) -> str:
    """A pattern for those of the printed words that begin with this letter."""
    rests = sorted((re.escape(form[1:]) for form in forms if form[0] == first), key=len, reverse=True)
    return f"{first}{_BEGINS}(?:{'|'.join(rests)})(?!{_LETTER})"


def _candidates(texts: Iterable[str], beginnings: set[str]) -> dict[str, str]:
    """Printed words that could be forms of a wanted one, folded; Arabic writes prefixes, so there any could be."""
    finder = _printed({letter for word in beginnings for letter in (word[0], word[0].upper()) if letter.isascii()})
    near = {printed: _folded(printed) for text in texts for printed in set(finder.findall(text))}
    return {
        printed: word for printed, word in near.items() if word[:2] in beginnings or "\u0600" <= word[:1] <= "\u06ff"
    }


def _printed(firsts: Iterable[str]) -> re.Pattern[str]:
    """For words as they are printed, with the points of U.S. and the commas of 10,000, that begin so or accented."""
    points, commas = r"(?<=\b[^\W\d_])(?:\.[^\W\d_])+\b\.?", r"(?<=\d)(?:,\d{3})+(?!\d)"
    first = f"[{''.join(sorted(firsts))}\x80-\U0010ffff](?<={_LETTER})"
    return re.compile(f"{first}{_BEGINS}{_LETTER}*(?:{points}|{commas})?")


@lru_cache(maxsize=16_384)
def _folded(printed: str) -> str:
    return "".join(words.words(printed))


def _same(candidates: set[str], stems: list[str], wanted: Iterable[str], beginning: str) -> set[str]:
    """Those of `candidates` that are a form of a wanted word in one of the languages, or begin so."""
    forms = {words.stemmable(word): word for word in candidates}
    query = " | ".join(f"'{words.stemmable(word)}'" for word in wanted)
    with connection.cursor() as cursor:
        cursor.execute(_SAME, [sorted(forms), stems, query, f"'{beginning}':*" if beginning else ""])
        return {forms[form] for (form,) in cursor.fetchall()}


def _run(pairs: Sequence[str]) -> str:
    """The characters that were cut into pairs, in one again."""
    return pairs[0] + "".join(pair[1:] for pair in pairs[1:] if words.is_paired(pair))


def _marked(text: str, spans: Iterable[Span]) -> SafeString:
    parts, end = [], 0
    for start, stop in spans:
        parts += [escape(text[end:start]), "<mark>", escape(text[start:stop]), "</mark>"]
        end = stop
    return mark_safe("".join([*parts, escape(text[end:])]))  # every piece is escaped


def _snippet(text: str, spans: list[Span]) -> SafeString:
    """The piece of `text` that holds the most different found words, the earliest of such."""
    start = max(0, _densest(text, spans) - BEFORE)
    if start:
        start = text.find(" ", start, start + BEFORE) + 1 or start
    stop = start + LONGEST_SNIPPET
    if stop < len(text):
        space = text.rfind(" ", stop - BEFORE, stop)
        stop = space if space > 0 else stop
    inside = [(begin - start, end - start) for begin, end in spans if begin >= start and end <= stop]
    before, after = "…" if start else "", "…" if stop < len(text) else ""
    return mark_safe(f"{before}{_marked(text[start:stop], inside)}{after}")  # marked by us, else escaped


def _densest(text: str, spans: list[Span]) -> int:
    best, most = 0, 0
    for place, (start, _) in enumerate(spans):
        near = {
            text[begin:end].lower()
            for begin, end in spans[place : place + 12]
            if end - start < LONGEST_SNIPPET - BEFORE
        }
        if len(near) > most:
            best, most = start, len(near)
    return best
