"""For what readers see beside articles: saving it says so."""

from typing import Any

from django import forms
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from articles.models import Entry, LikelyDouble, Listed
from portal.lib import pages
from portal.lib.again import AgainAdmin

# Rows that only say what belongs to which keyword or author: that stays, so nobody would miss them.
TIES = (Entry.keywords.through, Entry.authors.through, Listed, LikelyDouble)


class ShownAdmin(AgainAdmin):
    """Drops stored pages with every change, in its transaction; an address is given once and stays."""

    class Media:
        css = {"all": ["css/newsroom.css"]}

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: list, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        pages.changed()

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> Any:
        listed, counts, needed, protected = super().get_deleted_objects(objs, request)
        ties = {str(model._meta.verbose_name_plural) for model in TIES}
        return listed, {name: many for name, many in counts.items() if str(name) not in ties}, needed, protected

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        super().delete_model(request, obj)
        pages.changed()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        with transaction.atomic():
            super().delete_queryset(request, queryset)
            pages.changed()
