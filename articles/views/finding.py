"""The search page."""

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from articles import narrowing, searching, widening
from articles.facets import Facet
from articles.models import Entry
from articles.models.entry import EntryQuerySet
from articles.narrowing import NEWEST, RELEVANCE, Asked
from articles.queries import parse
from members.access import Reader
from portal.lib import client, throttle
from portal.lib.http import require_safe
from portal.lib.links import absolute

ANSWERS = 3
LIMIT, SECONDS = 120, 60  # of one network: an office behind one address types less


@dataclass(frozen=True)
class Filter:
    """One facet as the page shows it; `choices` are (label, count, address, whether it is chosen)."""

    label: str
    all_label: str
    all_url: str
    is_chosen: bool
    choices: list[tuple[str, int, str, bool]]


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    asked = narrowing.read(request.GET)
    if asked.q and not throttle.allow(f"search:{client.network(request)}", limit=LIMIT, seconds=SECONDS):
        response = _page(request, asked, searching.Found(), status=429, too_many=True)
        response.headers["Retry-After"] = str(SECONDS)
        return response
    reader: Reader = request.reader  # type: ignore[attr-defined]  # ours
    try:
        found = searching.Found() if asked.errors else searching.search(asked, reader=reader)
    except searching.TooSlow:
        return _page(request, asked, searching.Found(), too_slow=True)
    wider = widening.wider(asked, found=found.total, reader=reader) if _is_little(asked, found) else None
    return _page(request, asked, found, wider=wider)


def _is_little(asked: Asked, found: searching.Found) -> bool:
    return bool(asked.q) and not asked.errors and not asked.after and found.total <= widening.LITTLE


def _page(
    request: HttpRequest, asked: Asked, found: searching.Found, *, status: int = 200, **more: Any
) -> HttpResponse:
    context = {
        "asked": asked,
        "results": found.results,
        "total": found.total,
        "total_is_exact": found.total_is_exact,
        "counted": searching.COUNTED,
        "ranked": searching.RANKED if found.total > searching.RANKED else 0,
        "older_url": asked.address(after=found.older) if found.older else "",
        "sort_urls": {name: asked.address(sort=name) for name in (RELEVANCE, NEWEST)},
        "filters": _filters(asked, found),
        "hidden": [(name, text) for name, text in asked.typed.items() if name not in ("from", "until")],
        "is_wordless": not parse(asked.q),
        "answers": () if found.results else _answers(),
        **more,
    }
    if not request.GET:  # the form itself may be found; what it finds may not
        return render(request, "articles/search.html", context | {"canonical": absolute(request.path)})
    response = render(request, "articles/search.html", context, status=status)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _answers() -> EntryQuerySet:
    return Entry.objects.published().filter(kind=Entry.Kind.ANSWER).for_list()[:ANSWERS]


def _filters(asked: Asked, found: searching.Found) -> list[Filter]:
    labels = {
        "section": (_("Section"), _("All sections")),
        "keyword": (_("Keyword"), _("All keywords")),
        "year": (_("Year"), _("All years")),
        "kind": (_("Kind"), _("All kinds")),
    }
    facets = {facet.name: facet for facet in found.facets}
    shown = {name: _choices(asked, name, facets.get(name), found.total) for name in labels}
    return [
        Filter(*labels[name], asked.address(**{name: ""}), name in asked.typed, choices)
        for name, choices in shown.items()
        if name in asked.typed or len(choices) > 1
    ]


def _choices(asked: Asked, name: str, facet: Facet | None, total: int) -> list[tuple[str, int, str, bool]]:
    """What may be chosen; where something is, it alone, because only that was counted."""
    if name in asked.typed:
        return [(asked.label(name), total, asked.address(), True)]
    choices = facet.choices if facet else ()
    return [(label, count, asked.address(**{name: value}), False) for value, label, count in choices]
