"""What the worker does for articles that somebody takes away: the same run as that of `export_articles`."""

from datetime import datetime

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.job_context import JobContext

from articles import transferring
from articles.exporting import parcels
from articles.exporting.running import Run
from articles.models import Article, Export
from articles.transferring import TRIES, Unusable, Watch
from portal.lib.queueing import once


@app.task(
    name="send_out",
    queue="transfers",
    lock="exports",  # the second of two waits for the first
    retry=RetryStrategy(max_attempts=TRIES + 1, wait=5),
    pass_context=True,
)
def send_out(context: JobContext, number: int) -> None:
    """One try of an export, from its beginning."""
    with transferring.tried(Export, number, stop=context.should_abort, again=lambda: soon(number)) as found:
        if found:
            send(*found)


def soon(number: int) -> None:
    """Let a worker see to the export."""
    once(send_out, f"export.{number}", number=number)


def send(transfer: Export, watch: Watch) -> None:
    watch.keep(total=Article.objects.filter(transfer.among).count())
    try:
        with parcels.opened(parcels.path(transfer), transfer.format, at=transfer.began_at()) as parcel:
            run = Run(parcel.put, parcel, lambda _words: None, watch.passed, transfer.among)
            run.send()
    except OSError as error:
        raise Unusable(f"{error.strerror or error}.") from error
    watch.keep(lacking=run.lacking)


def look(*, at: datetime) -> None:
    """Wake for exports whose job was lost."""
    for number in transferring.silent(Export, at=at):
        soon(number)
