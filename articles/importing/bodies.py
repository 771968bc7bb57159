"""Makes a body of an archive's Markdown or HTML: clean, without the heading that repeats the title."""

import html
import re
from collections.abc import Iterable

import nh3

from articles.importing.reading import Unfit
from articles.importing.words import cut
from articles.markdown import rendered
from portal.lib import sanitise

# Makes mark-up well-formed, so that pictures can be found in it; `sanitise.body` cleans it afterwards.
_tidy = nh3.Cleaner(
    tags=sanitise.TAGS | set(sanitise.RENAMED),
    clean_content_tags=sanitise.DROPPED_WHOLE,
    attributes=sanitise.ATTRIBUTES,
    url_schemes={"http", "https", "mailto", "tel"},
)
_FIRST_HEADING = re.compile(r"<h([234])>(.*?)</h\1>\s*", re.DOTALL)
_PARAGRAPH = re.compile(r"<(p|li|blockquote)\b[^>]*>(.*?)</\1>", re.DOTALL)
_EMPTY = re.compile(r"<(p|li|a|strong|em|figure|h2|h3|h4|ul|ol|blockquote)\b(?: [a-z]+=\"[^\"]*\")*>\s*</\1>\s*")
_SENTENCE = re.compile(r"[.!?…][”’\"')\]]*(?=\s+[\"“‘'(\[]?[A-ZÀ-ÞА-Я\d])|[。！？][」』”]*|[؟۔](?=\s)")
# A point after these closes no sentence.
_SHORT = re.compile(
    r"(?:\b(?:[A-Z]|Mr|Mrs|Ms|Dr|St|Mt|Ft|No|Sens?|Reps?|Gov|Gen|Lt|Col|Prof|Inc|Co|Corp|Ltd|vs|Jr|Sr|Conn|Minn|Mass|Wash"
    r"|Jan|Feb|Mar|Apr|Aug|Sept?|Oct|Nov|Dec)|\.[A-Za-z])$"
)
_ABSTRACT = 300
_SHORTEST_OPENING = 60
_CLOSING = ".!?…:;\"”’')؟۔"
_EMPTY_IN_EMPTY = 4


def markup(markdown: str, written: str) -> str:
    """Well-formed HTML of an item: its own HTML, else made of its Markdown; Unfit where it is a trap."""
    loose = sanitise.printable(written if written.strip() else rendered(markdown))
    if sanitise.is_too_deep(loose):
        raise Unfit(f"has mark-up nested more than {sanitise.DEEPEST} deep")
    return _tidy.clean(loose)


def clean(markup: str, *, titles: Iterable[str]) -> str:
    """The body that is kept: no mark-up but what an article may hold, nothing empty, the title not twice."""
    body = sanitise.body(markup)
    for _ in range(_EMPTY_IN_EMPTY):  # what held only something empty is empty itself
        body, emptied = _EMPTY.subn("", body)
        if not emptied:
            break
    return _without_title(body, titles).strip()


def _without_title(body: str, titles: Iterable[str]) -> str:
    first = _FIRST_HEADING.match(body)
    if first and any(_same(sanitise.text(first[2]), title) for title in titles):
        return body[first.end() :]
    return body


def _same(heading: str, title: str) -> bool:
    return _letters(heading) == _letters(title)


def _letters(words: str) -> str:
    return "".join(letter for letter in html.unescape(words).casefold() if letter.isalnum())


def opening(body: str) -> str:
    """An abstract for a body that came without one: the first sentences that say something."""
    paragraphs = (sanitise.text(found[2]) for found in _PARAGRAPH.finditer(body))
    first = next(filter(_is_said, paragraphs), None) or sanitise.text(body)
    while _SHORT.search(first.removesuffix(".")) and (rest := next(paragraphs, None)):
        first = f"{first} {rest}"  # an archive that broke its lines after "Sen."
    if len(first) <= _ABSTRACT:
        return first
    found = _SENTENCE.finditer(first, _SHORTEST_OPENING, _ABSTRACT)
    ends = [end.end() for end in found if not _SHORT.search(first[: end.start()])]
    return first[: ends[-1]] if ends else cut(first, _ABSTRACT)


def _is_said(words: str) -> bool:
    """Whether this is a sentence and no headline, name or address; Chinese needs few letters for one."""
    if "。" in words:
        return True
    return len(words) >= _SHORTEST_OPENING and " " in words and words[-1] in _CLOSING and not words.isupper()
