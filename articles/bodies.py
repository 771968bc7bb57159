"""An article's text as its page prints it: whole or in part, opened by its dateline."""

import re
from html import unescape

from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from articles import figures, illustrating, tables
from articles.models import Article
from articles.teasing import teaser

_IMAGE = re.compile(r'<img(?:"[^"]*"|[^">])*>')
_EMPTY_FIGURE = re.compile(r"<(figure|p)>\s*</\1>")
_HEADING = re.compile(r"<(/?)h([2-4])\b")
_CLOSED = re.compile(r'(<p(?:"[^"]*"|[^">])*>)<span class="dateline">([^<]*)</span>( — |</p>)')
_FIRST_PARAGRAPH = re.compile(r'<p(?:"[^"]*"|[^">])*>')


def readable(article: Article, *, whole: bool) -> SafeString:
    """What the reader gets; `whole` is the gate's answer. Safe: a body is sanitised when it is saved."""
    body = article.body if whole else teaser(article.body, written=article.teaser)
    printed = illustrating.with_sizes(tables.framed(_opened_by(article.dateline, body)))
    return mark_safe(figures.with_drawings(stepped(printed), above=article.drawing_id))  # see above


def opened(body: str, *, dateline: str, written: str, whole: bool) -> str:
    """`body`, or what of it (or the editor's own `written` teaser) everyone may read, after its dateline."""
    return _opened_by(dateline, body if whole else teaser(body, written=written))


def closed(text: str) -> tuple[str, str]:
    """What a text that was opened whole was made of: its dateline and its body."""
    found = _CLOSED.match(text)
    if not found:
        return "", text
    return unescape(found[2]), f"{found[1] if found[3] != '</p>' else ''}{text[found.end() :]}"


def without_pictures(body: str) -> SafeString:
    """A sanitised `body` as the plain version prints it: what is said of a picture stays, wide tables scroll."""
    return mark_safe(_EMPTY_FIGURE.sub("", tables.framed(_IMAGE.sub("", body))))  # see above


def stepped(body: str) -> str:
    """`body` with sub-heads that go down one step at a time below the title, whatever an archive began with."""
    level = 1

    def step(tag: re.Match[str]) -> str:
        nonlocal level
        level = level if tag[1] else min(int(tag[2]), level + 1)
        return f"<{tag[1]}h{level}"

    return _HEADING.sub(step, body)


def _opened_by(dateline: str, body: str) -> str:
    """`body` with place and day in its first paragraph, or in one of their own before a list or a table."""
    if not dateline:
        return body
    opening = format_html('<span class="dateline">{}</span>', dateline)
    first = _FIRST_PARAGRAPH.match(body)
    if not first:
        return f"<p>{opening}</p>{body}"
    return f"{first[0]}{opening} — {body[first.end() :]}"
