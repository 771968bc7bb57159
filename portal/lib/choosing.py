"""Fields of the admin that look rows up while somebody types, whatever is sent in place of a row's number."""

from functools import cached_property
from typing import Any

from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect, AutocompleteSelectMultiple
from django.core.paginator import Page, Paginator
from django.db.models import ForeignKey, ManyToManyField, QuerySet
from django.http import HttpRequest

from portal.lib.typed_rows import Search, Typed, TypedField, TypedManyField, numbers

COUNTED = 2000


class Bounded(Paginator):
    """Counts and leafs through the first COUNTED rows; who looks for more searches or filters."""

    @cached_property
    def count(self) -> int:
        rows: Any = self.object_list
        return rows.order_by().values("pk")[:COUNTED].count()  # without what is counted for each row shown

    def page(self, number: int | str) -> Page:
        """A later one is found by its numbers first: what is counted for each row is not for those that are passed."""
        page = super().page(number)
        if page.has_previous():
            rows: Any = self.object_list
            shown: Any = page.object_list
            page.object_list = rows.filter(pk__in=list(shown.values_list("pk", flat=True)))
        return page


class ChooseOne(Typed, AutocompleteSelect):
    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        return super().optgroups(name, numbers(value), attr)


class ChooseMany(Typed, AutocompleteSelectMultiple):
    """Each that is chosen can be taken out; no button takes out all, which would stand in the list of them."""

    def build_attrs(self, base_attrs: dict, extra_attrs: dict | None = None) -> dict:
        return super().build_attrs(base_attrs, extra_attrs) | {"data-allow-clear": "false"}

    def optgroups(self, name: str, value: Any, attr: Any = None) -> Any:
        return super().optgroups(name, numbers(value), attr)


class Choosing(admin.options.BaseModelAdmin):
    """For rooms and inlines with `autocomplete_fields`, as Django's own have them."""

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            known = {"widget": ChooseOne(db_field, self.admin_site), "form_class": TypedField}
            kwargs = known | {"search": self.search_in(db_field, request)} | kwargs
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field: ManyToManyField, request: HttpRequest, **kwargs: Any) -> Any:
        if db_field.name in self.get_autocomplete_fields(request):
            known = {"widget": ChooseMany(db_field, self.admin_site), "form_class": TypedManyField}
            kwargs = known | {"search": self.search_in(db_field, request)} | kwargs
        return super().formfield_for_manytomany(db_field, request, **kwargs)

    def search_in(self, db_field: ForeignKey | ManyToManyField, request: HttpRequest) -> Search:
        """As the list of that room searches."""
        room = self.admin_site.get_model_admin(db_field.remote_field.model)

        def search(rows: QuerySet, typed: str) -> QuerySet:
            found, has_doubles = room.get_search_results(request, rows, typed)
            return found.distinct() if has_doubles else found

        return search
