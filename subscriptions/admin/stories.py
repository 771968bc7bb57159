"""Choosing what stands in an issue, and in which order."""

from typing import Any

from django.contrib import admin
from django.db.models import ForeignKey, QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from articles.models import Entry
from portal.lib.choosing import Bounded, Choosing
from portal.lib.inlines import PlacedForm, PlacedFormSet
from subscriptions.models import Issue, Story

MOST = 40


@admin.register(Entry)
class EntryChoice(admin.ModelAdmin):
    """Only to look entries up by: what readers may open now, newest first."""

    list_display = ("title", "section", "published_at")
    list_select_related = ("section",)
    search_fields = ("title",)
    ordering = ("-published_at", "-number")
    sortable_by = ("published_at",)
    show_full_result_count = False
    paginator = Bounded

    def get_queryset(self, request: HttpRequest) -> QuerySet[Entry]:
        return Entry.objects.published().order_by(*self.ordering)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return False

    def has_view_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        return request.user.has_perm("articles.view_article")

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Entry | None = None) -> bool:
        return False


class StoryFormSet(PlacedFormSet):
    def clean(self) -> None:
        """A story that somebody else put in meanwhile is in no row of this form."""
        super().clean()
        rows = [form.instance.pk for form in self.forms if form.instance.pk]
        others = set(Story.objects.filter(issue=self.instance.pk).exclude(pk__in=rows).values_list("entry", flat=True))
        for form in self.forms:
            entry = form.cleaned_data.get("entry") if form.is_valid() else None
            if entry and entry.pk in others:
                form.add_error("entry", _("Somebody has put this story in meanwhile."))


class StoryInline(Choosing, admin.TabularInline):
    model = Story
    form = PlacedForm
    formset = StoryFormSet
    fields = ("position", "entry")
    autocomplete_fields = ("entry",)
    ordering = ("position", "pk")
    extra = 3
    max_num = MOST

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **options: Any) -> Any:
        field = super().formfield_for_foreignkey(db_field, request, **options)
        if field and db_field.name == "entry":
            field.queryset = Entry.objects.published()
            field.error_messages["invalid_choice"] = _("Readers cannot open this story. Take it out.")
        return field

    def has_change_permission(self, request: HttpRequest, obj: Issue | None = None) -> bool:
        return super().has_change_permission(request, obj) and _is_open(obj)

    def has_add_permission(self, request: HttpRequest, obj: Issue | None = None) -> bool:
        return super().has_add_permission(request, obj) and _is_open(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Issue | None = None) -> bool:
        return super().has_delete_permission(request, obj) and _is_open(obj)


def _is_open(issue: Issue | None) -> bool:
    """What readers were sent stays as it was sent."""
    return issue is None or issue.released_at is None
