"""One connection to the mail server that knows, at every moment, whether a message's final dot has left."""

import select
import smtplib
import socket
import ssl
from contextlib import suppress
from typing import NoReturn
from urllib.parse import urlsplit

from django.conf import settings

from portal.lib import mail
from portal.lib.mailserver import Server

# Replies that are about this connection or our account, not about the mail that met them.
_ABOUT_US = {421, 454, 530, 534, 535, 538}


class Refused(Exception):
    """The server said no to this mail: for now (4xx) or for good (5xx)."""

    def __init__(self, code: int, reply: str) -> None:
        super().__init__(f"{code} {reply}")
        self.is_for_now = 400 <= code < 500


class Unreachable(Exception):
    """No mail was taken: no connection, no login, or an end of it before the final dot."""


class Unanswered(Exception):
    """The final dot has left, or may have, and no reply came: nobody knows."""


class Connection:
    """Hands over one message at a time: `offer` sends all but the final dot, `finish` that and reads the reply."""

    def __init__(self, server: Server) -> None:
        self.server = server
        self.is_fresh = True  # no message has been taken on it yet
        self._is_midway = False  # a message has been offered whose end the server awaits
        try:
            self._smtp = self._opened()
        except (OSError, smtplib.SMTPException) as error:
            raise Unreachable(f"{server}: {_words(error)}") from error
        self._pipelining = self._smtp.has_extn("pipelining")
        self._options = " BODY=8BITMIME" if self._smtp.has_extn("8bitmime") else ""

    def offer(self, *, sender: str, recipient: str, message: bytes) -> None:
        """Everything up to the final dot; Refused or Unreachable, and then nothing was taken."""
        commands = [f"MAIL FROM:<{_envelope(sender)}>{self._options}", f"RCPT TO:<{_envelope(recipient)}>", "DATA"]
        self._socket.settimeout(self.server.timeout)
        refusal = None
        for code, reply in self._replies(commands):
            if code in _ABOUT_US:
                self._lost(f"{code} {reply}")
            if code >= 400:
                refusal = refusal or Refused(code, reply)
            elif refusal and code == 354:
                self.close()  # a message is awaited that has no recipient
        if refusal:
            self._reset()
            raise refusal
        self._is_midway = True
        try:
            self._smtp.send(_stuffed(message))
        except smtplib.SMTPException as error:
            self._lost(_words(error))

    def finish(self) -> str:
        """The final dot; the server's reply once it has taken the message. Refused, Unreachable or Unanswered."""
        if self._spoke_up():
            self._lost("The server ended the connection before the message was complete.")
        try:
            self._socket.settimeout(self.server.timeout_after_dot)
            self._smtp.send(b".\r\n")
            code, reply = self._reply()
            self._is_midway = False
        except (OSError, smtplib.SMTPException) as error:
            self.close()
            raise Unanswered(f"{self.server}: {_words(error)}") from error
        if code >= 400:
            self._reset()
            raise Refused(code, reply)
        if not 200 <= code < 300:
            self.close()
            raise Unanswered(f"{self.server}: {code} {reply}")
        self.is_fresh = False
        return f"{code} {reply}"

    def close(self) -> None:
        """Let go without a word; whatever was offered and not finished is dropped by the server."""
        self._smtp.close()

    def quit(self) -> None:
        """Say goodbye; nothing depends on the answer. Midway in a message there is no polite way."""
        if self.is_open and not self._is_midway:
            with suppress(OSError, smtplib.SMTPException):
                self._socket.settimeout(2)
                self._smtp.docmd("QUIT")
        self._smtp.close()

    @property
    def is_open(self) -> bool:
        return self._smtp.sock is not None

    @property
    def _socket(self) -> socket.socket:
        assert self._smtp.sock is not None  # closed connections are not used again
        return self._smtp.sock

    def _opened(self) -> smtplib.SMTP:
        server, here = self.server, urlsplit(settings.BASE_URL).hostname or "localhost"
        if server.implicit_tls:
            context = ssl.create_default_context()
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, local_hostname=here, timeout=server.timeout, context=context
            )
        else:
            smtp = smtplib.SMTP(server.host, server.port, local_hostname=here, timeout=server.timeout)
        assert smtp.sock is not None  # connected
        smtp.sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # the final dot is a packet of its own
        if server.starttls:
            smtp.starttls(context=ssl.create_default_context())
        smtp.ehlo_or_helo_if_needed()
        if server.user:
            smtp.login(server.user, server.password)
        return smtp

    def _replies(self, commands: list[str]) -> list[tuple[int, str]]:
        """The answers to `commands`: in one go where the server takes that, else up to the first refusal."""
        try:
            if self._pipelining:
                self._smtp.send("".join(f"{command}\r\n" for command in commands))
                return [self._reply() for _ in commands]
            replies = []
            for command in commands:
                self._smtp.send(f"{command}\r\n")
                replies.append(self._reply())
                if replies[-1][0] >= 400:
                    break
            return replies
        except (OSError, smtplib.SMTPException) as error:
            self._lost(_words(error))

    def _reply(self) -> tuple[int, str]:
        code, reply = self._smtp.getreply()
        if code < 200:
            raise smtplib.SMTPServerDisconnected(f"not a reply: {reply[:200]!r}")
        return code, reply.decode("utf-8", "replace").replace("\x00", "")[:1000]

    def _reset(self) -> None:
        try:
            if self.is_open and self._smtp.docmd("RSET")[0] != 250:
                self.close()
        except (OSError, smtplib.SMTPException):
            self.close()

    def _spoke_up(self) -> bool:
        """Whether the server sent something, or its end of the connection, while it should only listen."""
        if isinstance(self._socket, ssl.SSLSocket):
            return False  # what lies there may belong to TLS itself
        poll = select.poll()
        poll.register(self._socket, select.POLLIN)
        return bool(poll.poll(0))

    def _lost(self, why: str) -> NoReturn:
        self.close()
        raise Unreachable(f"{self.server}: {why}")


def _envelope(address: str) -> str:
    try:
        return mail.bare(address)
    except mail.NoAddress as error:
        raise Refused(553, str(error)) from error


def _stuffed(message: bytes) -> bytes:
    """`message`, whose lines end in CRLF, as DATA carries it: a dot that opens a line is doubled."""
    if not message.endswith(b"\r\n"):
        message += b"\r\n"
    return (b"\r\n" + message).replace(b"\r\n.", b"\r\n..")[2:]


def _words(error: Exception) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        reply = error.smtp_error
        return f"{error.smtp_code} {reply.decode('utf-8', 'replace') if isinstance(reply, bytes) else reply}"
    return str(error) or type(error).__name__
