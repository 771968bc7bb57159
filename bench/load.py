"""Fills the database with many articles, made of paragraphs that stand in ../shared/data.

    bin/manage shell -c "from bench.load import load; load(50_000)"

Bulk as the importer does it: entries by bulk_create, their children and places by COPY, words by reindex.
"""

import json
import random
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, datetime, timedelta
from html import escape
from itertools import count, islice
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from articles import indexing
from articles.models import Author, Entry, Keyword, Picture, Searchable, Section
from articles.models.places import folded, word_slug
from members.access import Audience

DATA = Path(settings.BASE_DIR).parent / "shared" / "data"
ARCHIVES = ["articles-en-senate-2005-2007", "articles-en-18f"]
SECTIONS = ["Policy", "Economy", "Trade", "Finance", "Industry", "International Relations", "Ports"]
KEYWORDS, AUTHORS, PICTURES = 400, 50, 60
BATCH, MANY = 1000, 50_000
EVERY = timedelta(minutes=7)


class NoData(Exception):
    """The archives that texts are made of are not beside the checkout."""


def load(total: int, *, newest_at: datetime | None = None, seed: int = 1) -> None:
    """Add published articles until there are `total` entries; the same ones for the same seed.

    Many are put in without the indexes of search, which are made at the end: a million takes half an hour, not three.
    """
    is_much = total - Entry.objects.count() >= MANY
    with _unindexed() if is_much else nullcontext():
        _load_all(total, newest_at, seed)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if is_much else "ANALYZE")


@contextmanager
def _unindexed() -> Iterator[None]:
    indexes = Searchable._meta.indexes
    with connection.schema_editor() as editor:
        for index in indexes:
            editor.remove_index(Searchable, index)
    yield
    with connection.cursor() as cursor, connection.schema_editor() as editor:
        cursor.execute("SET maintenance_work_mem TO '2GB'")
        for index in indexes:
            editor.add_index(Searchable, index)


def _load_all(total: int, newest_at: datetime | None, seed: int) -> None:
    there = Entry.objects.count()
    titles, paragraphs = _archive()
    chance = random.Random(f"{seed} {there}")
    places = _places()
    end = newest_at or datetime.now(UTC)
    made = count(there)
    while there < total:
        numbers = list(islice(made, min(BATCH, total - there)))
        with transaction.atomic():
            _load(numbers, end, titles, paragraphs, places, chance)
        there += len(numbers)


def _archive() -> tuple[list[str], list[str]]:
    titles, paragraphs = [], []
    for item in _items():
        titles.append(item["title"])
        for paragraph in (item.get("body_markdown") or "").split("\n\n"):
            if 20 <= len(paragraph.split()) <= 160:
                paragraphs.append(f"<p>{escape(' '.join(paragraph.split()))}</p>")
    return titles, paragraphs


def _items() -> Iterator[dict]:
    for name in ARCHIVES:
        path = DATA / name / "articles.jsonl"
        if not path.exists():
            raise NoData(f"{path} is not there.")
        with path.open(encoding="utf-8") as lines:
            yield from map(json.loads, lines)


def _places() -> tuple[list[Section], list[int], list[int], list[int]]:
    now = datetime.now(UTC)
    sections = [
        Section.objects.get_or_create(slug=word_slug(name), defaults={"name": name, "in_masthead": True})[0]
        for name in SECTIONS
    ]
    names = [f"Keyword {number}" for number in range(KEYWORDS)]
    Keyword.objects.bulk_create(
        [Keyword(name=name, slug=word_slug(name), folded=folded(name)) for name in names], ignore_conflicts=True
    )
    writers = [f"Author {number}" for number in range(AUTHORS)]
    Author.objects.bulk_create([Author(name=name, slug=word_slug(name)) for name in writers], ignore_conflicts=True)
    pictures = [
        Picture(
            name=f"pictures/be/bench{number}.jpg",
            digest=f"bench{number}",
            width=1600,
            height=1067,
            widths=[360, 720, 1080, 1600],
            alt="A quay with cranes",
            caption="A quay in October.",
            credit="Ann Lee",
            added_at=now,
        )
        for number in range(PICTURES)
    ]
    Picture.objects.bulk_create(pictures, ignore_conflicts=True)
    keywords, authors = Keyword.objects.filter(name__in=names), Author.objects.filter(name__in=writers)
    shown = Picture.objects.filter(digest__startswith="bench")
    return sections, *(list(rows.order_by("pk").values_list("pk", flat=True)) for rows in (keywords, authors, shown))


def _load(
    numbers: list[int],
    end: datetime,
    titles: list[str],
    paragraphs: list[str],
    places: tuple[list[Section], list[int], list[int], list[int]],
    chance: random.Random,
) -> None:
    sections, keywords, authors, pictures = places
    bodies = [_body(paragraphs, chance) for _ in numbers]
    entries = Entry.objects.bulk_create(
        _entry(number, end, body, titles, sections, pictures, chance)
        for number, body in zip(numbers, bodies, strict=True)
    )
    held = [entry.pk for entry in entries]
    # A few keywords stand on most articles, most on a few, as everywhere.
    tagged = [(pk, word) for pk in held for word in {_often(keywords, chance) for _ in range(5)}]
    written = [(pk, author) for pk in held for author in {_often(authors, chance)}]
    opened = [(pk, "KHORGOS, Nov. 24", body, "") for pk, body in zip(held, bodies, strict=True)]
    _copy("articles_article (entry_ptr_id, dateline, body, source)", opened)
    _copy("articles_entry_keywords (entry_id, keyword_id)", tagged)
    _copy("articles_entry_authors (entry_id, author_id)", written)
    indexing.reindex(held)


def _entry(
    number: int,
    end: datetime,
    body: str,
    titles: list[str],
    sections: list[Section],
    pictures: list[int],
    chance: random.Random,
) -> Entry:
    title = f"{chance.choice(titles)[:180]} {number}"
    published_at = end - EVERY * (number + 1)
    return Entry(
        kind=Entry.Kind.ARTICLE,
        section=chance.choice(sections),
        title=title,
        slug=word_slug(title, limit=100),
        abstract=" ".join(body[3:].split()[:30]),
        picture_id=chance.choice(pictures) if number % 3 == 0 else None,
        access=Audience.MEMBERS if number % 10 == 9 else Audience.EVERYONE,
        words=len(body.split()),
        published_at=published_at,
        changed_at=published_at,
    )


def _body(paragraphs: list[str], chance: random.Random) -> str:
    """300 to 800 words."""
    wanted, taken = chance.randint(300, 800), []
    while wanted > 0:
        taken.append(chance.choice(paragraphs))
        wanted -= len(taken[-1].split())
    return "".join(taken)


def _often(numbers: list[int], chance: random.Random) -> int:
    return numbers[int(len(numbers) * chance.random() ** 4)]


def _copy(into: str, rows: list[tuple]) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {into} FROM STDIN") as out:
        for row in rows:
            out.write_row(row)
