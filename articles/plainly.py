"""Paragraphs so plain that Markdown makes of them what they are: most of what archives hold, and read far faster so."""

import re
from collections.abc import Iterator
from html import escape
from itertools import groupby

_BETWEEN = re.compile(r"(\n(?:[ \t]*\n)+)")
# What may reach beyond a blank line: code, mark-up, lines set in, and names for addresses.
_REACHES = re.compile(r"[<`~\r\0]|\]:|^[ \t]+\S", re.MULTILINE)
# Begins with no sign of Markdown's and holds none that means something within a line.
_WORDS = r"[^*_\[\]\\&\t\n]*"
_LINE = rf"(?!\d{{1,9}}[.)](?:\s|$))[“‘\"'(]*[^\W_]{_WORDS}(?:&(?![#\w]){_WORDS})*(?<!\s)"
_PLAIN = re.compile(rf"{_LINE}(?:\n{_LINE})*")


def runs(text: str) -> Iterator[tuple[bool, str]]:
    """The text in parts that can each be read alone, and whether one is plain: a paragraph by itself."""
    if _REACHES.search(text):
        yield False, text
        return
    several = _BETWEEN.split(text.strip("\n"))
    ended = zip(several[::2], [*several[1::2], ""], strict=True)  # each with the blank lines after it
    for is_plain, blocks in groupby(ended, lambda one: _PLAIN.fullmatch(one[0]) is not None):
        if is_plain:
            yield from ((True, block) for block, _end in blocks)
        else:
            yield False, "".join(f"{block}{end}" for block, end in blocks)


def paragraph(block: str) -> str:
    """The HTML of a plain one."""
    words = escape(block, quote=False).replace('"', "&quot;")
    return f"<p>{words}</p>\n"
