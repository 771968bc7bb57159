from typing import Any

from django.contrib import admin
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from articles import jobs
from articles.admin.changing import ShownAdmin
from articles.forms import WordsForm
from articles.models import Author, Entry, Section
from articles.naming import free_slug


@admin.register(Section)
class SectionAdmin(ShownAdmin):
    form = WordsForm
    fields = ("name", "slug", "description", "position", "in_masthead")
    list_display = ("name", "slug", "position", "shown")
    search_fields = ("name",)
    ordering = ("position", "name")

    @admin.display(description=_("in the masthead"), ordering="in_masthead")
    def shown(self, section: Section) -> str:
        return str(_("In the masthead") if section.in_masthead else _("Only its own page"))

    def get_readonly_fields(self, request: HttpRequest, obj: Section | None = None) -> tuple[str, ...]:
        return ("slug",) if obj else ()

    def get_prepopulated_fields(self, request: HttpRequest, obj: Section | None = None) -> dict[str, Any]:
        return {} if obj else {"slug": ("name",)}


@admin.register(Author)
class AuthorAdmin(ShownAdmin):
    form = WordsForm
    fields = ("name", "about", "page")
    readonly_fields = ("page",)
    list_display = ("name", "about")
    search_fields = ("name",)
    ordering = ("name",)

    @admin.display(description=_("page"))
    def page(self, author: Author) -> str:
        return link_to_page(author)

    def get_fields(self, request: HttpRequest, obj: Author | None = None) -> list[Any]:
        return [name for name in self.fields if obj or name != "page"]

    def save_model(self, request: HttpRequest, obj: Author, form: WordsForm, change: bool) -> None:
        obj.slug = obj.slug or free_slug(obj.name, among=[Author.objects.all()], limit=120)
        super().save_model(request, obj, form, change)
        if change and "name" in form.changed_data:
            _find_anew(Author.objects.filter(pk=obj.pk))

    def delete_model(self, request: HttpRequest, obj: Model) -> None:
        _find_anew(Author.objects.filter(pk=obj.pk))
        super().delete_model(request, obj)

    def delete_queryset(self, request: HttpRequest, queryset: QuerySet) -> None:
        _find_anew(queryset)
        super().delete_queryset(request, queryset)


def _find_anew(authors: QuerySet) -> None:
    """Let the worker index again what these authors wrote: their names are searched."""
    jobs.reindex_soon(Entry.authors.through.objects.filter(author__in=authors).values_list("entry", flat=True))


def link_to_page(place: object) -> str:
    """The place's page as readers have it."""
    path = place.get_absolute_url()  # type: ignore[attr-defined]  # a section, keyword or author
    return format_html('<a href="{}">{}</a>', path, path)
