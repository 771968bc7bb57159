"""Signing up, confirming, choosing, leaving, and reading past issues."""

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from itertools import groupby

from django.conf import settings
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from portal.lib import client, keyset, links
from portal.lib.about import about
from portal.lib.http import public_post, require_safe
from portal.lib.links import Purpose
from subscriptions import emails, signing_up, stories
from subscriptions.forms import HOUR, SubscribeForm, TopicsForm
from subscriptions.models import Issue, Story, Subscriber

one_persons = cache_control(private=True, no_store=True)
reads_and_posts = require_http_methods(["GET", "HEAD", "POST"])


@public_post
@reads_and_posts
def subscribe(request: HttpRequest) -> HttpResponse:
    """Same page and one mail for every address, so that neither words nor time tell who reads us."""
    form = SubscribeForm(_typed(request), network=client.network(request))
    if request.method == "POST" and form.is_valid():
        signing_up.ask(form.cleaned_data["email"], at=timezone.now())
        return redirect("subscriptions:asked")
    context = {"form": form, "canonical": links.absolute(reverse("subscriptions:subscribe")), "here": "weekly"}
    response = render(request, "subscriptions/subscribe.html", context, status=429 if form.is_too_much else 200)
    if form.is_too_much:
        response.headers["Retry-After"] = str(HOUR)
    return response


@require_safe
def asked(request: HttpRequest) -> HttpResponse:
    context = {"days": settings.CONFIRM_WITHIN_DAYS, "sender": settings.WEEKLY_FROM_EMAIL, "here": "weekly"}
    return render(request, "subscriptions/asked.html", context)


def _holder_of_link(purpose: Purpose) -> Callable[[Callable[..., HttpResponse]], Callable[..., HttpResponse]]:
    """For a view that acts for the subscriber a mailed link was made for; a link that does not hold says what to do."""

    def decorate(view: Callable[[HttpRequest, Subscriber], HttpResponse]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def guarded(request: HttpRequest, token: str) -> HttpResponse:
            try:
                subscriber = get_object_or_404(Subscriber, pk=purpose.read(token))
            except Http404:
                context = {"form": SubscribeForm(button=_("Mail me a new link")), "here": "weekly"}
                return render(request, "subscriptions/broken_link.html", context, status=404)
            return view(request, subscriber)

        return one_persons(reads_and_posts(guarded))

    return decorate


@public_post
@_holder_of_link(emails.CONFIRM)
def confirm(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    """Mail scanners open every link they see; only a person presses the button."""
    form = TopicsForm(_typed(request), subscriber=subscriber, button=_("Confirm my subscription"))
    context = {"form": form, "subscriber": subscriber, "here": "weekly"}
    if request.method == "POST" and form.is_valid():
        signing_up.confirm(subscriber, topics=form.cleaned_data["topics"], at=timezone.now())
        context |= {"latest": _latest(), "preferences_url": emails.preferences_path(subscriber)}
        return render(request, "subscriptions/confirmed.html", context)
    return render(request, "subscriptions/confirm.html", context)


@public_post
@_holder_of_link(emails.PREFERENCES)
def preferences(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    if not subscriber.is_active:
        return _left(request, subscriber)
    form = TopicsForm(_typed(request), subscriber=subscriber, button=_("Save my topics"))
    context = {"form": form, "subscriber": subscriber, "leave_url": emails.leave_path(subscriber), "here": "weekly"}
    if request.method == "POST" and form.is_valid():
        subscriber.topics.set(form.cleaned_data["topics"])
        context["saved"] = True
    return render(request, "subscriptions/preferences.html", context)


@csrf_exempt  # mail programs post here without our cookie or page; the signed link is the proof
@_holder_of_link(emails.LEAVE)
def leave(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    if request.method == "POST":
        subscriber.leave(at=timezone.now())
        return _left(request, subscriber)
    if not subscriber.is_active:
        return _left(request, subscriber)
    context = {"subscriber": subscriber, "preferences_url": emails.preferences_path(subscriber), "here": "weekly"}
    return render(request, "subscriptions/leave.html", context)


def _left(request: HttpRequest, subscriber: Subscriber) -> HttpResponse:
    context = {"subscriber": subscriber, "back_url": emails.confirm_path(subscriber), "here": "weekly"}
    return render(request, "subscriptions/left.html", context)


def _typed(request: HttpRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


def _latest() -> Issue | None:
    return Issue.objects.released().order_by("-released_at").first()


@require_safe
def archive(request: HttpRequest) -> HttpResponse:
    here = reverse("subscriptions:archive")
    told = Prefetch("placed", Story.objects.filter(entry__withdrawn_at=None).select_related("entry"))
    issues = Issue.objects.released().prefetch_related(told)
    page = keyset.page(issues, after=request.GET.get("after"), size=settings.PAGE_SIZE, moment="released_at")
    context = {
        "months": [(month, list(group)) for month, group in groupby(page, key=_month)],
        "older_url": f"{here}?after={page.older}" if page.older else "",
        "newest_url": "" if page.is_first else here,
        "canonical": links.absolute(here),
        "here": "weekly",
    }
    return render(request, "subscriptions/archive.html", context)


def _month(issue: Issue) -> datetime:
    return issue.released_at.replace(day=1, hour=0, minute=0, second=0, microsecond=0)  # type: ignore[union-attr]  # released


@about(Issue.objects.released, "number")
@require_safe
def issue(request: HttpRequest, number: int) -> HttpResponse:
    issue = get_object_or_404(Issue.objects.released(), number=number)
    context = {
        "issue": issue,
        "stories": stories.of_issue(issue, at=timezone.now()),
        "older": Issue.objects.released().filter(number__lt=number).order_by("-number").first(),
        "newer": Issue.objects.released().filter(number__gt=number).order_by("number").first(),
        "canonical": links.absolute(issue.get_absolute_url()),
        "here": "weekly",
    }
    return render(request, "subscriptions/issue.html", context)
