"""Asking, and looking how far a question is."""

from datetime import timedelta
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_http_methods

from articles.models import Entry
from feedback import answering, asking, codes, emails
from feedback.forms import AskForm
from feedback.models import Question, latest_answers, published_answers
from portal.lib import client, links
from portal.lib.http import public_post, require_safe
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
        "answers": latest_answers(),
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


@require_safe
@one_persons
def asked(request: HttpRequest) -> HttpResponse:
    """What happens next, for whoever has just asked."""
    token = request.GET.get("question")
    if not token:
        return redirect("feedback:ask")
    question = get_object_or_404(Question.objects.select_related("about"), pk=RECEIVED.read(token))
    return render(
        request,
        "feedback/received.html",
        {"question": question, "answers": latest_answers(), "here": "ask"},
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
    published = published_answers().filter(answer__question=question).first()
    context = {"question": question, "published": published, "our_address": emails.our_address(), "here": "ask"}
    return render(request, "feedback/status.html", context)
