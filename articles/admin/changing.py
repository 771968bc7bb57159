"""For what readers see beside articles: saving it says so."""

from django import forms
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest

from portal.lib import pages
from portal.lib.again import AgainAdmin


class ShownAdmin(AgainAdmin):
    """Drops stored pages with every change, in its transaction; an address is given once and stays."""

    class Media:
        css = {"all": ["css/newsroom.css"]}

    def save_related(self, request: HttpRequest, form: forms.ModelForm, formsets: list, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        pages.changed()

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        super().delete_model(request, obj)
        pages.changed()

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        with transaction.atomic():
            super().delete_queryset(request, queryset)
            pages.changed()
