"""Entries by their numbers, so many at a time: what one sitemap holds, and what says that it changed."""

from django.db.models import F
from django.db.models.functions import Greatest

RANGE = 2_000
CHANGED_IN_RANGE = (F("number") / RANGE, Greatest("changed_at", "published_at"))
