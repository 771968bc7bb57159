"""The verbs that change what readers see; each is one conditional update, so two at once cannot both win."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from articles import indexing
from articles.models import Correction, Entry
from articles.models.entry import EntryQuerySet
from members.models import User
from portal.lib import pages


class NotInTheFuture(ValueError):
    """A schedule names a moment that has passed."""


def publish(entry: Entry, *, by: User | None, at: datetime) -> bool:
    """Open a draft or a scheduled entry to readers now; False when it was open already or is withdrawn."""
    return _put(Entry.objects.waiting(at=at), pk=entry.pk, by=by, at=at, published_at=at)


def schedule(entry: Entry, *, when: datetime, by: User | None, at: datetime) -> bool:
    """Let a draft or scheduled entry appear by itself at `when`; NotInTheFuture where that has passed."""
    if when <= at:
        raise NotInTheFuture(when)
    return _put(Entry.objects.waiting(at=at), pk=entry.pk, by=by, at=at, published_at=when)


def unschedule(entry: Entry, *, by: User | None, at: datetime) -> bool:
    """Make a scheduled entry a draft again; False once it has appeared."""
    return _put(Entry.objects.scheduled(at=at), pk=entry.pk, by=by, at=at, published_at=None)


def withdraw(entry: Entry, *, reason: str, by: User | None, at: datetime) -> bool:
    """Take a published entry away; its address answers 410 and gives the reason."""
    published = Entry.objects.published(at=at)
    return _put(published, pk=entry.pk, by=by, at=at, withdrawn_at=at, withdrawn_because=reason)


def restore(entry: Entry, *, by: User | None, at: datetime) -> bool:
    """Bring a withdrawn entry back under its old moment."""
    return _put(Entry.objects.withdrawn(), pk=entry.pk, by=by, at=at, withdrawn_at=None, withdrawn_because="")


def correct(entry: Entry, *, words: str, by: User | None, at: datetime) -> bool:
    """Say under a published entry what was wrong and what is right; nothing that was said before goes."""
    with transaction.atomic():
        if not _put(Entry.objects.published(at=at), pk=entry.pk, by=by, at=at, corrected_at=at):
            return False
        Correction.objects.create(entry_id=entry.pk, words=words, corrected_at=at, corrected_by=by)
        return True


def amend(correction: Correction, *, words: str, by: User | None, at: datetime) -> bool:
    """Put other words in place of a correction's, which keeps its moment; False where readers do not have its entry."""
    with transaction.atomic():
        if not _put(Entry.objects.published(at=at), pk=correction.entry_id, by=by, at=at):
            return False
        correction.words = words
        correction.save(update_fields=["words"])
        return True


def take_back(correction: Correction, *, by: User | None, at: datetime) -> bool:
    """Let readers no longer find a correction: its entry is marked by the latest of the others, or as never corrected.

    False where readers do not have its entry.
    """
    with transaction.atomic():
        others = Correction.objects.filter(entry=correction.entry_id).exclude(pk=correction.pk)
        latest = others.aggregate(latest=Max("corrected_at"))["latest"]
        if not _put(Entry.objects.published(at=at), pk=correction.entry_id, by=by, at=at, corrected_at=latest):
            return False
        correction.delete()
        return True


def edited(entry: Entry) -> None:
    """After an entry, its keywords or its authors were saved: index it, and drop stored pages."""
    with transaction.atomic():
        indexing.reindex([entry.pk])
        pages.changed()


def saved(entry: Entry) -> None:
    """After an entry, its keywords or its authors were saved, whether readers have it or not."""
    if entry.state in ("published", "withdrawn"):
        edited(entry)
    else:
        indexing.reindex([entry.pk])


def _put(entries: EntryQuerySet, *, pk: int, by: User | None, at: datetime, **moments: object) -> bool:
    with transaction.atomic():
        if not entries.filter(pk=pk).update(changed_at=at, changed_by=by, **moments):
            return False
        indexing.reindex([pk])
        due = moments.get("published_at")
        if isinstance(due, datetime) and due > at:
            pages.will_change(due)
        else:
            pages.changed()
        return True
