"""What rows a page is about, said at its view: so others know whether it is there without opening it, whatever app has
it."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.urls import ResolverMatch

View = Callable[..., Any]


@dataclass(frozen=True)
class About:
    """The rows that have pages, each named in its address by a field."""

    rows: Callable[[], QuerySet]
    field: str

    def there(self, named: Collection[object]) -> set[object]:
        """Those of the names whose page is there; one query for all."""
        found = self.rows().filter(**{f"{self.field}__in": named})
        return set(found.values_list(self.field, flat=True)) if named else set()


_said: dict[View, About] = {}


def about(rows: Callable[[], QuerySet], field: str) -> Callable[[View], View]:
    """Say it of a view, which stays as it is.

    >>> @about(Section.objects.all, "slug")
    ... def section(request, slug): ...
    """

    def said(view: View) -> View:
        _said[view] = About(rows, field)
        return view

    return said


def of(match: ResolverMatch) -> About | None:
    """None for a page that is about no row, or does not say so."""
    return _said.get(match.func)
