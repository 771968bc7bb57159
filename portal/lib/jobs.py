"""Wakes the sender; the rows are the work, so a wake that is lost or doubled does no harm."""

from procrastinate.contrib.django import app
from procrastinate.job_context import JobContext

from portal.lib import mailserver, sending
from portal.lib.queueing import once


@app.task(name="send", queue="mail", queueing_lock="send", pass_context=True)
def send(context: JobContext) -> None:
    """Hand over all mails that are due; stops between two of them when the worker stops."""
    sending.send_waiting(mailserver.server(), stop=context.should_abort)


def wake() -> None:
    """Let a worker look for mails; for `transaction.on_commit`, so that no caller waits for another's lock."""
    once(send, "send")  # one that waits already will see what we committed
