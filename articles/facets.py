"""How what was found is spread over sections, keywords, years and kinds."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import connection

from articles.matching import Match
from articles.models import Entry, Keyword, Section

MOST_KEYWORDS = 10

_COUNT = """
WITH found AS MATERIALIZED (SELECT section_id, kind FROM articles_entry WHERE number = ANY(%(numbers)s))
SELECT 'section', section_id::text, count(*) FROM found GROUP BY section_id
 UNION ALL SELECT 'kind', kind, count(*) FROM found GROUP BY kind
 UNION ALL (SELECT 'keyword', keyword_id::text, count(*) FROM articles_entry_keywords
             WHERE entry_id = ANY(%(numbers)s) GROUP BY keyword_id ORDER BY count(*) DESC, keyword_id LIMIT %(most)s)
"""


@dataclass(frozen=True)
class Facet:
    """One way to narrow: what each choice is in an address, what it is called, and how many were found there."""

    name: str
    choices: Sequence[tuple[str, str, int]]


def facets(matches: Sequence[Match]) -> list[Facet]:
    """The facets of `matches`; those with nothing to choose are left out."""
    counts: dict[str, dict[str, int]] = {"section": {}, "keyword": {}, "kind": {}}
    if matches:
        with connection.cursor() as cursor:
            cursor.execute(_COUNT, {"numbers": [number for _, number in matches], "most": MOST_KEYWORDS})
            for name, value, count in cursor.fetchall():
                counts[name][value] = count
    years = Counter(at.year for at, _ in matches)
    sections, keywords = Section.objects.in_bulk(counts["section"]), Keyword.objects.in_bulk(counts["keyword"])
    found = [
        Facet("section", [(sections[int(pk)].slug, sections[int(pk)].name, n) for pk, n in _most(counts["section"])]),
        Facet("keyword", [(keywords[int(pk)].slug, keywords[int(pk)].name, n) for pk, n in _most(counts["keyword"])]),
        Facet("year", [(str(year), str(year), years[year]) for year in sorted(years, reverse=True)]),
        Facet("kind", [(kind, str(Entry.Kind(kind).label), count) for kind, count in _most(counts["kind"])]),
    ]
    return [facet for facet in found if facet.choices]


def _most(counts: Mapping[str, int]) -> list[tuple[str, int]]:
    return sorted(counts.items(), key=lambda one: (-one[1], one[0]))
