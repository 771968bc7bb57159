"""Plain words out of an item's fields: one line, printable, no longer than there is room for."""

import html

from articles.importing.reading import Unfit
from portal.lib import sanitise

_ELLIPSIS = "…"


def line(fields: dict[str, object], name: str, *, limit: int) -> str:
    """The field as one line, cut at a word where it is longer than `limit`; "" where it is missing."""
    return cut(plain(text(fields, name)), limit)


def text(fields: dict[str, object], name: str) -> str:
    """The field as it stands; Unfit where it is something other than text."""
    value = fields.get(name)
    if value is None:
        return ""
    if not isinstance(value, (str, int)) or isinstance(value, bool):
        raise Unfit(f"has a {name} that is not text")
    return sanitise.printable(str(value))


def lines(fields: dict[str, object], name: str) -> list[str]:
    """The field as a list of single lines, without empty ones; one text counts as a list of one."""
    value = fields.get(name)
    if value is None:
        return []
    several = value if isinstance(value, list) else [value]
    texts = [one for one in several if isinstance(one, str)]
    if len(texts) < len(several):
        raise Unfit(f"has {name} that are not a list of texts")
    return [words for one in texts if (words := plain(sanitise.printable(one)))]


def objects(fields: dict[str, object], name: str) -> list[dict[str, object]]:
    """The field as a list of objects."""
    listed = fields.get(name) or []
    if not isinstance(listed, list) or not all(isinstance(one, dict) for one in listed):
        raise Unfit(f"has {name} that are not a list of objects")
    return listed


def plain(written: str) -> str:
    """One line without mark-up, entities resolved, also those that were escaped twice."""
    if "<" not in written and "&" not in written:
        return " ".join(written.split())
    return " ".join(html.unescape(sanitise.text(written)).split())


def cut(words: str, limit: int) -> str:
    """`words` no longer than `limit`: at the end of a word, with an ellipsis."""
    if len(words) <= limit:
        return words
    short = words[: limit - 1]
    at_a_word = short.rsplit(" ", 1)[0] if " " in short[limit // 2 :] else short
    return at_a_word.rstrip(" ,;:.–—-") + _ELLIPSIS
