"""A portal that runs by its own front door, for tests that kill parts of it."""

import contextlib
import os
import signal
import socket
import subprocess
import threading
import time
import urllib.error
import urllib.request
from pathlib import Path

from portal import processes
from portal.embedded import name_of

CHECKOUT = Path(__file__).resolve().parent.parent.parent
PLAIN = {
    "HOME": os.environ.get("HOME", "/"),
    "PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin",
    "DEMO": "0",
}
NO_PROXY = urllib.request.build_opener(urllib.request.ProxyHandler({}))
_pause = threading.Event()  # never set: a wait that a test can be stopped in


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def eventually(condition, *, within, why=""):
    """What the condition gives once it is true; fails when the time is up."""
    until = time.monotonic() + within
    while not (answer := condition()):
        assert time.monotonic() < until, why or f"not within {within} s"
        _pause.wait(0.05)
    return answer


class House:
    """One DATA_DIR with its doors. `open()` starts bin/run, `line(...)` waits for what it says."""

    def __init__(self, data_dir, *, checkout=CHECKOUT, **environment):
        self.data_dir = data_dir
        self.checkout = checkout
        self.port = free_port()
        self.environment = PLAIN | {"DATA_DIR": str(data_dir), "PORT": str(self.port)} | environment
        self.process = None
        self.lines = []

    @property
    def url(self):
        return f"http://127.0.0.1:{self.port}"

    def door(self, name, *arguments, **options):
        """Run a door to its end."""
        options = {"capture_output": True, "text": True, "timeout": 120} | options
        options["env"] = self.environment | options.get("env", {})
        return subprocess.run([self.checkout / "bin" / name, *arguments], check=False, **options)

    def manage(self, *arguments, **options):
        return self.door("manage", *arguments, **options)

    def begin(self):
        self.lines = []
        self.process = subprocess.Popen(
            # A test run that is killed takes it along.
            [*processes.dies_with_us(signal.SIGTERM), self.checkout / "bin" / "run"],
            env=self.environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        threading.Thread(target=self._listen, args=[self.process, self.lines], daemon=True).start()

    @staticmethod
    def _listen(process, lines):
        for line in process.stdout:
            lines.append(line.rstrip("\n"))

    def open(self):
        self.begin()
        self.line("The portal is at", within=180)
        return self

    def line(self, words, *, within=30, after=0):
        """The first line it says with these words."""

        def said():
            return next((line for line in self.lines[after:] if words in line), None)

        return eventually(said, within=within, why=f"never said {words!r}, but:\n" + "\n".join(self.lines))

    def status(self, path="/healthz"):
        """What it answers; 0 where nobody does."""
        try:
            with NO_PROXY.open(self.url + path, timeout=5) as answer:
                return answer.status
        except urllib.error.HTTPError as error:
            return error.code
        except OSError:
            return 0

    def descendants(self):
        """Command lines of all that runs below the supervisor, by process number."""
        parents = dict(_parents())
        below, found = {self.process.pid}, {}
        while more := {pid for pid, parent in parents.items() if parent in below} - below:
            below |= more
        for pid in below - {self.process.pid}:
            with contextlib.suppress(OSError):
                found[pid] = Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode()
        return found

    def part(self, words):
        """The number of the one process right below the supervisor whose command line has these words."""
        children = [pid for pid, parent in _parents() if parent == self.process.pid]
        named = self.descendants()
        return next((pid for pid in children if words in named.get(pid, "")), None)

    def postgres(self):
        """Its PostgreSQL processes, whoever started them."""
        return processes.servers(name_of(self.data_dir))

    def kill_everything(self):
        """As a power cut would, but for the files."""
        victims = [self.process.pid, *self.descendants()]
        for pid in victims:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait(10)

    def close(self):
        """SIGTERM; the seconds it took."""
        began = time.monotonic()
        self.process.terminate()
        self.process.wait(30)
        return time.monotonic() - began


def _parents():
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            with contextlib.suppress(OSError):
                yield int(folder.name), int((folder / "stat").read_text().rpartition(")")[2].split()[1])
