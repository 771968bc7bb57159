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
        subscriber, _ = Subscriber.objects.get_or_create(email=email.lower(), defaults={"asked_at": at})
        build = emails.already_subscribed if subscriber.is_active else emails.please_confirm
        build(subscriber).send()
    return subscriber


def confirm(subscriber: Subscriber, *, topics: Iterable[Section], at: datetime) -> None:
    """The owner of the address has pressed the button, and said what comes first."""
    with transaction.atomic():
        subscriber.confirm(at=at)
        subscriber.topics.set(topics)
