"""Connections of the front that wait for nobody: each sends what its other side takes, and keeps the rest."""

import select
import socket
from collections.abc import Callable
from contextlib import suppress
from select import EPOLLERR, EPOLLHUP, EPOLLIN, EPOLLOUT

CHUNK = 65_536
NOTHING = memoryview(b"")
READS = EPOLLIN | EPOLLHUP | EPOLLERR
Ready = Callable[[int], None]


class Board:
    """Who is to be called when something happens at an end; what happened is told in the events of epoll(7)."""

    def __init__(self) -> None:
        self._poll = select.epoll()
        self._ready: dict[int, Ready] = {}

    def plug(self, number: int, ready: Ready, events: int = EPOLLIN) -> None:
        self._ready[number] = ready
        self._poll.register(number, events)

    def unplug(self, number: int) -> None:
        if self._ready.pop(number, None):
            self._poll.unregister(number)

    def is_plugged(self, number: int) -> bool:
        return number in self._ready

    def heed(self, number: int, events: int, ready: Ready) -> None:
        """Heed these alone. An end of which none are heeded may break untold: else that is told without end."""
        if not events:
            self.unplug(number)
        elif number in self._ready:
            self._poll.modify(number, events)
        else:
            self.plug(number, ready, events)

    def attend(self, within: float, first: Callable[[], None]) -> None:
        """Wait so many seconds at most, then call `first` and whoever is concerned."""
        happened = self._poll.poll(within)
        first()
        for number, events in happened:
            if ready := self._ready.get(number):  # unplugged a moment ago
                ready(events)


class End:
    """This side of one connection. `rest` is what the other has not taken yet; once broken, there is none."""

    __slots__ = ("_board", "_heeded", "_ready", "is_broken", "rest", "socket")

    def __init__(self, board: Board, connected: socket.socket, ready: Ready) -> None:
        self.socket, self.rest, self.is_broken = connected, NOTHING, False
        self._board, self._ready, self._heeded = board, ready, EPOLLIN
        board.plug(connected.fileno(), ready)

    def hear(self) -> bytes | None:
        """What came; nothing where the other side has ended or the connection broke, None where nothing came yet."""
        try:
            return self.socket.recv(CHUNK)
        except BlockingIOError:
            return None
        except OSError:
            self.is_broken = True
            return b""

    def say(self, words: bytes, more: bytes = b"") -> None:
        """Send this after all that was said before. `more` is not copied, however slowly it is taken."""
        if self.rest:
            words = bytes(self.rest) + words
        sent = self._send((words, more))
        self.rest = NOTHING
        if not self.is_broken:
            begun = sent >= len(words)
            self.rest = memoryview(more)[sent - len(words) :] if begun else memoryview(words[sent:] + more)

    def go_on(self) -> None:
        """Send of the rest what is taken now."""
        self.rest = self.rest[self._send((self.rest,)) :]

    def end(self) -> None:
        """Say that nothing more is said."""
        with suppress(OSError):
            self.socket.shutdown(socket.SHUT_WR)

    def heed(self, *, reads: bool) -> None:
        events = (EPOLLIN if reads else 0) | (EPOLLOUT if self.rest else 0)
        if events != self._heeded:
            self._heeded = events
            self._board.heed(self.socket.fileno(), events, self._ready)

    def close(self) -> None:
        if self.socket.fileno() >= 0:
            self._board.unplug(self.socket.fileno())
            self.socket.close()

    def _send(self, parts: tuple[bytes | memoryview, ...]) -> int:
        try:
            return self.socket.sendmsg(parts)
        except BlockingIOError:
            return 0
        except OSError:
            self.is_broken, self.rest = True, NOTHING
            return 0
