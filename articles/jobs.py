"""What the worker does for articles; every job may run twice, or again after it was killed."""

import logging
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from articles import doubles, indexing, leftovers, renditions, spelling
from articles.drawing.making import VERSION
from articles.drawing.routes import Wrong
from articles.models import Drawing, Picture
from portal.lib import pages
from portal.lib.queueing import once

PATIENCE = timedelta(minutes=10)  # a picture's first job has its chance
TRIED_AGAIN_AFTER = timedelta(days=1)
AT_ONCE = 500
STEP = 1000  # entries that one job indexes
APPEARED_WITHIN = timedelta(hours=3)  # the worker may have been away for a while

log = logging.getLogger("portal.pictures")


@app.task(queue="pictures", retry=RetryStrategy(max_attempts=5, exponential_wait=10))
def make_renditions(picture: int) -> None:
    """Make the sizes that one picture lacks, unless it is gone; what stands in the way is noted with the picture."""
    waiting = Picture.objects.unfinished().filter(pk=picture).first()
    if waiting is None:
        return
    try:
        renditions.make(waiting)
    except FileNotFoundError:
        # Nothing to try again: the page goes on without it until the file is sent once more.
        log.error("Picture %s has no file %s", waiting.pk, waiting.name)
        renditions.note_failure(waiting, _("Its file is not there. Send the same file once more."), at=timezone.now())
    except (OSError, ValueError) as fault:
        renditions.note_failure(waiting, str(fault), at=timezone.now())
        raise


@app.task(queue="pictures", retry=RetryStrategy(max_attempts=5, exponential_wait=10))
def follow_replaced(picture: int) -> None:
    """Texts that show the file a picture had before show the one it has now."""
    leftovers.follow(picture)


def draw_anew() -> int:
    """Maps and charts that an older portal drew; how many. What it drew and this one would refuse stays as it is."""
    outdated = list(Drawing.objects.outdated().order_by("pk")[:AT_ONCE])
    for drawing in outdated:
        try:
            with transaction.atomic():
                drawing.save()
                pages.changed()
        except Wrong as wrong:
            log.warning("Map or chart %s stays as it was drawn: %s", drawing.pk, wrong)
            Drawing.objects.filter(pk=drawing.pk).update(drawn_by=VERSION)
    return len(outdated)


def look_at_pictures() -> int:
    """Note how pictures look that came before anybody looked; how many."""
    waiting = list(Picture.objects.filter(look=None).order_by("-pk")[:AT_ONCE])
    for picture in waiting:
        try:
            look = renditions.look(picture)
        except (OSError, ValueError):
            look = 0
        Picture.objects.filter(pk=picture.pk, name=picture.name).update(look=look)
    return len(waiting)


def look_for_renditions(*, at: datetime) -> int:
    """Wake for what lacks sizes: a job that was given up or lost, pictures from before a kind was made. How many."""
    overdue = Picture.objects.unfinished().filter(added_at__lt=at - PATIENCE)
    resting = overdue.filter(failed_at__gt=at - TRIED_AGAIN_AFTER)
    numbers = list(overdue.exclude(pk__in=resting).order_by("-pk").values_list("pk", flat=True)[:AT_ONCE])
    return sum(once(make_renditions, f"renditions.{number}", picture=number) for number in numbers)


def reindex_soon(numbers: Iterable[int]) -> None:
    """Let the worker index these again, in steps that can each be done twice."""
    wanted = sorted(set(numbers))
    for start in range(0, len(wanted), STEP):
        reindex.defer(numbers=wanted[start : start + STEP])


@app.task(queue="search", retry=RetryStrategy(max_attempts=5, exponential_wait=10))
def reindex(numbers: list[int]) -> None:
    """Index these entries anew: what they are found by has changed elsewhere."""
    indexing.reindex(numbers)


@app.task(queue="housekeeping", queueing_lock="doubles")
def find_doubles() -> None:
    """Compare keywords that are new or renamed, some at a time, until all are."""
    if doubles.find() == doubles.AT_ONCE:
        once(find_doubles, "doubles")


def keep_appeared(*, at: datetime) -> None:
    """Words of scheduled articles that have appeared: nobody indexes them at that moment."""
    spelling.keep_appeared(since=at - APPEARED_WITHIN, at=at)
