"""Words as search compares them: what is written and what is asked go through the same functions.

Case and accents are folded, punctuation separates. Chinese, Japanese and Korean, which set no spaces,
are cut into pairs of neighbouring characters. What comes out are letters and digits only, so nothing
here depends on the database's locale or on its parser; stemming alone is PostgreSQL's.
"""

import re
import unicodedata
from collections.abc import Iterator

# Word for word, what PostgreSQL stems; every other language is compared as it is written.
_CONFIGURATIONS = {"en": "english", "fr": "french", "es": "spanish", "ru": "russian", "ar": "arabic"}
CONFIGURATIONS = (*_CONFIGURATIONS.values(), "simple")
LONGEST = 64  # letters of a word that count

PAIRED = (
    "\u3005-\u3007\u3040-\u30ff\u31f0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3\uf900-\ufaff\U00020000-\U0003ffff"
)
_RUNS = re.compile(f"[{PAIRED}]+|[^{PAIRED}]+")
_IS_PAIRED = re.compile(f"[{PAIRED}]")
_WORD = re.compile(rf"[^\W_]{{1,{LONGEST}}}")
# The points of U.S. and the commas of 10,000: both stand inside one word.
_INSIDE = re.compile(r"\.(?<=\b[^\W\d_]\.)(?=[^\W\d_]\b)|,(?<=\d,)(?=\d{3}(?!\d))")
_SPACES = {code: " " for code in range(128) if not chr(code).isalnum()}
# Accents, vowel signs and points; the breve of й stays, because the Russian stemmer needs it.
_MARKS = re.compile(
    "(?<!и)\u0306|[\u0300-\u0305\u0307-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u0640\u064b-\u065f\u0670]"
)
_LETTERS = {"ø": "o", "ł": "l", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ħ": "h"}
_LETTER = re.compile("[øłđðþæœıħ]")
_CION = re.compile(r"(?<=[au])cion\b")
_QUOTES = "‘’“”–—…\u00a0"  # with these out of the way most English text is ASCII, which folds at once


def configuration(language: str) -> str:
    """PostgreSQL's name for how words of `language` ("en", "zh-hant") are stemmed."""
    return _CONFIGURATIONS.get(language.partition("-")[0], "simple")


def fold(text: str) -> str:
    """`text` without case and accents: "Málaga" and "malaga" are one."""
    if not text.isascii():
        for mark in _QUOTES:
            text = text.replace(mark, " ")
    if text.isascii():
        return text.lower()
    text = unicodedata.normalize("NFKD", text).casefold()
    text = _LETTER.sub(lambda found: _LETTERS[found[0]], text)
    return unicodedata.normalize("NFC", _MARKS.sub("", text))


def words(text: str) -> list[str]:
    """The words of `text` in order, folded.

    A run of Chinese, Japanese or Korean characters gives its pairs and its last character alone, so
    that one character can be found as the beginning of a pair.
    """
    folded = _INSIDE.sub("", fold(text))
    if folded.isascii():  # most text is, and this way takes a third of the time
        found = folded.translate(_SPACES).split()
        return found if max(map(len, found), default=0) <= LONGEST else _WORD.findall(folded)
    found = _WORD.findall(folded)
    return [part for word in found for part in ([word] if word.isascii() else _parts(word))]


def stemmable(folded: str) -> str:
    """Folded words with the accent that a stemmer needs: Spanish knows "exportación", and no "exportacion"."""
    return _CION.sub("ción", folded) if "cion" in folded else folded


def by_characters(language: str) -> bool:
    """Whether a text of `language` is measured by its characters: it sets no spaces, or few."""
    return language.partition("-")[0] in ("zh", "ja", "ko")


def counted(text: str, language: str) -> int:
    """How long a text is: in words, or in characters and the words between them."""
    if not by_characters(language):
        return len(text.split())
    return len(_IS_PAIRED.findall(text)) + len(_WORD.findall(_IS_PAIRED.sub(" ", text)))


def _parts(word: str) -> Iterator[str]:
    for run in _RUNS.findall(word):
        if is_paired(run):
            yield from (run[at : at + 2] for at in range(len(run)))
        else:
            yield run


def is_paired(token: str) -> bool:
    """Whether `token` is of a script that is searched by pairs of characters."""
    return bool(_IS_PAIRED.match(token))
