"""Where the web server listens, from HOST and PORT."""

import http.client
import os
import socket

from portal.doors import Refused

LAST_PORT = 65_535


class Address:
    def __init__(self) -> None:
        self.host = os.environ.get("HOST") or "127.0.0.1"
        port = os.environ.get("PORT") or "8000"
        if not port.isdecimal() or not 0 < int(port) <= LAST_PORT:
            raise Refused(f"PORT is {port!r}; it must be a number from 1 to {LAST_PORT}.")
        self.port = int(port)

    @property
    def url(self) -> str:
        return (
            f"http://[{self._reached}]:{self.port}/" if ":" in self._reached else f"http://{self._reached}:{self.port}/"
        )

    @property
    def _reached(self) -> str:
        return {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)

    def _neighbour(self) -> int:
        return self.port + 1 if self.port < LAST_PORT else self.port - 1

    def trouble(self) -> str:
        """Why nobody can listen there, or nothing."""
        family = socket.AF_INET6 if ":" in self.host else socket.AF_INET
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((self.host, self.port))
            except OSError as error:
                return (
                    f"Port {self.port} on {self.host} cannot be had: {error.strerror}.\n"
                    f"Set PORT to another, for example: PORT={self._neighbour()} bin/run"
                )
        return ""

    def answers(self) -> bool:
        """Whether the portal answers there, asked without any proxy."""
        connection = http.client.HTTPConnection(self._reached, self.port, timeout=5)
        try:
            connection.request("GET", "/healthz")
            return connection.getresponse().status == 200
        except (OSError, http.client.HTTPException):
            return False
        finally:
            connection.close()
