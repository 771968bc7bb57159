"""The pages that are read: front page, lists, articles."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import groupby
from urllib.parse import urlencode

from django.conf import settings
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from articles import bodies, carrying, gating, previewing, structured
from articles.around import around
from articles.front import front
from articles.models import Article, Author, Correction, Entry, Keyword, Section
from articles.models.places import names_on
from members.access import may_read
from portal.lib import keyset, links, tally

PAGE = 20


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    page = front(at=timezone.now())
    context = {
        "lead": page.lead,
        "latest": page.latest,
        "side": page.side,
        "under": page.under,
        "blocks": page.blocks,
        "answers": page.answers,
        "weekly_action": "/weekly/subscribe/",
        "structured": structured.front(),
        "canonical": links.absolute("/"),
        "here": "front",
    }
    return render(request, "articles/home.html", context)


@require_safe
def section(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Section, slug=slug)
    entries = found.entries.published().for_list()
    page = keyset.page(entries, after=request.GET.get("after"), size=PAGE)
    return _list(request, page, found, kind="section", description=found.description, here=found.slug)


@require_safe
def keyword(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Keyword, slug=slug)
    page = _page_of_listed(request, found.listed.all())
    return _list(request, page, found, kind="keyword", description="")


@require_safe
def author(request: HttpRequest, slug: str) -> HttpResponse:
    found = get_object_or_404(Author, slug=slug)
    page = _page_of_listed(request, found.listed.all())
    return _list(request, page, found, kind="author", description=found.about)


@require_safe
def article(request: HttpRequest, number: int, slug: str = "") -> HttpResponse:
    found = get_object_or_404(Article.objects.select_related("section", "picture"), pk=number)
    if found.withdrawn_at:
        return _withdrawn(request, found)
    if not found.is_published():
        raise Http404("Not published.")
    if slug != found.slug:
        return redirect(found, permanent=True)
    whole = may_read(request.reader, found)  # type: ignore[attr-defined]  # set by members.middleware.reader
    response = render(request, "articles/article.html", _article_context(found, whole=whole))
    return response if request.reader.is_staff else tally.read(response, found.pk)  # type: ignore[attr-defined]  # ours


def _withdrawn(request: HttpRequest, entry: Entry) -> HttpResponse:
    """What stands where it stood: that it is gone, since when and why, and nothing of what it said."""
    context = {
        "entry": entry,
        "reason": entry.withdrawn_because,
        "withdrawn_at": entry.withdrawn_at,
        "latest": Entry.objects.published().for_list()[:3],
    }
    return render(request, "410.html", context, status=410)


@require_safe
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """A draft as its readers will have it, for whoever holds the link; what is published has its own address.

    What was withdrawn is gone for them too, whenever they got their link; the newsroom still sees what it said.
    """
    found = get_object_or_404(Article.objects.select_related("section", "picture"), pk=previewing.number_of(token))
    if found.is_published():
        return redirect(found)
    if found.withdrawn_at and not request.reader.is_staff:  # type: ignore[attr-defined]  # set by members.middleware
        return _withdrawn(request, found)
    response = render(request, "articles/article.html", _article_context(found, whole=True))
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _article_context(entry: Article, *, whole: bool) -> dict[str, object]:
    authors, keywords = names_on(entry.pk)
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


def _page_of_listed(request: HttpRequest, listed: QuerySet) -> keyset.Page:
    """A page of entries, found by walking Listed: a keyword of 20 000 entries costs what one of 20 does."""
    due = listed.filter(published_at__lte=timezone.now()).select_related("entry__section", "entry__picture")
    page = keyset.page(due, after=request.GET.get("after"), size=PAGE, number="entry_id")
    return replace(page, rows=[row.entry for row in page.rows])


def _list(
    request: HttpRequest,
    page: keyset.Page,
    place: Section | Keyword | Author,
    *,
    kind: str,
    **context: object,
) -> HttpResponse:
    path = place.get_absolute_url()
    here = path if page.is_first else f"{path}?{urlencode({'after': request.GET['after']})}"
    return render(
        request,
        "articles/list.html",
        {
            "heading": place.name,
            "kind": kind,
            "page": page,
            "days": _days(page.rows),
            "older_url": f"{path}?after={page.older}" if page.older else "",
            "newest_url": "" if page.is_first else path,
            "canonical": links.absolute(here),
            "feed_url": reverse(f"articles:{kind}_feed", args=[place.slug]),
            "feed_json_url": reverse(f"articles:{kind}_feed_json", args=[place.slug]),
            "structured": structured.place(place, address=links.absolute(here), entries=page.rows),
            **context,
        },
    )


def _days(entries: Sequence[Entry]) -> list[tuple[date, list[Entry]]]:
    return [(day, list(group)) for day, group in groupby(entries, key=_day)]


def _day(entry: Entry) -> date:
    assert entry.published_at  # what is not published is in no list
    return entry.published_at.date()
