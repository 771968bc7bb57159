"""Writes what search and keyword lists walk; nobody else does.

Set-based throughout: a hundred entries cost the statements of one. Words are made by `articles.words`;
PostgreSQL stems and stores them. A child of Entry (article, answer, report) brings words of its own in
a field called `body`; Django's own record of who inherits from Entry names the children, so this module
need not know the apps above it.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import lru_cache

from django.core.exceptions import FieldDoesNotExist
from django.db import connection, models, transaction
from django.db.models import F, Value

from articles import shelving, spelling, tagging, words
from articles.models import Entry
from articles.teasing import teaser
from members.access import Audience
from portal.lib import sanitise

BATCH = 200
LONGEST = 130_000  # letters of a text that are searched: PostgreSQL's vector holds 1 MB

# `head` is what open and full share. An entry that is open to all needs no full vector of its own:
# members match either. Where nothing has changed nothing is written, because an index costs more than a look.
_WRITE_WORDS = """
INSERT INTO articles_searchable AS held (entry_id, published_at, open_vector, full_vector, open_text)
SELECT number, published_at, head || to_tsvector(stem, open),
       CASE gated WHEN '' THEN ''::tsvector ELSE head || to_tsvector(stem, gated) END, open_text
  FROM unnest(%s::bigint[], %s::timestamptz[], %s::text[], %s::text[]::regconfig[], %s::text[], %s::text[],
              %s::text[], %s::text[], %s::text[], %s::text[])
       AS row (number, published_at, marks, stem, title, names, abstract, open, gated, open_text),
       LATERAL (SELECT setweight(to_tsvector(stem, title), 'A') || setweight(to_tsvector(stem, names), 'B')
                    || setweight(to_tsvector(stem, abstract), 'C')
                    || array_to_tsvector(string_to_array(marks, ' '))) AS made (head)
ON CONFLICT (entry_id) DO UPDATE
   SET published_at = excluded.published_at, open_vector = excluded.open_vector,
       full_vector = excluded.full_vector, open_text = excluded.open_text
 WHERE (held.published_at, held.open_vector, held.full_vector, held.open_text)
       IS DISTINCT FROM (excluded.published_at, excluded.open_vector, excluded.full_vector, excluded.open_text)
"""
_CLEAR_PLACES = "DELETE FROM articles_listed WHERE entry_id = ANY(%s)"
_WRITE_PLACES = """
INSERT INTO articles_listed (keyword_id, author_id, entry_id, published_at)
SELECT place.keyword_id, place.author_id, number, published_at
  FROM articles_entry
  JOIN (SELECT entry_id, keyword_id, NULL AS author_id FROM articles_entry_keywords
         UNION ALL SELECT entry_id, NULL, author_id FROM articles_entry_authors) AS place
    ON place.entry_id = number
 WHERE number = ANY(%s) AND published_at IS NOT NULL AND withdrawn_at IS NULL
"""
_MOVE_PLACES = """
WITH moved AS (DELETE FROM articles_listed WHERE keyword_id = ANY(%s) AND entry_id = ANY(%s)
               RETURNING entry_id, published_at)
