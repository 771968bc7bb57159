"""What every page of the site shows around its own matter."""

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from articles import fetching


def site(request: HttpRequest) -> dict[str, object]:
    """Context processor; the sections are read only by a page that prints the masthead.

    Comes after Django's own processor of messages: without a session cookie there are none to look for.
    """
    waiting = {} if settings.SESSION_COOKIE_NAME in request.COOKIES else {"messages": ()}
    return waiting | {
        "site_name": settings.SITE_NAME,
        "short_name": settings.SITE_SHORT_NAME,
        "base_url": settings.BASE_URL,
        "today": timezone.now().date(),
        "masthead_sections": SimpleLazyObject(fetching.masthead),
        "reader": request.reader,  # type: ignore[attr-defined]  # set by members.middleware.reader
    }
