"""Kills parts of a running portal at random moments while articles are imported and the Weekly goes out.

    .venv/bin/python -m bench.kill_trial --kills 20 --seed 1

Opens bin/run on a folder of its own, with a real mail server that takes its time, and kills (-9) the web server, the
worker, PostgreSQL and the supervisor in turn. Then everything is started again, and every article, mail and delivery
is counted. Needs the libraries of requirements-dev.txt, which bin/test installs. Ends with 1 where a promise broke.
"""

import argparse
import contextlib
import os
import random
import signal
import sys
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from string import Template

import psycopg

from bench import kill_counts
from portal.lib.tests.listener import Listener
from portal.tests.house import House, eventually

PARTS = ["web server", "worker", "PostgreSQL", "supervisor"]
PATIENCE = 300.0  # seconds for a part to come back, and for everything to be done at the end
CHUNK = 250  # items in a file
SETUP = Template("""
from django.utils import timezone
from articles.models import Entry
from members.models import User
from subscriptions import releasing, signing_up
from subscriptions.models import Issue, Story, Subscriber
now = timezone.now()
chief = User.objects.create_superuser("chief", "chief@example.org")
Subscriber.objects.bulk_create(
    Subscriber(email=f"reader{number}@example.org", asked_at=now, confirmed_at=now) for number in range($readers)
)
issue = Issue.objects.create(number=1, subject="The first")
Story.objects.bulk_create(Story(issue=issue, entry=entry) for entry in Entry.objects.published()[:8])
for number in range($mails):
    signing_up.ask(f"asker{number}@example.org", at=now)
releasing.release(issue, by=chief, at=now)
""")


class Trial:
    """One portal, its mail server, and what is done to them. `run` gives the broken promises, in words."""

    def __init__(
        self,
        folder: Path,
        listener: Listener,
        *,
        kills: int,
        seed: int,
        readers: int,
        items: int,
        pause: float,
        say: Callable,
    ) -> None:
        self.folder, self.listener, self.say = folder, listener, say
        self.kills, self.readers, self.mails, self.items = kills, readers, max(readers // 5, 1), items
        self.chance = random.Random(seed)
        self.house = House(folder / "data", EMAIL_URL=listener.url)
        self.imports = threading.Thread(target=self._import_all, daemon=True)
        self.pause = pause  # seconds at most between a part that is back and its end
        self.begun_again = 0
        self.stop = False

    def run(self) -> list[str]:
        self.house.open()
        try:
            self.manage("import_articles", str(self._chunk(0)), "--publish")
            self.manage("shell", "-c", SETUP.substitute(readers=self.readers, mails=self.mails))
            self.imports.start()
            for part in self._parts():
                self._wait_for(part)
                threading.Event().wait(self.chance.uniform(0.1, self.pause))
                self._kill(part)
            eventually(self._is_done, within=PATIENCE, why="Not everything was done in the end.")
            return list(kill_counts.broken(self))
        finally:
            self.stop = True
            if self.house.process.poll() is None:
                self.house.close()

    def manage(self, *arguments: str) -> str:
        done = self.house.manage(*arguments)
        if done.returncode:
            raise RuntimeError(done.stderr)
        return done.stdout

    def _parts(self) -> list[str]:
        parts = (PARTS * (self.kills // len(PARTS) + 1))[: self.kills]
        self.chance.shuffle(parts)
        return parts

    def _wait_for(self, part: str) -> int:
        return eventually(lambda: self._pid(part), within=PATIENCE, why=f"The {part} did not come back.")

    def _kill(self, part: str) -> None:
        pid = self._wait_for(part)
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
        self.say(f"Killed the {part}; {len(self.listener.taken)} mails have been taken.")
        if part == "supervisor":
            self.house.process.wait(30)

    def _pid(self, part: str) -> int | None:
        self._keep_open()
        if part == "supervisor":
            return self.house.process.pid
        if part == "PostgreSQL":
            return next((pid for pid, heads in self.house.postgres().items() if heads), None)
        return self.house.part("portal.web" if part == "web server" else "manage.py worker")

    def _keep_open(self) -> None:
        """What an operator does: a bin/run that has ended is started again."""
        if self.house.process.poll() is not None:
            self.house.begin()

    def _chunk(self, number: int) -> Path:
        path = self.folder / f"items-{number}.jsonl"
        path.write_text("".join(kill_counts.items(range(number * CHUNK, min((number + 1) * CHUNK, self.items)))))
        return path

    def _import_all(self) -> None:
        """File after file; one that was cut off is begun again, as the command itself advises."""
        for number in range(-(-self.items // CHUNK)):
            while (
                not self.stop and self.house.manage("import_articles", str(self._chunk(number)), "--publish").returncode
            ):
                self.begun_again += 1

    def _is_done(self) -> bool:
        self._keep_open()
        try:
            return not self.imports.is_alive() and kill_counts.nothing_waits(self.house.data_dir)
        except psycopg.OperationalError:
            return False


def say(words: str) -> None:
    sys.stdout.write(f"{words}\n")
    sys.stdout.flush()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in {"kills": 20, "seed": 1, "readers": 200, "items": 10_000, "pause": 6}.items():
        parser.add_argument(f"--{name}", type=int, default=default)
    asked = parser.parse_args()
    began = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="kill trial ") as folder, Listener(delay=0.3) as listener:
        broken = Trial(Path(folder), listener, say=say, **vars(asked)).run()
    for promise in broken or [f"Every promise held, in {time.monotonic() - began:.0f} s."]:
        say(promise)
    return 1 if broken else 0


if __name__ == "__main__":
    sys.exit(main())
