"""Files of pictures that were deleted: removed after a while, and never one that is still used."""

from datetime import datetime, timedelta
from pathlib import PurePosixPath

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import Max
from django_prose_editor.fields import ProseEditorField

from articles.models import Picture

GRACE = timedelta(days=7)  # whoever deletes by mistake sends the same file again and loses nothing
LOOKED_BACK = timedelta(days=90)
LOCK = 0x91C7


def remove(*, at: datetime) -> int:
    """Remove what was deleted longer than GRACE ago; how many pictures. Safe to stop and start again."""
    deleted = Picture.history.filter(history_type="-").values("name").annotate(last=Max("history_date"))
    due = deleted.filter(last__lt=at - GRACE, last__gt=at - LOOKED_BACK).values_list("name", flat=True)
    return sum(_remove(name) for name in due if default_storage.exists(name))


def keep_out() -> None:
    """Until the end of the transaction no file is removed: for whoever stores one before its row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock_shared(%s)", [LOCK])


def _remove(name: str) -> bool:
    with transaction.atomic():
        if not _is_alone() or _is_used(name):
            return False
        folder, stem = str(PurePosixPath(name).parent), PurePosixPath(name).stem
        for beside in default_storage.listdir(folder)[1]:
            if beside.startswith(f"{stem}.") and f"{folder}/{beside}" != name:
                default_storage.delete(f"{folder}/{beside}")
        default_storage.delete(name)  # last: while it is there, the rest is found again
    return True


def _is_alone() -> bool:
    """Whether nobody stores a picture just now; the next round comes tomorrow."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        return bool(cursor.fetchone()[0])


def _is_used(name: str) -> bool:
    """By a row of the library, or inside any text, also one of before that can be looked up."""
    if Picture.objects.filter(name=name).exists():
        return True
    texts = [
        (model, field.name)
        for model in apps.get_models()
        for field in model._meta.local_fields
        if isinstance(field, ProseEditorField)
    ]
    return any(model._default_manager.filter(**{f"{field}__contains": name}).exists() for model, field in texts)
