"""Whether memory grows while many articles come in in one run: what the process holds at each quarter.

    bin/manage shell -c "from bench import importing_many; importing_many.main(1_000_000)"

Of the press releases under ../shared/data, each many times under ids of its own, in a database of its own. Ends with
1 where the last quarter holds more than a quarter more than the first.
"""

import resource
from datetime import UTC
from functools import partial
from pathlib import Path

from django.utils import timezone

from articles.importing.media import Media
from articles.importing.reporting import Report
from articles.importing.running import Run
from articles.importing.standing import Options
from bench.importing import MOST_GROWTH, archive, in_a_database_of_its_own, multiplied, say, spent


class Held:
    """Hears of each article, and keeps what the process holds at each quarter of them, in megabytes."""

    def __init__(self, articles: int) -> None:
        self.megabytes: list[float] = []
        self._quarter = max(articles // 4, 1)
        self._passed = 0

    def passed(self, _size: int) -> None:
        self._passed += 1
        if self._passed % self._quarter == 0:
            pages = int(Path("/proc/self/statm").read_text().split()[1])
            self.megabytes.append(pages * resource.getpagesize() / 1_000_000)


def main(articles: int) -> None:
    in_a_database_of_its_own(partial(report, articles=articles))


def report(folder: Path, *, articles: int) -> int:
    senate = archive("articles-en-senate-2005-2007")
    with senate.open("rb") as lines:
        times = -(-articles // sum(1 for _ in lines))
    return brought(multiplied(senate, folder / "many.jsonl", times, most=articles), articles)


def brought(path: Path, articles: int) -> int:
    held, at = Held(articles), timezone.now()
    media = Media(None, at=at, looks_only=False)
    run = Run(Options(publish=True, again=False, at=at), UTC, media, Report(lambda _words: None), held.passed)

    def bring() -> int:
        with path.open("rb") as lines:
            run.bring(lines)
        return articles

    cost = spent(bring)
    say(f"{articles:,} articles", cost, "MB at each quarter: " + ", ".join(f"{one:.0f}" for one in held.megabytes))
    return int(held.megabytes[-1] > MOST_GROWTH * held.megabytes[0])
