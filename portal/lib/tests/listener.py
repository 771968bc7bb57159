"""A real mail server on a free loopback port, which keeps what it took and can be told to misbehave."""

import asyncio
import threading
from collections import Counter
from email import message_from_bytes, policy

from aiosmtpd.smtp import SMTP


class _Session(SMTP):
    """aiosmtpd's own, but for a connection that is cut while the message comes in: read by nobody, then ended."""

    async def smtp_DATA(self, arg):
        if self.envelope.rcpt_tos and self.envelope.rcpt_tos[0] in self.event_handler.cut_before_dot:
            self._writer.write(b"354 go on\r\n")
            self.transport.close()
            return None
        return await super().smtp_DATA(arg)


class Listener:
    def __init__(self, *, tls=None, starttls=None, authenticator=None, pipelining=False, delay=0):
        self._tls, self._pipelining, self._delay = tls, pipelining, delay
        self._options = {"tls_context": starttls, "require_starttls": bool(starttls)}
        if authenticator:
            self._options |= {"authenticator": authenticator, "auth_required": True}
        self.taken = []  # (recipient, message), in the order of the final dots
        self.connections = 0
        self.replies = {}  # recipient -> list of replies to RCPT, used up one by one
        self.data_replies = {}  # recipient -> list of replies to the final dot
        self.cut_before_dot, self.cut_after_dot = set(), set()
        self.limit = None  # so many mails a connection, then 421
        self.arrived = threading.Semaphore(0)  # one for each final dot
        self.answers = threading.Event()  # cleared: final dots get no answer until it is set
        self.answers.set()

    def __enter__(self):
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._thread.start()
        self.open()
        return self

    def __exit__(self, *_):
        self.answers.set()
        self.close()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()

    def open(self, port=0):
        self._server = self._run(self._loop.create_server(self._session, "127.0.0.1", port, ssl=self._tls))
        self.port = self._server.sockets[0].getsockname()[1]

    def close(self):
        async def close():
            self._server.close()
            for task in asyncio.all_tasks() - {asyncio.current_task()}:
                task.cancel()

        self._run(close())

    @property
    def url(self):
        return f"smtp://127.0.0.1:{self.port}"

    def messages(self, recipient):
        return [message_from_bytes(message, policy=policy.default) for to, message in self.taken if to == recipient]

    def doubled(self):
        return [recipient for recipient, times in Counter(to for to, _ in self.taken).items() if times > 1]

    def _run(self, coroutine):
        return asyncio.run_coroutine_threadsafe(coroutine, self._loop).result(timeout=10)

    def _session(self):
        self.connections += 1
        return _Session(self, hostname="listener", loop=self._loop, enable_SMTPUTF8=False, **self._options)

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        return [responses[0], "250-PIPELINING", *responses[1:]] if self._pipelining else responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        session.mails = getattr(session, "mails", 0) + 1
        if self.limit is not None and session.mails > self.limit:
            return "421 enough for one connection"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.replies.get(address):
            return self.replies[address].pop(0)
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        recipient = envelope.rcpt_tos[0]
        refusals = self.data_replies.get(recipient)
        if not refusals and recipient not in self.cut_after_dot:
            self.taken.append((recipient, envelope.content))
        self.arrived.release()
        await asyncio.sleep(self._delay)
        while not self.answers.is_set():
            await asyncio.sleep(0.01)
        if recipient in self.cut_after_dot:
            server.transport.abort()
        return refusals.pop(0) if refusals else "250 taken"
