"""Tables in an article's text, as its page prints them: in a frame that scrolls, figures at the end edge."""

import re

from django.utils.translation import gettext

_TABLE = re.compile(r"<table>.*?</table>", re.DOTALL)
_ROW = re.compile(r"<tr>.*?</tr>", re.DOTALL)
_CELL = re.compile(r"<(t[hd])((?: scope=\"\w+\")?)>(.*?)</\1>", re.DOTALL)
_TAGS = r"(?:<[^>]*>)*"
_FIGURE = re.compile(_TAGS + r"\s*(?:[-+−–±<>~]|[$€£¥]|US\$)?\s*\d[\d,.\s]*\s*(?:%|[kMt]|‰)?\s*" + _TAGS)
_EMPTY = {"", "-", "–", "—", "n/a", "<p></p>"}
_ONE = re.compile(r" (?:col|row)span=\"1\"")
_HEADLESS = re.compile(r"<th(?: scope=\"\w+\")?>\s*(?:<p>\s*</p>\s*)?</th>")


def framed(body: str) -> str:
    """A sanitised body with each table in a frame that a keyboard reaches; other text is left as it is."""
    return _TABLE.sub(lambda table: _frame(_aligned(_named(_bare(table[0])))), body) if "<table>" in body else body


def _bare(table: str) -> str:
    """The editor writes at each cell that it is one."""
    return _ONE.sub("", table)


def _frame(table: str) -> str:
    return f'<div class="table-frame" tabindex="0" role="group" aria-label="{gettext("Table")}">{table}</div>'


def _named(table: str) -> str:
    """A head without words, as over a column of row heads, names nothing to those who hear the table."""
    return _HEADLESS.sub("<td></td>", table)


def _aligned(table: str) -> str:
    """Columns that hold nothing but figures get the class `number`; words before them become the row's head, so
    that whoever hears a figure hears whose it is. A table with joined cells is left alone.
    """
    if "colspan" in table or "rowspan" in table:
        return table
    columns: dict[int, list[str]] = {}
    for row in _ROW.findall(table):
        for place, (tag, _, words) in enumerate(_CELL.findall(row)):
            if tag == "td" and words.strip() not in _EMPTY:
                columns.setdefault(place, []).append(words)
    figures = {place for place, cells in columns.items() if all(map(_FIGURE.fullmatch, cells))}
    return _ROW.sub(lambda row: _marked(row[0], figures), table) if figures else table


def _marked(row: str, figures: set[int]) -> str:
    places = iter(range(row.count("<t")))

    def mark(cell: re.Match[str]) -> str:
        tag, extra, place = cell[1], cell[2], next(places)
        if place in figures:
            extra += ' class="number"'
        elif place == 0 and tag == "td" and cell[3].strip() not in _EMPTY:
            tag, extra = "th", ' scope="row"'
        return f"<{tag}{extra}>{cell[3]}</{tag}>"

    return _CELL.sub(mark, row)
