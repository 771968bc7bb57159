"""Shelf marks: where an entry stands, written into its vector beside its words.

Words are letters and digits only, so a mark, which has a colon, is never taken for one. With marks one index
answers both what is asked and where: "berth" in a section, of a keyword, in the newest months.
"""

from collections.abc import Iterable
from datetime import datetime

from articles.models import Entry


def section(number: int) -> str:
    return f"s:{number}"


def keyword(number: int) -> str:
    return f"k:{number}"


def kind(name: str) -> str:
    return f"d:{name}"


def year(number: int) -> str:
    return f"y:{number}"


def month(moment: datetime) -> str:
    return f"m:{moment:%Y%m}"


def marks(entry: Entry, keywords: Iterable[int]) -> list[str]:
    """Every mark of `entry`; none while it has no moment or is withdrawn, so nothing counts it."""
    if not entry.published_at or entry.withdrawn_at:
        return []
    at = entry.published_at
    places = [section(entry.section_id), kind(entry.kind), year(at.year), month(at)]
    return [*places, *(keyword(number) for number in keywords)]
