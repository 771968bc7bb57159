"""Line breaks between blocks, which nobody sees and Markdown does not keep: told beside the text, so that a body comes
back letter by letter."""

import re

from articles.markdown import BLOCK, tight

_EDGE = re.compile(rf'(\n*)(</?{BLOCK}\b(?:"[^"]*"|[^">])*>)(\n*)|(\n*)(<pre\b[^>]*>)|(</pre>|<br>)(\n*)')
MOST = 9  # line breaks in one place


def told(body: str, *, reading: str) -> bool | str:
    """True where the body is as its Markdown reads, False where it has none; else how many there are in each place."""
    if body == reading:
        return True
    bare = tight(body)
    if body == bare:
        return False
    counts = "".join(f"{min(len(one or ''), MOST)}" for edge in _EDGE.finditer(body) for one in _gaps(edge))
    return counts if restored(reading, counts) == body else False


def restored(reading: str, spacing: object) -> str:
    """The body whose Markdown reads so."""
    if not isinstance(spacing, str):
        return reading if spacing else tight(reading)
    counts = iter(spacing)

    def spaced(edge: re.Match[str]) -> str:
        tag = edge[2] or edge[5] or edge[6]
        gaps = ["\n" * int(next(counts, "0")) for _ in _gaps(edge)]
        if edge[2]:
            return f"{gaps[0]}{tag}{gaps[1]}"
        return f"{gaps[0]}{tag}" if edge[5] else f"{tag}{gaps[0]}"

    return _EDGE.sub(spaced, tight(reading)) if re.fullmatch("[0-9]*", spacing) else reading


def _gaps(edge: re.Match[str]) -> tuple[str, ...]:
    """The line breaks beside a tag, as many as there can be."""
    if edge[2]:
        return edge[1], edge[3]
    return (edge[4],) if edge[5] else (edge[7],)
