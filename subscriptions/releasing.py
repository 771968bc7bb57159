"""An issue is handed to the sender, once and for all."""

from datetime import datetime

from django.db import connection, transaction

from members.models import User
from portal.lib import jobs, pages
from subscriptions import stories
from subscriptions.models import Issue

_DELIVER = """
INSERT INTO subscriptions_delivery (issue_id, subscriber_id, due_at, attempts, reply)
SELECT %s, id, %s, 0, '' FROM subscriptions_subscriber WHERE confirmed_at IS NOT NULL AND left_at IS NULL ORDER BY id
"""


class AlreadyReleased(Exception):
    """Somebody was faster; nothing was done."""


class NothingToTell(Exception):
    """None of its stories is open to readers; nothing was done."""


def release(issue: Issue, *, by: User, at: datetime) -> int:
    """Give the issue to its readers and to the archive; how many it goes to. AlreadyReleased, NothingToTell."""
    with transaction.atomic():
        if not Issue.objects.filter(pk=issue.pk, released_at=None).update(released_at=at, released_by=by):
            raise AlreadyReleased
        if not stories.of_issue(issue, at=at):
            raise NothingToTell
        with connection.cursor() as cursor:
            cursor.execute(_DELIVER, [issue.pk, at])
            count = cursor.rowcount
        pages.changed()
        transaction.on_commit(jobs.wake, robust=True)
    return count
