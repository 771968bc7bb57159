"""The front of a web worker, with real connections before it and a real server behind it."""

import resource
import socket
import struct
import tempfile
import threading
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from socketserver import ThreadingMixIn, UnixStreamServer

import pytest

from portal.ends import CHUNK
from portal.front import AT, Front
from portal.passing import IDLE, TAKES_WITHIN, UNUSED
from portal.tests.house import eventually

STORED = b"GET /stored HTTP/1.1\r\nHost: x\r\n\r\n"
LAST = b"GET /stored HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"
LARGE = b"GET /large HTTP/1.1\r\nHost: x\r\n\r\n"
OF_MANY = b"m" * 20_000_000
HEAD = b"HTTP/1.1 200 OK\r\n"


def told(body):
    return (HEAD, b"Content-Length: %d\r\n" % len(body)), body


ANSWERS = {STORED: (*told(b"stored"), True), LAST: (*told(b"last"), False), LARGE: (*told(OF_MANY), True)}


def asked(path, method="GET", body=b"", *more):
    length = f"Content-Length: {len(body)}\r\n" if body else ""
    lines = "".join(f"{line}\r\n" for line in more)
    return f"{method} {path} HTTP/1.1\r\nHost: x\r\n{length}{lines}\r\n".encode() + body


class Handler(BaseHTTPRequestHandler):
    """Tells back what it was asked, from where, and with what, in the way that the path names."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = False

    def do_GET(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        self.server.asked.append((self.path, self.client_address.rpartition(AT)[2], body))
        words = f"{self.command} {self.path}".encode()
        if self.path == "/unread":
            self.close_connection = True
            self.request.sendall(HEAD + b"Connection: close\r\nContent-Length: 2\r\n\r\nno")
            self.server.go.wait(30)
        elif self.path == "/cut":
            self.close_connection = True
            self.request.sendall(HEAD + b"Content-Length: 100\r\n\r\nhalf")
        elif self.path == "/chunked":
            self.request.sendall(HEAD + b"Transfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n")
        elif self.path == "/huge":
            self.request.sendall(HEAD + b"Content-Length: %d\r\n\r\n" % len(OF_MANY) + OF_MANY)
        elif self.path == "/nothing":
            self.request.sendall(b"HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n")
        else:
            told = b"" if self.command == "HEAD" else words
            self.request.sendall(HEAD + b"Content-Length: %d\r\n\r\n" % len(words) + told)

    do_HEAD = do_POST = do_GET

    def log_message(self, *_):
        pass

    def parse_request(self):
        if self.raw_requestline.startswith(b"POST /unread"):  # answered before its form has come
            self.path, self.command = "/unread", "POST"
            self.headers = {}
            return True
        return super().parse_request()


class Behind(ThreadingMixIn, UnixStreamServer):
    daemon_threads, request_queue_size = True, 100

    def __init__(self, path):
        super().__init__(str(path), Handler)
        self.asked, self.lines, self.go = [], 0, threading.Event()

    def get_request(self):
        self.lines += 1
        return super().get_request()


class Opened:
    """A front with a server behind it; `connect()` is a client."""

    def __init__(self, folder, host):
        self.server = Behind(folder / "1")
        threading.Thread(target=self.server.serve_forever, args=[0.01], daemon=True).start()
        self.listening = socket.create_server((host, 0), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
        self.address = self.listening.getsockname()[:2]
        self.front = Front(self.listening, folder / "1", ANSWERS.get)
        self.front.start()

    def connect(self):
        return Client(socket.create_connection(self.address, timeout=20))

    def line(self):
        """The one line that there is."""
        return eventually(lambda: next(iter(self.front.lines), None), within=10)

    def close(self):
        self.front.end(5)
        self.server.go.set()
        self.server.shutdown()
        self.server.server_close()


class Client:
    def __init__(self, connected):
        self.socket = connected
        self._file = connected.makefile("rb")

    def send(self, words):
        self.socket.sendall(words)

    def answer(self, *, of_head=False):
        """The next answer's head in small letters, and its body by its length; of nothing more, ("", b"")."""
        lines = []
        while line := self._file.readline().strip():
            lines.append(line.decode().lower())
        length = next((int(line[16:]) for line in lines if line.startswith("content-length: ")), 0)
        has_body = lines and not of_head and " 304 " not in lines[0]
        return "\n".join(lines), self._file.read(length) if has_body else b""

    def ask(self, words, **how):
        self.send(words)
        return self.answer(**how)

    def has_ended(self):
        return self._file.read() == b""


