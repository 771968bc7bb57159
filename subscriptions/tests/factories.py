from datetime import UTC, datetime
from itertools import count

from django.utils import timezone

from articles.tests.factories import make_article
from subscriptions.models import Issue, Story, Subscriber

_numbers = count(1)
LONG_AGO = datetime(2026, 1, 1, tzinfo=UTC)


def make_subscriber(*, topics=(), **values):
    """An active subscriber; pass confirmed_at=None for one who has not confirmed."""
    now = timezone.now()
    defaults = {"email": f"reader{next(_numbers)}@example.org", "asked_at": now, "confirmed_at": now}
    subscriber = Subscriber.objects.create(**defaults | values)
    subscriber.topics.set(topics)
    return subscriber


def make_issue(*, stories=None, **values):
    """An issue that waits for its release, with one published story unless told otherwise."""
    number = next(_numbers)
    defaults = {"number": number, "subject": f"Issue {number}: berth 19 opens", "introduction": "<p>Good morning.</p>"}
    issue = Issue.objects.create(**defaults | values)
    for position, entry in enumerate([make_article(published_at=LONG_AGO)] if stories is None else stories):
        Story.objects.create(issue=issue, entry=entry, position=position)
    return issue
