"""The pages that are read: front page, articles, what staff say about the portal."""

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.safestring import mark_safe

from articles import bodies, carrying, fetching, front, gating, structured, tables
from articles.around import around
from articles.models import Article, Author, Correction, Entry, Keyword, OldAddress, Page
from articles.models.places import names_on
from articles.views import addresses
from members.access import may_read
from portal.lib import links, tally
from portal.lib.http import require_safe


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    return render(request, "articles/home.html", front.context(front.live(), at=timezone.now()))


@require_safe
def page(request: HttpRequest, slug: str) -> HttpResponse:
    """What staff say about the portal."""
    found = get_object_or_404(Page, slug=slug)
    context = {"page": found, "body": mark_safe(tables.framed(found.body))}  # cleaned when it was saved
    return render(request, "articles/page.html", context | {"canonical": links.absolute(found.get_absolute_url())})


@require_safe
def article(request: HttpRequest, number: int, slug: str = "") -> HttpResponse:
    found = fetching.article(number)
    if found is None or (slug != found.slug and OldAddress.objects.filter(path=request.path).exists()):
        return addresses.old_address(request, request.path.lstrip("/"))  # of another portal, whose number was taken
    if found.withdrawn_at:
        return withdrawn(request, found)
    if not found.is_published():
        raise Http404("Not published.")
    if slug != found.slug:
        return redirect(found, permanent=True)
    whole = may_read(request.reader, found)  # type: ignore[attr-defined]  # set by members.middleware.reader
    response = render(request, "articles/article.html", article_context(found, whole=whole))
    return response if request.reader.is_staff else tally.read(response, found.pk)  # type: ignore[attr-defined]  # ours


def withdrawn(request: HttpRequest, entry: Entry) -> HttpResponse:
    """What stands where it stood: that it is gone, since when and why, and nothing of what it said."""
    context = {
        "entry": entry,
        "reason": entry.withdrawn_because,
        "withdrawn_at": entry.withdrawn_at,
        "latest": Entry.objects.published().for_list()[:3],
    }
    return render(request, "410.html", context, status=410)


def article_context(
    entry: Article, *, whole: bool, names: tuple[list[Author], list[Keyword]] | None = None
) -> dict[str, object]:
    """What the page of an article prints; `names` are its authors and keywords where they are not those of its row."""
    authors, keywords = names or names_on(entry.pk)
    corrections = list(Correction.objects.of(entry))
    return {
        **carrying.addresses(entry),
        **vars(around(entry, at=timezone.now())),
        "entry": entry,
        "body": bodies.readable(entry, whole=whole),
        "whole": whole,
        "held": None if whole else gating.held_back(entry),
        "trial_days": settings.TRIAL_DAYS,
        "authors": authors,
        "keywords": keywords,
        "structured": structured.article(entry, authors=authors, keywords=keywords, corrections=corrections),
        "corrections": corrections,
        "ask_url": f"/ask/?about={entry.pk}",
        "here": entry.section.slug,
    }
