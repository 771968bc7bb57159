"""An article without the page around it."""

from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.html import format_html

from articles import sheets
from articles.models import Article
from articles.views.reading import withdrawn
from members.access import may_read
from portal.lib.http import require_safe


@require_safe
def plain(request: HttpRequest, number: int, slug: str) -> HttpResponse:
    return _sheet(request, number, slug, route="articles:plain", shown=sheets.plain)


@require_safe
def markdown(request: HttpRequest, number: int, slug: str) -> HttpResponse:
    return _sheet(request, number, slug, route="articles:markdown", shown=sheets.as_markdown)


def _sheet(
    request: HttpRequest,
    number: int,
    slug: str,
    *,
    route: str,
    shown: Callable[[HttpRequest, sheets.Sheet], HttpResponse],
) -> HttpResponse:
    found = get_object_or_404(Article.objects.select_related("section"), pk=number)
    if found.withdrawn_at:
        return withdrawn(request, found)
    if not found.is_published():
        raise Http404("Not published.")
    if slug != found.slug:
        return redirect(route, found.pk, found.slug, permanent=True)
    whole = may_read(request.reader, found)  # type: ignore[attr-defined]  # set by members.middleware.reader
    above = format_html("<p>{}</p>", found.abstract)
    return shown(request, sheets.sheet(found, text=found.body, above=above, whole=whole, dateline=found.dateline))
