"""The list of articles, and what is done with several that are marked in it."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _

from articles.admin.lists import WithoutBodies, found

MOST = 500  # as many as an address holds on its way through any proxy


class MarkedAdmin(admin.ModelAdmin):
    """Adds *Export*, for whoever may take articles away; nobody deletes several at once."""

    actions = ("export",)

    def get_changelist(self, request: HttpRequest, **kwargs: object) -> type[WithoutBodies]:
        return WithoutBodies

    def get_search_results(self, request: HttpRequest, queryset: QuerySet, search_term: str) -> tuple[QuerySet, bool]:
        return (found(queryset, search_term) if search_term.strip() else queryset), False

    def has_export_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("articles.add_export")

    def get_actions(self, request: HttpRequest) -> dict[str, Any]:
        return {name: action for name, action in super().get_actions(request).items() if name != "delete_selected"}

    @admin.action(description=_("Export"), permissions=["export"])
    def export(self, request: HttpRequest, articles: QuerySet) -> HttpResponseRedirect | None:
        """On to the page that asks for the format."""
        marked = list(articles.order_by("pk").values_list("pk", flat=True)[: MOST + 1])
        if len(marked) > MOST:
            words = _("More than %s are marked. Mark fewer, or press Take articles away and choose a section or days.")
            self.message_user(request, words % MOST, messages.ERROR)
            return None
        wanted = urlencode({"numbers": ",".join(map(str, marked))})
        return HttpResponseRedirect(f"{reverse('admin:articles_export_add')}?{wanted}")
