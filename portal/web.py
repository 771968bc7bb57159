"""The web server's own process, as bin/run starts it: granian with the portal in each of its workers.

Granian's own reload stops a worker that may just have been given a connection, and that request is lost. Here all
workers take connections from one socket, and an old worker retires (portal/retiring.py) before it is stopped.
"""

import importlib
import multiprocessing
import os
import select
import signal
import socket
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.net import SocketSpec

from portal.processes import die_with_parent
from portal.retiring import Application, Retiring

CORES = os.cpu_count() or 1
LOADS_WITHIN = 30.0
RETIRES_WITHIN = 1.5  # a connection that asks nothing for so long is closed
STOPS_WITHIN = 3.8  # a request that is being answered may take so long; the supervisor waits a little longer
RETIRE = signal.SIGUSR1
THREADS = 360  # made as they are needed; 320 may wait (portal/entering.py), the others answer from the store


def load(target: str) -> Application:
    """Called in each new worker: the code is read anew at every reload."""
    die_with_parent()
    for number in (signal.SIGTERM, signal.SIGINT):
        # The server's own handler came along with the fork and would take the order to stop for done.
        signal.signal(number, signal.SIG_DFL)
    module, _, name = target.partition(":")
    application = Retiring(getattr(importlib.import_module(module), name))
    signal.signal(RETIRE, lambda *_: application.retire())
    return application


def load_and_say(load_portal: Callable[[], Application], says: int) -> Application:
    application = load_portal()
    os.write(says, b".")
    return application


class Server(Granian):  # type: ignore[misc, valid-type]  # granian chooses its class at import
    """Overrides how granian makes its socket and changes its workers; requirements.txt holds its version."""

    def _init_shared_socket(self) -> None:
        self.blocking_threads = THREADS  # not before: granian warns of so many
        self._shd = SocketSpec(self.bind_addr, self.bind_port, self.backlog).build()
        self._sfd = self._shd.get_fd()
        self._sso = socket.socket(fileno=self._sfd)

    def _respawn_workers(self, workers: list[int], spawn_target: Any, target_loader: Any, delay: float = 0) -> None:
        """Those that took a reload or died: the new ones first, then the old ones go."""
        old = [self.wrks[index] for index in workers]
        for index in workers:
            self._renew(index, spawn_target, target_loader)
        alive = [worker for worker in old if worker.is_alive()]
        for worker in alive:
            os.kill(worker.inner.pid, RETIRE)
        if alive:
            time.sleep(RETIRES_WITHIN)
        for worker in old:
            worker.terminate()
        for worker in old:
            worker.join(self.workers_kill_timeout)
            worker.kill()
            worker.join()

    def _stop_workers(self) -> None:
        """Granian's own may take one that has just ended for alive, and warns of it."""
        for worker in self.wrks:
            worker.terminate()
        until = time.monotonic() + STOPS_WITHIN
        for worker in self.wrks:
            worker.join(max(0.0, until - time.monotonic()))
            worker.kill()
            worker.join()
        self.wrks.clear()

    def _renew(self, index: int, spawn_target: Any, target_loader: Any) -> None:
        """Start another in this place, and come back when it has loaded the portal."""
        loaded, says = os.pipe()
        loader = partial(load_and_say, target_loader, says)
        self.respawned_wrks[index] = time.monotonic()
        self.wrks[index] = self._spawn_worker(idx=index, target=spawn_target, callback_loader=loader)
        self.wrks[index].start()
        os.close(says)  # one that dies instead is noticed too
        select.select([loaded], [], [], LOADS_WITHIN)
        os.close(loaded)


def server(host: str, port: int) -> Server:
    return Server(
        "portal.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        # Two at least, so that one slow request does not stop the others; each holds its own stored pages.
        workers=int(os.environ.get("WEB_WORKERS") or max(2, min(4, CORES))),
        blocking_threads=1,  # until it has begun: see _init_shared_socket
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=30,
    )


if __name__ == "__main__":
    multiprocessing.set_start_method("fork")  # workers share the socket
    server(os.environ.get("HOST") or "127.0.0.1", int(os.environ.get("PORT") or 8000)).serve(target_loader=load)
