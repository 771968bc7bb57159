"""How what was found is spread over sections, keywords, years and kinds."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db import connection

from articles.matching import Match
from articles.models import Entry

MOST_KEYWORDS = 10

_COUNT = """
WITH found AS MATERIALIZED (SELECT section_id, kind FROM articles_entry WHERE number = ANY(%(numbers)s)),
     tagged AS (SELECT keyword_id AS id, count(*) AS number FROM articles_entry_keywords
                 WHERE entry_id = ANY(%(numbers)s) GROUP BY 1 ORDER BY 2 DESC, 1 LIMIT %(most)s)
SELECT 'section', slug, name, count(*), id FROM found JOIN articles_section ON id = section_id GROUP BY id
 UNION ALL SELECT 'kind', kind, '', count(*), 0 FROM found GROUP BY kind
 UNION ALL SELECT 'keyword', slug, name, number, id FROM tagged JOIN articles_keyword USING (id)
 ORDER BY 1, 4 DESC, 5, 2
"""


@dataclass(frozen=True)
class Facet:
    """One way to narrow: what each choice is in an address, what it is called, and how many were found there."""

    name: str
    choices: Sequence[tuple[str, str, int]]


def facets(matches: Sequence[Match]) -> list[Facet]:
    """The facets of `matches`; those with nothing to choose are left out."""
    if not matches:
        return []
    choices: dict[str, list[tuple[str, str, int]]] = {"section": [], "keyword": [], "year": [], "kind": []}
    with connection.cursor() as cursor:
        cursor.execute(_COUNT, {"numbers": [number for _, number in matches], "most": MOST_KEYWORDS})
        for facet, value, name, count, _ in cursor.fetchall():
            choices[facet].append((value, name or str(Entry.Kind(value).label), count))
    years = Counter(at.year for at, _ in matches)
    choices["year"] = [(str(year), str(year), years[year]) for year in sorted(years, reverse=True)]
    return [Facet(name, found) for name, found in choices.items() if found]
