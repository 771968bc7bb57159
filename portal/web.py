"""The web server's own process, as bin/run starts it: granian with the portal in each of its workers.

The workers' fronts (portal/front.py) take connections from one socket. Granian listens behind each of them. Its own
reload stops a worker that may just have been given a connection, and that request is lost. Here the front of an old
worker retires before the worker is stopped: it takes no more connections, those that wait on the shared socket are
another worker's, and each that it has ends with its next answer, which says so.
"""

import importlib
import multiprocessing
import os
import select
import shutil
import signal
import socket
import sys
import time
from collections.abc import Callable
from functools import partial
from itertools import count
from multiprocessing.util import Finalize
from pathlib import Path
from typing import Any

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels
from granian.net import UnixSocketSpec

from portal import doors, environment
from portal.embedded import name_of
from portal.processes import die_with_parent, shared_memory_lasts

LOADS_WITHIN = 30.0
RETIRES_WITHIN = 1.5  # a connection that asks nothing for so long is closed
STOPS_WITHIN = 3.8  # a request that is being answered may take so long; the supervisor waits a little longer
SAYS_WITHIN = 2.0  # of this, what was said at the end may take to be sent
BACKLOG = 4096
RETIRE = signal.SIGUSR1
THREADS = 1080  # made as they are needed; 1040 may wait (portal/entering.py), the others answer from the store


def load_and_say(load_portal: Callable[[], Any], says: int) -> Any:
    application = load_portal()
    os.write(says, b".")
    return application


def forget_own_code() -> None:
    """What this process has of the portal was inherited, and may be older than what a reload is to take up."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "portal"]:
        del sys.modules[name]


class Server(Granian):  # type: ignore[misc, valid-type]  # granian chooses its class at import
    """Overrides how granian makes its socket and changes its workers; requirements.txt holds its version."""

    def _init_shared_socket(self) -> None:
        self.blocking_threads = THREADS  # not before: granian warns of so many
        self._ssp = self._sso = None
        self._public = public_socket(self.bind_addr, self.bind_port)
        self._sockets = own_folder(self.bind_port)
        self._names, self._listening = count(1), list[int]()

    def _drop_shared_socket(self) -> None:
        self._public.close()

    def _spawn_worker(self, idx: int, target: Any, callback_loader: Any) -> Any:
        """Each listens on a socket of its own, which its front alone knows."""
        self._behind = self._sockets / f"{next(self._names)}"
        for started in self._listening:
            os.close(started)
        self._shd = UnixSocketSpec(str(self._behind), BACKLOG, None).build()
        self._listening = [self._shd.get_fd()]
        with socket.socket(fileno=os.dup(self._listening[0])) as listening:
            listening.listen(BACKLOG)  # now: the front passes on before granian listens itself
        return super()._spawn_worker(idx=idx, target=target, callback_loader=callback_loader)

    def load(self, target: str) -> Any:
        """Called in each new worker: the code is read anew at every reload."""
        die_with_parent()
        for number in (signal.SIGTERM, signal.SIGINT):
            # The server's own handler came along with the fork and would take the order to stop for done.
            signal.signal(number, signal.SIG_DFL)
        forget_own_code()
        module, _, name = target.partition(":")
        application = getattr(importlib.import_module(module), name)
        behind = importlib.import_module("portal.behind")  # anew as well: both have to be of one make
        front = behind.Front(self._public, self._behind, getattr(application, "at_once", lambda asked: None))
        signal.signal(RETIRE, lambda *_: front.retire())
        front.start()
        Finalize(None, partial(front.end, SAYS_WITHIN), exitpriority=20)
        return behind.Behind(application, front, self.bind_addr, self.bind_port)

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
        shutil.rmtree(self._sockets, ignore_errors=True)

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


def own_folder(port: int) -> Path:
    """An empty one that nobody else may enter, in memory where there is such a place that lasts: each passed connection
    makes a file in it, and takes it away. Its name is short, because a socket's path holds at most 107 bytes."""
    in_memory = Path("/dev/shm")
    place = in_memory if shared_memory_lasts() and os.access(in_memory, os.W_OK) else Path("/tmp")
    folder = place / f"{name_of(doors.data_dir())}-{port}"
    shutil.rmtree(folder, ignore_errors=True)  # of one that was killed: the port is ours now
    folder.mkdir(mode=0o700)
    return folder


def public_socket(host: str, port: int) -> socket.socket:
    listening = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    listening.bind((host, port))
    listening.listen(BACKLOG)
    return listening


def server(host: str, port: int, target: str = "portal.wsgi:application") -> Server:
    return Server(
        target,
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=environment.web_workers("WEB_WORKERS"),  # each holds its own stored pages
        blocking_threads=1,  # until it has begun: see _init_shared_socket
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        workers_kill_timeout=30,
    )


if __name__ == "__main__":
    multiprocessing.set_start_method("fork")  # workers share the socket
    web = server(environment.text("HOST", default="127.0.0.1"), environment.port("PORT"))
    web.serve(target_loader=web.load)
