"""Reading what was answered in public."""

from collections.abc import Callable

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, linebreaks
from django.utils.safestring import mark_safe

from articles import carrying, gating, illustrating, sheets
from articles.around import around
from articles.models import Correction
from articles.teasing import teaser
from feedback import structured
from feedback.models import Answer, latest_answers, published_answers
from members.access import may_read
from portal.lib import keyset, links, tally
from portal.lib.http import require_safe

Show = Callable[[HttpRequest, Answer, bool], HttpResponse]


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """Everything answered in public, newest first."""
    here = reverse("feedback:questions")
    page = keyset.page(published_answers().for_list(), after=request.GET.get("after"), size=settings.PAGE_SIZE)
    context = {
        "page": page,
        "older_url": f"{here}?after={page.older}" if page.older else "",
        "newest_url": "" if page.is_first else here,
        "canonical": links.absolute(here),
        "structured": structured.questions(page, address=links.absolute(here)),
        "here": "questions",
    }
    return render(request, "feedback/questions.html", context)


@require_safe
def answer(request: HttpRequest, number: int, slug: str = "") -> HttpResponse:
    """One question and its answer; a wrong slug leads on, a withdrawn answer says so."""
    return _shown(request, number, slug, route="feedback:answer", show=_page)


@require_safe
def plain(request: HttpRequest, number: int, slug: str) -> HttpResponse:
    return _shown(request, number, slug, route="feedback:answer_plain", show=_plain)


@require_safe
def markdown(request: HttpRequest, number: int, slug: str) -> HttpResponse:
    return _shown(request, number, slug, route="feedback:answer_markdown", show=_markdown)


def _shown(request: HttpRequest, number: int, slug: str, *, route: str, show: Show) -> HttpResponse:
    entry = get_object_or_404(Answer.objects.select_related("section", "about"), pk=number)
    if entry.withdrawn_at:
        return _gone(request, entry)
    if not entry.is_published():
        raise Http404("Not published.")
    if slug != entry.slug:
        return redirect(route, entry.pk, entry.slug, permanent=True)
    whole = may_read(request.reader, entry)  # type: ignore[attr-defined]  # set by members.middleware.reader
    return show(request, entry, whole)


def _page(request: HttpRequest, entry: Answer, whole: bool) -> HttpResponse:
    response = render(request, "feedback/answer.html", _page_of(entry, whole=whole))
    return response if request.reader.is_staff else tally.read(response, entry.pk)  # type: ignore[attr-defined]  # ours


def _plain(request: HttpRequest, entry: Answer, whole: bool) -> HttpResponse:
    return sheets.plain(request, _sheet(entry, whole=whole))


def _markdown(request: HttpRequest, entry: Answer, whole: bool) -> HttpResponse:
    return sheets.as_markdown(request, _sheet(entry, whole=whole))


def _sheet(entry: Answer, *, whole: bool) -> sheets.Sheet:
    asked = mark_safe(linebreaks(entry.asked, autoescape=True))  # escaped by it
    above = format_html("<blockquote>{}</blockquote>", asked) if entry.asked else mark_safe("")
    return sheets.sheet(entry, text=entry.body, above=above, whole=whole)


def _gone(request: HttpRequest, entry: Answer) -> HttpResponse:
    why = {"entry": entry, "reason": entry.withdrawn_because, "withdrawn_at": entry.withdrawn_at}
    return render(request, "410.html", why | {"latest": latest_answers(), "here": "questions"}, status=410)


def _page_of(entry: Answer, *, whole: bool) -> dict[str, object]:
    corrections = list(Correction.objects.of(entry))
    return {
        **carrying.addresses(entry),
        **vars(around(entry, at=timezone.now())),
        "entry": entry,
        "body": illustrating.with_sizes(entry.body if whole else teaser(entry.body, written=entry.teaser)),
        "whole": whole,
        "held": None if whole else gating.held_back(entry),
        "trial_days": settings.TRIAL_DAYS,
        "keywords": list(entry.keywords.all()),
        "corrections": corrections,
        "structured": structured.question_page(entry, whole=whole, corrections=corrections),
        "here": "questions",
    }
