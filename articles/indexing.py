"""Writes what search and keyword lists walk."""

from collections.abc import Collection


def reindex(numbers: Collection[int]) -> None:
    """Write Searchable and Listed of the entries with these numbers anew, in the caller's transaction."""
