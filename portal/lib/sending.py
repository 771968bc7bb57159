"""Hands over every row that is due, one at a time, so that a kill anywhere leaves at most one in doubt."""

import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta

from django.db.models import F
from django.utils import timezone

from portal.lib.claiming import Sender, Sent, recover
from portal.lib.handing import Handed
from portal.lib.mailserver import Server
from portal.lib.outgoing import KINDS, Envelope, Kind
from portal.lib.smtp import Connection, Refused, Unanswered, Unreachable

logger = logging.getLogger(__name__)

BATCH = 50
# Minutes until the next attempt at a mail that was refused for now: four quick ones, then hourly for 48 hours.
RETRIES = [1, 5, 15, 60, *[60] * 48]
# So many connections that end in the middle of a mail, one after the other, and the server has trouble of its own.
DROPS = 3


def send_waiting(
    server: Server | None,
    *,
    kinds: Sequence[Kind] = KINDS,
    now: Callable[[], datetime] = timezone.now,
    stop: Callable[[], bool] = lambda: False,
) -> int:
    """Hand over all that is due; how many the server took.

    Can be killed anywhere and run any number of times at once: whoever comes second leaves the work to the first,
    who looks once more after letting go, so that a row that came in between is nobody's loss.
    """
    for kind in kinds:
        recover(kind.model, at=now())
    if server is None:
        return 0
    with Sender() as sender:
        run = _Run(sender, server, kinds, now, stop)
        while run.has_work() and sender.begin():
            try:
                run.all()
            finally:
                sender.end()
    return run.taken


class _Run:
    def __init__(
        self,
        sender: Sender,
        server: Server,
        kinds: Sequence[Kind],
        now: Callable[[], datetime],
        stop: Callable[[], bool],
    ) -> None:
        self._sender, self._server, self._kinds, self._now, self._stop = sender, server, kinds, now, stop
        self._connection: Connection | None = None
        self._after: Sent | None = None  # taken by the server, not yet written down
        self._drops = 0
        self._is_over = False
        self.taken = 0

    def has_work(self) -> bool:
        """Whether a row is due that no sender has, and nothing forbids to send it now."""
        if self._is_over or self._stop():
            return False
        at = self._now()
        return any(
            kind.model.objects.waiting().filter(due_at__lte=at, claimed_by=None).exists() for kind in self._kinds
        )

    def all(self) -> None:
        try:
            while not self._stop() and (batch := self._claimed()):
                kind, pks = batch
                for envelope in kind.envelopes(pks, at=self._now()):
                    if self._stop():
                        break
                    self._hand_over(kind.model, envelope)
        except Unreachable as failure:
            self._is_over = True
            self._let_go(str(failure))
        finally:
            try:
                self._write()
            finally:
                self._hang_up()

    def _claimed(self) -> tuple[Kind, list[int]] | None:
        """The next rows of the most urgent kind that has any."""
        for kind in self._kinds:
            if pks := self._sender.claim(kind.model, limit=BATCH, at=self._now()):
                return kind, pks
        return None

    def _hand_over(self, model: type[Handed], envelope: Envelope) -> None:
        """One mail; a kept connection that the server has ended meanwhile is opened anew, once."""
        connection, pk = self._connected(), envelope.pk
        was_fresh = connection.is_fresh
        try:
            self._attempt(connection, model, envelope)
        except Refused as refusal:
            self._later(model, pk, str(refusal), gives_up=True, is_final=not refusal.is_for_now)
        except Unanswered as failure:
            self._update(model, pk, uncertain_at=self._now(), reply=str(failure), attempts=F("attempts") + 1)
            self._dropped(failure)
        except Unreachable as failure:
            if was_fresh:
                self._later(model, pk, str(failure), gives_up=False)
                self._dropped(failure)
            else:
                self._update(model, pk, handing_at=None)
                self._hand_over(model, envelope)

    def _attempt(self, connection: Connection, model: type[Handed], envelope: Envelope) -> None:
        connection.offer(sender=envelope.sender, recipient=envelope.recipient, message=envelope.message)
        is_ours = self._sender.hand(model, envelope.pk, at=self._now(), after=self._after)
        self._after = None
        if not is_ours:
            connection.close()
            return
        self._after = Sent(model, envelope.pk, connection.finish(), self._now())
        self._drops = 0
        self.taken += 1

    def _dropped(self, failure: Exception) -> None:
        """A server that ends one connection after the other is left alone, before every mail becomes uncertain."""
        self._drops += 1
        if self._drops >= DROPS:
            raise Unreachable(str(failure)) from failure

    def _connected(self) -> Connection:
        if self._connection is None or not self._connection.is_open:
            self._connection = Connection(self._server)
        return self._connection

    def _hang_up(self) -> None:
        if self._connection:
            self._connection.quit()
            self._connection = None

    def _later(self, model: type[Handed], pk: int, reply: str, *, gives_up: bool, is_final: bool = False) -> None:
        """Let the row wait for its next attempt, or end it as refused where there is none."""
        at = self._now()
        failed = model.objects.values_list("attempts", flat=True).get(pk=pk) + 1
        ended = is_final or (gives_up and failed > len(RETRIES))
        moment = (
            {"refused_at": at} if ended else {"due_at": at + timedelta(minutes=RETRIES[min(failed, len(RETRIES)) - 1])}
        )
        self._update(model, pk, handing_at=None, claimed_by=None, attempts=failed, reply=reply, **moment)

    def _update(self, model: type[Handed], pk: int, **values: object) -> None:
        self._write()
        model.objects.filter(pk=pk, claimed_by=self._sender.number).update(**values)

    def _let_go(self, reply: str) -> None:
        """Nothing was wrong with these: they wait as before, and say why."""
        logger.warning("Mails wait: %s", reply)
        for kind in self._kinds:
            mine = kind.model.objects.waiting().filter(claimed_by=self._sender.number, handing_at=None)
            mine.update(claimed_by=None, reply=reply)

    def _write(self) -> None:
        if self._after:
            self._sender.sent(self._after)
            self._after = None
