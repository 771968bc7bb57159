"""How often an entry is read: counted in memory, written down every few seconds. Nobody is remembered."""

import re
import time
from collections import Counter
from multiprocessing.util import Finalize
from threading import Lock, Thread
from typing import Any

from django.db import DatabaseError, InterfaceError, connection, transaction
from django.utils import timezone

from portal.lib import tally

WRITES_EVERY = 5.0
MACHINE = re.compile(
    r"bot|crawl|spider|slurp|fetch|monitor|scan|check|feed|rss|preview|externalhit|archiv|index|curl|wget|python"
    r"|java/|go-http|okhttp|libwww|httpclient|headless|lighthouse|nagios|pingdom|scrapy|axios|node|ruby|perl",
    re.IGNORECASE,
)
PREFETCH = ("HTTP_SEC_PURPOSE", "HTTP_PURPOSE", "HTTP_X_MOZ", "HTTP_X_PURPOSE")
REMEMBERED = 1000


class Reads:
    """What was read since it was last written down."""

    def __init__(self) -> None:
        self._counted: Counter[int] = Counter()
        self._people: dict[str, bool] = {}
        self._lock = Lock()

    def start(self) -> None:
        Thread(target=self._keep_writing, name="writes down reads", daemon=True).start()
        Finalize(None, self.write, exitpriority=10)  # a worker that ends

    def count(self, number: int, environ: dict[str, Any]) -> None:
        """One GET of the entry, if a person made it."""
        if self.counts(environ):
            self.add(number)

    def add(self, number: int) -> None:
        with self._lock:
            self._counted[number] += 1

    def counts(self, environ: dict[str, Any]) -> bool:
        """Whether a person asks, for the whole."""
        return environ["REQUEST_METHOD"] == "GET" and self._is_person(environ)

    def write(self) -> None:
        with self._lock:
            counted, self._counted = self._counted, Counter()
        if not counted:
            return
        on = timezone.now().date()
        try:
            with transaction.atomic():
                for number in sorted(counted):  # in order, so that two processes do not wait for each other
                    tally.add("read", number, on=on, count=counted[number])
        except (DatabaseError, InterfaceError):
            with self._lock:
                self._counted += counted

    def _is_person(self, environ: dict[str, Any]) -> bool:
        if any(name in environ for name in PREFETCH):
            return False
        agent = environ.get("HTTP_USER_AGENT", "")
        person = self._people.get(agent)
        if person is None:
            person = agent.startswith("Mozilla/") and not MACHINE.search(agent)
            if len(self._people) < REMEMBERED:
                self._people[agent] = person
        return person

    def _keep_writing(self) -> None:
        while True:
            time.sleep(WRITES_EVERY)
            self.write()
            connection.close()
