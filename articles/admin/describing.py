"""Pictures that are described in a text are described in the library."""

from functools import partial
from typing import Any

from django.contrib import admin, messages
from django.http import HttpRequest
from django.utils.translation import ngettext

from articles import describing
from articles.models import Picture


class DescribingAdmin(admin.ModelAdmin):
    """Saving a text hands on what it says of pictures, as far as whoever saves may change them."""

    def save_related(self, request: HttpRequest, form: Any, formsets: Any, change: bool) -> None:
        super().save_related(request, form, formsets, change)
        library = self.admin_site.get_model_admin(Picture)
        article = form.instance
        may = partial(library.has_change_permission, request)
        given = describing.keep(article.body, language=article.language, may=may)
        for picture in given:
            self.log_change(request, picture, f"Described in “{form.instance}”")
        if given:
            words = ngettext(
                "The description of %s picture is in the library too.",
                "The descriptions of %s pictures are in the library too.",
                len(given),
            )
            self.message_user(request, words % len(given), messages.SUCCESS)
