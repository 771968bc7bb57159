"""Where the paragraphs of a text end that was typed with empty lines between them, and some mark-up among it."""

import re
from collections.abc import Iterator

# Taken as they stand.
_WHOLE = re.compile(r"(<pre\b.*?</pre>|<script\b.*?</script>|<style\b.*?</style>)", re.DOTALL | re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?-->", re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
# One of these ends the paragraph before it. What stands in one of _INNER is no paragraph, but lines.
_INNER = {
    *("h1", "h2", "h3", "h4", "h5", "h6", "li", "dt", "dd", "th", "td", "caption", "figure", "figcaption"),
    *("summary", "legend", "option", "button"),
}
_OUTER = {
    *("p", "div", "blockquote", "section", "article", "aside", "header", "footer", "main", "nav", "address", "center"),
    *(
        "ul",
        "ol",
        "dl",
        "table",
        "thead",
        "tbody",
        "tfoot",
        "tr",
        "colgroup",
        "col",
        "hr",
        "form",
        "fieldset",
        "details",
    ),
}
_BLOCK = re.compile(rf"(</?(?:{'|'.join(sorted(_INNER | _OUTER))})\b[^<>]*>)", re.IGNORECASE)
_NAME = re.compile(r"<(/?)(\w+)")
_EMPTY_LINE = re.compile(r"\n[^\S\n]*\n")
_LINE = re.compile(r"\s*(?:<br\s*/?>)?[^\S\n]*\n\s*", re.IGNORECASE)


def paragraphs(written: str) -> str:
    """Each run of lines in a `<p>` of its own, each line of it but the last with a `<br>`; blocks of mark-up stay."""
    parts = _WHOLE.split(written.replace("\r\n", "\n"))
    return "".join(part if place % 2 else "".join(_blocks(part)) for place, part in enumerate(parts))


def _blocks(written: str) -> Iterator[str]:
    one_line = _TAG.sub(lambda tag: tag[0].replace("\n", " "), _COMMENT.sub("", written))
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
    return _LINE.sub("<br>", text.strip())
