"""How fast archives come in, and whether memory grows with them.

    bin/manage shell -c "from bench import importing; importing.main()"

Works on ../shared/data in a database of its own beside the configured one, which it drops. "Of one core" counts the
CPU of this process and of its session in PostgreSQL together, so that other work on the machine does not show.
Ends with 1 where an aim is missed.
"""

import io
import json
import resource
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import redirect_stderr
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from django.core.management import call_command
from django.db import connection
from django.test.utils import override_settings
from django.utils import timezone

from articles.importing import reading
from articles.importing.bodies import markup
from articles.models import Article, Entry, Section
from articles.publishing import edited
from bench.load import DATA, NoData

LEAST = 300  # articles a second of one core, without pictures
MOST_GROWTH = 1.25  # of memory, for a file four times as long
ONE_BY_ONE = 300


@dataclass(frozen=True)
class Spent:
    articles: int
    seconds: float
    cpu: float
    peak: float  # megabytes, of the whole process until then

    @property
    def rate(self) -> float:
        return self.articles / self.cpu

    def __str__(self) -> str:
        return f"{self.articles / self.seconds:6.0f} a second, {self.rate:6.0f} of one core, peak {self.peak:4.0f} MB"


def main() -> None:
    in_a_database_of_its_own(report)


def in_a_database_of_its_own(tell: Callable[[Path], int]) -> None:
    name = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = f"bench_{name.rpartition('/')[2]}"
    connection.creation.create_test_db(verbosity=0, autoclobber=True)
    try:
        with tempfile.TemporaryDirectory() as folder, override_settings(MEDIA_ROOT=folder, DEBUG=False):
            sys.exit(tell(Path(folder)))
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


def report(folder: Path) -> int:
    senate = archive("articles-en-senate-2005-2007")
    first = brought(senate)
    say("5,000 press releases", first)
    again = brought(senate)
    say("the same once more", again, f"{again.rate / first.rate:.1f} × the first run")
    say("one by one by save()", slow := saved_one_by_one(senate), f"in bulk is {first.rate / slow.rate:.1f} × as fast")
    long = brought(multiplied(senate, folder / "long.jsonl", 4))
    say("20,000 press releases", long, f"memory {long.peak / first.peak:.2f} × that of 5,000")
    say("509 posts, 160 pictures", brought(archive("articles-en-18f")))
    faults = missed(first, long)
    sys.stdout.writelines(f"MISSED: {fault}\n" for fault in faults)
    return int(bool(faults))


def missed(first: Spent, long: Spent) -> list[str]:
    growth = long.peak / first.peak
    faults = [f"{first.rate:.0f} a second of one core, not {LEAST}"] if first.rate < LEAST else []
    return faults + ([f"memory grew {growth:.2f} times"] if growth > MOST_GROWTH else [])


def archive(name: str) -> Path:
    path = DATA / name / "articles.jsonl"
    if not path.exists():
        raise NoData(path)
    return path


def brought(path: Path) -> Spent:
    def bring() -> int:
        with redirect_stderr(io.StringIO()):
            call_command("import_articles", str(path), publish=True, stdout=io.StringIO())
        with path.open("rb") as lines:
            return sum(1 for _ in lines)

    return spent(bring)


def saved_one_by_one(path: Path) -> Spent:
    """What the importer would do without its bulk: save(), index, tell."""
    section = Section.objects.get_or_create(name="One by one", slug="one-by-one")[0]

    def save() -> int:
        for item in items(path, ONE_BY_ONE):
            article = Article(section=section, title=str(item["title"])[:200], changed_at=timezone.now())
            article.body = markup(str(item["body_markdown"]), "")
            article.save()
            edited(Entry.objects.get(pk=article.pk))
        return ONE_BY_ONE

    return spent(save)


def items(path: Path, most: int) -> Iterator[dict[str, object]]:
    with path.open("rb") as stream:
        found = (one for one in reading.items(stream, lambda fields: fields) if isinstance(one, reading.Item))
        yield from (one.fields for one in islice(found, most))


def multiplied(path: Path, target: Path, times: int, *, most: int | None = None) -> Path:
    """The archive several times over, each item under ids of its own; at most so many items."""
    with target.open("w") as out:
        out.writelines(islice(_lines(path, times), most))
    return target


def _lines(path: Path, times: int) -> Iterator[str]:
    for round_ in range(times):
        with path.open() as lines:
            for line in lines:
                item = json.loads(line)
                yield json.dumps(item | {"id": f"{item['id']}-{round_}"}) + "\n"


def spent(work: Callable[[], int]) -> Spent:
    began, cpu = time.perf_counter(), all_cpu()
    articles = work()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    return Spent(articles, time.perf_counter() - began, all_cpu() - cpu, peak)


def all_cpu() -> float:
    """Seconds of this process and of its session's process, where that runs on this machine."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        stat = Path(f"/proc/{cursor.fetchone()[0]}/stat")
    if not stat.exists():
        raise NoData("PostgreSQL runs elsewhere: its CPU cannot be read.")
    user, system = stat.read_text().rpartition(")")[2].split()[11:13]
    return time.process_time() + (int(user) + int(system)) / 100


def say(what: str, one: Spent, *words: str) -> None:
    sys.stdout.write(", ".join([f"{what:<24} {one}", *words]) + "\n")
