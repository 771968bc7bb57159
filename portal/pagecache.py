"""Answers public pages from memory, before Django is entered.

The response decides what is kept: one that sets a cookie, is private, differs by a header or carries a nonce is
nobody else's. What is kept holds as long as the pages counter stands (portal/watching.py).
"""

import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Lock
from typing import Any

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.utils import timezone

from portal.asked import Asked, Desk, Environ, Plain
from portal.entering import Door, Late, TooBusy, ended, short
from portal.lib import pages
from portal.lib.pages import Standing
from portal.lib.tally import READS
from portal.passing import Told
from portal.reads import Reads
from portal.rendering import Rendering
from portal.stored import Headers, Page, Shelf, headers, page
from portal.typed import come_back
from portal.watching import Watch, until_the_hour

Start = Callable[..., Any]
Application = Callable[[Environ, Start], Iterable[bytes]]

LARGEST = 4_000_000
REMEMBERED, LONGEST_HEAD = 1000, 2000
OK, NOT_MODIFIED = b"HTTP/1.1 200 OK\r\n", b"HTTP/1.1 304 Not Modified\r\n"
TOO_LATE = b"<p>The form did not arrive whole. Go back, where all you typed still stands, and send it again.</p>"


@dataclass(slots=True, frozen=True)
class Answer:
    """What Django said; `body` is still to be read where it is too large to hold."""

    status: str
    headers: Headers
    body: Iterable[bytes]
    reads: int


