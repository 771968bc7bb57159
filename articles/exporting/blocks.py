"""A sanitised body as Markdown, block by block; what Markdown cannot say stands in it as HTML, so that it reads back
the same."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from articles import markdown
from articles.exporting import simple

# As the sanitiser writes them: lower-case names, values in double quotes.
_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)(?:"[^"]*"|[^">])*>')
_VOID = {"br", "hr", "img"}
# Stands at the beginning of what Markdown takes for a block of HTML.
_ELEMENT = re.compile(r"<(?:p|h[2-4]|ul|ol|blockquote|table|figure|hr)\b")
_LIST = re.compile(r"<[uo]l\b")


@dataclass(frozen=True)
class Written:
    """Markdown, and the body that it reads back as: the one it was written from, but for line breaks between blocks."""

    text: str
    reading: str


def of(body: str) -> Written:
    several: list[Written] = []
    before = ""
    for block in _blocks(body):
        # Of two lists in a row Markdown would make one.
        follows = _LIST.match(before) and _LIST.match(block)
        several.append(_raw(block) if follows else _block(block))
        before = block
    whole = Written("\n\n".join(one.text for one in several), "\n".join(one.reading for one in several))
    return whole if _is_same(whole.reading, body) else _raw(body)


def _block(block: str) -> Written:
    if certain := simple.of(block):
        return Written(*certain)
    text = markdown.of(block)
    reading = markdown.read(text).strip("\n")
    return Written(text, reading) if _is_same(reading, block) else _raw(block)


def _is_same(reading: str, block: str) -> bool:
    return reading == block or markdown.tight(reading) == markdown.tight(block)


def _raw(block: str) -> Written:
    """On one line: an empty one would end it."""
    line = block.replace("\n", "&#10;").replace("\r", "&#13;")
    text = line if _ELEMENT.match(line) else f"<div>{line}</div>"
    return Written(text, markdown.read(text).strip("\n"))


def _blocks(body: str) -> Iterator[str]:
    """The elements at the top level, in order, and what stands between them."""
    depth = start = 0
    for tag in _TAG.finditer(body):
        if tag[2] not in _VOID:
            depth += -1 if tag[1] else 1
        if not depth and (tag[1] or tag[2] == "hr"):
            yield body[start : tag.end()].strip("\n")
            start = tag.end()
    if rest := body[start:].strip("\n"):
        yield rest
