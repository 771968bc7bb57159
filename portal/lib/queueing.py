"""Jobs of which one that waits is enough."""

from typing import Any

from django.db import transaction
from procrastinate.exceptions import AlreadyEnqueued
from procrastinate.tasks import Task


def once(task: Task, lock: str, **values: Any) -> bool:
    """Put a job with these values into the queue, unless one under this lock waits there; whether it was put.

    May be called in a transaction: one that is not put leaves it whole.
    """
    try:
        with transaction.atomic():
            task.configure(queueing_lock=lock).defer(**values)
    except AlreadyEnqueued:
        return False
    return True
