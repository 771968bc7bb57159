"""What happens by the clock: the safety net under lost wakes, and housekeeping."""

from datetime import timedelta

from captcha.models import CaptchaStore
from django.conf import settings
from django.core.management import call_command
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.job_context import JobContext

import articles.jobs
from articles import leftovers, most_read, transferring, writing
from articles.exporting import parcels
from articles.exporting import working as exporting
from articles.importing import uploads
from articles.importing import working as importing
from articles.models import Export, Import
from members import trying
from portal.lib import jobs, outbox, pages, throttle
from subscriptions import signing_up

FINISHED_JOBS_STAY = timedelta(days=30)


@app.periodic(cron="* * * * *")
@app.task(name="schedule.mails", queue="mail", queueing_lock="schedule.mails")
def look_for_mails(timestamp: int) -> None:
    """Mails and deliveries whose next attempt has come, whose wake was lost, or whose sender has died."""
    jobs.wake()


@app.periodic(cron="*/10 * * * *")
@app.task(name="schedule.expired", queue="housekeeping", queueing_lock="schedule.expired")
def drop_what_expired(timestamp: int) -> None:
    """Codes nobody typed, limits that are over, moments that every process has seen."""
    now = timezone.now()
    CaptchaStore.remove_expired()
    throttle.forget(before=now)
    pages.forget_moments(before=now - timedelta(days=1))


@app.periodic(cron="*/15 * * * *")
@app.task(name="schedule.renditions", queue="housekeeping", queueing_lock="schedule.renditions")
def look_for_renditions(timestamp: int) -> None:
    """Pictures without sizes or look, drawings of an older version: what was lost, failed, or not made before."""
    articles.jobs.look_for_renditions(at=timezone.now())
    articles.jobs.draw_anew()
    articles.jobs.look_at_pictures()


@app.periodic(cron="* * * * *")
@app.task(name="schedule.transfers", queue="housekeeping", queueing_lock="schedule.transfers")
def look_for_transfers(timestamp: int) -> None:
    """Imports and exports whose job was lost."""
    importing.look(at=timezone.now())
    exporting.look(at=timezone.now())


@app.periodic(cron="7 * * * *")
@app.task(name="schedule.appeared", queue="housekeeping", queueing_lock="schedule.appeared")
def keep_words_of_what_appeared(timestamp: int) -> None:
    """For better spellings: what was scheduled is indexed before readers see it."""
    articles.jobs.keep_appeared(at=timezone.now())


@app.periodic(cron="*/10 * * * *")
@app.task(name="schedule.most_read", queue="housekeeping", queueing_lock="schedule.most_read")
def count_most_read(timestamp: int) -> None:
    most_read.refresh(at=timezone.now())


@app.periodic(cron="*/10 * * * *")
@app.task(name="schedule.doubles", queue="housekeeping", queueing_lock="schedule.doubles")
def look_for_doubles(timestamp: int) -> None:
    """Keywords that are new, made by whomever."""
    articles.jobs.find_doubles()


@app.periodic(cron="7 3 * * *")
@app.task(name="schedule.leftovers", queue="housekeeping", queueing_lock="schedule.leftovers")
def remove_leftovers(timestamp: int) -> None:
    """Files of pictures that were deleted a week ago."""
    leftovers.remove(at=timezone.now())


@app.periodic(cron="12 3 * * *")
@app.task(name="schedule.writings", queue="housekeeping", queueing_lock="schedule.writings")
def forget_writings(timestamp: int) -> None:
    """Windows with an article in them that are closed, and unsaved words that nobody took up."""
    writing.forget(at=timezone.now())


@app.periodic(cron="14 3 * * *")
@app.task(name="schedule.archives", queue="housekeeping", queueing_lock="schedule.archives")
def remove_archives(timestamp: int) -> None:
    """Files that came in or went out a while ago; what became of them stays readable."""
    now = timezone.now()
    before = now - timedelta(days=settings.TRANSFERS_KEPT_DAYS)
    transferring.remove(Import, uploads.remove, before=before, at=now)
    transferring.remove(Export, parcels.remove, before=before, at=now)


@app.periodic(cron="17 3 * * *")
@app.task(name="schedule.sessions", queue="housekeeping", queueing_lock="schedule.sessions")
def drop_old_sessions(timestamp: int) -> None:
    call_command("clearsessions")


@app.periodic(cron="37 3 * * *")
@app.task(name="schedule.persons", queue="housekeeping", queueing_lock="schedule.persons")
def forget_persons(timestamp: int) -> None:
    """What holds addresses and is of no use any more; how long each is kept is a setting."""
    now = timezone.now()
    unconfirmed = now - timedelta(days=settings.UNCONFIRMED_KEPT_DAYS)
    outbox.forget(before=now - timedelta(days=settings.MAIL_KEPT_DAYS))
    signing_up.forget(before=unconfirmed)
    trying.forget(before=unconfirmed)


@app.periodic(cron="27 3 * * *")
@app.task(name="schedule.jobs", queue="housekeeping", queueing_lock="schedule.jobs", pass_context=True)
async def drop_old_jobs(context: JobContext, timestamp: int) -> None:
    """Those that succeeded are dropped at once; the others can be looked into for a while."""
    hours = int(FINISHED_JOBS_STAY / timedelta(hours=1))
    await context.app.job_manager.delete_old_jobs(
        nb_hours=hours, include_failed=True, include_cancelled=True, include_aborted=True
    )
