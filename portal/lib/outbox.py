"""The mail backend: a mail that is sent becomes a row, in the caller's transaction."""

import re
from collections.abc import Sequence
from datetime import datetime

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from portal.lib import jobs
from portal.lib.models import Mail

# SMTP knows one end of a line; a lone CR or LF that somebody typed would be refused, or worse.
_LINE_ENDS = re.compile(rb"\r\n|\r|\n")


def forget(*, before: datetime) -> int:
    """Drop mails written before then that were sent, or that staff have seen to; how many there were. Their texts hold
    addresses and what people wrote, and nobody needs those for ever."""
    done = Q(sent_at__isnull=False) | Q(settled_at__isnull=False)
    return Mail.objects.filter(done, created_at__lt=before).delete()[0]


class OutboxBackend(BaseEmailBackend):
    """Django's EMAIL_BACKEND here, for every library too."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        now = timezone.now()
        rows = [
            Mail(
                recipient=recipient,
                sender=message.from_email,
                subject=message.subject[:500],
                message=_LINE_ENDS.sub(b"\r\n", message.message().as_bytes()),
                created_at=now,
                due_at=now,
            )
            for message in email_messages
            for recipient in message.recipients()
        ]
        Mail.objects.bulk_create(rows)
        transaction.on_commit(jobs.wake, robust=True)  # the rows stand; the schedule finds them without it
        return len(email_messages)
