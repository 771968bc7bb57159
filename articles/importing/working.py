"""What the worker does for an archive that was sent to the newsroom: the same run as that of `import_articles`."""

from datetime import datetime
from functools import partial
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.job_context import JobContext

from articles import transferring
from articles.importing import uploads
from articles.importing.media import Media
from articles.importing.reporting import Report
from articles.importing.running import Run
from articles.importing.standing import Options
from articles.models import Import
from articles.transferring import TRIES, Watch
from members.models import User
from portal.lib.queueing import once

AGAIN = {"begun_at": None, "seen_at": None, "ended_at": None, "cancelled_at": None, "failure": "", "tries": 0}


@app.task(
    name="bring_in",
    queue="transfers",
    lock="imports",  # the second of two waits for the first
    retry=RetryStrategy(max_attempts=TRIES + 1, wait=5),
    pass_context=True,
)
def bring_in(context: JobContext, number: int) -> None:
    """One try of an import; goes on from where the last one was killed."""
    with transferring.tried(Import, number, stop=context.should_abort, again=lambda: soon(number)) as found:
        if found:
            bring(*found)


def soon(number: int) -> None:
    """Let a worker see to the import."""
    once(bring_in, f"import.{number}", number=number)


def bring(transfer: Import, watch: Watch) -> None:
    with uploads.opened(transfer) as archive, uploads.report(transfer) as file:
        watch.keep(total=archive.size)
        report = Report(lambda _words: None, file, told=transfer.told)
        Run(
            options=Options(publish=transfer.publish, again=transfer.again, at=transfer.began_at()),
            zone=ZoneInfo(transfer.timezone),
            media=Media(archive.shelf, at=transfer.began_at(), looks_only=transfer.is_dry),
            report=report,
            passed=watch.passed,
            is_dry=transfer.is_dry,
            renaming=uploads.names(transfer),
            behind=transfer.behind,
            reached=lambda line: watch.keep(behind=line, told=report.told()),
        ).bring(archive.source)
        report.end()
        watch.keep(told=report.told())


def run(transfer: Import, *, by: User, at: datetime) -> bool:
    """After a dry run, bring the same file in; False where somebody was faster, or it may not be."""
    rehearsed = Import.objects.filter(pk=transfer.pk, is_dry=True, cancelled_at=None, failure="", removed_at=None)
    anew = AGAIN | {"is_dry": False, "items": 0, "passed": 0, "behind": 0, "told": {}}
    return _begin(rehearsed.exclude(ended_at=None), transfer, anew | {"asked_by": by, "asked_at": at})


def end_rehearsal(transfer: Import, *, at: datetime) -> None:
    """Another dry run stands in its place, so nobody has to decide on it; what was brought in stays as it is."""
    rehearsed = Import.objects.filter(pk=transfer.pk, is_dry=True, removed_at=None).exclude(ended_at=None)
    if rehearsed.update(removed_at=at):
        transaction.on_commit(partial(uploads.remove, transfer))


def go_on(transfer: Import, *, by: User, at: datetime) -> bool:
    """What was cancelled or given up goes on from where it stood; False where somebody was faster."""
    stopped = Import.objects.filter(pk=transfer.pk, removed_at=None).exclude(ended_at=None)
    stopped = stopped.exclude(cancelled_at=None, failure="")
    return _begin(stopped, transfer, AGAIN | {"asked_by": by, "asked_at": at})


def _begin(rows: QuerySet[Import], transfer: Import, values: dict[str, object]) -> bool:
    with transaction.atomic():
        if not rows.update(**values):
            return False
        soon(transfer.pk)
    return True


def look(*, at: datetime) -> None:
    """Wake for imports whose job was lost."""
    for number in transferring.silent(Import, at=at):
        soon(number)
