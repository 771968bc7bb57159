"""Asking, looking how far a question is, and reading what was answered."""

from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods, require_safe

from articles import carrying, gating, illustrating
from articles.around import around
from articles.models import Correction, Entry
from articles.models.entry import EntryQuerySet
from articles.teasing import teaser
from feedback import answering, asking, codes, emails, structured
from feedback.forms import AskForm
from feedback.models import Answer, Question
from members.access import may_read
from portal.lib import client, keyset, links, tally
from portal.lib.http import public_post
from portal.lib.links import Purpose

RECEIVED = Purpose("question.received", within=timedelta(hours=2))

# A page with a captcha, or with what one person asked, is nobody else's.
one_persons = cache_control(private=True, no_store=True)


@public_post
@require_http_methods(["GET", "HEAD", "POST"])
@one_persons
def ask(request: HttpRequest) -> HttpResponse:
    return _ask(request, "feedback/ask.html")


@public_post
@require_http_methods(["GET", "HEAD", "POST"])
@one_persons
def ask_box(request: HttpRequest) -> HttpResponse:
    """The same form without a page around it, for the box on an article."""
    return _ask(request, "feedback/_ask_box.html")


def _ask(request: HttpRequest, template: str) -> HttpResponse:
    about = _about(request)
    if request.method != "POST":
        return _form(request, template, AskForm(about=about), about)
    if "reload" in request.POST:
        return _form(request, template, AskForm.kept(request.POST, about=about), about)
    network = client.network(request)
    form = AskForm(request.POST, about=about)
    try:
        asking.count_try(network)
        question = asking.ask(form, about=about, network=network, at=timezone.now())
    except asking.TooMany:
        kept = AskForm.kept(request.POST, about=about)
        return _form(request, template, kept, about, too_many=True)
    if question is None:
        return _form(request, template, form, about)
    return redirect(f"{reverse('feedback:asked')}?{urlencode({'question': RECEIVED.token(question.pk)})}")


def _form(
    request: HttpRequest, template: str, form: AskForm, about: Entry | None, *, too_many: bool = False
) -> HttpResponse:
    if not codes.allowed("new", client.network(request)):
        form, too_many = AskForm.kept(request.POST, about=about).without_code(), True
    context = {
        "form": form,
        "about": about,
        "too_many": too_many,
        "our_address": emails.our_address(),
        "answers": _latest_answers(),
        "canonical": links.absolute(reverse("feedback:ask")),
        "here": "ask",
    }
    response = render(request, template, context, status=429 if too_many else 200)
    if too_many:
        response.headers["Retry-After"] = str(asking.HOUR)
    return response


def _about(request: HttpRequest) -> Entry | None:
    """The article the question is about; a draft, or a number that names nothing, is left out."""
    number = request.GET.get("about", "")
    if not (number.isdecimal() and len(number) < 19):
        return None
    return Entry.objects.published().filter(pk=int(number)).first()


def _latest_answers() -> EntryQuerySet:
    return _answers().for_list()[:3]


def _answers() -> EntryQuerySet:
    return Entry.objects.published().filter(kind=Entry.Kind.ANSWER)


@require_safe
@one_persons
def asked(request: HttpRequest) -> HttpResponse:
    """What happens next, for whoever has just asked."""
    token = request.GET.get("question")
    if not token:
        return redirect("feedback:ask")
    question = get_object_or_404(Question.objects.select_related("about"), pk=RECEIVED.read(token))
    return render(
        request, "feedback/received.html", {"question": question, "answers": _latest_answers(), "here": "ask"}
    )


@public_post
@require_http_methods(["GET", "HEAD", "POST"])
@one_persons
def status(request: HttpRequest, token: str) -> HttpResponse:
    """The question and how far it is, for whoever holds the link from the mail; the button takes consent back."""
    question = get_object_or_404(Question.objects.select_related("about"), pk=emails.STATUS.read(token))
    if request.method == "POST":
        answering.keep_private(question)
        return redirect("feedback:status", token=token)
    published = _answers().filter(answer__question=question).first()
    context = {"question": question, "published": published, "our_address": emails.our_address(), "here": "ask"}
    return render(request, "feedback/status.html", context)


@require_safe
def questions(request: HttpRequest) -> HttpResponse:
    """Everything answered in public, newest first."""
    here = reverse("feedback:questions")
    page = keyset.page(_answers().for_list(), after=request.GET.get("after"), size=settings.PAGE_SIZE)
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
    entry = get_object_or_404(Answer.objects.select_related("section", "about"), pk=number)
    if entry.withdrawn_at:
        return _gone(request, entry)
    if not entry.is_published():
        raise Http404("Not published.")
    if slug != entry.slug:
        return redirect(entry, permanent=True)
    whole = may_read(request.reader, entry)  # type: ignore[attr-defined]  # set by members.middleware.reader
    response = render(request, "feedback/answer.html", _page_of(entry, whole=whole))
    return response if request.reader.is_staff else tally.read(response, entry.pk)  # type: ignore[attr-defined]  # ours


def _gone(request: HttpRequest, entry: Answer) -> HttpResponse:
    why = {"entry": entry, "reason": entry.withdrawn_because, "withdrawn_at": entry.withdrawn_at}
    return render(request, "410.html", why | {"latest": _latest_answers(), "here": "questions"}, status=410)


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
