"""Brings schema, static files and demonstration content up to the code; bin/run calls it before it serves."""

import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from articles.models import Entry
from members.models import User


class Command(BaseCommand):
    help = "Migrate, collect static files where they changed, load the demonstration content into an empty database."

    def handle(self, **options: Any) -> None:
        self.migrate()
        self.collect_static_files()
        self.load_demonstration()

    def say(self, words: str) -> None:
        self.stdout.write(words)
        self.stdout.flush()

    def migrate(self) -> None:
        executor = MigrationExecutor(connection)
        ahead = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if ahead:
            self.say(f"Bringing the database up to date ({len(ahead)} steps).")
            call_command("migrate", interactive=False, verbosity=0)

    def collect_static_files(self) -> None:
        """Once for each state of the files: their names carry what they hold, and each is compressed."""
        note = settings.DATA_DIR / "static.digest"
        digest = digest_of_static_files()
        if note.exists() and note.read_text() == digest:
            return
        self.say("Collecting and compressing static files.")
        call_command("collectstatic", interactive=False, verbosity=0)
        note.write_text(digest)

    def load_demonstration(self) -> None:
        """Into an empty database, to the end: begun and killed, it goes on at the next start."""
        note = settings.DATA_DIR / "demo.loading"
        empty = not (Entry.objects.exists() or User.objects.exists())
        if settings.DEMO and (empty or note.exists()):
            self.say("Loading the demonstration content.")
            note.touch()
            call_command("load_demo", stdout=self.stdout)
            note.unlink()


def digest_of_static_files() -> str:
    """Changes with any file's name, size or time, and with the folder they are collected into."""
    seen = [str(settings.STATIC_ROOT)]
    for finder in finders.get_finders():
        for name, storage in finder.list([]):
            file = Path(storage.path(name)).stat()
            seen.append(f"{name} {file.st_size} {file.st_mtime_ns}")
    return hashlib.sha256("\n".join(sorted(seen)).encode()).hexdigest()
