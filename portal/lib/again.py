"""Two who give the same name at the same moment."""

from typing import Any

from django.contrib import admin
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse

TIMES = 20  # each time at least one of those who came at the same moment is done


class AgainAdmin(admin.ModelAdmin):
    """The later of the two is told in the form what they would have been told a second later; nothing typed is lost."""

    def changeform_view(
        self, request: HttpRequest, object_id: str | None = None, form_url: str = "", extra_context: Any = None
    ) -> HttpResponse:
        for _ in range(TIMES):
            try:
                return super().changeform_view(request, object_id, form_url, extra_context)
            except IntegrityError:  # the form asked before the other's row was committed; now it sees it
                continue
        return super().changeform_view(request, object_id, form_url, extra_context)
