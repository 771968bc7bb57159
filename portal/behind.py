"""The portal as a worker's own server calls it, behind the worker's front (portal/front.py)."""

from collections.abc import Callable, Iterable
from typing import Any

from portal.front import AT, Front

Headers = list[tuple[str, str]]
Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]


class Behind:
    """Tells the application who is asking; once the worker retires, ends each connection with its next answer."""

    def __init__(self, application: Application, front: Front, host: str, port: int) -> None:
        self._application, self._front = application, front
        self._here = {"SERVER_NAME": host, "SERVER_PORT": str(port)}

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        environ |= self._here
        environ["REMOTE_ADDR"] = environ["REMOTE_ADDR"].rpartition(AT)[2]
        if not self._front.is_retiring:
            return self._application(environ, start_response)

        def start(status: str, headers: Headers, exc_info: Any = None) -> Any:
            return start_response(status, [*headers, ("Connection", "close")], exc_info)

        return self._application(environ, start)
