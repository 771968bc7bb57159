"""The series that titles of an archive begin with: "Explained: Why the gauge changes"."""

import re
from collections import Counter

LONGEST = 60
OFTEN = 3  # titles that begin alike may be a series
LOOKED_AT = 2_000  # beginnings that are remembered, however long the archive
TOLD = 20
_BEGINS = re.compile(r"([^:：|–—]{2,60}?)(?::\s+|：\s*|\s+[|–—-]\s+)(?=\S)")


def parted(title: str) -> tuple[str, str]:
    """What a title begins with before a colon, a bar or a dash, and the rest; "" and the whole where there is none."""
    found = _BEGINS.match(title)
    return (found[1].strip(), title[found.end() :]) if found else ("", title)


class Beginnings:
    """Counts with what titles begin; bounded."""

    def __init__(self, counts: dict[str, int]) -> None:
        self.counts = Counter(counts)

    def add(self, title: str) -> None:
        name, _rest = parted(title)
        if name and (name in self.counts or len(self.counts) < LOOKED_AT):
            self.counts[name] += 1

    def often(self) -> list[tuple[str, int]]:
        return [(name, many) for name, many in self.counts.most_common(TOLD) if many >= OFTEN]
