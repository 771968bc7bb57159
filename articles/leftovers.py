"""Files of pictures that were deleted or replaced: removed after a while, and never one that is still used."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import PurePosixPath

from django.apps import apps
from django.core.files.storage import default_storage
from django.db import connection, transaction
from django.db.models import F, Model, Q, Value, Window
from django.db.models.functions import Lead, Replace
from django_prose_editor.fields import ProseEditorField
from simple_history.models import HistoricalChanges

from articles.models import Picture, PreviewLink, Version
from portal.lib import pages

GRACE = timedelta(days=7)  # whoever deletes by mistake sends the same file again and loses nothing
LOOKED_BACK = timedelta(days=90)
LOCK = 0x91C7


def remove(*, at: datetime) -> int:
    """Remove what was deleted or replaced longer than GRACE ago; how many files. Safe to stop and start again."""
    records = Picture.history.annotate(next_name=_next("name"), next_date=_next("history_date"))
    ended = records.filter(Q(history_type="-") | ~Q(next_name=F("name")) & Q(next_name__isnull=False))
    last: dict[str, datetime] = {}
    for name, how, written, replaced in ended.values_list("name", "history_type", "history_date", "next_date"):
        last[name] = max(written if how == "-" else replaced, last.get(name, written))
    due = [name for name, ended_at in last.items() if at - LOOKED_BACK < ended_at < at - GRACE]
    return sum(_remove(name) for name in due if default_storage.exists(name))


def follow(number: int) -> int:
    """Let texts that show a former file of the picture with this number show its present one; how many texts."""
    names = set(Picture.history.filter(id=number).values_list("name", flat=True))
    picture = Picture.objects.filter(pk=number).first()
    if picture is None:
        return 0
    former = names - set(Picture.objects.filter(name__in=names).values_list("name", flat=True))
    followed = 0
    with transaction.atomic():
        for model, field in _texts():
            if not issubclass(model, HistoricalChanges):  # what was before stays as it was
                for name in former:
                    texts = model._default_manager.filter(**{f"{field}__contains": name})
                    followed += texts.update(**{field: Replace(F(field), Value(name), Value(picture.name))})
        if followed:
            pages.changed()
    return followed


def _next(field: str) -> Window:
    """The same of the record that came after, of one picture."""
    order = [F("history_date").asc(), F("history_id").asc()]
    return Window(Lead(field), partition_by=F("id"), order_by=order)


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
    if Version.objects.filter(form__body__icontains=name).exists():
        return True
    if PreviewLink.objects.filter(changes__body__icontains=name).exists():
        return True
    return any(model._default_manager.filter(**{f"{field}__contains": name}).exists() for model, field in _texts())


def _texts() -> Iterator[tuple[type[Model], str]]:
    """Every field that can show a picture inside a text, those of before included."""
    for model in apps.get_models():
        for field in model._meta.local_fields:
            if isinstance(field, ProseEditorField):
                yield model, field.name
