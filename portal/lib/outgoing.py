"""What goes out: the kinds of rows that are handed to the mail server, and how each becomes a message."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from portal.lib.handing import Handed
from portal.lib.models import Mail


@dataclass(frozen=True)
class Envelope:
    """One message as it goes out; lines of `message` end in CRLF."""

    pk: int
    sender: str
    recipient: str
    message: bytes


class Kind(Protocol):
    """One model of rows to be handed over, and how a row becomes a message."""

    model: type[Handed]

    def envelopes(self, pks: Sequence[int], *, at: datetime) -> Iterable[Envelope]:
        """One after the other, made when asked for; a row that shall not be sent any more is ended and left out."""
        ...


class Mails:
    """The outbox, whose rows hold the message whole."""

    model: type[Handed] = Mail

    def envelopes(self, pks: Sequence[int], *, at: datetime) -> Iterable[Envelope]:
        for mail in Mail.objects.filter(pk__in=pks).order_by("due_at", "pk"):
            yield Envelope(mail.pk, mail.sender, mail.recipient, bytes(mail.message))


# In order of urgency; an app that sends rows of its own adds their kind.
KINDS: list[Kind] = [Mails()]
