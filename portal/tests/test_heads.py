"""What the front makes of requests and answers is what the server makes of them, or nothing."""

import json
import signal
import socket
import subprocess
import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal import heads, processes
from portal.heads import Exchange
from portal.tests.house import CHECKOUT, eventually, free_port

STARTS = """
import multiprocessing
multiprocessing.set_start_method("fork")
from portal.web import server
web = server("127.0.0.1", {port}, "portal.tests.echo:application")
web.serve(target_loader=web.load)
"""
LINES = [
    "GET / HTTP/1.1", "POST / HTTP/1.1", "OPTIONS * HTTP/1.1", "GET / HTTP/1.0", "get / HTTP/1.1", "GET  / HTTP/1.1",
    "GET /\tx HTTP/1.1", "GET http://localhost/ HTTP/1.1", "GET localhost HTTP/1.1", "GET / HTTP/2.0",
    "GET //x/../y HTTP/1.1", "GET /%E4%B8%AD%2f%25%zz%4 HTTP/1.1", "GET /a?b=c&d=%20+?/ HTTP/1.1", "GET /? HTTP/1.1",
    "GET /a#b HTTP/1.1", "GET /a?b#c HTTP/1.1", 'GET /"<>^`{|} HTTP/1.1', "GET /a\\b HTTP/1.1", "GET /é HTTP/1.1",
    "GET /;a=b:80/@!$&'()*+,;=~._- HTTP/1.1", "GET / HTTP/1.1 ", "PURGE /x HTTP/1.1", "GET /a?b'c HTTP/1.1",
]  # fmt: skip
FIELDS = [
    "Accept:", "Accept: \t text/html \t", "Accept:text/html", "Accept : x", "Cookie: a=b",
    "Cookie: a=b\r\nCookie: c=d", "Accept: a\r\nAccept: b", "X-Forwarded-For: 1.2.3.4", "X_Forwarded_For: 1.2.3.4",
    "X-A: é", "X-A: a\x01b", "X-A: a\x7fb", "X-A: a\r\n folded", "X-A: 'quoted \"' \\", "Connection: keep-alive",
    "Connection: Close", "Connection: x", ": x", "Connection: keep-alive, Upgrade\r\nUpgrade: h2c",
    "Content-Length: 0", "Content-Length: 3", "Content-Length: +3", "Content-Length: 3\r\nContent-Length: 3",
    "Content-Length: 1, 1", "Transfer-Encoding: chunked", "Content-Type: a/b", "Transfer-Encoding: identity",
    "Expect: 100-continue", "TE: trailers", "Host: other", "X-A", "X-A\x00: b", 'If-None-Match: W/"a"',
    "User-Agent: " + "x" * 5000, "Range: bytes=0-1", "Proxy: x",
]  # fmt: skip
HEADS = [f"{line}\r\nHost: localhost\r\n\r\n" for line in LINES]
HEADS += [f"GET /x HTTP/1.1\r\nHost: localhost\r\n{field}\r\n\r\n" for field in FIELDS]
HEADS += ["GET / HTTP/1.1\r\n\r\n", "GET / HTTP/1.1\r\nHost:\r\n\r\n", "\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n",
          "GET / HTTP/1.1\nHost: x\n\n", "GET / HTTP/1.1\r\nHost: x\r\n\r\nGET /"]  # fmt: skip


@pytest.fixture(scope="module")
def port(tmp_path_factory):
    """Of the web server, with an application that tells what it was asked."""
    port, folder = free_port(), tmp_path_factory.mktemp("echo")
    command = [*processes.dies_with_us(signal.SIGTERM), sys.executable, "-c", STARTS.format(port=port)]
    environment = {"PATH": "/usr/bin:/bin", "DATA_DIR": str(folder), "WEB_WORKERS": "1", "PYTHONPATH": str(CHECKOUT)}
    with subprocess.Popen(command, cwd=CHECKOUT, env=environment) as server:
        eventually(lambda: told(port, HEADS[0]), within=60)
        yield port
        server.terminate()


def told(port, head):
    """What the application tells of this request; None where the server refuses it or does not understand it whole."""
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=20) as client:
            client.sendall(head.encode())
            answer = client.recv(65_536)
            if not answer.startswith(b"HTTP/1.1 200 "):
                return None
            return json.loads(answer.partition(heads.END)[2])
    except ConnectionError:
        return None


def test_what_is_understood_is_what_the_server_understands(port):
    understood = 0
    for head in HEADS:
        plain, answer = heads.environ(head.encode()), told(port, head)
        if answer is None:  # of what has a length nothing is answered at the front
            assert plain is None or plain["CONTENT_LENGTH"], head
        elif plain:
            theirs = {"CONTENT_LENGTH": ""} | answer["environ"]
            named = {name for name in theirs if name.startswith("HTTP_")}
            assert {name: theirs[name] for name in named | plain.keys()} == plain, head
            assert answer["plain"] == plain
            understood += 1
    assert understood >= 20


def test_the_application_knows_who_asks_and_where(port):
    environ = told(port, HEADS[0])["environ"]
    assert (environ["REMOTE_ADDR"], environ["SERVER_NAME"], environ["SERVER_PORT"]) == (
        "127.0.0.1",
        "127.0.0.1",
        str(port),
    )


BODIES = st.binary(max_size=40)


@settings(max_examples=200, deadline=None)
@given(BODIES, BODIES, st.data())
def test_an_exchange_is_over_when_both_are_whole_and_not_before(form, body, data):
    length = f"Content-Length: {len(form)}\r\n" if form else ""
    asks = [f"POST /x HTTP/1.1\r\nHost: x\r\n{length}\r\n".encode(), *pieces(form, data)]
    answers = [b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(body), *pieces(body, data)]
    exchange = Exchange.begun(asks.pop(0))
    order = data.draw(st.permutations([True] * len(asks) + [False] * len(answers)))
    for is_asked in order:
        assert not exchange.is_over
        if is_asked:
            exchange.asks -= len(asks.pop(0))
        else:
            assert exchange.heard(answers.pop(0))
    assert exchange.is_over
    assert not exchange.heard(b"more")


def pieces(words, data):
    cuts = sorted(data.draw(st.sets(st.integers(1, max(1, len(words) - 1)), max_size=3))) if words else []
    return [words[start:end] for start, end in zip([0, *cuts], [*cuts, len(words)], strict=True) if words[start:end]]


@pytest.mark.parametrize(
    "first",
    [
        b"GET / HTTP/1.1\r\nHost: x\r\n",  # not whole
        b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1, 1\r\n\r\na",
        b"GET / HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
    ],
)
def test_where_the_end_of_a_request_is_not_told(first):
    assert Exchange.begun(first) is None


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nX-A: b\r\n\r\n",
        b"HTTP/1.1 100 Continue\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Le",
    ],
)
def test_where_the_end_of_an_answer_is_not_told(head):
    assert not Exchange("GET", 0).heard(head)


def test_the_process_that_stays_over_a_reload_holds_nothing_of_what_is_read_anew():
    anew = {"django", "portal.front", "portal.heads", "portal.behind"}
    code = f"import portal.web, sys; print({anew} & sys.modules.keys())"
    done = subprocess.run([sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    assert done.stdout == "set()\n"


def test_what_it_does_hold_of_ours_is_not_passed_on():
    code = "import sys; from portal import web; web.forget_own_code(); print([n for n in sys.modules if 'portal' in n])"
    done = subprocess.run([sys.executable, "-c", code], cwd=CHECKOUT, capture_output=True, text=True, check=True)
    assert done.stdout == "[]\n"
