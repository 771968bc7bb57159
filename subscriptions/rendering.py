"""One issue for many readers: rendered once for each choice of stories, then only the personal words are put in."""

from collections.abc import Collection
from datetime import datetime
from email.utils import format_datetime, make_msgid
from urllib.parse import urlsplit

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse
from django.utils.formats import date_format

from portal.lib import links, mail
from portal.lib.mould import Mould
from subscriptions import emails, stories
from subscriptions.emails import Addressee
from subscriptions.models import Issue, Subscriber
from subscriptions.stories import Chosen

# Words that stand for what is personal; they occur nowhere else.
GAPS = {name: f"zq-{name.replace('_', '-')}-gap" for name in Addressee.__annotations__}
GAPS["address"] = "zq-address@gap.invalid"


class Edition:
    """An issue as it stands at one moment."""

    def __init__(self, issue: Issue, *, at: datetime) -> None:
        self.issue = issue
        self.at = at
        self._stories = stories.of_issue(issue, at=at)
        self._moulds: dict[frozenset[int], Mould] = {}

    def cast(self, subscriber: Subscriber, topics: Collection[int], *, at: datetime) -> bytes:
        """The message for one subscriber, byte for byte as it goes out."""
        return self._mould(topics).cast(**vars(addressee(self.issue, subscriber, at=at)))

    def _mould(self, topics: Collection[int]) -> Mould:
        chosen = Chosen.by(topics, self._stories)
        key = frozenset(story.entry.pk for story in chosen.first)
        if key not in self._moulds:
            message = emails.issue(self.issue, chosen, Addressee(**GAPS), at=self.at)
            self._moulds[key] = Mould(message, gaps=GAPS)
        return self._moulds[key]


def addressee(issue: Issue, subscriber: Subscriber, *, at: datetime) -> Addressee:
    """What is personal about the mail to a subscriber; the same number at every attempt, so that a double is known."""
    host = urlsplit(settings.BASE_URL).hostname
    return Addressee(
        address=mail.bare(subscriber.email),
        email=subscriber.email,
        confirmed_on=date_format(subscriber.confirmed_at or at, "j F Y"),
        preferences_url=links.absolute(emails.preferences_path(subscriber)),
        leave_url=links.absolute(emails.leave_path(subscriber)),
        message_id=f"<weekly.{issue.number}.{subscriber.pk}@{host}>",
        date=format_datetime(at),
    )


def proof(issue: Issue, *, to: str, at: datetime) -> EmailMultiAlternatives:
    """The issue as somebody without topics gets it, for the eyes of staff: its personal links lead to the form."""
    form = links.absolute(reverse("subscriptions:subscribe"))
    personal = Addressee(
        address=mail.bare(to),
        email=to,
        confirmed_on=date_format(at, "j F Y"),
        preferences_url=form,
        leave_url=form,
        message_id=make_msgid(domain=urlsplit(settings.BASE_URL).hostname),
        date=format_datetime(at),
    )
    message = emails.issue(issue, Chosen.by((), stories.of_issue(issue, at=at)), personal, at=at)
    for name in ("List-Unsubscribe", "List-Unsubscribe-Post"):
        del message.extra_headers[name]
    message.subject = f"Proof: {message.subject}"
    return message
