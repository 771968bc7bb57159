"""Takes pictures into the library."""

import hashlib
import logging
from datetime import datetime
from typing import IO

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from articles import jobs, leftovers, safecopy, storing
from articles.models import Picture
from articles.safecopy import Refused
from members.models import User

__all__ = ["NotStored", "Refused", "add", "check"]

MIDDLE = 50, 50  # focus, from the left and from the top
Upload = IO[bytes] | File
log = logging.getLogger("portal.pictures")


class NotStored(OSError):
    """The picture is fit, but the disk does not take it; the text says why, to the person who sent it."""


def add(
    file: Upload,
    *,
    alt: str,
    caption: str = "",
    credit: str = "",
    licence: str = "",
    focus: tuple[int, int] = MIDDLE,
    by: User | None = None,
    at: datetime,
) -> Picture:
    """The library's picture of this file, stored now unless it is there already; Refused or NotStored else.

    The same file, or the safe copy made of it, is the same picture, with the words it was first given.
    The file lies in the storage before its row is committed: a row always has its file, and a file whose
    row was rolled back is found again by its name when it is sent once more.
    """
    data = _read(file)
    digest = hashlib.sha256(data).hexdigest()
    known = Picture.objects.filter(Q(digest=digest) | Q(name__in=_names(digest))).first()
    if known and default_storage.exists(known.name):
        return known
    copy = safecopy.made(data)
    name = _name(copy)
    facts = {"digest": digest, "width": copy.width, "height": copy.height, "added_at": at, "added_by": by}
    words = {"alt": alt, "caption": caption, "credit": credit, "licence": licence}
    shown = {"focus_x": focus[0], "focus_y": focus[1]}
    with transaction.atomic():
        leftovers.keep_out()
        _store(name, copy.data)
        picture, is_new = Picture.objects.get_or_create(name=name, defaults=facts | words | shown)
        if is_new:
            jobs.make_renditions.defer(picture=picture.pk)
    return picture


def check(file: Upload) -> None:
    """Refused for what `add` would refuse; stores nothing."""
    safecopy.made(_read(file))


def _store(name: str, data: bytes) -> None:
    try:
        storing.put(name, data, durable=True)
    except OSError as error:
        log.error("A picture cannot be stored: %s", error)
        why = _("The picture could not be stored (%(reason)s). Whoever looks after the portal has to make room for it.")
        raise NotStored(why % {"reason": error.strerror or error}) from error


def _read(file: Upload) -> bytes:
    file.seek(0)
    return file.read(settings.PICTURE_MAX_BYTES + 1)


def _name(copy: safecopy.SafeCopy) -> str:
    return _named(hashlib.sha256(copy.data).hexdigest(), copy.extension)


def _names(digest: str) -> list[str]:
    """What a safe copy of this content is called, by its kind."""
    return [_named(digest, extension) for extension in safecopy.EXTENSIONS]


def _named(digest: str, extension: str) -> str:
    return f"pictures/{digest[:2]}/{digest[:40]}.{extension}"
