"""The front of a web worker: answers what is stored right where connections come in, and passes all else on.

One thread takes the portal's connections. A request for a stored page is answered here; any other is passed on, as it
is, to the worker's own server, over a socket that is named after the client's address. When that answer has come to
its end, the connection is here again (portal/passing.py).
"""

import logging
import os
import resource
import select
import socket
import time
from collections.abc import Callable
from email.utils import formatdate
from itertools import count
from pathlib import Path
from threading import Event, Thread

from portal.ends import Board
from portal.passing import Line, Told

SWEEPS_EVERY = 1.0
MOST_OPEN = 65_536
TAKES = 16  # connections at a time: another of the workers may have less to do
AT = "@"
log = logging.getLogger(__name__)


class Front:
    """`answer` says what is told to a request at once, or None; at `server` the worker's own server listens."""

    def __init__(self, public: socket.socket, server: Path, answer: Callable[[bytes], Told | None]) -> None:
        self._answer = answer
        self.board = Board()
        self.lines: set[Line] = set()
        self.now, self.date, self._second = 0.0, b"", 0
        self.is_retiring = self._is_ending = False
        self._public, self._server, self._numbers = public, server, count(1)
        self._wakes, self._ended = os.eventfd(0, os.EFD_NONBLOCK | os.EFD_CLOEXEC), Event()
        self._tell_time()

    def start(self) -> None:
        open_files(MOST_OPEN)
        self._public.setblocking(False)
        self.board.plug(self._wakes, self._woken)
        Thread(target=self._run, name="front", daemon=True).start()

    def answer(self, asked: bytes) -> Told | None:
        """What is told to this request at once; where a fault of ours prevents it, the server is asked as ever."""
        try:
            return self._answer(asked)
        except Exception:
            log.exception("A request could not be answered at the front: %.200r", asked.partition(b"\r\n")[0])
            return None

    def retire(self) -> None:
        """Take no more connections, and let each that is there end with its next answer."""
        self.is_retiring = True
        os.eventfd_write(self._wakes, 1)

    def end(self, within: float) -> bool:
        """Come back once all that was said has been sent, or after so many seconds; whether it has been."""
        self._is_ending = True
        self.retire()
        return self._ended.wait(within)

    def to_server(self, client: str) -> socket.socket:
        """A connection to the worker's own server, from this address; OSError where it takes none."""
        name = self._server.with_name(f"{self._server.name}.{next(self._numbers)}{AT}{client}")
        passed = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM | socket.SOCK_NONBLOCK)
        try:
            passed.bind(str(name))
            passed.connect(str(self._server))
        except OSError:
            passed.close()
            raise
        finally:
            name.unlink(missing_ok=True)
        return passed

    def _run(self) -> None:
        try:
            self._listen()
            swept = self.now
            while not self._is_over():
                self.board.attend(SWEEPS_EVERY, self._tell_time)
                if self.now - swept > SWEEPS_EVERY:
                    swept = self.now
                    self._sweep()
        except BaseException:
            log.exception("The front of a web worker failed; another worker takes its place.")
            os._exit(1)
        self._server.unlink(missing_ok=True)
        self._ended.set()

    def _tell_time(self) -> None:
        self.now, second = time.monotonic(), int(time.time())
        if second != self._second:
            self._second, self.date = second, f"Date: {formatdate(second, usegmt=True)}\r\n".encode()

    def _is_over(self) -> bool:
        return self._is_ending and not any(line.is_busy for line in self.lines)

    def _listen(self) -> None:
        if not self.is_retiring:
            self.board.plug(self._public.fileno(), self._take, select.EPOLLIN | select.EPOLLEXCLUSIVE)

    def _take(self, _: int) -> None:
        for _ in range(TAKES):
            try:
                client, address = self._public.accept()
            except (BlockingIOError, ConnectionError):
                return
            except OSError:  # as many are open as may; they are looked through within a second
                self.board.unplug(self._public.fileno())
                return
            try:
                Line(self, client, address[0])
            except OSError:  # it has gone already
                client.close()

    def _woken(self, _: int) -> None:
        os.eventfd_read(self._wakes)
        if self._public.fileno() >= 0:
            self.board.unplug(self._public.fileno())
            self._public.close()

    def _sweep(self) -> None:
        for line in list(self.lines):
            line.sweep()
        if not self.is_retiring and not self.board.is_plugged(self._public.fileno()):
            self._listen()


def open_files(most: int) -> None:
    """Let this process have so many open, or as many as the system lets it."""
    _, highest = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(
        resource.RLIMIT_NOFILE, (most if highest == resource.RLIM_INFINITY else min(most, highest), highest)
    )
