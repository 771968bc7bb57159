"""Whether search finds what people filed, beside PostgreSQL's plain search.

    bin/manage shell -c "from bench import search_quality; search_quality.main()"

The archives' tags are taken as truth and left out of the index: a tag is asked for, and the articles that carry it
should come. Beside it the same is asked of to_tsvector over title, abstract and text by websearch_to_tsquery, sorted
by ts_rank ("english", and "simple" for Chinese). Works in a database of its own beside the configured one, which it
drops. Ends with 1 where ours is not better in both measures on every set, with 2 where a set is not there.
"""

import io
import json
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import redirect_stderr
from dataclasses import dataclass
from pathlib import Path
from statistics import mean

from django.core.management import call_command
from django.db import connection
from django.test.utils import override_settings
from django.utils import timezone

from articles import narrowing, searching
from articles.models import Entry, Imported
from bench.load import DATA
from members.access import Reader

SETS = {"articles-en-18f": "english", "articles-zh-hant": "simple"}
LEAST = 3  # articles that a tag is on; on fewer it says little
PRECISION_AT, RECALL_AT = 10, 50

_PLAIN = """
WITH plain AS MATERIALIZED (
    SELECT number, entry.published_at, to_tsvector(%(stem)s::regconfig, concat_ws(' ', title, open_text)) AS vector
      FROM articles_entry AS entry JOIN articles_searchable ON entry_id = number
), asked AS (SELECT tag, websearch_to_tsquery(%(stem)s::regconfig, tag) AS query FROM unnest(%(tags)s::text[]) AS tag)
SELECT tag, number FROM asked CROSS JOIN LATERAL (
    SELECT number, ts_rank(vector, query) AS rank FROM plain WHERE vector @@ query
     ORDER BY rank DESC, published_at DESC, number DESC LIMIT %(most)s
) AS found ORDER BY tag, rank DESC
"""

Truth = Mapping[str, set[int]]
Found = Mapping[str, Sequence[int]]


@dataclass(frozen=True)
class Measured:
    """Means over all tags."""

    precision: float
    recall: float

    def __str__(self) -> str:
        return f"precision at {PRECISION_AT} {self.precision:.3f}, recall at {RECALL_AT} {self.recall:.3f}"


def main(data: Path = DATA) -> None:
    sys.exit(run(data))


def run(data: Path) -> int:
    absent = [name for name in SETS if not (data / name / "articles.jsonl").exists()]
    if absent:
        say(f"Skipped: {', '.join(absent)} is not under {data}.")
        return 2
    kept = [compared(name, stem, data / name / "articles.jsonl") for name, stem in SETS.items()]
    return 0 if all(kept) else 1


def compared(name: str, stem: str, path: Path) -> bool:
    """Whether ours is better on this set."""
    with own_database(), tempfile.TemporaryDirectory() as folder, override_settings(MEDIA_ROOT=folder, DEBUG=False):
        truth = imported(path, Path(folder))
        ours = measured(truth, {tag: our_search(tag) for tag in truth})
        plain = measured(truth, plain_search(truth, stem))
    better = ours.precision > plain.precision and ours.recall > plain.recall
    say(f"{name}, {len(truth)} tags on {LEAST} or more articles")
    say(f"  ours   {ours}")
    say(f"  plain  {plain}{'' if better else '   NOT BETTER'}")
    return better


class own_database:  # reads as what it is
    """A new database beside the configured one, gone afterwards."""

    def __enter__(self) -> None:
        self.ours = connection.settings_dict["NAME"]
        connection.settings_dict["TEST"]["NAME"] = f"bench_{self.ours.rpartition('/')[2]}_quality"
        connection.creation.create_test_db(verbosity=0, autoclobber=True)

    def __exit__(self, *_: object) -> None:
        connection.creation.destroy_test_db(self.ours, verbosity=0)


def imported(path: Path, folder: Path) -> Truth:
    """Bring the archive in without its tags; which entries carry which."""
    tags: dict[str, list[str]] = {}
    bare = folder / "bare.jsonl"
    with bare.open("w", encoding="utf-8") as out:
        for item in items(path):
            tags[str(item["id"])] = item["tags"]
            out.write(json.dumps(item | {"tags": [], "images": []}) + "\n")
    with redirect_stderr(io.StringIO()):
        call_command("import_articles", str(bare), publish=True, stdout=io.StringIO())
    Entry.objects.filter(published_at=None).delete()  # without a date there is no place in the order
    truth = defaultdict(set)
    for key, number in Imported.objects.values_list("key", "entry_id"):
        for tag in tags.get(key, []):
            truth[tag].add(number)
    return {tag: numbers for tag, numbers in sorted(truth.items()) if len(numbers) >= LEAST}


def items(path: Path) -> Iterator[dict]:
    with path.open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def our_search(tag: str) -> list[int]:
    """What a reader without a session gets, page after page."""
    reader, numbers, after = Reader(user=None, at=timezone.now()), [], ""
    while len(numbers) < RECALL_AT:
        found = searching.search(narrowing.read({"q": tag, "after": after}), reader=reader)
        numbers += [result.entry.pk for result in found.results]
        after = found.older
        if not after:
            break
    return numbers[:RECALL_AT]


def plain_search(truth: Truth, stem: str) -> Found:
    found = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(_PLAIN, {"stem": stem, "tags": list(truth), "most": RECALL_AT})
        for tag, number in cursor.fetchall():
            found[tag].append(number)
    return found


def measured(truth: Truth, found: Found) -> Measured:
    return Measured(
        precision=mean(precision(found.get(tag, ()), relevant) for tag, relevant in truth.items()),
        recall=mean(recall(found.get(tag, ()), relevant) for tag, relevant in truth.items()),
    )


def precision(found: Sequence[int], relevant: set[int]) -> float:
    return len(relevant.intersection(found[:PRECISION_AT])) / PRECISION_AT


def recall(found: Sequence[int], relevant: set[int]) -> float:
    return len(relevant.intersection(found[:RECALL_AT])) / len(relevant)


def say(words: str) -> None:
    print(words, file=sys.stdout, flush=True)  # noqa: T201  # figures for a person
