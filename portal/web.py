"""The web server's own process, as bin/run starts it: granian with the portal in each of its workers."""

import importlib
import os
from typing import Any

from granian import Granian
from granian.constants import Interfaces
from granian.log import LogLevels

from portal.processes import die_with_parent

CORES = os.cpu_count() or 1


def load(target: str) -> Any:
    """Called in each new worker: the code is read anew at every reload."""
    die_with_parent()
    module, _, name = target.partition(":")
    return getattr(importlib.import_module(module), name)


def server(host: str, port: int) -> Any:
    return Granian(
        "portal.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        # Two at least, so that one slow request does not stop the others; each holds its own stored pages.
        workers=int(os.environ.get("WEB_WORKERS") or max(2, min(4, CORES))),
        blocking_threads=min(4, 2 * CORES + 1),
        log_level=LogLevels.warning,
        respawn_failed_workers=True,
        respawn_interval=2.5,  # a new worker has loaded the portal before the old one stops
        workers_kill_timeout=30,
    )


if __name__ == "__main__":
    server(os.environ.get("HOST") or "127.0.0.1", int(os.environ.get("PORT") or 8000)).serve(target_loader=load)
