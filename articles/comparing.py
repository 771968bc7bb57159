"""Two texts, word by word: what went, what came, what stands.

Goes down in steps, so that a long text costs little: paragraphs that are equal are passed over, those that resemble
each other are compared by sentences, and sentences by words.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import groupby

from articles import tokens
from articles.tokens import QUIET, TAG, Tokens

LOOKS_AHEAD = 8  # paragraphs among which the one is looked for that a new one was made of
RESEMBLES = 0.35  # the part of their words that two share
MOST = 1_500  # pairs of words that are weighed at once; above it sentences are compared first
CONTEXT = 1  # paragraphs shown on either side of what changed

_STOPS = '.,:;!?…–—()[]"“”‘’«»、，。：；！？'
_SEEN_AS = {"td": "| ", "th": "| ", "br": "\n"}

Run = tuple[str, Tokens]  # same, gone or new


@dataclass(frozen=True)
class Piece:
    """`kind` is same, gone or new; `is_mark` says that `words` name a tag ("strong", "/a", "a https://…")."""

    kind: str
    words: str
    is_mark: bool = False


@dataclass(frozen=True)
class Block:
    """A paragraph and the tag that opens it; or, where `left_out` is not 0, so many that stand as they did."""

    tag: str = ""
    pieces: tuple[Piece, ...] = ()
    left_out: int = 0


def words(old: str, new: str) -> list[Piece]:
    """Plain text."""
    return _named(_pieces(tokens.of_text(old), tokens.of_text(new)))


def paragraphs(old: str, new: str) -> list[Block]:
    """Sanitised HTML; paragraphs that stand as they did, far from any that changed, are counted only."""
    before, after = (tokens.blocks(text) for text in (old, new))
    found: list[Block] = []
    for change, a, b, c, d in SequenceMatcher(None, before, after).get_opcodes():
        if change == "equal":
            found += _standing(after[c:d], is_first=not a, is_last=d == len(after))
        else:
            found += (_block(*pair) for pair in _aligned([tokens.of_html(one) for one in before[a:b]], after[c:d]))
    return [block for block in found if block.pieces or block.left_out]


def counts(old: Iterable[str], new: Iterable[str]) -> tuple[int, int]:
    """How many words came and how many went, wherever they stand; the stop after a word is no part of it."""
    before, after = (
        [bare for text in texts for word in text.split() if (bare := word.strip(_STOPS))] for texts in (old, new)
    )
    start = _shared(before, after)
    end = _shared(before[:start:-1], after[:start:-1])
    gone, came = (Counter(words[start : len(words) - end]) for words in (before, after))
    return (came - gone).total(), (gone - came).total()


def _shared(one: list[str], other: list[str]) -> int:
    """With how many words both begin."""
    differ = (place for place, (mine, theirs) in enumerate(zip(one, other, strict=False)) if mine != theirs)
    return next(differ, min(len(one), len(other)))


def _standing(blocks: list[str], *, is_first: bool, is_last: bool) -> Iterator[Block]:
    head = 0 if is_first else CONTEXT
    tail = len(blocks) - (0 if is_last else CONTEXT)
    if tail - head < 2:
        head, tail = len(blocks), len(blocks)
    yield from (_block(words, words) for words in map(tokens.of_html, blocks[:head]))
    if tail > head:
        yield Block(left_out=tail - head)
    yield from (_block(words, words) for words in map(tokens.of_html, blocks[tail:]))


def _block(old: Tokens, new: Tokens) -> Block:
    tag = next((token[1:] for token in new or old if token.startswith(TAG)), "")
    return Block(tag=tag.partition(" ")[0], pieces=tuple(_named(_pieces(old, new))))


def _aligned(old: Sequence[Tokens], fresh: Sequence[str | Tokens]) -> Iterator[tuple[Tokens, Tokens]]:
    """Each part with the one it was made of; with none where nothing resembles it. In order, and none is left out."""
    new = [tokens.of_html(part) if isinstance(part, str) else part for part in fresh]
    known = [frozenset(map(str.rstrip, part)) for part in old]
    place = 0
    for part in new:
        mine = frozenset(map(str.rstrip, part))
        near = range(place, min(place + LOOKS_AHEAD, len(old)))
        best = max(near, key=lambda one: _likeness(known[one], mine), default=None)
        if best is None or _likeness(known[best], mine) < RESEMBLES:
            yield (), part
            continue
        yield from ((gone, ()) for gone in old[place:best])
        yield old[best], part
        place = best + 1
    yield from ((gone, ()) for gone in old[place:])


def _likeness(one: frozenset[str], other: frozenset[str]) -> float:
    return len(one & other) / max(len(one), len(other), 1)


def _pieces(old: Tokens, new: Tokens) -> Iterator[Run]:
    """In reading order."""
    a, b = [token.rstrip() for token in old], [token.rstrip() for token in new]
    differs = (place for place, (one, other) in enumerate(zip(a, b, strict=False)) if one != other)
    start = next(differs, min(len(a), len(b)))
    yield "same", _both(old[:start], new[:start])
    if len(a[start:]) * len(b[start:]) > MOST:
        yield from _by_sentences(old[start:], new[start:])
    else:
        yield from _by_words(old[start:], new[start:])


def _by_words(old: Tokens, new: Tokens) -> Iterator[Run]:
    a, b = [token.rstrip() for token in old], [token.rstrip() for token in new]
    if len(a) * len(b) > 100 * MOST:  # words without a full stop
        yield "gone", old
        yield "new", new
        return
    for change, w, x, y, z in SequenceMatcher(None, a, b, autojunk=False).get_opcodes():
        if change == "equal":
            yield "same", _both(old[w:x], new[y:z])
        else:
            yield "gone", old[w:x]
            yield "new", new[y:z]


def _both(old: Tokens, new: Tokens) -> Tokens:
    """Words that are the same on both sides, with the blank that one of them has after the last."""
    return [*new[:-1], max(old[-1], new[-1], key=len)] if new else new


def _by_sentences(old: Tokens, new: Tokens) -> Iterator[Run]:
    before, after = list(tokens.sentences(old)), list(tokens.sentences(new))
    if len(before) == len(after) == 1:
        yield from _by_words(old, new)
        return
    for change, w, x, y, z in SequenceMatcher(None, before, after).get_opcodes():
        if change == "equal":
            yield from (("same", sentence) for sentence in after[y:z])
            continue
        for gone, came in _aligned(before[w:x], after[y:z]):
            yield from _pieces(gone, came)


def _named(runs: Iterable[Run]) -> list[Piece]:
    """Neighbours of one kind as one piece; a tag is a piece only where it came or went."""
    found: list[Piece] = []
    for kind, words in runs:
        for is_tag, some in groupby(words, key=_is_tag):
            if not is_tag:
                _put(found, kind, "".join(some))
                continue
            for token in some:
                if kind == "same" or token[1:] in QUIET:
                    _put(found, kind, _SEEN_AS.get(token[1:], ""))
                else:
                    found.append(Piece(kind, token[1:], is_mark=True))
    return [piece for piece in found if piece.words.strip() or piece.kind != "same"]


def _put(found: list[Piece], kind: str, words: str) -> None:
    if words and found and found[-1].kind == kind and not found[-1].is_mark:
        found[-1] = Piece(kind, found[-1].words + words)
    elif words:
        found.append(Piece(kind, words))


def _is_tag(token: str) -> bool:
    return token.startswith(TAG)
