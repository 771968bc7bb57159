"""Which entries are read most this week; counted by the worker, so that the front page only looks."""

from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Sum

from articles.models import Entry, MostRead
from portal.lib import pages
from portal.lib.models import Tally

DAYS = 7
SHOWN, LEAST = 5, 3
KEPT = 10  # so that the list stays whole where one of them is withdrawn
LOOKED_AT = 50


def refresh(*, at: datetime) -> bool:
    """Count the last DAYS days anew; whether what is shown changed, which alone drops stored pages."""
    found = _counted(at)
    with transaction.atomic():
        stood = list(MostRead.objects.order_by("place").values_list("entry_id", flat=True))
        if found == stood:
            return False
        rows = [MostRead(place=place, entry_id=number) for place, number in enumerate(found, start=1)]
        MostRead.objects.bulk_create(
            rows, update_conflicts=True, unique_fields=["place"], update_fields=["entry"]
        )  # two workers at once write the same rows, in the same order
        MostRead.objects.filter(place__gt=len(rows)).delete()
        is_seen = found[:SHOWN] != stood[:SHOWN]
        if is_seen:
            pages.changed()
    return is_seen


def _counted(at: datetime) -> list[int]:
    """Numbers of published entries, most read first; of equals the newer."""
    today = at.date()
    reads = Tally.objects.filter(what="read", day_on__gt=today - timedelta(days=DAYS), day_on__lte=today)
    order = reads.values("about").annotate(times=Sum("count")).order_by("-times", "-about")
    numbers = list(order.values_list("about", flat=True)[:LOOKED_AT])
    published = set(Entry.objects.published(at=at).filter(pk__in=numbers).values_list("pk", flat=True))
    return [number for number in numbers if number in published][:KEPT]
