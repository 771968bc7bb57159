"""How a worker of the web server goes without a request being lost.

It takes no more connections; those that wait on the shared socket are another worker's. Each connection that it has
ends with its next answer, which says so. The server stops it a little later.
"""

import os
import socket
import stat
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

Headers = list[tuple[str, str]]
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Retiring:
    """The application, until and after its worker retires."""

    def __init__(self, application: Application) -> None:
        self._application = application
        self._closing: Headers = []

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        if not self._closing:
            return self._application(environ, start_response)

        def start(status: str, headers: Headers, exc_info: Any = None) -> Any:
            return start_response(status, [*headers, *self._closing], exc_info)

        return self._application(environ, start)

    def retire(self) -> None:
        self._closing = [("Connection", "close")]
        stop_listening()


def stop_listening() -> None:
    """Put a socket that nobody knows in the place of each that takes connections; the server goes on with that."""
    nobodys = socket.socket(socket.AF_UNIX)
    nobodys.setblocking(False)
    nobodys.bind("")
    nobodys.listen(1)
    for folder in Path("/proc/self/fd").iterdir():
        number = int(folder.name)
        if is_listening(number):
            os.dup2(nobodys.fileno(), number)


def is_listening(number: int) -> bool:
    try:
        if not stat.S_ISSOCK(os.fstat(number).st_mode):
            return False
        with socket.socket(fileno=os.dup(number)) as found:
            return bool(found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))
    except OSError:  # the folder's own number, closed by now
        return False
