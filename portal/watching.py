"""Whether stored pages still hold, known to this process without asking for each.

A thread waits for word of a change (LISTEN) and asks for the counter besides, three times a second: word that is
lost, a connection half dead or a listener killed make nothing stale. Whoever answers relies on what was asked at
most FRESH seconds ago, and asks by himself where the thread has fallen behind. Where nobody can be asked,
everything holds as it last stood.
"""

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from threading import Event, Lock, Thread
from typing import Any

import psycopg
from django.db import connection
from django.utils import timezone

from portal.lib.pages import CHANNEL, STANDING, Standing, standing_of

FRESH = 0.8  # with what is on its way below the second that a change may take
ASKS_EVERY = 0.3
KEPT = 86_400.0  # seconds that pages outlive their database
LISTEN = f"LISTEN {CHANNEL}"
PATIENCE = 2  # seconds for a database to take a connection, and to answer


class Watch:
    """What pages hold under now. `on_change` is called whenever that is another."""

    def __init__(self, on_change: Callable[[], None]) -> None:
        self._standing: Standing | None = None
        self._until = float("inf")
        self._on_change = on_change
        self._asked = self._failed = float("-inf")  # when what was last answered was asked; when nobody was there
        self._learning, self._asking = Lock(), Lock()
        self._own: psycopg.Connection | None = None
        self._over = Event()
        self._listener = Thread(target=self._listen, name="listens for changed pages", daemon=True)

    def start(self) -> None:
        self._listener.start()

    def stop(self) -> None:
        self._over.set()
        self._listener.join()
        _close(self._own)

    def look(self) -> Standing | None:
        """What pages hold under, as it was less than a second ago; as it last was, for a day, where nobody is there."""
        now = time.monotonic()
        if not self._is_known_since(now - FRESH):
            with self._asking:
                if not self._is_known_or_failed(now):
                    self._ask_ourselves()
        return self._standing if self._asked > now - KEPT else None

    def last(self) -> Standing | None:
        """The same where it is known without asking; None where one would have to wait."""
        now = time.monotonic()
        return self._standing if self._is_known_or_failed(now) and self._asked > now - KEPT else None

    def learn(self, standing: Standing, *, asked: float) -> None:
        """Take up an answer to what was asked then; one to an older question says nothing new."""
        with self._learning:
            if asked < self._asked:
                return
            if standing != self._standing:
                self._standing = standing
                self._until = standing.until.timestamp() if standing.until else float("inf")
                self._on_change()
            self._asked = asked

    def _is_known_since(self, moment: float) -> bool:
        return self._asked > moment and time.time() < self._until

    def _is_known_or_failed(self, now: float) -> bool:
        return self._is_known_since(now - FRESH) or self._failed > now - FRESH

    def _ask_ourselves(self) -> None:
        for _ in range(2):  # a session that was ended by the server says so at its next question only
            try:
                self._own = self._own or self._connected()
                self._ask(self._own)
                return
            except psycopg.Error:
                _close(self._own)
                self._own = None

    def _ask(self, session: psycopg.Connection) -> None:
        asked, at = time.monotonic(), timezone.now()
        self.learn(until_the_hour(standing_of(session.execute(STANDING, [at]).fetchone()), at), asked=asked)

    def _connected(self) -> psycopg.Connection:
        try:
            return _connect()
        except psycopg.Error:
            self._failed = time.monotonic()
            raise

    def _listen(self) -> None:
        over = False
        while not over:
            session = None
            try:
                session = self._connected()
                session.execute(LISTEN)
                while not self._over.is_set():
                    self._ask(session)
                    list(session.notifies(timeout=ASKS_EVERY, stop_after=1))
            except psycopg.Error:
                pass  # asked by whoever answers, until there is another
            _close(session)
            over = self._over.wait(ASKS_EVERY)


def until_the_hour(standing: Standing, at: datetime) -> Standing:
    """A page shows the day, and lists of what is read most: whatever holds, it is made anew each hour."""
    hour = at.replace(minute=0, second=0, microsecond=0) + timedelta(hours=1)
    return replace(standing, until=min(hour, standing.until or hour))


def _connect() -> psycopg.Connection:
    """One of our own: Django's belong to its threads and are closed with their requests."""
    chosen = connection.get_connection_params()
    named = ("host", "port", "user", "password", "dbname", "sslmode")
    known: dict[str, Any] = {name: value for name, value in chosen.items() if name in named}
    known |= {"keepalives_idle": 1, "keepalives_interval": 1, "keepalives_count": 2}
    known |= {"tcp_user_timeout": PATIENCE * 1000, "connect_timeout": PATIENCE}
    return psycopg.connect(**known, options=f"-c statement_timeout={PATIENCE}s", autocommit=True)


def _close(session: psycopg.Connection | None) -> None:
    if session is not None:
        session.close()
