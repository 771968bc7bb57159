"""How requests enter Django: whole, and few at a time.

The server has many threads, most of which wait. A form is read to its end before it takes one of Django's few
(each holds a connection to the database); one that does not come to its end in time is given up.
"""

import io
import os
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from tempfile import SpooledTemporaryFile
from threading import BoundedSemaphore, Event, Thread
from typing import Any, TypeVar

from django.conf import settings

from portal.asked import Environ
from portal.stored import Headers

Result = TypeVar("Result")

AT_ONCE = min(4, 2 * (os.cpu_count() or 1) + 1)  # in Django
WAITING = 160  # for Django, or for the end of a form; the server has more threads, for stored pages
BODY_WITHIN = 20.0
SLOWEST = 50_000  # bytes a second of a large one, a picture
IN_MEMORY = 2_500_000
CHUNK = 65_536


class TooBusy(Exception):
    """As many wait as may."""


class Late(Exception):
    """A form did not come to its end in time, or at all."""


class Door:
    def __init__(self) -> None:
        self._room = BoundedSemaphore(WAITING)
        self._django = ThreadPoolExecutor(AT_ONCE, thread_name_prefix="django")

    @contextmanager
    def room(self) -> Iterator[None]:
        """Around whatever waits; TooBusy where there is none."""
        if not self._room.acquire(blocking=False):
            raise TooBusy
        try:
            yield
        finally:
            self._room.release()

    def work(self, environ: Environ, work: Callable[[Environ], Result]) -> Result:
        """Do `work` in one of Django's threads, once the request is whole; Late where it does not become so."""
        return self._django.submit(work, read_whole(environ)).result()

    def close(self) -> None:
        self._django.shutdown()


def read_whole(environ: Environ) -> Environ:
    """The request with all of its form at hand; what is larger than anything we take is left for Django to refuse."""
    length = environ.get("CONTENT_LENGTH", "")
    length = int(length) if length.isdecimal() and len(length) < 12 else 0
    if environ["REQUEST_METHOD"] != "POST" or not length:
        return environ | {"CONTENT_LENGTH": "", "wsgi.input": io.BytesIO()}
    has_session = f"{settings.SESSION_COOKIE_NAME}=" in environ.get("HTTP_COOKIE", "")
    if length > settings.DATA_UPLOAD_MAX_MEMORY_SIZE + 3 * settings.PICTURE_MAX_BYTES * has_session:
        return environ | {"wsgi.input": io.BytesIO()}
    within = BODY_WITHIN + (length / SLOWEST if has_session else 0)
    return environ | {"wsgi.input": _read(environ["wsgi.input"], length, within)}


def _read(source: Any, length: int, within: float) -> Any:
    """All of it. Reading cannot be given up, so another thread does it, which ends with the connection."""
    whole, done = SpooledTemporaryFile(max_size=IN_MEMORY), Event()  # noqa: SIM115  # Django's, until it is dropped

    def read() -> None:
        left = length
        while left and (chunk := source.read(min(left, CHUNK))):
            whole.write(chunk)
            left -= len(chunk)
        done.set()

    Thread(target=read, name="reads a form", daemon=True).start()
    if not done.wait(within) or whole.tell() < length:
        raise Late
    whole.seek(0)
    return whole


def short(status: str, body: bytes, start_response: Callable[..., Any], *more: tuple[str, str]) -> list[bytes]:
    """An answer that needs nothing of Django, after which the connection is taken for nothing more."""
    headers: Headers = [("Content-Type", "text/html; charset=utf-8"), ("Content-Length", str(len(body)))]
    headers += [("Cache-Control", "no-store"), ("Connection", "close"), *more]
    start_response(status, headers)
    return [body]
