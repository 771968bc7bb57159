"""Takes pictures into the library."""

import hashlib
import logging
import re
from datetime import datetime
from typing import IO, Any

from django.conf import settings
from django.core.files import File
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from articles import jobs, leftovers, safecopy, storing
from articles.in_languages import Said, kept
from articles.models import Picture
from articles.safecopy import Refused
from members.models import User
from portal.lib import pages

__all__ = ["Gone", "NotStored", "Refused", "add", "check", "replace"]

MIDDLE = 50, 50  # focus, from the left and from the top
Upload = IO[bytes] | File
WIDEST_ELSEWHERE = 1200
_STEM = re.compile(r"pictures/[0-9a-f]{2}/[0-9a-f]{40}(?=\.)")
log = logging.getLogger("portal.pictures")


class Gone(LookupError):
    """The picture was deleted meanwhile."""


class NotStored(OSError):
    """The picture is fit, but the disk does not take it; the text says why, to the person who sent it."""


def add(
    file: Upload,
    *,
    alt: str,
    caption: str = "",
    language: str = settings.LANGUAGE_CODE,
    credit: str = "",
    licence: str = "",
    in_languages: Said | None = None,
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
    facts = {"digest": digest, "width": copy.width, "height": copy.height, "look": copy.look}
    facts |= {"added_at": at, "added_by": by}
    words: dict[str, Any] = {"alt": alt, "caption": caption, "credit": credit, "licence": licence}
    words |= {"language": language, "in_languages": kept(in_languages or {}, besides=language)}
    shown = {"focus_x": focus[0], "focus_y": focus[1]}
    with transaction.atomic():
        leftovers.keep_out()
        _store(name, copy.data)
        picture, is_new = Picture.objects.get_or_create(name=name, defaults=facts | words | shown)
        if is_new:
            jobs.make_renditions.defer(picture=picture.pk)
    return picture


def replace(number: int, file: Upload, *, at: datetime) -> Picture:
    """Put this file into the place of the picture with that number: Refused, NotStored, or Gone where there is none.

    The words, the focus and whatever shows the picture stay; what readers see follows at once, the sizes and the
    texts that name the old file in the worker. The old file is removed after a while (`articles.leftovers`).
    """
    data = _read(file)
    copy = safecopy.made(data)
    name, digest = _name(copy), hashlib.sha256(data).hexdigest()
    facts: dict[str, Any] = {"name": name, "digest": digest, "width": copy.width, "height": copy.height}
    facts |= {"look": copy.look, "widths": [], "avif_widths": [], "failed_at": None, "failure": ""}
    with transaction.atomic():
        leftovers.keep_out()
        picture = Picture.objects.select_for_update().filter(pk=number).first()
        if picture is None:
            raise Gone
        _refuse_known(picture, name=name, digest=digest)
        _store(name, copy.data)
        for field, value in facts.items():
            setattr(picture, field, value)
        picture._history_date = at  # type: ignore[attr-defined]  # read by its history
        picture.save()
        jobs.make_renditions.defer(picture=number)
        jobs.follow_replaced.defer(picture=number)
        pages.changed()
    return picture


def present_address(name: str) -> str | None:
    """Where the picture lies that once had this file, or this rendition of it; None where there is none."""
    stem = _STEM.match(name)
    held = Picture.history.filter(name__startswith=f"{stem[0]}.").values("id") if stem else []
    others = Picture.objects.exclude(name__startswith=f"{stem[0]}.") if stem else Picture.objects.none()
    picture = others.filter(pk__in=held).first()
    return picture.jpeg(widest=WIDEST_ELSEWHERE)[0] if picture else None


def _refuse_known(picture: Picture, *, name: str, digest: str) -> None:
    known = Picture.objects.filter(Q(digest=digest) | Q(name=name)).first()
    if known == picture:
        raise Refused(_("This is the file that the picture has already."))
    if known:
        words = _("The library has this file already, as picture %(number)s%(called)s. Use that one instead.")
        raise Refused(words % {"number": known.pk, "called": f", “{known.alt}”" if known.alt else ""})


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
