"""How requests enter Django: whole, and few at a time.

The server has many threads, most of which wait. A form is read to its end before it takes one of Django's few
(each holds a connection to the database); one that does not come to its end in time is given up.
"""

import io
import os
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from tempfile import SpooledTemporaryFile
from threading import Barrier, BoundedSemaphore, Event, Thread
from typing import Any, TypeVar

from django.conf import settings
from django.contrib.auth import get_user
from django.contrib.sessions.backends.db import SessionStore
from django.core.handlers.wsgi import WSGIRequest
from django.db import connections

from portal.asked import Environ
from portal.lib.http import most_bytes
from portal.stored import Headers

Result = TypeVar("Result")

AT_ONCE = min(4, 2 * (os.cpu_count() or 1) + 1)  # in Django
# The server has more threads than may wait, for stored pages. A form is waited for, so there are many; they take
# no room from pages; nor do those who wait for a page that is being made already.
PAGES, FORMS, SAME = 80, 240, 720
SLOWEST = 50_000  # bytes a second of a large one, a picture
IN_MEMORY = 2_500_000
CHUNK = 65_536


class TooBusy(Exception):
    """As many wait as may."""


class Late(Exception):
    """A form did not come to its end in time, or at all; `over` is set once nobody reads it any more."""

    def __init__(self, over: Event) -> None:
        super().__init__()
        self.over = over


@contextmanager
def _place_in(room: BoundedSemaphore) -> Iterator[None]:
    if not room.acquire(blocking=False):
        raise TooBusy
    try:
        yield
    finally:
        room.release()


class Door:
    def __init__(self) -> None:
        self._pages, self._forms, self._same = map(BoundedSemaphore, (PAGES, FORMS, SAME))
        self._django = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="django")

    def room_beside(self) -> AbstractContextManager[None]:
        """Around whoever waits for what another has made; TooBusy too."""
        return _place_in(self._same)

    def work(self, environ: Environ, work: Callable[[Environ], Result]) -> Result:
        """Do `work` in one of Django's threads, once the request is whole; Late where it does not become so.

        TooBusy where as many pages, or forms, wait for that as may.
        """
        with _place_in(self._forms if environ["REQUEST_METHOD"] == "POST" else self._pages):
            is_archive = is_for_archives(environ) and self._django.submit(may_send_archives, environ).result()
            return self._django.submit(work, read_whole(environ, is_archive=is_archive)).result()

    def close(self) -> None:
        """Let the threads go, and of each its connection to the database."""
        all_here = Barrier(AT_ONCE)  # so that each takes one of these

        def leave() -> None:
            all_here.wait()
            connections.close_all()

        for _ in range(AT_ONCE):
            self._django.submit(leave)
        self._django.shutdown()


def is_for_archives(environ: Environ) -> bool:
    return environ["REQUEST_METHOD"] == "POST" and environ["PATH_INFO"] == settings.ARCHIVES_PATH


def may_send_archives(environ: Environ) -> bool:
    """Asked before anything of one is read: they are far larger than what a cookie alone may send."""
    request = WSGIRequest(environ | {"wsgi.input": io.BytesIO()})
    request.session = SessionStore(request.COOKIES.get(settings.SESSION_COOKIE_NAME))
    return bool(get_user(request).has_perm("articles.add_import"))


def read_whole(environ: Environ, *, is_archive: bool = False) -> Environ:
    """The request with all of its form at hand; what is larger than anything we take is left for Django to refuse."""
    length = environ.get("CONTENT_LENGTH", "")
    length = int(length) if length.isdecimal() and len(length) < 12 else 0
    if environ["REQUEST_METHOD"] != "POST" or not length:
        return environ | {"CONTENT_LENGTH": "", "wsgi.input": io.BytesIO()}
    has_session = f"{settings.SESSION_COOKIE_NAME}=" in environ.get("HTTP_COOKIE", "")
    if length > most_bytes(environ["PATH_INFO"] if is_archive else "", has_session=has_session):
        return environ | {"wsgi.input": io.BytesIO()}
    within = settings.FORM_SECONDS + (length / SLOWEST if has_session else 0)
    return environ | {"wsgi.input": _read(environ["wsgi.input"], length, within)}


def _read(source: Any, length: int, within: float) -> Any:
    """All of it. Reading cannot be given up, so another thread does it, which ends with the connection."""
    whole, over = SpooledTemporaryFile(max_size=IN_MEMORY), Event()  # noqa: SIM115  # Django's, until it is dropped

    def read() -> None:
        left = length
        try:
            while left and (chunk := source.read(min(left, CHUNK))):
                whole.write(chunk)
                left -= len(chunk)
        finally:
            over.set()

    Thread(target=read, name="reads a form", daemon=True).start()
    if not over.wait(within) or whole.tell() < length:
        raise Late(over)
    whole.seek(0)
    return whole


def ended(body: Iterable[bytes], over: Event) -> Iterator[bytes]:
    """`body`, whose last piece ends the connection and so the reading; only then the answer is over.

    Were it before, the server would wait for the reader in a way that stops all its threads (granian 2.8).
    """
    yield from body
    over.wait()


def short(status: str, body: bytes, start_response: Callable[..., Any], *more: tuple[str, str]) -> list[bytes]:
    """An answer that needs nothing of Django, after which the connection is taken for nothing more."""
    headers: Headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))]
    headers += [("Cache-Control", "no-store"), ("Connection", "close"), *more]
    start_response(status, headers)
    return [body]
