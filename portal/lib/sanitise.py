"""The one sanitiser: what staff write and what archives bring is cleaned here, on the way in."""

import re
from functools import lru_cache

import nh3

LAST = 16  # texts that are remembered: saving an article cleans one and takes its words several times

# What the body of an article may hold; the prose editor offers no more.
TAGS = {
    "p", "h2", "h3", "h4", "strong", "em", "a", "ul", "ol", "li", "blockquote", "br", "hr", "sub", "sup", "code", "pre",
    "table", "caption", "thead", "tbody", "tfoot", "tr", "th", "td",
    "figure", "figcaption", "img", "s", "u", "abbr", "cite", "q",
}  # fmt: skip
ATTRIBUTES = {
    "a": {"href", "title"},
    "abbr": {"title"},
    "img": {"src", "alt", "width", "height"},
    "ol": {"start"},
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan", "scope"},
    "*": {"lang", "dir"},
}
# Headings of old archives and editors, in the one order that an article's page has room for.
RENAMED = {"h1": "h2", "h5": "h4", "h6": "h4", "b": "strong", "i": "em", "strike": "s", "del": "s"}
_TAG = re.compile(r"<(/?)(h1|h5|h6|b|i|strike|del)(?=[\s>/])", re.IGNORECASE)
DROPPED_WHOLE = {"script", "style", "iframe", "object", "embed", "noscript", "template", "form", "svg", "math", "title"}
# Blank lines and empty paragraphs at the start; and, read backwards, at the end: anchored, so that a long run of
# blanks costs its length once.
_BLANK_START = re.compile(r"(?:\s|<p>(?:\s|&nbsp;|<br>)*</p>)*")
_BLANK_END = re.compile(r"(?:\s|>p/<(?:\s|;psbn&|>rb<)*>p<)*")

# The parser takes the square of the time for blocks in blocks; no honest text comes near this.
DEEPEST = 500
_BLOCK = re.compile(
    r"<(/?)(?:div|section|article|aside|main|nav|header|footer|address|blockquote|ul|ol|dl|menu|dir|table|figure|center"
    r"|fieldset|details|summary|hgroup|search|pre|listing|button|object|applet|marquee|optgroup|span|font)\b",
    re.IGNORECASE,
)
_OF_BLOCKS = re.compile(
    r"</|<(?:p|h[1-6]|ul|ol|li|blockquote|hr|div|table|caption|thead|tbody|tfoot|tr|th|td|figure|figcaption|img)\b",
    re.IGNORECASE,
)
_FIGURE = re.compile(r"<(/?)(figure|figcaption)\b")
_ANY_TAG = re.compile(r"<[^>]*>?")

_body = nh3.Cleaner(
    tags=TAGS,
    clean_content_tags=DROPPED_WHOLE,
    attributes=ATTRIBUTES,
    url_schemes={"http", "https", "mailto", "tel"},
    link_rel="noopener",
)
_text = nh3.Cleaner(tags=set(), clean_content_tags=DROPPED_WHOLE, attributes={}, link_rel=None)


@lru_cache(LAST)
def body(html: str) -> str:
    """`html` with allowed mark-up only; cleaning it again changes nothing.

    NUL and other characters that neither PostgreSQL nor a page can hold are dropped. Pictures may
    come from this site only. Of what is nested too deep to be read in reasonable time, the words are kept.
    """
    if is_too_deep(html):
        html = _ANY_TAG.sub(" ", html)
    html = _TAG.sub(lambda found: f"<{found[1]}{RENAMED[found[2].lower()]}", printable(html))
    html = _with_captions_in_figures(_FOREIGN_PICTURE.sub("", _body.clean(html)))
    html = html[_blank(_BLANK_START, html) :]
    return html[: len(html) - _blank(_BLANK_END, html[::-1])]


def paragraphs(typed: str) -> str:
    """What was typed where no script made an editor of the box: blank lines part paragraphs. Mark-up stays as it is."""
    if "<pre" in typed.lower():
        return typed
    parts = [part.strip() for part in re.split(r"\n[ \t]*\n", typed.replace("\r\n", "\n")) if part.strip()]
    return "\n".join(part if _OF_BLOCKS.match(part) else f"<p>{part}</p>" for part in parts)


def _with_captions_in_figures(html: str) -> str:
    """What is called a caption and stands in no figure is a paragraph."""
    depth = 0

    def put(found: re.Match[str]) -> str:
        nonlocal depth
        if found[2] == "figure":
            depth += -1 if found[1] else 1
        return f"<{found[1]}p" if found[2] == "figcaption" and not depth else found[0]

    put_right = _FIGURE.sub(put, html) if "<figcaption" in html else html
    return html if put_right == html else _body.clean(put_right)  # there may have been paragraphs in it


def is_too_deep(html: str) -> bool:
    """Whether blocks lie in blocks more than DEEPEST levels deep."""
    depth = 0
    for found in _BLOCK.finditer(html):
        depth = max(0, depth - 1) if found[1] else depth + 1
        if depth > DEEPEST:
            return True
    return False


def _blank(pattern: re.Pattern[str], html: str) -> int:
    found = pattern.match(html)
    return found.end() if found else 0


_FOREIGN_PICTURE = re.compile(r'<img(?![^>]*\ssrc="/(?!/))[^>]*>')


@lru_cache(LAST)
def text(html: str) -> str:
    """The words of `html`, one line, without mark-up, for search and snippets."""
    spaced = re.sub(
        r"<(?=/?(?:p|h\d|li|td|th|tr|br|div|blockquote|figcaption|caption)\b)", " <", html, flags=re.IGNORECASE
    )
    return " ".join(_unescape(_text.clean(spaced)).split())


def printable(words: str) -> str:
    """`words` without control characters that a database or a page cannot hold; line breaks stay."""
    return _CONTROL.sub("", words)


_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff￾￿]")
_ENTITIES = {"&amp;": "&", "&lt;": "<", "&gt;": ">", "&nbsp;": " ", "&quot;": '"', "&#39;": "'"}


def _unescape(words: str) -> str:
    return re.sub("|".join(_ENTITIES), lambda found: _ENTITIES[found[0]], words)