class PageCache:
    """The application with its store; its threads begin with the first request, after the server has forked."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._desk, self._door, self.reads = Desk(), Door(), Reads()
        self.shelf = Shelf(settings.PAGES_BYTES)
        self.watch = Watch(self.shelf.drop)
        self._rendering = Rendering()
        self._plain: dict[bytes, Plain] = {}  # by the heads of requests that come often
        self._started, self._starting = False, Lock()

    def __call__(self, environ: Environ, start_response: Start) -> Iterable[bytes]:
        if not self._started:
            self._start()
        asked = self._desk.read(environ)
        answer: Page | Answer | None = self._stored(asked.key) if asked else None
        try:
            if answer is None:
                answer = self._made(environ, asked)
        except TooBusy:
            words = come_back(environ["QUERY_STRING"])
            return short("503 Service Unavailable", words, start_response, ("Retry-After", "10"))
        except Late as late:
            return ended(short("408 Request Timeout", TOO_LATE, start_response), late.over)
        if isinstance(answer, Page):
            return self._from_store(environ, answer, start_response)
        return self._told(environ, answer, start_response)

    def _made(self, environ: Environ, asked: Asked | None) -> Page | Answer:
        if asked is None:
            return self._door.work(environ, self._ask)
        with self._rendering.of(asked.key, self._door.room_beside()) as others_did:
            stored = self._stored(asked.key) if others_did else None
            return stored or self._door.work(self._desk.bare(environ, asked), lambda bare: self._make(bare, asked))

    def _start(self) -> None:
        with self._starting:
            if not self._started:
                self.watch.start()
                self.reads.start()
                self._started = True

    def close(self) -> None:
        """Write down what was read; let go of the database."""
        self.reads.write()
        self._door.close()
        if self._started:
            self.watch.stop()

    def _stored(self, key: str) -> Page | None:
        found = self.shelf.get(key)
        if found is None or found.standing is None or found.standing == self.watch.look():
            return found
        return None

    def _from_store(self, environ: Environ, stored: Page, start_response: Start) -> list[bytes]:
        if stored.reads:
            self.reads.count(stored.reads, environ)
        encoding = stored.best(self._desk.encodings(environ.get("HTTP_ACCEPT_ENCODING", "")))
        age = ("Age", str(_age(stored)))
        if stored.is_known(environ.get("HTTP_IF_NONE_MATCH"), environ.get("HTTP_IF_MODIFIED_SINCE")):
            start_response("304 Not Modified", [*headers(stored.unchanged(encoding)), age])
            return [b""]
        start_response("200 OK", [*headers(stored.heads[encoding]), age])
        return [b"" if environ["REQUEST_METHOD"] == "HEAD" else stored.body(encoding)]

    def at_once(self, head: bytes) -> Told | None:
        """The answer to this request for the worker's front, where it is stored and known to hold; else None."""
        plain = self._plain.get(head) or self._desk.plain(head)
        stored = self.shelf.get(plain.key) if plain else None
        if plain is None or stored is None or stored.standing not in (None, self.watch.last()):
            return None
        self._remember(head, plain)
        if stored.reads and self.reads.counts(plain.environ):
            self.reads.add(stored.reads)
        encoding, age = stored.best(plain.encodings), b"Age: %d\r\n" % _age(stored)
        if (plain.tags or plain.since) and stored.is_known(plain.tags, plain.since):
            return (NOT_MODIFIED, stored.unchanged(encoding), age), b"", plain.stays
        return (OK, stored.heads[encoding], age), stored.body(encoding) if plain.is_whole else b"", plain.stays

    def _remember(self, head: bytes, plain: Plain) -> None:
        if head not in self._plain and len(head) <= LONGEST_HEAD:
            if len(self._plain) >= REMEMBERED:
                self._plain.clear()
            self._plain[head] = plain

    def _make(self, environ: Environ, asked: Asked) -> Page | Answer:
        """In a thread of Django's: the page, stored if it held from before it was begun until it was done."""
        before = self._standing()
        answer = self._ask(environ)
        if not may_be_kept(answer):
            return answer
        is_named_by_content = "immutable" in dict(answer.headers).get("Cache-Control", "")
        after = None if is_named_by_content else self._standing()
        made = page(b"".join(answer.body), answer.headers, standing=after, at=time.time(), reads=answer.reads)
        if is_named_by_content or (after is not None and after == before):
            self.shelf.put(asked.key, made)
        return made

    def _standing(self) -> Standing | None:
        """As Django's own connection sees it, None where there is no database."""
        asked, at = time.monotonic(), timezone.now()
        try:
            standing = until_the_hour(pages.standing(at=at), at)
        except (DatabaseError, InterfaceError):
            return None
        self.watch.learn(standing, asked=asked)
        return standing

    def _ask(self, environ: Environ) -> Answer:
        """What Django answers; read to its end here unless it is a file: what it holds belongs to this thread."""
        said: list[Any] = []
        response: Any = self._application(
            environ, lambda status, headers, exc_info=None: said.extend((status, headers))
        )
        reads = [int(value) for name, value in said[1] if name == READS]
        headers = [pair for pair in said[1] if pair[0] != READS]
        if getattr(response, "streaming", False) and int(dict(headers).get("Content-Length", LARGEST + 1)) > LARGEST:
            return Answer(said[0], headers, response, 0)
        try:
            return Answer(said[0], headers, [b"".join(response)], reads[0] if reads else 0)
        finally:
            response.close()

    def _told(self, environ: Environ, answer: Answer, start_response: Start) -> Iterable[bytes]:
        if answer.reads:
            self.reads.count(answer.reads, environ)
        start_response(answer.status, answer.headers)
        return answer.body


def may_be_kept(answer: Answer) -> bool:
    """Whether it is the same for everybody, by its own word."""
    named = {name.lower(): value for name, value in answer.headers}
    control = named.get("cache-control", "")
    varies = {name.strip().lower() for name in named.get("vary", "").split(",") if name.strip()}
    return (
        answer.status.startswith("200 ")
        and isinstance(answer.body, list)
        and not {"set-cookie", "content-encoding"} & named.keys()
        and not any(word in control for word in ("private", "no-store"))
        and varies <= {"accept-encoding"}
        and "'nonce-" not in named.get("content-security-policy", "")
    )


def _age(stored: Page) -> int:
    return max(0, int(time.time() - stored.stored_at))
