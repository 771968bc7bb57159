"""The mails of the Weekly, one function each; they build, the caller sends."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from portal.lib import links, mail
from portal.lib.links import Purpose
from subscriptions.models import Issue, Subscriber
from subscriptions.stories import Chosen, in_mail

CONFIRM = Purpose("weekly.confirm", within=timedelta(days=settings.CONFIRM_WITHIN_DAYS))
PREFERENCES = Purpose("weekly.preferences")
LEAVE = Purpose("weekly.leave")
BY_ITSELF = {"Auto-Submitted": "auto-generated"}


def path(route: str, purpose: Purpose, subscriber: Subscriber) -> str:
    return reverse(route, args=[purpose.token(subscriber.pk)])


def confirm_path(subscriber: Subscriber) -> str:
    return path("subscriptions:confirm", CONFIRM, subscriber)


def preferences_path(subscriber: Subscriber) -> str:
    return path("subscriptions:preferences", PREFERENCES, subscriber)


def leave_path(subscriber: Subscriber) -> str:
    return path("subscriptions:leave", LEAVE, subscriber)


def please_confirm(subscriber: Subscriber) -> EmailMultiAlternatives:
    """To an address that does not get the Weekly: whoever reads its mail says whether it should."""
    context = {"url": links.absolute(confirm_path(subscriber)), "days": settings.CONFIRM_WITHIN_DAYS}
    return _build("subscriptions/mail_confirm", context, subscriber)


def already_subscribed(subscriber: Subscriber) -> EmailMultiAlternatives:
    """To an address that gets the Weekly, when somebody signs it up once more."""
    context = {
        "subscriber": subscriber,
        "preferences_url": links.absolute(preferences_path(subscriber)),
        "leave_url": links.absolute(leave_path(subscriber)),
    }
    return _build("subscriptions/mail_already", context, subscriber)


def _build(template: str, context: dict[str, object], subscriber: Subscriber) -> EmailMultiAlternatives:
    return mail.build(template, context, to=subscriber.email, sender=settings.WEEKLY_FROM_EMAIL, headers=BY_ITSELF)


@dataclass(frozen=True)
class Addressee:
    """All that differs between two readers with the same topics."""

    address: str  # in the header
    email: str  # in the text
    confirmed_on: str
    preferences_url: str
    leave_url: str
    message_id: str
    date: str


def issue(issue: Issue, chosen: Chosen, addressee: Addressee, *, at: datetime) -> EmailMultiAlternatives:
    """One issue for one reader. RFC 8058: a mail program's own "Unsubscribe" posts to the address in the header."""
    context = {
        "issue": issue,
        "day": issue.released_at or at,
        "introduction": in_mail(issue.introduction),
        "introduction_text": mail.plain(in_mail(issue.introduction)),
        "chosen": chosen,
        "addressee": addressee,
        "issue_url": links.absolute(issue.get_absolute_url()),
        "archive_url": links.absolute(reverse("subscriptions:archive")),
    }
    host = urlsplit(settings.BASE_URL).hostname
    headers = {
        "Date": addressee.date,
        "Message-ID": addressee.message_id,
        "List-Id": f"Belt and Road Weekly <weekly.{host}>",
        "List-Archive": f"<{context['archive_url']}>",
        "List-Unsubscribe": f"<{addressee.leave_url}>",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        "Precedence": "bulk",
    }
    sender = settings.WEEKLY_FROM_EMAIL
    return mail.build("subscriptions/mail_issue", context, to=addressee.address, sender=sender, headers=headers)
