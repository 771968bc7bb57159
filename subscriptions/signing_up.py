"""Asking for the Weekly: one mail for every address, known or not, which says what fits."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from articles.models import Section
from subscriptions import emails
from subscriptions.models import Subscriber


def ask(email: str, *, at: datetime) -> Subscriber:
    """Somebody wants the Weekly at `email`; nothing is sent there until its owner has confirmed."""
    with transaction.atomic():
        subscriber, is_new = Subscriber.objects.get_or_create(email=email.lower(), defaults={"asked_at": at})
        if not (is_new or subscriber.confirmed_at):  # its days to confirm begin again
            Subscriber.objects.filter(pk=subscriber.pk, confirmed_at=None).update(asked_at=at)
        build = emails.already_subscribed if subscriber.is_active else emails.please_confirm
        build(subscriber).send()
    return subscriber


def confirm(subscriber: Subscriber, *, topics: Iterable[Section], at: datetime) -> None:
    """The owner of the address has pressed the button, and said what comes first."""
    with transaction.atomic():
        subscriber.confirm(at=at)
        subscriber.topics.set(topics)


def forget(*, before: datetime) -> int:
    """Drop addresses that were asked for before then and that nobody confirmed; how many there were."""
    return Subscriber.objects.filter(confirmed_at=None, asked_at__lt=before).delete()[0]
