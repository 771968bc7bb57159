"""import_articles FILE: bring articles of an archive in; docs/importing.md says what becomes of each field."""

import contextlib
import sys
from argparse import ArgumentParser
from collections.abc import Iterator
from datetime import tzinfo
from pathlib import Path
from typing import IO, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from articles.importing import formats, renaming
from articles.importing.formats import Source
from articles.importing.media import Media
from articles.importing.renaming import Renaming
from articles.importing.reporting import Report
from articles.importing.running import Run
from articles.importing.shelves import Folder
from articles.importing.standing import Options
from articles.progress import Progress

SOME_REFUSED = 1
CANNOT_BEGIN = 2
INTERRUPTED = 130


class Command(BaseCommand):
    help = (
        "Brings in articles from JSON Lines, ninjs, a WordPress export or a folder of Markdown files. "
        "A second run changes nothing; one that was stopped is started again. "
        "Exit status: 0 when every line was taken, 1 when some were refused and named, 2 when it could not begin."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", metavar="FILE", help="JSON Lines, ninjs, WXR or a folder; - for standard input")
        parser.add_argument("--media", metavar="DIR", type=Path, help="where the pictures lie; default: beside FILE")
        parser.add_argument(
            "--publish", action="store_true", help="publish under the items' dates; else all are drafts"
        )
        parser.add_argument("--dry-run", action="store_true", help="only say what would happen")
        parser.add_argument("--timezone", metavar="ZONE", default=settings.TIME_ZONE, help="of dates that name none")
        parser.add_argument("--again", action="store_true", help="take items anew even where they have not changed")
        parser.add_argument(
            "--map", metavar="FILE", type=Path, help="what sections, keywords, authors and series are called here"
        )
        parser.add_argument("--report", metavar="FILE", type=Path, help="write all that is named there, as JSON Lines")

    def handle(self, *_: str, **asked: Any) -> None:
        zone = _zone(asked["timezone"])
        folder = _folder(asked["media"], asked["file"])
        names = _renaming(asked["map"])
        options = Options(publish=asked["publish"], again=asked["again"], at=timezone.now())
        with _opened(asked["file"]) as source, _report_file(asked["report"]) as file:
            progress = Progress(sys.stderr, total=formats.size(source))
            report = Report(progress.say, file)
            media = Media(folder, at=options.at, looks_only=asked["dry_run"])
            run = Run(options, zone, media, report, progress.passed, is_dry=asked["dry_run"], renaming=names)
            status = self._bring(run, source, progress)
            report.end()
        for line in report.summary(is_dry=run.is_dry):
            self.stdout.write(line)
        if status:
            sys.exit(status)

    def _bring(self, run: Run, source: Source, progress: Progress) -> int:
        try:
            run.bring(source)
        except KeyboardInterrupt:
            progress.say("Stopped. What was read until here is in; the same command goes on from there.")
            return INTERRUPTED
        finally:
            progress.clear()
        return SOME_REFUSED if run.report.counts["refused"] else 0


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise CommandError(
            f"{name!r} is no time zone; one is named like Asia/Shanghai.", returncode=CANNOT_BEGIN
        ) from error


def _renaming(path: Path | None) -> Renaming:
    try:
        return renaming.read(path) if path else Renaming()
    except renaming.NotAMap as error:
        raise CommandError(str(error), returncode=CANNOT_BEGIN) from error


def _folder(given: Path | None, file: str) -> Folder | None:
    if given and not given.is_dir():
        raise CommandError(f"{given} is no folder.", returncode=CANNOT_BEGIN)
    if given or file == "-":
        return Folder(given) if given else None
    return Folder(Path(file) if Path(file).is_dir() else Path(file).parent)


@contextlib.contextmanager
def _opened(file: str) -> Iterator[Source]:
    if file == "-":
        yield sys.stdin.buffer
        return
    if Path(file).is_dir():
        yield Folder(Path(file))
        return
    with _open(Path(file), "rb") as stream:
        yield stream


@contextlib.contextmanager
def _report_file(path: Path | None) -> Iterator[IO[str] | None]:
    if path is None:
        yield None
        return
    with _open(path, "w", encoding="utf-8") as file:
        yield file


def _open(path: Path, mode: str, **how: Any) -> IO[Any]:
    try:
        return path.open(mode, **how)
    except OSError as error:
        raise CommandError(f"{path} cannot be opened: {error.strerror}.", returncode=CANNOT_BEGIN) from error