@pytest.fixture(params=["127.0.0.1"])
def opened(request):
    with tempfile.TemporaryDirectory(dir="/tmp") as folder:  # a socket's path is short
        opened = Opened(Path(folder), request.param)
        yield opened
        opened.close()


class TestWhoAnswers:
    def test_what_is_stored_is_told_here_and_all_else_by_the_server_on_one_connection(self, opened):
        client = opened.connect()
        for _ in range(3):
            head, body = client.ask(STORED)
            assert head.startswith("http/1.1 200 ok\ncontent-length: 6\ndate: ") and body == b"stored"
            assert client.ask(asked("/else"))[1] == b"GET /else"
        assert [path for path, *_ in opened.server.asked] == ["/else"] * 3
        assert opened.server.lines == 1

    @pytest.mark.parametrize(
        ("words", "of_head", "body"),
        [
            (asked("/head", "HEAD"), True, b""),
            (asked("/nothing"), False, b""),
            (asked("/form", "POST", b"a=b"), False, b"POST /form"),
            (asked("/gone"), False, b"GET /gone"),
        ],
    )
    def test_after_an_answer_whose_end_is_known_it_is_ours_again(self, opened, words, of_head, body):
        client = opened.connect()
        assert client.ask(words, of_head=of_head)[1] == body
        assert client.ask(STORED)[1] == b"stored"
        assert len(opened.server.asked) == 1

    @pytest.mark.parametrize(
        "words",
        [
            asked("/chunked"),
            asked("/odd", "GET", b"", "Expect: nothing"),
            asked("/odd", "GET", b"", "X_Forwarded_For: 1"),
            asked("/first") + STORED,
        ],
    )
    def test_whatever_is_unusual_is_the_servers_from_then_on(self, opened, words):
        client = opened.connect()
        client.send(words + asked("/stored"))
        eventually(lambda: opened.server.asked[-1:] == [("/stored", "127.0.0.1", b"")], within=10)

    def test_what_we_fail_to_answer_is_the_servers_and_said(self, opened, caplog):
        def fails(asked):
            raise ValueError("of a trial")

        opened.front._answer = fails
        client = opened.connect()
        assert [client.ask(asked("/else"))[1] for _ in range(2)] == [b"GET /else"] * 2
        assert [record.exc_info[0] for record in caplog.records] == [ValueError] * 2

    def test_clients_that_break_off_at_once_harm_nobody(self, opened):
        for words in (b"", STORED, asked("/else"), asked("/form", "POST", b"a" * 99)[:-50]):
            for _ in range(20):
                client = socket.create_connection(opened.address, timeout=20)
                client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))  # a reset, no end
                client.send(words)
                client.close()
        assert opened.connect().ask(STORED)[1] == b"stored"
        eventually(lambda: len(opened.front.lines) <= 1, within=10)

    def test_a_head_in_pieces_is_the_servers(self, opened):
        client = opened.connect()
        for piece in (STORED[:9], STORED[9:-1], STORED[-1:]):
            client.send(piece)
            eventually(lambda: opened.server.lines == 1, within=10)
        assert client.answer()[1] == b"GET /stored"

    @pytest.mark.parametrize("opened", ["127.0.0.1", "::1"], indirect=True)
    def test_the_server_knows_who_asks(self, opened):
        assert opened.connect().ask(asked("/who"))[1] == b"GET /who"
        assert opened.server.asked[0][1] == opened.address[0]


class TestLarge:
    def test_a_form_in_pieces_comes_whole(self, opened):
        client, form = opened.connect(), b"f" * 3_000_000
        assert client.ask(asked("/form", "POST", form))[1] == b"POST /form"
        assert opened.server.asked == [("/form", "127.0.0.1", form)]
        assert client.ask(STORED)[1] == b"stored"

    def test_a_slow_reader_gets_all_and_little_is_held_for_it(self, opened):
        client = opened.connect()
        client.send(asked("/huge"))
        line = opened.line()
        eventually(lambda: line._client.rest, within=10)
        assert len(line._client.rest) <= CHUNK
        assert client.answer()[1] == OF_MANY
        assert client.ask(STORED)[1] == b"stored"

    def test_what_is_stored_is_held_once_for_all_slow_readers(self, opened):
        clients = [opened.connect() for _ in range(3)]
        for client in clients:
            client.send(LARGE)
        rests = eventually(
            lambda: len(kept := [ln._client.rest for ln in opened.front.lines]) == 3 and all(kept) and kept, within=10
        )
        assert all(rest.obj is OF_MANY for rest in rests)
        assert [client.answer()[1] == OF_MANY for client in clients] == [True] * 3

    def test_who_asks_much_and_reads_nothing_waits(self, opened):
        client = opened.connect()
        client.socket.setblocking(False)
        client.send(LARGE)
        line = opened.line()
        eventually(lambda: line._client.rest, within=10)
        with pytest.raises(BlockingIOError):
            while True:  # until the systems hold no more of it
                client.socket.send(STORED * 1000)
        assert len(line._client.rest) <= len(OF_MANY)


