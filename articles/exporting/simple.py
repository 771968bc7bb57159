"""Blocks so simple that their Markdown is certain: it need not be read again to see what it says.

Any sign that Markdown may take for its own leads elsewhere (`articles.exporting.blocks`).
"""

import re
from html import unescape
from itertools import count

from articles import markdown

# Stands for what is certain already; no text has it.
_MARK = "\uf8ff"
# No sign of Markdown's; entities stay what they are.
_TEXT = rf"(?:[^<>&*_\[\]`\\#~|!\t\n\r]|&(?:amp|lt|gt|nbsp);|!(?![\[{_MARK}]))"
# A line begins with no sign of a list, and with a letter, a bracket or a quote.
_BEGINS = r"(?!\d{1,9}[.)](?:\s|$))(?:[^\W_]|[\"'“‘„«(「《](?=\w)|\uf8ff)"
_TEXTS = rf"(?:{_TEXT}|(?<! )\n(?={_BEGINS}))"
_WORD = r"[^\W_]"
_CODE = re.compile(r"<code>((?=[^ ])[^`<>&\n\r]+(?<=[^ ]))</code>")
_LINK = re.compile(rf'<a href="([^"<>\s()\\*_`~]+)" rel="noopener">((?=\S){_TEXTS}+(?<=\S))</a>')
# Beside words stars mean stress only where they stand at letters, or with blanks outside.
_STRESS = re.compile(
    rf"(?:(?<=[\s(“‘\"'—–])|^)<(strong|em)>({_WORD}(?:{_TEXTS}*{_WORD})?)</\1>(?=[\s.,;:?)”’\"'—–]|$)"
    rf"|(?:(?<=\s)|^)<(strong|em)>((?=\S){_TEXTS}+(?<=\S))</\3>(?=\s|$)"
)
_LINE = re.compile(rf"{_BEGINS}(?:{_TEXT}*\S)?")
_PARAGRAPH = re.compile(r"<(p|h[234])>((?:(?!</?(?:p|h[234])>).)+)</\1>", re.DOTALL)
_LIST = re.compile(r"<([uo]l)>((?:\n?<li>[^\n]+?</li>)+)\n?</\1>")
_ITEM = re.compile(r"<li>(.+?)</li>")
_STANDS_FOR = {"strong": "**", "em": "*"}
_KEPT = re.compile(f"{_MARK}([0-9a-f]+){_MARK}")


def of(block: str) -> tuple[str, str] | None:
    """The Markdown of a block and the HTML that it reads back as; None where that is not certain."""
    if _MARK in block:
        return None
    if found := _PARAGRAPH.fullmatch(block):
        return _paragraph(found[1], found[2])
    if found := _LIST.fullmatch(block):
        return _list(found[1], _ITEM.findall(found[2]))
    return ("---", block) if block == "<hr>" else None


def _list(name: str, several: list[str]) -> tuple[str, str] | None:
    items = [_inline(one) for one in several]
    if not all(items):
        return None
    signs = ("-" if name == "ul" else f"{number}." for number in count(1))
    told = "".join(f"\n<li>{one}</li>" for one in several)
    return "\n".join(f"{sign} {one}" for sign, one in zip(signs, items, strict=False)), f"<{name}>{told}\n</{name}>"


def _paragraph(name: str, inner: str) -> tuple[str, str] | None:
    text = _inline(inner)
    if text is None or (name != "p" and "\n" in text):
        return None
    heading = f"{'#' * int(name[1])} " if name != "p" else ""
    return f"{heading}{text}", f"<{name}>{inner}</{name}>"


def _inline(inner: str) -> str | None:
    """Plain words with links, code and stressed words; None for anything else."""
    certain: list[str] = []

    def kept(markdown: str) -> str:
        certain.append(markdown)
        return f"{_MARK}{len(certain) - 1:x}{_MARK}"

    def linked(found: re.Match[str]) -> str:
        address = unescape(found[1])
        return kept(f"[{found[2]}]({found[1]})") if markdown.keeps_address(address) else found[0]

    def stressed(found: re.Match[str]) -> str:
        sign = _STANDS_FOR[found[1] or found[3]]
        return kept(f"{sign}{found[2] or found[4]}{sign}")

    bare = inner
    if "<" in inner:
        bare = _CODE.sub(lambda found: kept(f"`{found[1]}`"), bare)
        bare = _STRESS.sub(stressed, _LINK.sub(linked, bare))
    if any(_MARK * 2 in one for one in (bare, *certain)):
        return None  # signs of two that stand side by side would be read together
    if not all(_is_certain(line) for line in bare.split("\n")):
        return None
    while _MARK in bare:  # a link in a stressed sentence
        bare = _KEPT.sub(lambda found: certain[int(found[1], 16)], bare)
    return bare


def _is_certain(line: str) -> bool:
    return _LINE.fullmatch(line) is not None
