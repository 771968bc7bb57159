"""Takes pictures into the library."""

import hashlib
from datetime import datetime
from typing import IO

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction

from articles import jobs, safecopy, storing
from articles.models import Picture
from articles.safecopy import Refused
from members.models import User

__all__ = ["Refused", "add", "check"]

Upload = IO[bytes] | File


def add(
    file: Upload,
    *,
    alt: str,
    caption: str = "",
    credit: str = "",
    licence: str = "",
    by: User | None = None,
    at: datetime,
) -> Picture:
    """The library's picture of this file, stored now unless it is there already; Refused where none is taken.

    The same file is the same picture, with the words it was first given. The file lies in the
    storage before its row is committed: a row always has its file, and a file whose row was rolled
    back is found again by its name when it is sent once more.
    """
    data = _read(file)
    digest = hashlib.sha256(data).hexdigest()
    known = Picture.objects.filter(digest=digest).first()
    if known and default_storage.exists(known.name):
        return known
    copy = safecopy.made(data)
    name = _name(copy)
    storing.put(name, copy.data, durable=True)
    facts = {"digest": digest, "width": copy.width, "height": copy.height, "added_at": at, "added_by": by}
    words = {"alt": alt, "caption": caption, "credit": credit, "licence": licence}
    with transaction.atomic():
        picture, is_new = Picture.objects.get_or_create(name=name, defaults=facts | words)
        if is_new:
            jobs.make_renditions.defer(picture=picture.pk)
    return picture


def check(file: Upload) -> None:
    """Refused for what `add` would refuse; stores nothing."""
    safecopy.made(_read(file))


def _read(file: Upload) -> bytes:
    file.seek(0)
    return file.read(settings.PICTURE_MAX_BYTES + 1)


def _name(copy: safecopy.SafeCopy) -> str:
    digest = hashlib.sha256(copy.data).hexdigest()[:40]
    return f"pictures/{digest[:2]}/{digest}.{copy.extension}"
