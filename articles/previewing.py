"""Shows a draft to whoever holds its link, for a week."""

from datetime import timedelta

from django.urls import reverse

from articles.models import Entry
from portal.lib import links

PREVIEW = links.Purpose("articles.preview", within=timedelta(days=7))


def path_of(entry: Entry) -> str:
    """The address under which `entry` can be seen as readers will, without a session, while the link holds."""
    return reverse("articles:preview", args=[PREVIEW.token(entry.pk)])


def number_of(token: str) -> int:
    """The number of the entry the link is for; BrokenLink (a 404) where it does not hold."""
    return int(PREVIEW.read(token))
