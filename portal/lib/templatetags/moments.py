"""Moments in print, where a page prints dozens: what holds no words needs no look at the language."""

from datetime import date, datetime
from functools import lru_cache

from django import template
from django.utils import timezone
from django.utils.dateformat import format as in_words
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

register = template.Library()


@register.filter(expects_localtime=True)
def iso(moment: datetime) -> str:
    """For the attribute `datetime`, which knows no millionths of a second."""
    return moment.isoformat(timespec="seconds")


@register.filter(expects_localtime=True)
def clock(moment: datetime) -> str:
    """08:05"""
    return f"{moment:%H:%M}"


@register.filter(expects_localtime=True)
def is_on(moment: datetime, day: date | None) -> bool:
    return moment.date() == day


@register.simple_tag
def when(moment: datetime | None, today: date | None) -> SafeString | str:
    """The time of today's, else the day, as a <time>; nothing for what has no moment yet."""
    if moment is None:
        return ""
    moment = timezone.localtime(moment)
    words = f"{moment:%H:%M} UTC" if moment.date() == today else _day(moment.date(), get_language() or "")
    return mark_safe(f'<time datetime="{iso(moment)}">{words}</time>')


@lru_cache(maxsize=2048)
def _day(day: date, language: str) -> str:
    """24 Nov 2026; the name of the month is in `language`, which is the active one."""
    return in_words(day, "j M Y")
