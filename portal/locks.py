"""Locks that end with the process that holds them, however it ends."""

import fcntl
import os
from pathlib import Path


class Lock:
    """A lock on a file. What its holder writes into it can be read by those it keeps out."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._fd: int | None = None

    @property
    def held(self) -> bool:
        return self._fd is not None

    def take(self, *, shared: bool = False, wait: bool = False) -> bool:
        """Whether it is ours now; only `wait` lets this take time."""
        fd = os.open(self.path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
        how = (fcntl.LOCK_SH if shared else fcntl.LOCK_EX) | (0 if wait else fcntl.LOCK_NB)
        try:
            fcntl.flock(fd, how)
        except BlockingIOError:
            os.close(fd)
            return False
        self._fd = fd
        return True

    def release(self) -> None:
        if self._fd is not None:
            os.close(self._fd)
            self._fd = None

    def is_free(self, *, shared: bool = False) -> bool:
        """Whether it could be had at this moment; for looking, not for deciding to take it later."""
        probe = Lock(self.path)
        free = probe.take(shared=shared)
        probe.release()
        return free

    def write(self, text: str) -> None:
        self.path.write_text(text)

    def read(self) -> str:
        return self.path.read_text()