INSERT INTO articles_listed (keyword_id, entry_id, published_at)
SELECT DISTINCT %s::bigint, entry_id, published_at FROM moved ON CONFLICT DO NOTHING
"""


def reindex(numbers: Collection[int]) -> None:
    """Write Searchable and Listed of the entries with these numbers anew, in the caller's transaction.

    The entries are locked while it happens, so of two that index the same entry the later one sees
    what the earlier one saw, or more.
    """
    wanted, spelled = sorted(set(numbers)), set()
    for start in range(0, len(wanted), BATCH):
        some = wanted[start : start + BATCH]
        with transaction.atomic():
            tagging.hold()
            entries = list(Entry.objects.select_for_update(no_key=True).filter(pk__in=some).order_by("pk"))
            spelled |= _write_words(entries)
            _write_places(some)
    spelling.keep(spelled)


def move_places(numbers: Collection[int], *, of: Collection[int], to: int) -> None:
    """Move these entries from the lists of the keywords `of` to that of the keyword `to`, in the caller's transaction.

    Whoever moves them holds all keywords alone (`articles.tagging`) and has them indexed again afterwards.
    """
    with connection.cursor() as cursor:
        cursor.execute(_MOVE_PLACES, [list(of), list(numbers), to])


def _write_words(entries: list[Entry]) -> set[str]:
    """What the titles and keywords of those say that readers can see; of the others nothing is ever suggested."""
    if not entries:
        return set()
    spelled: set[str] = set()
    keywords, authors, bodies = _keywords_of(entries), _authors_of(entries), bodies_of(entries)
    rows = []
    for entry in entries:
        names = [entry.kicker, *(name for _, name in keywords[entry.pk]), *authors[entry.pk]]
        marks = shelving.marks(entry, {number for number, _ in keywords[entry.pk]})
        rows.append(_row(entry, names, marks, bodies.get(entry.pk, ("", ""))[1]))
        if entry.is_published():
            spelled.update([entry.title, *(name for _, name in keywords[entry.pk])])
    with connection.cursor() as cursor:
        cursor.execute(_WRITE_WORDS, [list(column) for column in zip(*rows, strict=True)])
    return spelled


def _row(entry: Entry, names: Iterable[str], marks: Iterable[str], body: str) -> tuple[object, ...]:
    is_open = entry.access == Audience.EVERYONE
    text = sanitise.text(body)
    open_text = text if is_open else sanitise.text(teaser(body, written=entry.teaser))
    return (
        entry.pk,
        None if entry.withdrawn_at else entry.published_at,
        " ".join(marks),
        words.configuration(entry.language),
        _line(entry.title),
        " ".join(_name(name) for name in names),
        _line(entry.abstract),
        _line(open_text),
        "" if is_open else _line(text),
        f"{entry.abstract}\n{open_text}",
    )


def _line(text: str) -> str:
    """The words of `text` as they are stemmed, one space between them."""
    return words.stemmable(" ".join(words.words(text[:LONGEST]))[:LONGEST])


_name = lru_cache(maxsize=4096)(_line)


def _keywords_of(entries: list[Entry]) -> Mapping[int, Collection[tuple[int, str]]]:
    """The numbers and names of each entry's keywords, with every other spelling that leads to them."""
    found: Mapping[int, dict[tuple[int, str], None]] = defaultdict(dict)
    tagged = Entry.keywords.through.objects.filter(entry__in=entries).order_by("pk")
    for number, keyword, *spellings in tagged.values_list(
        "entry_id", "keyword_id", "keyword__name", "keyword__aliases__name"
    ):
        found[number].update({(keyword, spelling): None for spelling in spellings if spelling})
    return found


def _authors_of(entries: list[Entry]) -> Mapping[int, Collection[str]]:
    found: Mapping[int, list[str]] = defaultdict(list)
    written = Entry.authors.through.objects.filter(entry__in=entries).order_by("pk")
    for number, name in written.values_list("entry_id", "author__name"):
        found[number].append(name)
    return found


def bodies_of(entries: Collection[Entry]) -> dict[int, tuple[str, str]]:
    """Dateline ("" where there is none) and body of each, whatever model holds it; one query for each kind."""
    found: dict[int, tuple[str, str]] = {}
    for child in _children():
        numbers = [entry.pk for entry in entries if entry.kind == child._meta.model_name]
        if numbers:
            dateline = F("dateline") if _has(child, "dateline") else Value("")
            rows = child._default_manager.filter(pk__in=numbers).values_list("pk", dateline, "body")
            found.update((number, (opening, body)) for number, opening, body in rows)
    return found


def _children() -> Iterator[type[models.Model]]:
    """Every model that inherits from Entry and has a body."""
    for relation in Entry._meta.related_objects:
        if relation.one_to_one and relation.parent_link and _has(relation.related_model, "body"):
            yield relation.related_model


def _has(model: type[models.Model], field: str) -> bool:
    try:
        model._meta.get_field(field)
    except FieldDoesNotExist:
        return False
    return True


def _write_places(numbers: list[int]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(_CLEAR_PLACES, [numbers])
        cursor.execute(_WRITE_PLACES, [numbers])
