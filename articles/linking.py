"""Links of a text to other pages of the portal: found for whoever writes, and those that lead nowhere."""

import re
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from articles import destinations
from articles.destinations import Goal, Unfit
from articles.models import Entry, OldAddress

_LINK = re.compile(r'<a\b[^>]*?\shref="([^"]*)"')
_MOST = 200  # links of one text that are looked up


@dataclass(frozen=True)
class Broken:
    """A link whose readers find nothing; `why` says so, with its remedy."""

    href: str
    why: str


def broken(body: str, *, at: datetime | None = None) -> list[Broken]:
    """The links of a sanitised body to pages of this portal that readers will not find at `at`, in their order."""
    hrefs = list(dict.fromkeys(filter(_is_ours, map(unescape, _LINK.findall(body)))))[:_MOST]
    if not hrefs:
        return []
    goals = destinations.goals(hrefs)
    at = max(at or timezone.now(), timezone.now())
    numbers = [goal.number for goal in goals.values() if isinstance(goal, Goal) and goal.number]
    shown = set(Entry.objects.published(at=at).filter(pk__in=numbers).values_list("pk", flat=True))
    lost = [href for href in hrefs if isinstance(goals[href], Unfit)]
    led_on = _led_on(lost)
    found = []
    for href in hrefs:
        goal = goals[href]
        if href in lost and href not in led_on:
            found.append(Broken(href, _("The link to %(href)s leads nowhere. Choose another.") % {"href": href}))
        elif isinstance(goal, Goal) and goal.number and goal.number not in shown:
            words = _("The link to %(href)s leads to what readers cannot open then. Publish that first, or unlink it.")
            found.append(Broken(href, words % {"href": href}))
    return found


def _is_ours(href: str) -> bool:
    try:
        parts = urlsplit(href)
    except ValueError:
        return False
    is_of_host = parts.scheme in ("http", "https") and parts.netloc == urlsplit(settings.BASE_URL).netloc
    return is_of_host or (not parts.scheme and not parts.netloc and parts.path.startswith("/"))


def _led_on(hrefs: list[str]) -> set[str]:
    """Those that an old address, or a page that leads on by itself, takes to where they meant."""
    paths = {href: unquote(urlsplit(href).path) for href in hrefs}
    old = set(OldAddress.objects.filter(path__in=[path.rstrip("/") for path in paths.values()]).values_list("path"))
    known = {path for (path,) in old}
    return {
        href
        for href, path in paths.items()
        if path.rstrip("/") in known or path.startswith(("/tags/", "/search/", "/media/", "/static/"))
    }
