"""What a reader may have meant who found little: the words of titles and keywords that look like the typed ones.

Words come into the table when readers can see them and never leave it, so an import writes each but once.
Whether one may still be offered is looked up when it is: it must stand in the title or among the keywords of something
published, and the words as corrected must find more than those that were typed.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from django.conf import settings
from django.db import connection

from articles import matching, searching
from articles.matching import Wanted
from articles.models import Entry, Word
from articles.narrowing import Asked
from articles.patience import TooSlow, patience
from articles.queries import parse
from articles.stemming import stems
from articles.words import configuration, fold, is_paired
from members.access import Reader

LITTLE = 3  # who found more than this was understood
LOOKED_AT = 12  # entries in which a word may stand
TRIED = 4
PATIENCE_MS = 400
SHORTEST, LONGEST = 3, 40
SHORTEST_TYPED = 4  # of three letters nobody can say what they were meant for

_KEEP = "INSERT INTO articles_word (word) SELECT unnest(%s::text[]) ON CONFLICT DO NOTHING"
_ALIKE = """
SELECT typed, word FROM unnest(%s::text[]) AS typed, LATERAL (
       SELECT word FROM articles_word WHERE word %% typed ORDER BY similarity(word, typed) DESC, word LIMIT 60) AS alike
"""
_PRINTED = re.compile(r"[^\W\d_]+")


@dataclass(frozen=True)
class Suggestion:
    """The words as they may have been meant, and how many articles those find."""

    asked: Asked
    total: int
    total_is_exact: bool


def keep(texts: Iterable[str]) -> None:
    """Remember the words of titles and keywords, in the caller's transaction."""
    found = {fold(word) for text in texts for word in _PRINTED.findall(text)}
    # Written in one order by everybody, so that no two who write at once wait for each other.
    words = sorted(word for word in found if _is_word(word))
    if words:
        with connection.cursor() as cursor:
            cursor.execute(_KEEP, [words])


def keep_appeared(*, since: datetime, at: datetime) -> None:
    """Remember the words of what has appeared by itself between the two moments."""
    appeared = Entry.objects.published(at=at).filter(published_at__gte=since)
    keep(text for pair in appeared.values_list("title", "keywords__name") for text in pair if text)


def suggestion(asked: Asked, *, found: int, reader: Reader) -> Suggestion | None:
    """Better spellings of what was asked, where they find more than the `found`."""
    try:
        better = _corrected(asked, reader)
        if better is None:
            return None
        [total] = searching.totals([better], reader=reader, most=searching.COUNTED + 1)
    except TooSlow:
        return None
    counted = min(total, searching.COUNTED)
    return Suggestion(better, counted, total_is_exact=total == counted) if total > found else None


def _is_word(word: str) -> bool:
    return SHORTEST <= len(word) <= LONGEST and word.isalpha() and not is_paired(word)


def _corrected(asked: Asked, reader: Reader) -> Asked | None:
    wanted = {word for term in parse(asked.q).terms if not term.is_excluded for word in term.words}
    typed = sorted(word for word in wanted if _is_word(word) and len(word) >= SHORTEST_TYPED)
    with patience(PATIENCE_MS) as renew:
        # As it is typed or as our first language stems it: the stem of "leter" in another is that of "let".
        whole = stems(*(f"'{word}'" for word in typed), configurations=[configuration(settings.LANGUAGE_CODE)])
        begun = [f"{stem} | '{word}':*" if stem else "" for stem, word in zip(whole, typed, strict=True)]
        standing = _standing(begun, reader, most=LITTLE + 1)
        renew()
        found = zip(typed, begun, standing, strict=True)
        rare = {word: len(matches) for word, query, matches in found if query and len(matches) <= LITTLE}
        better = _meant(rare, reader)
    words = _PRINTED.sub(lambda found: _in_place_of(found[0], better), asked.q)
    return replace(asked, q=words, after="") if words != asked.q else None


def _in_place_of(typed: str, better: Mapping[str, str]) -> str:
    """Its correction, in small letters where it was typed so."""
    meant = better.get(fold(typed), typed)
    return meant.lower() if typed.islower() else meant


