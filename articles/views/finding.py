"""The search page."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_safe

from articles import searching
from articles.models import Entry
from articles.queries import LONGEST
from portal.lib.sanitise import printable

ANSWERS = 3


@require_safe
def search(request: HttpRequest) -> HttpResponse:
    asked = " ".join(printable(request.GET.get("q", "")[: 2 * LONGEST]).split())[:LONGEST]
    sort = searching.NEWEST if request.GET.get("sort") == searching.NEWEST else searching.RELEVANCE
    found, too_slow = searching.Found(), False
    try:
        found = _search(request, asked, sort)
    except searching.TooSlow:
        too_slow = True
    context = {
        "q": asked,
        "sort": sort,
        "asked": bool(asked),
        "results": found.results,
        "total": found.total,
        "total_is_exact": found.total_is_exact,
        "ranked": searching.RANKED if found.total > searching.RANKED else 0,
        "older_url": _address(asked, sort, after=found.older) if found.older else "",
        "sort_urls": {name: _address(asked, name) for name in (searching.RELEVANCE, searching.NEWEST)},
        "too_slow": too_slow,
        "answers": []
        if found.results
        else Entry.objects.published().filter(kind=Entry.Kind.ANSWER).for_list()[:ANSWERS],
    }
    response = render(request, "articles/search.html", context)
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _search(request: HttpRequest, asked: str, sort: str) -> searching.Found:
    after = request.GET.get("after", "")
    return searching.search(asked, sort=sort, after=after, reader=request.reader)  # type: ignore[attr-defined]  # ours


def _address(asked: str, sort: str, *, after: str = "") -> str:
    chosen = {"q": asked, "sort": sort if sort == searching.NEWEST else "", "after": after}
    return f"{reverse('articles:search')}?{urlencode({name: value for name, value in chosen.items() if value})}"
