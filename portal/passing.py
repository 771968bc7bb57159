"""One client's connection: answered here, or passed on to the worker's server, request by request."""

import socket
from enum import Enum, auto
from select import EPOLLOUT
from typing import Protocol

from portal.ends import READS, Board, End
from portal.heads import Exchange

# The head of an answer but for its last lines, in pieces; its body; and whether the connection is meant for more.
Told = tuple[tuple[bytes, ...], bytes, bool]

IDLE = 75.0  # seconds that a connection may ask nothing; a proxy closes its own before (nginx: 60)
UNUSED = 10.0  # seconds that the way to the server is kept; the server would close it after 30, upon a request perhaps
TAKES_WITHIN = 60.0  # a client that takes nothing of its answer for so long is gone
CLOSES_WITHIN = 5.0
BUSY = (
    b"HTTP/1.1 503 Service Unavailable\r\nContent-Length: 0\r\nRetry-After: 10\r\nCache-Control: no-store\r\n"
    b"Connection: close\r\n\r\n"
)


class Front(Protocol):
    """What a line needs of the front (portal/front.py)."""

    board: Board
    lines: "set[Line]"
    now: float
    date: bytes
    is_retiring: bool

    def answer(self, asked: bytes, /) -> Told | None: ...
    def to_server(self, client: str) -> socket.socket: ...


class State(Enum):
    HERE = auto()  # nothing is asked
    PASSED = auto()  # one request is with the server; where it and its answer end is known
    THROUGH = auto()  # whatever comes is passed on, both ways, until one side ends
    ENDING = auto()  # all is said


HERE, PASSED, THROUGH, ENDING = State


class Line:
    __slots__ = ("_address", "_client", "_exchange", "_front", "_has_ended", "_server", "_since", "_state")

    def __init__(self, front: Front, client: socket.socket, address: str) -> None:
        client.setblocking(False)
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._front, self._address = front, address
        self._client = End(front.board, client, self._client_ready)
        self._server: End | None = None
        self._exchange: Exchange | None = None
        self._state, self._since, self._has_ended = HERE, front.now, False
        front.lines.add(self)

    @property
    def is_busy(self) -> bool:
        return self._state in (PASSED, THROUGH) or bool(self._client.rest)

    def sweep(self) -> None:
        """Give up what has come to nothing."""
        silent = self._front.now - self._since
        if self._client.rest:
            limit = TAKES_WITHIN
        elif self._state in (PASSED, THROUGH):
            return  # the server's to judge
        else:
            limit = IDLE if self._state is HERE else CLOSES_WITHIN
        if silent > limit:
            self._close()
        elif silent > UNUSED:
            self._leave_server()

    def _client_ready(self, events: int) -> None:
        if self._state is not ENDING or self._client.rest:
            self._since = self._front.now
        if events & EPOLLOUT:
            self._client.go_on()
        asked = self._client.hear() if events & READS else None
        if asked == b"":
            self._has_ended = True
        elif asked and self._state is HERE and (told := self._front.answer(asked)) is not None:
            if self._tell(*told):
                return  # as nearly always: nothing else is to be done
        elif asked and self._state is not ENDING:
            self._pass_on(asked)
        self._settle()

    def _tell(self, head: tuple[bytes, ...], body: bytes, stays: bool) -> bool:
        """Whether all of it is said, and more may be asked."""
        stays = stays and not self._front.is_retiring
        whole = b"".join((*head, self._front.date, b"\r\n" if stays else b"Connection: close\r\n\r\n"))
        self._client.say(whole, body)
        if not stays:
            self._state = ENDING
        return stays and not (self._client.rest or self._client.is_broken)

    def _pass_on(self, asked: bytes) -> None:
        if self._state is HERE:
            self._exchange = Exchange.begun(asked)
        elif self._exchange is not None:
            self._exchange.asks -= len(asked)
        is_plain = self._state is not THROUGH and self._exchange is not None and self._exchange.asks >= 0
        self._state = PASSED if is_plain else THROUGH
        try:
            if self._server is None:
                self._server = End(self._front.board, self._front.to_server(self._address), self._server_ready)
        except OSError:
            self._client.say(BUSY)
            self._state = ENDING
        else:
            self._server.say(asked)  # it may have ended; what it said before is still to be read

    def _server_ready(self, events: int) -> None:
        self._since = self._front.now
        if self._server is None:
            return
        if events & EPOLLOUT:
            self._server.go_on()
        told = self._server.hear() if events & READS and not self._client.rest else None
        if told:
            self._client.say(told)
            self._follow(told)
        elif told is not None:
            self._leave_server()
            self._state = HERE if self._state is HERE else ENDING
        self._settle()

    def _follow(self, told: bytes) -> None:
        """Where an answer ends, the client may ask us again, unless it ends the connection."""
        exchange = self._exchange
        if self._state is PASSED and exchange is not None:
            if not exchange.heard(told):
                self._state = THROUGH
            elif exchange.is_over:
                self._state = ENDING if exchange.ends else HERE

    def _settle(self) -> None:
        """After whatever happened: end what is over, and read from one side only what the other has taken."""
        client, is_over = self._client, self._state in (HERE, ENDING)
        if client.is_broken or (is_over and self._has_ended and not client.rest):
            self._close()
            return
        if self._state is ENDING:
            self._leave_server()
            if not client.rest:
                client.end()
        is_full = self._server is not None and bool(self._server.rest)
        client.heed(reads=not (self._has_ended or is_full or (self._state is HERE and client.rest)))
        if self._server is not None:
            if self._has_ended and not is_full:
                self._server.end()
            self._server.heed(reads=not client.rest)

    def _leave_server(self) -> None:
        if self._server is not None:
            self._server.close()
        self._server = None

    def _close(self) -> None:
        self._leave_server()
        self._client.close()
        self._front.lines.discard(self)
