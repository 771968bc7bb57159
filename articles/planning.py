"""The coming fortnight: what goes out on which day, and which days have less than the weekday usually has."""

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from statistics import median_low

from django.db.models import Count
from django.db.models.functions import TruncDate

from articles.models import Entry

DAYS = 14
WEEKS = 8  # that say what is usual
DAY = timedelta(days=1)
_GOES_OUT_ON = TruncDate("published_at", tzinfo=UTC)


@dataclass(frozen=True)
class Day:
    """One day in UTC; `usual` is what half of the last weeks had at least on this weekday."""

    on: date
    entries: list[Entry]
    usual: int

    @property
    def is_thin(self) -> bool:
        return len(self.entries) < self.usual

    @property
    def missing(self) -> int:
        return max(0, self.usual - len(self.entries))


def fortnight(*, at: datetime) -> list[Day]:
    """Today, with what is out already, and the thirteen days after it."""
    today = at.astimezone(UTC).date()
    days = [today + place * DAY for place in range(DAYS)]
    due = Entry.objects.filter(
        published_at__gte=_begin(today), published_at__lt=_begin(days[-1] + DAY), withdrawn_at=None
    )
    planned: dict[date, list[Entry]] = {day: [] for day in days}
    for entry in due.for_list().annotate(day=_GOES_OUT_ON).order_by("published_at", "pk"):
        planned[entry.day].append(entry)
    usual = _usual(today)
    return [Day(day, planned[day], usual[day.weekday()]) for day in days]


def _usual(today: date) -> dict[int, int]:
    """By weekday, from the whole weeks before `today`."""
    begins = today - WEEKS * 7 * DAY
    past = Entry.objects.filter(published_at__gte=_begin(begins), published_at__lt=_begin(today), withdrawn_at=None)
    by_day = past.order_by().values_list(_GOES_OUT_ON).annotate(many=Count("pk"))
    counts = Counter(dict(by_day))
    return {
        (begins + weekday * DAY).weekday(): median_low(
            counts[begins + (weekday + 7 * week) * DAY] for week in range(WEEKS)
        )
        for weekday in range(7)
    }


def _begin(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=UTC)
