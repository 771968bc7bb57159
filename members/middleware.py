"""Puts `request.reader` on every request."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from members.access import Reader


def reader(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: who reads, looked up only where a page asks."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request.reader = SimpleLazyObject(lambda: reader_of(request))  # type: ignore[attr-defined]  # ours
        return get_response(request)

    return middleware


def reader_of(request: HttpRequest) -> Reader:
    """Nobody where no session cookie came: the session is not even opened, so the page stays the same for all."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES:
        return Reader(user=None, at=timezone.now())
    user = request.user
    return Reader(user=user if user.is_authenticated else None, at=timezone.now())
