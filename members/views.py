"""Starting a trial, and what is open to whoever is logged in."""

from allauth.account.models import EmailAddress
from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from members import trying
from members.access import signed_in
from members.models import Membership, User
from members.trial_forms import TrialForm
from portal.lib import client, links, throttle
from portal.lib.http import public_post, require_safe

LONGEST_PATH = 500
AGAIN = 5  # confirmations that one account asks for in an hour


@public_post
@require_http_methods(["GET", "HEAD", "POST"])
def trial(request: HttpRequest) -> HttpResponse:
    """One form; whoever has an account is told what it opens instead. An address alone, typed beside an article,
    fills the form in: it never stands in an address."""
    back_to = _own_path(request.POST.get("next") or request.GET.get("next", ""))
    if request.reader.user:  # type: ignore[attr-defined]  # set by members.middleware.reader
        return render(request, "members/trial_standing.html", _standing(request) | {"back_to": back_to})
    if "password1" not in request.POST:
        return _form(request, TrialForm.begun(request.POST, back_to=back_to))
    form, network = TrialForm(request.POST), client.network(request)
    try:
        trying.count_try(network)
        if not form.is_valid():
            return _form(request, form)
        trying.count_address(network, form.cleaned_data["email"])
        user = trying.start(request, form, network=network, at=timezone.now())
    except trying.TooMany as too_many:
        return _form(request, TrialForm.begun(request.POST, back_to=back_to), wait=too_many.wait)
    return _enter(request, user, back_to)


def _enter(request: HttpRequest, user: User, back_to: str) -> HttpResponse:
    """In a session of its own, on the page one came from."""
    begun = user.memberships.get(kind=Membership.Kind.TRIAL)
    until = date_format(begun.ends_at, "j F Y, H:i") if begun.ends_at else ""
    words = _("Your free trial has begun. Confirm %(email)s by the mail we sent there before %(until)s UTC.")
    response = perform_login(request, user, email_verification="none", redirect_url=back_to or "/", signup=True)
    messages.success(request, words % {"email": user.email, "until": until})
    return response


def _form(request: HttpRequest, form: TrialForm, *, wait: int = 0) -> HttpResponse:
    """The form as it stands; with `wait`, the seconds until its network may send one again."""
    context = {
        "form": form,
        "wait": wait,
        "days": settings.TRIAL_DAYS,
        "confirm_days": settings.TRIAL_CONFIRM_DAYS,
        "canonical": links.absolute(reverse("members:trial")),
        "here": "trial",
    }
    response = render(request, "members/trial.html", context, status=429 if wait else 200)
    if wait:
        response.headers["Retry-After"] = str(wait)
    return response


@require_safe
@login_required
def access(request: HttpRequest) -> HttpResponse:
    return render(request, "members/access.html", _standing(request))


@require_POST
@login_required
def confirm_again(request: HttpRequest) -> HttpResponse:
    """The mail that asks to confirm the trial's address, once more."""
    user = signed_in(request)
    address = EmailAddress.objects.filter(user=user, verified=False).order_by("-primary", "pk").first()
    if address and throttle.allow(f"confirm.by:{user.pk}", limit=AGAIN, seconds=trying.HOUR):
        address.send_confirmation(request)
        messages.success(request, _("We have mailed the link to %(email)s once more.") % {"email": address.email})
    elif address:
        messages.warning(request, _("We have mailed that link several times. Please try again in an hour."))
    return redirect("members:access")


def _standing(request: HttpRequest) -> dict[str, object]:
    """What is open to the person of the session, and what was."""
    user, now = signed_in(request), timezone.now()
    mine = list(user.memberships.order_by("-starts_at", "-pk"))
    is_open = [membership for membership in mine if membership.is_open_at(now)]
    longest = max(is_open, key=lambda one: (one.ends_at is None, one.ends_at), default=None)
    return {
        "membership": longest,
        "ended": None if longest else next(iter(mine), None),
        "address": EmailAddress.objects.filter(user=user).order_by("-primary", "pk").first(),
        "trial_days": settings.TRIAL_DAYS,
    }


def _own_path(path: str) -> str:
    """`path` where it is one of ours, else nothing: nobody is led to another site."""
    is_ours = path.startswith("/") and len(path) <= LONGEST_PATH and path.isprintable() and "\\" not in path
    return path if is_ours and url_has_allowed_host_and_scheme(path, allowed_hosts=None) else ""
