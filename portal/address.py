"""Where the web server listens, from HOST and PORT."""

import errno
import http.client
import socket

from portal.environment import LAST_PORT, port, text

EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # and how this machine itself reaches it then
OF_THE_PORT = (errno.EADDRINUSE, errno.EACCES)


class Address:
    def __init__(self) -> None:
        self.host = text("HOST", default="127.0.0.1")
        self.port = port("PORT")

    @property
    def url(self) -> str:
        return (
            f"http://[{self._reached}]:{self.port}/" if ":" in self._reached else f"http://{self._reached}:{self.port}/"
        )

    @property
    def _reached(self) -> str:
        return EVERYWHERE.get(self.host, self.host)

    def advice(self) -> str:
        """What has to be set before other machines get an answer; nothing where it is, or none are meant to."""
        if self.host not in EVERYWHERE or text("BASE_URL") or text("ALLOWED_HOSTS"):
            return ""
        return "Other machines are refused until ALLOWED_HOSTS, or BASE_URL, names what they call this one."

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
                if error.errno not in OF_THE_PORT:
                    return (
                        f"HOST is {self.host!r}, where this machine cannot listen: {error.strerror}.\n"
                        "127.0.0.1 is this machine alone, 0.0.0.0 every address it has."
                    )
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
