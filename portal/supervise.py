"""bin/run: keeps PostgreSQL, web server and worker up, and stops them in order.

Starts in this order: PostgreSQL (unless DATABASE_URL names another), `manage.py prepare` (schema, static files,
demonstration content), web server and worker. SIGTERM and SIGINT stop the web server, the worker and PostgreSQL, in
that order, within ten seconds; SIGHUP takes up new code without losing a request. Killed itself, it takes all with it.
"""

import os
import signal
import sys
import time
from types import FrameType

from portal import doors, environment, given
from portal.address import Address
from portal.children import Child, Database, say
from portal.cluster import DidNotStart
from portal.keeping import HOUSE, User
from portal.locks import Lock
from portal.unprivileged import NoWay

STOPS_WITHIN = 9.0
WEB_STOPS_WITHIN = 4.5
WORKER_STOPS_BY = 7.0
PORT_FREES_WITHIN = 10.0
LOOKS_EVERY = 0.1


class Stopped(Exception):
    """Somebody asked us to stop."""


class Failed(Exception):
    """What the portal needs before it can serve did not work; it has said why."""


class Signals:
    """What we were asked, told to whoever waits."""

    def __init__(self) -> None:
        self.stop = False
        self.reload = False
        self.has_terminal = os.isatty(0)
        for number in (signal.SIGTERM, signal.SIGINT, signal.SIGHUP):
            signal.signal(number, self._note)

    def _note(self, number: int, _: FrameType | None) -> None:
        if number != signal.SIGHUP or (self.has_terminal and not os.isatty(0)):
            self.stop = True  # a terminal that was closed also sends SIGHUP
        else:
            self.reload = True

    def pause(self, seconds: float) -> None:
        if self.stop:
            raise Stopped
        time.sleep(seconds)
        if self.stop:
            raise Stopped


class Supervisor:
    def __init__(self) -> None:
        self.signals = Signals()
        self.data_dir = doors.data_dir()
        self.address = Address()
        self.run_lock = Lock(self.data_dir / "run.lock")
        self.owner = Lock(self.data_dir / "postgres.lock")
        self.user = None if environment.text("DATABASE_URL") else User(self.data_dir)
        self.database = Database(self.user.server, self.owner_taken, self.signals.pause) if self.user else None
        self.web = Child("web server", [sys.executable, "-m", "portal.web"])
        self.worker = Child("worker", [sys.executable, str(HOUSE / "manage.py"), "worker"])
        self.preparing = Child("preparation", [sys.executable, str(HOUSE / "manage.py"), "prepare"])

    def owner_taken(self) -> bool:
        return self.owner.held or self.owner.take()

    def run(self) -> None:
        self.be_the_only_one()
        try:
            doors.settle(self.data_dir)
            self.start()
            while True:
                self.signals.pause(LOOKS_EVERY)
                self.tend()
                if self.signals.reload:
                    self.reload()
        except Stopped:
            say("Stopping.")
        finally:
            self.stop()

    def be_the_only_one(self) -> None:
        if not self.run_lock.take():
            where = self.run_lock.read().strip() or "starting"
            raise doors.Refused(
                f"The portal is already running with this DATA_DIR ({self.data_dir}): {where}\n"
                "Stop that one first, or set another DATA_DIR and PORT."
            )
        # Where the last run was killed, its web server may be just ending.
        until = time.monotonic() + (PORT_FREES_WITHIN if self.run_lock.read() else 0.0)
        while trouble := self.address.trouble():
            if time.monotonic() > until:
                raise doors.Refused(trouble)
            self.signals.pause(LOOKS_EVERY)
        self.run_lock.write(f"{self.address.url} (process {os.getpid()})\n")

    def start(self) -> None:
        if self.database is not None:
            say("Starting PostgreSQL.")
            self.start_database(self.database)
        if trouble := given.trouble():
            raise doors.Refused(trouble)
        self.prepare()
        say("Starting the web server and the worker.")
        self.web.start()
        self.worker.start()
        while not self.address.answers():
            self.signals.pause(LOOKS_EVERY)
            self.tend()
        carries = environment.text("BASE_URL")
        say(f"The portal is at {self.address.url}{f' for {carries}' if carries else ''}   (Ctrl-C stops it)")
        if advice := self.address.advice():
            say(advice)

    def start_database(self, database: Database) -> None:
        while not self.owner_taken():
            if self.user and self.user.join():
                say("A command has it up already; using that.")
                return
            self.signals.pause(LOOKS_EVERY)
        database.start()

    def prepare(self) -> None:
        """Bring schema and files up to the code, in a process of its own that says what it does."""
        self.preparing.start()
        process = self.preparing.process
        while process is not None and process.poll() is None:
            self.signals.pause(LOOKS_EVERY)
        self.preparing.process = None
        if process is not None and process.returncode:
            raise Failed

    def tend(self) -> None:
        for child in (self.database, self.web, self.worker):
            if child is not None:
                child.tend()

    def reload(self) -> None:
        self.signals.reload = False
        say("Reloading.")
        try:
            self.prepare()
        except Failed:
            say("The new code could not be prepared; what runs goes on as it was.")
            say("Where requirements.txt changed, stop bin/run and start it again: it installs.")
            return
        self.web.signal(signal.SIGHUP)
        self.worker.restart()

    def stop(self) -> None:
        began_at = time.monotonic()
        signal.signal(signal.SIGTERM, signal.SIG_IGN)
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        self.preparing.stop(within=1)
        self.web.stop(within=WEB_STOPS_WITHIN)
        self.worker.stop(within=began_at + WORKER_STOPS_BY - time.monotonic())
        if self.database is not None:
            self.database.stop(within=began_at + STOPS_WITHIN - time.monotonic())
        if self.user is not None:
            self.owner.release()
            self.user.leave()
        self.run_lock.write("")
        self.run_lock.release()


def main() -> int:
    try:
        Supervisor().run()
    except (doors.Refused, environment.Wrong, DidNotStart, NoWay) as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    except Failed:
        sys.stderr.write("The portal could not be prepared; the lines above say why.\n")
        return 1
    except Stopped:
        return 0
    say("Stopped.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
