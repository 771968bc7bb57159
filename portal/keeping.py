"""Keeps PostgreSQL up while commands use it, where no bin/run does.

Each command holds `postgres.users` shared. The first starts a keeper, a process of its own that has PostgreSQL
as its child and holds `postgres.lock`; once nobody holds `postgres.users` any more, however they ended, the keeper
stops PostgreSQL and itself. A bin/run that finds a keeper uses its PostgreSQL and takes over when it ends.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from portal import embedded
from portal.cluster import DidNotStart
from portal.locks import Lock
from portal.unprivileged import NoWay

HOUSE = Path(__file__).resolve().parent.parent
LOOKS_EVERY = 0.05
TAKEN = 3  # the keeper's answer when there is another one


class User:
    """One who needs the PostgreSQL of a DATA_DIR to be up."""

    def __init__(self, data_dir: Path) -> None:
        self.server = embedded.Server(data_dir)
        self._data_dir = data_dir
        self._users = Lock(data_dir / "postgres.users")
        self._owner = Lock(data_dir / "postgres.lock")
        self._keeper: subprocess.Popen[bytes] | None = None

    def enter(self, *, pause: Callable[[float], None] = time.sleep) -> None:
        """Come back once it is up; raises DidNotStart with the reason."""
        until = time.monotonic() + embedded.STARTS_WITHIN
        while not self.join():
            if time.monotonic() > until:
                raise DidNotStart(f"PostgreSQL is kept by another process, but does not answer; see {self.server.log}.")
            if self._owner.is_free() and (self._keeper is None or self._keeper.poll() is not None):
                self._start_keeper()
            pause(0.02)

    def join(self) -> bool:
        """Whether somebody has it up, and will not stop it while we are here."""
        if not self._users.held and not self._users.take(shared=True):
            return False  # the keeper is just stopping it
        return not self._owner.is_free(shared=True) and self.server.answers()

    def leave(self) -> None:
        """Where we were the last, come back once it has stopped; the keeper sees to the rest otherwise."""
        self._users.release()
        if self._keeper is None:
            return
        while True:
            try:
                self._keeper.wait(10 * LOOKS_EVERY)
            except subprocess.TimeoutExpired:
                if self._users.is_free(shared=True):
                    return  # others use it
            else:
                return

    def _start_keeper(self) -> None:
        if self._keeper is not None and self._keeper.returncode not in (0, TAKEN):
            raise DidNotStart(self._keeper.stderr.read().decode().strip() if self._keeper.stderr else "")
        self._keeper = subprocess.Popen(
            [sys.executable, "-m", "portal.keeping", str(self._data_dir)],
            cwd=HOUSE,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            start_new_session=True,  # Ctrl-C is for the command
        )


def keep(data_dir: Path) -> int:
    """Run PostgreSQL until nobody uses it."""
    owner, users = Lock(data_dir / "postgres.lock"), Lock(data_dir / "postgres.users")
    if not owner.take():
        return TAKEN
    try:
        server = embedded.Server(data_dir)
        process = server.start()
    except (DidNotStart, NoWay, OSError) as error:
        sys.stderr.write(str(error))
        return 1
    while process.poll() is None:
        if users.take():
            server.stop(process, within=30)
            return 0
        time.sleep(LOOKS_EVERY)
    return 0  # it died alone: who still needs it starts another keeper


if __name__ == "__main__":
    sys.exit(keep(Path(sys.argv[1])))
