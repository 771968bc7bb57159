"""How much of a members' text everyone may read."""

import re
from collections.abc import Iterator

from django.utils.html import escape, linebreaks

from portal.lib import sanitise

PARAGRAPHS = 3
# As the sanitiser writes them: lower-case names, values in double quotes.
_TAG = re.compile(r'<(/?)([a-z][a-z0-9]*)(?:"[^"]*"|[^">])*>')
_VOID = {"br", "hr", "img"}


def teaser(body: str, *, written: str = "") -> str:
    """As safe HTML the editor's own teaser, else at most three paragraphs and a third of the text."""
    if written:
        written = sanitise.body(written)
        return written if written.startswith("<") else linebreaks(written)  # plain, with blank lines between
    text = sanitise.text(body)
    left = len(text) // 3
    taken: list[str] = []
    for paragraph in paragraphs(body):
        left -= len(sanitise.text(paragraph))
        if left < 0 or len(taken) == PARAGRAPHS:
            break
        taken.append(paragraph)
    return "".join(taken) or f"<p>{escape(_cut(text, len(text) // 3))}</p>"


def paragraphs(body: str) -> Iterator[str]:
    """The paragraphs at the top level of a sanitised text, in order, with their mark-up."""
    depth = start = 0
    for tag in _TAG.finditer(body):
        if tag[2] in _VOID:
            continue
        if not tag[1]:
            start = start if depth else tag.start()
            depth += 1
            continue
        depth -= 1
        if not depth and tag[2] == "p":
            yield body[start : tag.end()]


def _cut(text: str, length: int) -> str:
    """At most `length` characters of `text`, ended at a word where it has any."""
    cut = text[: max(0, length - 1)]
    return f"{cut.rpartition(' ')[0] or cut}…"
