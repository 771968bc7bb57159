"""What a reader without access is told of the part that is held back: how much, and what it is about."""

import re
from dataclasses import dataclass
from typing import Protocol

from articles.teasing import teaser
from articles.words import counted
from portal.lib import sanitise

MOST_HEADS = 6
LONGEST_HEAD = 120  # an archive may have set a whole paragraph as a head
_HEAD = re.compile(r"<h([2-4])\b[^>]*>(.*?)</h\1>", re.DOTALL)


class Text(Protocol):
    """An entry with a body: an article or an answer."""

    body: str
    teaser: str
    words: int
    language: str


@dataclass(frozen=True)
class Held:
    """Counts, and the sub-heads of the rest: heads are public, and nothing that stands under them."""

    read: int
    words: int
    heads: list[str]
    tables: int
    figures: int

    @property
    def more_words(self) -> int:
        return max(0, self.words - self.read)


def held_back(entry: Text) -> Held:
    shown = teaser(entry.body, written=entry.teaser)
    rest = entry.body.removeprefix(shown)
    heads = [sanitise.text(head[2]) for head in _HEAD.finditer(rest)]
    return Held(
        read=counted(sanitise.text(shown), entry.language),
        words=entry.words,
        heads=[head for head in heads if 0 < len(head) <= LONGEST_HEAD][:MOST_HEADS],
        tables=rest.count("<table"),
        figures=rest.count("<figure"),
    )
