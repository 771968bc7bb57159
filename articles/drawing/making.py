"""Draws what was typed: every size, the file, the table behind it, the sentence for those who cannot see it."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from articles.drawing import planes, routes, series
from articles.drawing.charts import Chart
from articles.drawing.maps import Map
from articles.drawing.routes import Route
from articles.drawing.series import Table

VERSION = 1  # one more whenever what is drawn comes out otherwise: the worker then draws all anew


@dataclass(frozen=True)
class Drawn:
    small_svg: str
    full_svg: str
    file_svg: str
    table_html: str
    said: str
    drawn_by: int = VERSION


def drawn(kind: str, typed: str, *, title: str, alt: str, key: str) -> Drawn:
    """Everything that is shown of it; `routes.Wrong` says, line by line, why it cannot be drawn."""
    if kind == "map":
        route = routes.read(typed)
        said = alt or _route_said(route)
        sheet: Map | Chart = Map(route, name=said, key=f"land-{key}")
        table = _legs(route)
    else:
        figures = series.read(typed, bars=kind != "line")
        said = alt or _figures_said(figures, title, every=kind != "line")
        sheet = Chart(figures, drawn=kind, name=said)
        table = _figures(figures)
    return Drawn(sheet.small(), sheet.sizes(), sheet.file(), table, said)


def shared(kind: str, typed: str, *, title: str, unit: str) -> str:
    """The sheet of which a picture for other sites is painted; `routes.Wrong` as above."""
    if kind == "map":
        return Map(routes.read(typed), name="", key="", high=planes.SHARED.high).shared()
    return Chart(series.read(typed, bars=kind != "line"), drawn=kind, name="").shared(title, unit)


def _route_said(route: Route) -> str:
    """One sentence: the legs in their order, then the place of the story."""
    ways = {"land": _("by land"), "sea": _("by sea"), "other": _("by another way")}
    legs = []
    for leg in route.legs:
        names = [place.name for place in leg.places if place.name]
        if len(names) > 1:
            through = _(" through %(names)s") % {"names": ", ".join(names[1:-1])} if names[1:-1] else ""
            words = _("%(way)s from %(start)s%(through)s to %(end)s")
            legs.append(words % {"way": ways[leg.way], "start": names[0], "through": through, "end": names[-1]})
    sentence = _("A map: ") + ("; ".join(legs) or ", ".join(place.name for place in route.named())) + "."
    if route.story:
        sentence += _(" Marked: %(place)s") % {"place": route.story.name}
        sentence += f", {' '.join(filter(None, route.call))}." if route.call else "."
    return sentence


def _figures_said(table: Table, title: str, *, every: bool) -> str:
    """`every` row of bars; of a line its two ends."""
    sentence = _("A chart: %(title)s.") % {"title": title.rstrip(".")}
    if every:
        rows = "; ".join(f"{row.name}: {', '.join(one.words for one in row.figures)}" for row in table.rows)
        return f"{sentence} {', '.join(table.series)}. {rows}."
    first, last = table.rows[0], table.rows[-1]
    for place, name in enumerate(table.series):
        words = _(" %(series)s: from %(start)s (%(first)s) to %(end)s (%(last)s).")
        start, end = first.figures[place].words, last.figures[place].words
        sentence += words % {"series": name, "start": start, "first": first.name, "end": end, "last": last.name}
    return sentence


def _legs(route: Route) -> SafeString:
    ways = {"land": _("Land"), "sea": _("Sea"), "other": _("Other")}
    rows = []
    for leg in route.legs:
        names = [place.name for place in leg.places if place.name]
        rows += [(start, end, ways[leg.way]) for start, end in zip(names, names[1:], strict=False)]
    if not rows:
        return mark_safe("")  # nothing but places: the sentence names them
    return _table(_("The route, leg by leg"), [_("From"), _("To"), _("By")], rows, figures=False)


def _figures(table: Table) -> SafeString:
    star = _("provisional")
    rows = [
        (row.name, *(f"{one.words} ({star})" if one.is_provisional else one.words for one in row.figures))
        for row in table.rows
    ]
    return _table(_("The figures of the chart"), [table.head, *table.series], rows, figures=True)


def _table(caption: str, heads: list[str], rows: Sequence[tuple[str, ...]], *, figures: bool) -> SafeString:
    kind = mark_safe(' class="number"') if figures else ""
    marks = [mark_safe(""), *[kind] * (len(heads) - 1)]
    head = format_html_join("", '<th scope="col"{}>{}</th>', zip(marks, heads, strict=True))
    lines = []
    for first, *others in rows:
        cells = format_html_join("", "<td{}>{}</td>", ((kind, words) for words in others))
        lines.append(format_html('<tr><th scope="row">{}</th>{}</tr>', first, cells))
    body = mark_safe("".join(lines))  # of lines just escaped
    whole = "<table><caption>{}</caption><thead><tr>{}</tr></thead><tbody>{}</tbody></table>"
    return format_html(whole, caption, head, body)
