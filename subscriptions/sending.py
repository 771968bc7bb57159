"""The Weekly's rows among what goes out: each becomes a message when it is handed over."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from django.conf import settings

from portal.lib.handing import Handed
from portal.lib.mail import NoAddress
from portal.lib.outgoing import Envelope
from subscriptions.models import Delivery, Issue
from subscriptions.rendering import Edition

# What was rendered is good for so long: an article withdrawn meanwhile is soon left out.
RENDERED_FOR = timedelta(seconds=30)


class Deliveries:
    model: type[Handed] = Delivery

    def __init__(self) -> None:
        self._edition: Edition | None = None

    def envelopes(self, pks: Sequence[int], *, at: datetime) -> Iterable[Envelope]:
        rows = Delivery.objects.filter(pk__in=pks).select_related("issue", "subscriber").order_by("due_at", "pk")
        for delivery in rows.prefetch_related("subscriber__topics"):
            subscriber = delivery.subscriber
            if not subscriber.is_active:
                Delivery.objects.filter(pk=delivery.pk).update(skipped_at=at, claimed_by=None)
                continue
            topics = [section.pk for section in subscriber.topics.all()]
            try:
                message = self._edition_of(delivery.issue, at=at).cast(subscriber, topics, at=at)
            except NoAddress as error:  # one that came in by no form of ours holds up nobody else
                Delivery.objects.filter(pk=delivery.pk).update(refused_at=at, claimed_by=None, reply=str(error))
                continue
            yield Envelope(delivery.pk, settings.WEEKLY_FROM_EMAIL, subscriber.email, message)

    def _edition_of(self, issue: Issue, *, at: datetime) -> Edition:
        held = self._edition
        if held is None or held.issue.pk != issue.pk or not held.at <= at < held.at + RENDERED_FOR:
            self._edition = held = Edition(issue, at=at)
        return held