def _meant(typed: Mapping[str, int], reader: Reader) -> dict[str, str]:
    """For each the nearest word that readers can find, as it is printed; the more frequent of two as near.

    `typed` says how often each stands itself.
    """
    alike = {word: sorted(near)[:TRIED] for word, near in _alike(typed).items()}
    others = sorted({other for near in alike.values() for _, other in near})
    standing = _standing(stems(*(f"'{other}':AB" for other in others)), reader, most=LOOKED_AT)
    numbers = {other: [number for _, number in matches] for other, matches in zip(others, standing, strict=True)}
    printed = _as_printed(numbers)
    better = {}
    for word, near in alike.items():
        found = [(far, -len(numbers[other]), printed[other]) for far, other in near if other in printed]
        if found:
            better[word] = min(found)[2]
    return _parted([word for word in typed if word not in better], reader) | better


def _parted(typed: Iterable[str], reader: Reader) -> dict[str, str]:
    """Those that titles or keywords write as two words side by side: "anti-dumping" for "antidumping"."""
    halves = [(word, word[:at], word[at:]) for word in typed for at in range(SHORTEST, len(word) - SHORTEST + 1)]
    known = set(Word.objects.filter(pk__in={half for _, *both in halves for half in both}).values_list("pk", flat=True))
    pairs = [pair for pair in halves if known.issuperset(pair[1:])]
    standing = _standing(stems(*(f"'{one}':AB <-> '{other}':AB" for _, one, other in pairs)), reader, most=LOOKED_AT)
    better = {}
    for (word, one, other), matches in zip(pairs, standing, strict=True):
        printed = _as_printed(dict.fromkeys((one, other), [number for _, number in matches]))
        if len(printed) == len({one, other}):
            better[word] = f"{printed[one]}-{printed[other]}"
    return better


def _alike(typed: Mapping[str, int]) -> dict[str, list[tuple[int, str]]]:
    """Words that look like each of the typed ones, each with how far it is: nearest to those that stand somewhere."""
    found: dict[str, list[tuple[int, str]]] = {word: [] for word in typed}
    if typed:
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('pg_trgm.similarity_threshold', '0.2', true)")
            cursor.execute(_ALIKE, [list(typed)])
            for word, other in cursor.fetchall():
                far = distance(word, other)
                if other != word and far <= (1 if len(word) < 6 or typed[word] else 2):
                    found[word].append((far, other))
    return found


def _standing(queries: Sequence[str], reader: Reader, *, most: int) -> list[list[matching.Match]]:
    """The newest `most` matches of each stemmed word, none for a stop word."""
    wanted = [Wanted(query, (), until=reader.at) for query in queries if query]
    found = iter(matching.each(wanted, most=most))
    return [next(found) if query else [] for query in queries]


def _as_printed(numbers: Mapping[str, Collection[int]]) -> dict[str, str]:
    """The words as titles and keywords of those entries print them, in small letters where one of them does.

    Words that none of them has are left out.
    """
    wanted = sorted({number for some in numbers.values() for number in some})
    texts = Entry.objects.filter(pk__in=wanted).values_list("title", "keywords__name") if wanted else ()
    forms: dict[str, Counter[str]] = defaultdict(Counter)
    for form in (form for pair in texts for text in pair if text for form in _PRINTED.findall(text)):
        forms[fold(form)][form] += 1
    return {word: _best(forms[word]) for word in numbers if word in forms}


def _best(forms: Counter[str]) -> str:
    small = [form for form in forms if form.islower()]
    return max(small or forms, key=lambda form: forms[form])


def distance(one: str, other: str) -> int:
    """How many letters were left out, added, changed, or typed in the wrong order."""
    before, row = [], list(range(len(other) + 1))
    for at, letter in enumerate(one, 1):
        before, last, row = row, before, [at]
        for to, another in enumerate(other, 1):
            steps = [before[to] + 1, row[-1] + 1, before[to - 1] + (letter != another)]
            if at > 1 and to > 1 and letter == other[to - 2] and one[at - 2] == another:
                steps.append(last[to - 2] + 1)
            row.append(min(steps))
    return row[-1]
