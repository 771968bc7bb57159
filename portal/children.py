"""The programs that the supervisor keeps up, each told when to start again and how to stop."""

import os
import signal
import subprocess
import time
from collections.abc import Callable

from portal.cluster import DidNotStart
from portal.embedded import Server
from portal.processes import dies_with_us

STEADY_AFTER = 30.0
LONGEST_WAIT = 30.0


def say(words: str) -> None:
    """One line for whoever watches. A terminal that is gone is no reason to fail."""
    try:
        os.write(1, f"{words}\n".encode())
    except OSError:
        return


class Backoff:
    """How long to wait before starting again: not at all, then 1, 2, 4 ... 30 seconds while it does not hold."""

    def __init__(self) -> None:
        self._wait = 0.0

    def after(self, lasted: float) -> float:
        wait = 0.0 if lasted > STEADY_AFTER else self._wait
        self._wait = min(LONGEST_WAIT, max(1.0, 2 * wait))
        return wait


class Child:
    """A program of ours in a group of its own, which Ctrl-C in the terminal does not reach."""

    def __init__(self, name: str, command: list[str]) -> None:
        self.name = name
        self.process: subprocess.Popen[bytes] | None = None
        self._command = command
        self._backoff = Backoff()
        self._started_at = 0.0
        self._due_at = 0.0
        self._restarting = False

    def start(self) -> None:
        self._started_at = time.monotonic()
        command = [*dies_with_us(signal.SIGKILL), *self._command]
        self.process = subprocess.Popen(command, stdin=subprocess.DEVNULL, start_new_session=True)

    def tend(self) -> None:
        """Start it again where it has ended alone, once the wait for that is over."""
        if self.process is not None and self.process.poll() is not None:
            self._note_end(self.process)
        if self.process is None and time.monotonic() >= self._due_at:
            self.start()

    def _note_end(self, process: subprocess.Popen[bytes]) -> None:
        self._end_group(process)
        self.process = None
        wait = 0.0 if self._restarting else self._backoff.after(time.monotonic() - self._started_at)
        self._due_at = time.monotonic() + wait
        if not self._restarting:
            say(f"The {self.name} ended ({reason(process.returncode)}); starting it again{later(wait)}.")
        self._restarting = False

    def restart(self) -> None:
        """Let it finish what it has in hand, then start it anew."""
        if self.process is not None:
            self._restarting = True
            self.process.terminate()

    def signal(self, sent: signal.Signals) -> None:
        if self.process is not None:
            self.process.send_signal(sent)

    def stop(self, *, within: float) -> None:
        """Ask it to finish; what is still there when the time is up is killed."""
        if self.process is None:
            return
        self.process.terminate()
        try:
            self.process.wait(max(within, 0.1))
        except subprocess.TimeoutExpired:
            say(f"The {self.name} did not finish in time and is killed.")
        self._end_group(self.process)
        self.process.wait()
        self.process = None

    @staticmethod
    def _end_group(process: subprocess.Popen[bytes]) -> None:
        """What a killed program leaves of its own children would keep the port."""
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return


class Database:
    """Our own PostgreSQL under the supervisor; until it may take the lock, a keeper has it up for commands."""

    def __init__(self, server: Server, take: Callable[[], bool], pause: Callable[[float], None]) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self._server = server
        self._take = take
        self._pause = pause
        self._backoff = Backoff()
        self._started_at = 0.0
        self._due_at = 0.0

    def start(self) -> None:
        self._started_at = time.monotonic()
        self.process = self._server.start(pause=self._pause)

    def tend(self) -> None:
        if self.process is not None and self.process.poll() is not None:
            say(f"The database ended ({reason(self.process.returncode)}); starting it again.")
            self.process = None
            self._due_at = time.monotonic() + self._backoff.after(time.monotonic() - self._started_at)
        if self.process is None and time.monotonic() >= self._due_at and self._take():
            self._start_again()

    def _start_again(self) -> None:
        try:
            self.start()
        except DidNotStart as error:
            wait = self._backoff.after(0)
            self._due_at = time.monotonic() + wait
            say(f"The database did not start; trying again{later(wait)}. It says: {error}")

    def stop(self, *, within: float) -> None:
        if self.process is not None:
            self._server.stop(self.process, within=within)
            self.process = None


def reason(returncode: int) -> str:
    return f"killed by {signal.Signals(-returncode).name}" if returncode < 0 else f"exit code {returncode}"


def later(wait: float) -> str:
    return f" in {wait:.0f} s" if wait else ""
