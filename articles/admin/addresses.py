from django.contrib import admin
from django.http import HttpRequest

from articles.models import OldAddress


@admin.register(OldAddress)
class OldAddressAdmin(admin.ModelAdmin):
    """Where entries were found before; written by the importer, looked up by people."""

    list_display = ("path", "entry")
    list_select_related = ("entry",)
    search_fields = ("path__startswith",)
    search_help_text = "Begins with, for instance /news/2019"
    ordering = ("path",)
    show_full_result_count = False

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: OldAddress | None = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: OldAddress | None = None) -> bool:
        return False
