"""An entry as Markdown with front matter, for programs and for readers of plain text.

Front matter is YAML whose values are written as JSON, which YAML includes. What the caller hands over is what the
reader may have: nothing here looks at a body of its own accord.
"""

import json
import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from django.utils.html import format_html, format_html_join
from markdown_it import MarkdownIt
from markdownify import MarkdownConverter

from articles import feeding, plainly
from articles.models import Author, Correction, Entry, Keyword
from portal.lib import sanitise
from portal.lib.links import absolute

_reader = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
BLOCK = "(?:p|h[2-4]|ul|ol|li|blockquote|table|caption|thead|tbody|tfoot|tr|th|td|figure|figcaption|hr)"
_BEFORE = re.compile(rf"\n+(?=</?{BLOCK}\b|<pre\b)")
_AFTER = re.compile(rf'(</?{BLOCK}\b(?:"[^"]*"|[^">])*>|</pre>|<br>)\n+')
_FENCE = re.compile(r"`{3,}")
_IN_ADDRESS = str.maketrans({"(": "%28", ")": "%29", "<": "%3C", ">": "%3E", " ": "%20", "\n": ""})


class _Converter(MarkdownConverter):
    """Over what the sanitiser allows; text stays text, whatever signs it holds."""

    class Options:
        heading_style, bullets, newline_style = "atx", "-", "backslash"
        escape_misc, autolinks = True, False
        sub_symbol, sup_symbol = "<sub>", "<sup>"

    def convert_a(self, el: Any, text: str, parent_tags: Any) -> str:
        el["href"] = str(el.get("href", "")).translate(_IN_ADDRESS)
        return super().convert_a(el, text, parent_tags)  # type: ignore[misc]  # its stub names no converters

    def convert_img(self, el: Any, text: str, parent_tags: Any) -> str:
        alt = " ".join(str(el.get("alt", "")).split())
        words = self.escape(alt, parent_tags)  # type: ignore[attr-defined]  # nor this
        return f"![{words}]({str(el.get('src', '')).translate(_IN_ADDRESS)})"

    def convert_pre(self, el: Any, text: str, parent_tags: Any) -> str:
        """Fenced by more signs than the code has."""
        longest = max((len(found) for found in _FENCE.findall(text)), default=2)
        return f"\n\n{'`' * (longest + 1)}\n{text.strip(chr(10))}\n{'`' * (longest + 1)}\n\n" if text else ""


def written(
    entry: Entry,
    *,
    opening: str,
    body: str,
    authors: Sequence[Author],
    keywords: Iterable[Keyword],
    corrections: Iterable[Correction],
) -> str:
    """`opening` (what stands above the text) and `body` are safe HTML."""
    told = format_html_join("", "<p>{}</p>", ((feeding.said_of(one),) for one in corrections))
    html = f"{format_html('<h1>{}</h1>', entry.title)}{opening}{body}{told}"
    whole = feeding.with_whole_addresses(html, page=absolute(entry.get_absolute_url()))
    return f"{_front(entry, authors, keywords)}\n{of(whole)}\n"


def of(html: str) -> str:
    """Sanitised `html` as Markdown, as far as Markdown can say it."""
    return _Converter().convert(html).strip()


def rendered(text: str) -> str:
    """The HTML that CommonMark makes of `text`, with tables; not yet safe."""
    parts = plainly.runs(text)
    return "".join(plainly.paragraph(part) if is_plain else _reader.render(part) for is_plain, part in parts)


def read(text: str) -> str:
    """The safe body that `text` stands for."""
    return sanitise.body(rendered(text))


def keeps_address(address: str) -> bool:
    """Whether an address is written into a page as it stands in the text."""
    return _reader.validateLink(address) and _reader.normalizeLink(address) == address


def tight(body: str) -> str:
    """`body` without the line breaks between its blocks, which nobody sees."""
    return _AFTER.sub(r"\1", _BEFORE.sub("", body))


def _front(entry: Entry, authors: Sequence[Author], keywords: Iterable[Keyword]) -> str:
    told = {
        "title": entry.title,
        "abstract": entry.abstract,
        "section": entry.section.name,
        "authors": [author.name for author in authors],
        "editor": getattr(entry, "editor", ""),  # of an article; an answer has none
        "keywords": [keyword.name for keyword in keywords],
        "language": entry.language,
        "published": _moment(entry.published_at),
        "updated": _moment(feeding.updated_at(entry)),
        "corrected": _moment(entry.corrected_at),
        "open_to": str(entry.access),
        "canonical": absolute(entry.get_absolute_url()),
        "short": absolute(entry.short_path),
    }
    lines = (f"{name}: {json.dumps(value, ensure_ascii=False)}" for name, value in told.items() if value)
    return "\n".join(["---", *lines, "---", ""])


def _moment(at: datetime | None) -> str:
    return at.isoformat() if at else ""
