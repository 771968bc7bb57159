"""How a text falls into paragraphs, sentences and words, so that two can be compared."""

import re
from collections.abc import Iterator, Sequence
from html import unescape
from itertools import pairwise

_BLOCK = re.compile(r"(?=<(?:p|h[2-4]|li|tr|figure|figcaption|caption|pre|hr|table|ul|ol|blockquote)\b)")
_TAG = re.compile(r'(<(?:"[^"]*"|[^">])*>)')
_TOKEN = re.compile(
    r"(?:[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7a3]|\d+(?:[.,]\d+)*|[^\W\d]+|\w|[^\w\s])\s*|\s+"
)
_NAME = re.compile(r'<(/?)([a-z][a-z0-9]*)(?:.*?\b(?:href|alt)="([^"]*)")?', re.DOTALL)
_ENDS = frozenset(".!?。！？…")
QUIET = {"p", "li", "tr", "td", "th", "table", "thead", "tbody", "tfoot", "figure", "figcaption", "caption", "br"}
BLOCKS = QUIET | {"h2", "h3", "h4", "ul", "ol", "blockquote", "pre", "hr"}  # their ends say nothing
TAG = "\0"  # begins what stands for a tag: no text can hold it

Tokens = Sequence[str]


def blocks(html: str) -> list[str]:
    """Sanitised HTML, cut before each tag that opens a paragraph, a row or an item."""
    return [part for part in _BLOCK.split(html) if part]


def of_html(html: str) -> Tokens:
    """Words and tags; a tag is TAG and its name, after a stroke where it ends one."""
    found: list[str] = []
    for place, part in enumerate(_TAG.split(html)):
        if place % 2 == 0:
            found += of_text(unescape(part))
        elif (tag := _NAME.match(part)) and not (tag[1] and tag[2] in BLOCKS):
            found.append(f"{TAG}{tag[1]}{tag[2]}{' ' + unescape(tag[3]) if tag[3] else ''}")
    return found


def of_text(text: str) -> Tokens:
    """Words with the blanks behind them; of Chinese, Japanese and Korean each character."""
    return _TOKEN.findall(text)


def sentences(words: Tokens) -> Iterator[Tokens]:
    ends = [place for place, token in enumerate(words, start=1) if token[0] in _ENDS]
    for begun, end in pairwise((0, *ends, len(words))):
        if end > begun:
            yield tuple(words[begun:end])