class TestEnding:
    def test_when_asked_for(self, opened):
        client = opened.connect()
        assert "connection: close" in client.ask(LAST)[0]
        assert client.has_ended()

    def test_a_client_that_says_no_more_gets_its_answer(self, opened):
        for words, body in ((STORED, b"stored"), (asked("/else"), b"GET /else"), (LARGE, OF_MANY)):
            client = opened.connect()
            client.send(words)
            client.socket.shutdown(socket.SHUT_WR)
            assert client.answer()[1] == body
            assert client.has_ended()
        eventually(lambda: not opened.front.lines, within=10)

    def test_an_answer_that_is_cut_short_ends(self, opened):
        client = opened.connect()
        assert client.ask(asked("/cut"))[1] == b"half"
        assert client.has_ended()

    def test_a_form_that_is_answered_before_its_end_holds_nothing(self, opened):
        client = opened.connect()
        assert client.ask(b"POST /unread HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\na")[1] == b"no"
        assert client.has_ended()
        line = opened.line()
        assert line._server is None
        line._since -= 10
        eventually(lambda: not opened.front.lines, within=10)

    def test_a_client_that_breaks_off_ends_the_servers_work_too(self, opened):
        client = opened.connect()
        client.send(asked("/huge"))
        line = opened.line()
        eventually(lambda: line._client.rest, within=10)
        client._file.close()
        client.socket.close()
        eventually(lambda: not opened.front.lines, within=10)

    def test_where_the_server_takes_nobody(self, opened):
        opened.server.server_close()
        opened.front._server.unlink()
        client = opened.connect()
        head, _ = client.ask(asked("/else"))
        assert head.startswith("http/1.1 503 ") and "retry-after: 10" in head
        assert client.has_ended()
        assert opened.connect().ask(STORED)[1] == b"stored"


class TestGivingUp:
    def test_a_connection_that_asks_nothing(self, opened):
        client = opened.connect()
        client.ask(STORED)
        opened.line()._since -= IDLE + 1
        assert client.has_ended()

    def test_a_client_that_takes_nothing(self, opened):
        client = opened.connect()
        client.send(LARGE)
        line = opened.line()
        eventually(lambda: line._client.rest, within=10)
        line._since -= TAKES_WITHIN + 1
        eventually(lambda: not opened.front.lines, within=10)

    def test_the_way_to_the_server_before_the_server_does(self, opened):
        client = opened.connect()
        client.ask(asked("/else"))
        line = opened.line()
        line._since -= UNUSED + 1
        eventually(lambda: line._server is None, within=10)
        assert client.ask(asked("/else"))[1] == b"GET /else"
        assert opened.server.lines == 2

    def test_it_takes_others_again_once_files_can_be_opened(self, opened):
        waiting = socket.socket()
        limits = resource.getrlimit(resource.RLIMIT_NOFILE)
        used = max(int(each.name) for each in Path("/proc/self/fd").iterdir())
        resource.setrlimit(resource.RLIMIT_NOFILE, (used, limits[1]))
        try:
            waiting.connect(opened.address)
            eventually(lambda: not opened.front.board.is_plugged(opened.listening.fileno()), within=10)
        finally:
            resource.setrlimit(resource.RLIMIT_NOFILE, limits)
        assert Client(waiting).ask(STORED)[1] == b"stored"


class TestRetiring:
    def test_connections_end_with_their_next_answer_and_no_others_are_taken(self, opened):
        first, second, third = (opened.connect() for _ in range(3))
        for client in (first, second, third):
            client.ask(STORED)
        second.send(asked("/huge"))
        opened.front.retire()
        eventually(lambda: opened.listening.fileno() < 0, within=10)
        assert "connection: close" in first.ask(STORED)[0]
        assert first.has_ended()
        assert second.answer()[1] == OF_MANY
        assert third.ask(asked("/else"))[1] == b"GET /else"
        with pytest.raises(ConnectionRefusedError):
            opened.connect()

    def test_the_end_waits_until_all_that_was_said_is_sent(self, opened):
        client = opened.connect()
        client.send(LARGE)
        line = opened.line()
        eventually(lambda: line._client.rest, within=10)
        assert not opened.front.end(0.05)
        reading = threading.Thread(target=client.answer)
        reading.start()
        assert opened.front.end(10)
        reading.join()
