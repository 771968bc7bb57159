"""export_articles FILE: write all articles out; docs/exporting.md says what stands where."""

import sys
from argparse import ArgumentParser
from collections.abc import Callable
from contextlib import AbstractContextManager
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles.exporting import lines, ninjs, pages
from articles.exporting.album import Album
from articles.exporting.items import Fields
from articles.exporting.running import Run
from articles.models import Article
from articles.progress import Progress

SOME_LACK = 1
CANNOT_BEGIN = 2
INTERRUPTED = 130
Sink = AbstractContextManager[Callable[[Fields], None]]
FORMATS: dict[str, Callable[[str, datetime], Sink]] = {
    "jsonl": lambda file, at: lines.opened(file, lambda fields: fields),
    "markdown": lambda folder, at: pages.opened(folder),
    "ninjs": lambda file, at: lines.opened(file, partial(ninjs.shape, at=at)),
}


class Command(BaseCommand):
    help = (
        "Writes out all articles: drafts, withdrawn ones and those for members too. import_articles takes them back. "
        "Exit status: 0 when all is written, 1 when pictures are lacking and named, 2 when it could not begin."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="- for the standard output; of Markdown a new folder")
        parser.add_argument("--format", choices=sorted(FORMATS), default="jsonl", help="default: jsonl, JSON Lines")
        parser.add_argument(
            "--media", metavar="DIR", type=Path, help="where the pictures go; default: beside FILE, nowhere for -"
        )

    def handle(self, *_: str, **asked: Any) -> None:
        file = asked["file"]
        folder = asked["media"] or _beside(file, is_folder=asked["format"] == "markdown")
        album = Album(folder)
        progress = Progress(sys.stderr, total=Article.objects.count(), done="written")
        try:
            with FORMATS[asked["format"]](file, timezone.now()) as write:
                run = Run(write, album, progress.say, progress.passed)
                run.send()
        except KeyboardInterrupt:
            progress.say("Stopped before the end; a file of lines is as it was before, a folder is not whole.")
            sys.exit(INTERRUPTED)
        except OSError as error:
            words = f"{error.filename or file} cannot be written: {error.strerror}."
            raise CommandError(words, returncode=CANNOT_BEGIN) from error
        finally:
            progress.clear()
        progress.say(f"{run.articles} articles written, {album.copied} pictures copied, {run.lacking} lacking")
        if run.lacking:
            sys.exit(SOME_LACK)


def _beside(file: str, *, is_folder: bool) -> Path | None:
    if file == "-" and is_folder:
        raise CommandError("Markdown is written into a folder; name one.", returncode=CANNOT_BEGIN)
    if file == "-":
        return None
    return Path(file) if is_folder else Path(file).parent
