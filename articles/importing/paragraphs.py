"""Where the paragraphs of a text end that was typed with empty lines between them, and some mark-up among it."""

import re
from collections.abc import Iterator

# Taken as they stand, to their end.
_WHOLE = re.compile(r"<(pre|script|style)\b", re.IGNORECASE)
_COMMENT = "<!--", "-->"
_TAG = re.compile(r"<[^<>]*>")
# One of these ends the paragraph before it. What stands in one of _INNER is no paragraph, but lines.
_INNER = {
    "h1", "h2", "h3", "h4", "h5", "h6", "li", "dt", "dd", "th", "td", "caption", "figure", "figcaption", "summary",
    "legend", "option", "button",
}  # fmt: skip
_OUTER = {
    "p", "div", "blockquote", "section", "article", "aside", "header", "footer", "main", "nav", "address", "center",
    "ul", "ol", "dl", "table", "thead", "tbody", "tfoot", "tr", "colgroup", "col", "hr", "form", "fieldset", "details",
}  # fmt: skip
_BLOCK = re.compile(rf"(</?(?:{'|'.join(sorted(_INNER | _OUTER))})\b[^<>]*>)", re.IGNORECASE)
_NAME = re.compile(r"<(/?)(\w+)")
_EMPTY_LINE = re.compile(r"\n[^\S\n]*\n")
_BREAKS = ("<br>", "<br/>", "<br />")


def paragraphs(written: str) -> str:
    """Each run of lines in a `<p>` of its own, each line of it but the last with a `<br>`; blocks of mark-up stay."""
    return "".join(part if is_whole else "".join(_blocks(part)) for part, is_whole in _parts(_uncommented(written)))


def _parts(written: str) -> Iterator[tuple[str, bool]]:
    """What lies between blocks that are taken as they stand, and these; read once, whatever is never closed."""
    lower, begun = written.lower(), 0
    at = _WHOLE.search(written)
    while at:
        end = lower.find(f"</{at[1].lower()}", at.end())
        if end < 0:
            break
        end = (lower.find(">", end) + 1) or len(written)
        yield written[begun : at.start()], False
        yield written[at.start() : end], True
        begun, at = end, _WHOLE.search(written, end)
    yield written[begun:], False


def _uncommented(written: str) -> str:
    kept, begun = [], 0
    while (start := written.find(_COMMENT[0], begun)) >= 0 and (end := written.find(_COMMENT[1], start + 4)) >= 0:
        kept.append(written[begun:start])
        begun = end + 3
    return "".join([*kept, written[begun:]])


def _blocks(written: str) -> Iterator[str]:
    one_line = _TAG.sub(lambda tag: tag[0].replace("\n", " "), written)
    depth = 0
    for place, part in enumerate(_BLOCK.split(one_line)):
        found = _NAME.match(part) if place % 2 else None
        if found is None:
            yield from [_lines(part)] if depth else map(_paragraph, _EMPTY_LINE.split(part))
            continue
        name = found[2].lower()
        if name in _INNER:
            depth = max(0, depth - 1) if found[1] else depth + 1
        if name != "p" or depth:
            yield part


def _paragraph(piece: str) -> str:
    return f"<p>{lines}</p>\n" if (lines := _lines(piece)) else ""


def _lines(text: str) -> str:
    return "<br>".join(filter(None, map(_line, text.strip().split("\n"))))


def _line(text: str) -> str:
    words = text.strip()
    return words[: words.rindex("<")].rstrip() if words.lower().endswith(_BREAKS) else words
