"""What the web server does with requests that nobody should send, and with those that never end.

    bin/manage shell -c "from bench import rough; rough.main()"

HOSTILE odd requests (NUL, invalid UTF-8, long queries, many parameters, unknown methods, ranges): none is answered by
5xx or takes over two seconds. Then UNFINISHED connections send the head of a form and never its end, while others
read: they go on, and the stuck ones are answered. On the configured database, of which it only reads.
"""

import http.client
import random
import socket
import sys
import tempfile
import threading
import time
from statistics import median

from portal.tests.served import Served

HOSTILE, UNFINISHED, SENDERS = 20_000, 200, 8
SLOWEST = 2.0
ANSWERED_WITHIN = 30.0
METHODS = ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "PATCH", "PROPFIND", "XYZZY", "get", "PURGE"]
PLACES = [
    "/",
    "/search/",
    "/articles/1/x/",
    "/sections/trade/",
    "/keywords/%00/",
    "/p/1",
    "/p/1/qr.svg",
    "/feeds/latest.atom",
    "/%ff%fe/",
    "/%00",
    "/../../etc/passwd",
    "/media/..%2f..%2fx",
    "/weekly/",
    "/ask/",
    "/account/login/",
    "/static/../x",
    "/sitemap.xml",
    "/weekly/confirm/%00/",
    "/tags/%ff",
    "/search/%00",
    "//evil.example/",
    "/" + "a" * 5000,
]
QUERIES = [
    "",
    "q=%00",
    "q=%ff%fe",
    "after=%00",
    "after=" + "9" * 100,
    "q=" + "a" * 30_000,
    "v=1",
    "about=99999999999999999999",
    "&".join(f"p{number}=1" for number in range(4000)),
    "q=" + "%22" * 3000,
    "sort=newest&q=tea",
    "%",
    "=&=&;",
]
HEADERS = [
    {},
    {"Range": "bytes=0-,5-,-1"},
    {"Cookie": "session=%00"},
    {"Cookie": "=;;=" * 300},
    {"Accept-Encoding": "br;q=x, *;q="},
    {"If-None-Match": "W/" * 500},
    {"Content-Length": "0"},
    {"X-Forwarded-For": "x" * 3000},
    {"Accept-Language": "zz-" * 500},
    {"If-Modified-Since": "yesterday"},
    {"Content-Type": "multipart/form-data; boundary="},
    {"Referer": "\xff\xfe"},
]


class Hostile:
    def __init__(self, served, *, total, slowest=SLOWEST, seed=1):
        self.served, self.total, self.slowest, self.seed = served, total, slowest, seed
        self.wrong, self.times, self.refused = [], [], 0

    def run(self):
        senders = [threading.Thread(target=self._send, args=[number]) for number in range(SENDERS)]
        for sender in senders:
            sender.start()
        for sender in senders:
            sender.join()
        return self.wrong

    def _send(self, number):
        chance = random.Random(f"{self.seed} {number}")
        for _ in range(self.total // SENDERS):
            method, place, query = chance.choice(METHODS), chance.choice(PLACES), chance.choice(QUERIES)
            began, status = time.monotonic(), 0
            try:
                status = self._ask(method, f"{place}?{query}" if query else place, chance.choice(HEADERS))
            except (http.client.HTTPException, OSError):
                self.refused += 1  # by closing the connection
            took = time.monotonic() - began
            self.times.append(took)
            if status >= 500 or took > self.slowest:
                self.wrong.append(f"{method} {place[:40]}?{query[:40]}: {status} in {took:.1f} s")

    def _ask(self, method, address, headers):
        client = self.served.connect()
        try:
            client.putrequest(method, address, skip_accept_encoding=True)
            for name, value in headers.items():
                client.putheader(name, value.encode("latin-1"))
            client.endheaders()
            answer = client.getresponse()
            answer.read()
            return answer.status
        finally:
            client.close()


def unfinished(port):
    """A connection that has sent a form's head and one word of it."""
    client = socket.create_connection(("127.0.0.1", port), timeout=ANSWERED_WITHIN)
    head = "POST /weekly/subscribe/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 500\r\n"
    client.sendall(f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\nemail=a".encode())
    return client


class Unfinished:
    """`before` and `during` are how long a stored page takes; `answered` how many stuck ones were answered in time."""

    def __init__(self, served, *, connections, address="/"):
        self.served, self.connections, self.address = served, connections, address

    def run(self):
        self.before = self._ask_for(2.0)
        stuck = [unfinished(self.served.port) for _ in range(self.connections)]
        began = time.monotonic()
        self.during = self._ask_for(5.0)
        self.uncached = median(self._timed("/search/?q=tea") for _ in range(5))
        self.answered = sum(self._is_answered(each, began + ANSWERED_WITHIN) for each in stuck)
        self.lasted = time.monotonic() - began

    def _is_answered(self, client, until):
        try:
            client.settimeout(max(0.01, until - time.monotonic()))
            return client.recv(4096)[9:12] in (b"408", b"503")
        except OSError:
            return False
        finally:
            client.close()

    def _ask_for(self, seconds):
        until, times = time.monotonic() + seconds, []
        while time.monotonic() < until:
            times.append(self._timed(self.address))
        return median(times)

    def _timed(self, address):
        began = time.monotonic()
        answer, _ = self.served.get(address)
        assert answer.status == 200, answer.status
        return time.monotonic() - began


def main(hostile: int = HOSTILE, unfinished: int = UNFINISHED) -> None:
    with tempfile.TemporaryDirectory() as folder, Served(folder) as served:
        trial = Hostile(served, total=hostile)
        wrong = trial.run()
        times = sorted(trial.times)
        say(
            f"{len(times):,} hostile requests, {trial.refused:,} refused unanswered: {len(wrong)} of 5xx or over"
            f" {SLOWEST:.0f} s; median {median(times) * 1000:.0f} ms, slowest {times[-1]:.2f} s"
        )
        say("\n".join(wrong[:10]))
        stuck = Unfinished(served, connections=unfinished)
        stuck.run()
        say(
            f"{unfinished} unfinished forms: a stored page in {stuck.during * 1000:.1f} ms instead of"
            f" {stuck.before * 1000:.1f}, a search in {stuck.uncached * 1000:.0f} ms; {stuck.answered} answered"
            f" within {stuck.lasted:.0f} s"
        )
    sys.exit(1 if wrong or stuck.answered < unfinished else 0)


def say(words: str) -> None:
    print(words, file=sys.stdout, flush=True)  # noqa: T201  # figures for a person
