"""Moments as archives write them."""

import re
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from email.utils import parsedate_to_datetime

EARLIEST_YEAR = 1400  # "0001-01-01" stands for "unknown" in more than one archive
LONGEST = 60
_DAY = r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})"
_TIME = r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,](?P<fraction>\d{1,6})\d*)?)?"
_ZONE = r"(?P<zone>Z|UTC|GMT|(?P<sign>[+-])(?P<hours>\d{1,2})(?::?(?P<minutes>\d{2}))?)"
_NUMBERS = re.compile(rf"{_DAY}(?:[T ]\s*{_TIME}\s*{_ZONE}?)?", re.IGNORECASE)
_COMPACT = re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})")
_DAY_FIRST = re.compile(r"(?P<day>\d{1,2})(?:st|nd|rd|th)? (?P<name>[A-Za-z]{3,9})\.?,? (?P<year>\d{4})")
_MONTH_FIRST = re.compile(r"(?P<name>[A-Za-z]{3,9})\.? (?P<day>\d{1,2})(?:st|nd|rd|th)?,? (?P<year>\d{4})")
_CHINESE = re.compile(r"(?P<year>\d{4})年(?P<month>\d{1,2})月(?P<day>\d{1,2})日")
_MONTHS = (
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
)


class NotADate(ValueError):
    """Nobody can say which moment this is."""


def moment(written: str, *, zone: tzinfo) -> datetime:
    """The moment that `written` names, in UTC.

    `zone` is where it was written, when it does not say so itself. A day without a time counts from
    noon, so that readers see the same day however far they are from there.
    """
    text = " ".join(written[:LONGEST].split())
    try:
        found = _named(text) or _from_mail(text)
        return _aware(found, zone=zone).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise NotADate(written) from error


def _named(text: str) -> datetime | None:
    for pattern in (_NUMBERS, _COMPACT, _DAY_FIRST, _MONTH_FIRST, _CHINESE):
        if found := pattern.fullmatch(text):
            return _moment(found.groupdict())
    return None


def _moment(parts: dict[str, str | None]) -> datetime:
    month = _month(parts["name"]) if parts.get("name") else int(parts["month"] or 0)
    year = int(parts["year"] or 0)
    if year < EARLIEST_YEAR:
        raise ValueError(f"year {year}")
    hour, minute, second, fraction = _clock(parts)
    return datetime(year, month, int(parts["day"] or 0), hour, minute, second, fraction, tzinfo=_zone(parts))


def _clock(parts: dict[str, str | None]) -> tuple[int, int, int, int]:
    if not parts.get("hour"):
        return 12, 0, 0, 0
    fraction = (parts["fraction"] or "").ljust(6, "0")
    return int(parts["hour"] or 0), int(parts["minute"] or 0), int(parts["second"] or 0), int(fraction)


def _month(name: str | None) -> int:
    """1 for "January", "Jan", "Janu"; ValueError for what begins no month."""
    return next((place for place, month in enumerate(_MONTHS, start=1) if month.startswith((name or "?").lower())), 0)


def _zone(parts: dict[str, str | None]) -> tzinfo | None:
    if not parts.get("zone"):
        return None
    if not parts.get("sign"):
        return UTC
    offset = timedelta(hours=int(parts["hours"] or 0), minutes=int(parts["minutes"] or 0))
    return timezone(-offset if parts["sign"] == "-" else offset)


def _from_mail(text: str) -> datetime:
    """Tue, 24 Nov 2026 09:00:00 +0000"""
    return parsedate_to_datetime(text)


def _aware(found: datetime, *, zone: tzinfo) -> datetime:
    return found if found.tzinfo else found.replace(tzinfo=zone)
