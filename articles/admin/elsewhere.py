"""What is chosen in one room and looked after in another."""

from typing import Any

from django.contrib.admin.options import BaseModelAdmin
from django.db.models import Field
from django.http import HttpRequest


class SectionsElsewhere(BaseModelAdmin):
    """Sections have a room of their own: a form that names one offers no way to change or delete it on the way."""

    def formfield_for_dbfield(self, db_field: Field, request: HttpRequest, **options: Any) -> Any:
        field = super().formfield_for_dbfield(db_field, request, **options)
        if field and db_field.name == "section":
            widget = field.widget
            widget.can_add_related = widget.can_change_related = False
            widget.can_delete_related = widget.can_view_related = False
        return field
