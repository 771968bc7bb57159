"""What stands around an entry on its page, found in two queries that cost the same at a million entries.

Every part walks an index and stops: a keyword is counted to COUNTED and its newest NEWEST entries are weighed, a
neighbour is one step along the section. Only entries are read, so no gated body comes near; drafts, what is still to
come and what was withdrawn are in none of the lists.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime

from django.db import connection

from articles import fetching
from articles.models import Entry

KEYWORDS = 40  # of an entry that has more, the first
COUNTED = 1000  # what more entries than this carry is as common as any
NEWEST = 60
RAREST = 2  # a question belongs here when it shares one of so many
RELATED, ANSWERS, MORE = 3, 3, 4

# The rarer a keyword, the more it says that two entries share it; of those that share the same, the newest.
_NEAR = """
WITH word AS MATERIALIZED (
  SELECT keyword_id, greatest(many, 1) AS many, row_number() OVER (ORDER BY many, keyword_id) AS rarity
    FROM (SELECT keyword_id FROM articles_entry_keywords WHERE entry_id = %(number)s ORDER BY id LIMIT %(keywords)s)
         AS tagged, LATERAL (SELECT count(*) AS many FROM (
           SELECT FROM articles_listed WHERE keyword_id = tagged.keyword_id LIMIT %(counted)s) AS those) AS counted
), near AS MATERIALIZED (
  SELECT entry_id, max(newest.published_at) AS published_at, min(rarity) AS rarest,
         round(sum(ln(1 + %(counted)s / many::float))::numeric, 6) AS weight
    FROM word, LATERAL (
      SELECT entry_id, published_at FROM articles_listed
       WHERE keyword_id = word.keyword_id AND published_at <= %(at)s
       ORDER BY published_at DESC, entry_id DESC LIMIT %(newest)s) AS newest
   WHERE entry_id <> %(number)s GROUP BY entry_id
)
"""
_PARTS = """
(SELECT 'related', entry_id FROM near JOIN articles_entry ON number = entry_id AND kind <> 'answer'
  ORDER BY weight DESC, near.published_at DESC, entry_id DESC LIMIT %(related)s)
UNION ALL
(SELECT 'answers', number FROM articles_entry
  WHERE about_id IN (%(number)s, %(about)s) AND number <> %(number)s AND kind = 'answer'
    AND published_at <= %(at)s AND withdrawn_at IS NULL
  ORDER BY published_at DESC, number DESC LIMIT %(answers)s)
UNION ALL
(SELECT 'answers', entry_id FROM near JOIN articles_entry ON number = entry_id AND kind = 'answer'
  WHERE rarest <= %(rarest)s ORDER BY weight DESC, near.published_at DESC, entry_id DESC LIMIT %(answers)s)
UNION ALL
(SELECT 'older', number FROM articles_entry
  WHERE section_id = %(section)s AND (published_at, number) < (%(published_at)s, %(number)s)
    AND published_at <= %(at)s AND withdrawn_at IS NULL
  ORDER BY published_at DESC, number DESC LIMIT 1)
UNION ALL
(SELECT 'newer', number FROM articles_entry
  WHERE section_id = %(section)s AND (published_at, number) > (%(published_at)s, %(number)s)
    AND published_at <= %(at)s AND withdrawn_at IS NULL
  ORDER BY published_at, number LIMIT 1)
UNION ALL
(SELECT 'more', number FROM articles_entry
  WHERE section_id = %(section)s AND number <> %(number)s AND published_at <= %(at)s AND withdrawn_at IS NULL
  ORDER BY published_at DESC, number DESC LIMIT %(more)s)
"""


@dataclass(frozen=True)
class Around:
    """Each list nearest first; `older` and `newer` are the neighbours in the section."""

    related: Sequence[Entry] = field(default_factory=list)
    answers: Sequence[Entry] = field(default_factory=list)
    more: Sequence[Entry] = field(default_factory=list)
    older: Entry | None = None
    newer: Entry | None = None


def around(entry: Entry, *, at: datetime) -> Around:
    """What readers find beside `entry` at the moment `at`; nothing stands there twice large."""
    numbers = _numbers(entry, at)
    found = fetching.published({number for part in numbers.values() for number in part}, at=at)
    parts = {name: [found[number] for number in part if number in found] for name, part in numbers.items()}
    related = parts.get("related", [])
    more = [other for other in parts.get("more", []) if other not in related]
    return Around(
        related=related,
        answers=parts.get("answers", [])[:ANSWERS],
        more=more[:MORE],
        older=next(iter(parts.get("older", [])), None),
        newer=next(iter(parts.get("newer", [])), None),
    )


def _numbers(entry: Entry, at: datetime) -> dict[str, dict[int, None]]:
    """Of each part the numbers, each once and in order."""
    values = {
        "number": entry.pk,
        "section": entry.section_id,
        "about": entry.about_id,
        "published_at": entry.published_at,
        "at": at,
        "keywords": KEYWORDS,
        "counted": COUNTED,
        "newest": NEWEST,
        "rarest": RAREST,
        "related": RELATED,
        "answers": ANSWERS,
        "more": MORE + RELATED,
    }
    found: dict[str, dict[int, None]] = defaultdict(dict)
    with connection.cursor() as cursor:
        cursor.execute(_NEAR + _PARTS, values)
        for part, number in cursor.fetchall():
            found[part][number] = None
    return found
