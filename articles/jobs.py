"""What the worker does for articles; every job may run twice, or again after it was killed."""

import logging

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from articles import indexing, renditions
from articles.models import Picture

log = logging.getLogger("portal.pictures")


@app.task(queue="pictures", retry=RetryStrategy(max_attempts=5, exponential_wait=10))
def make_renditions(picture: int) -> None:
    """Make the sizes of one picture, unless it has them or is gone."""
    waiting = Picture.objects.filter(pk=picture, widths=[]).first()
    if waiting is None:
        return
    try:
        renditions.make(waiting)
    except FileNotFoundError:
        # Nothing to try again: the page goes on without it until the file is sent once more.
        log.error("Picture %s has no file %s", waiting.pk, waiting.name)


@app.task(queue="search", retry=RetryStrategy(max_attempts=5, exponential_wait=10))
def reindex(numbers: list[int]) -> None:
    """Index these entries anew: what they are found by has changed elsewhere."""
    indexing.reindex(numbers)
