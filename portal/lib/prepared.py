"""Querysets that are put into SQL once, and asked with other values each time.

Putting a query with its joins into words costs more than asking it, and every page asks the same ones:

    newest = Prepared(lambda: Entry.objects.published(at=Given("at", DateTimeField())).for_list()[:9])
    newest(at=timezone.now())
"""

from collections.abc import Callable
from copy import copy
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import BooleanField, Expression, F, Field, Func, Model, QuerySet
from django.db.models.query import ModelIterable, ValuesListIterable
from django.db.models.sql.compiler import SQLCompiler

M = TypeVar("M", bound=Model)


class Given(Expression):
    """The value that comes under this name with each call; handed to the database as it is."""

    def __init__(self, name: str, field: Field) -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, tuple[Any, ...]]:
        return "%s", (self,)


def among(column: str, given: Given) -> Func:
    """Whether the column is in the list that is given; `in` would have to know how long that is."""
    return Func(F(column), given, template="%(expressions)s)", arg_joiner=" = ANY(", output_field=BooleanField())


class _Once:
    """Made at the first call, when all models are there; may be called by many threads."""

    _rows_are: type
    _are: str

    def __init__(self, queryset: Callable[[], QuerySet]) -> None:
        self._queryset = queryset
        self._made: tuple[type[Model], SQLCompiler, str, tuple[Any, ...]] | None = None

    def _asked(self, values: dict[str, object]) -> tuple[type[Model], SQLCompiler]:
        model, compiler, sql, parameters = self._made or self._make()
        asked = copy(compiler)
        asked.connection = connections[DEFAULT_DB_ALIAS]
        given = tuple(values[one.name] if isinstance(one, Given) else one for one in parameters)
        asked.as_sql = lambda *_, **__: (sql, given)  # type: ignore  # of this copy; any value, not only text
        return model, asked

    def _make(self) -> tuple[type[Model], SQLCompiler, str, tuple[Any, ...]]:
        queryset = self._queryset()
        state = vars(queryset)
        if state["_iterable_class"] is not self._rows_are or state["_prefetch_related_lookups"]:
            raise TypeError(f"Only {self._are} are prepared, without prefetching.")
        compiler = queryset.query.get_compiler(DEFAULT_DB_ALIAS)
        sql, parameters = compiler.as_sql()
        self._made = (queryset.model, compiler, sql, tuple(parameters))
        return self._made


class Prepared(_Once, Generic[M]):
    """Of whole model instances, with what is annotated to them."""

    _rows_are, _are = ModelIterable, "whole instances"

    def __init__(self, queryset: Callable[[], QuerySet[M]]) -> None:
        super().__init__(queryset)

    def __call__(self, **values: object) -> list[M]:
        """The rows with these values for all that are Given; KeyError where one is missing."""
        return list(ModelIterable(_Asked(*self._asked(values))))  # type: ignore[arg-type]  # asks no more of it


class PreparedRows(_Once):
    """Of values_list(), united or not."""

    _rows_are, _are = ValuesListIterable, "rows of values_list()"

    def __call__(self, **values: object) -> list[Any]:
        """As Prepared's, in tuples."""
        return list(self._asked(values)[1].results_iter(tuple_expected=True))


class _Asked:
    """As much of a queryset as its rows are made from."""

    db = DEFAULT_DB_ALIAS
    _known_related_objects: dict[Any, Any] = {}

    def __init__(self, model: type[Model], compiler: SQLCompiler) -> None:
        self.model, self._compiler = model, compiler
        self.query = self

    def get_compiler(self, using: str) -> SQLCompiler:
        return self._compiler
