"""Words that are typed and not saved: kept every few seconds, offered again, dropped once saved or left."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.datastructures import MultiValueDict

from articles.differing import ORDER
from articles.models import Article, Entry, Writing
from members.models import User
from portal.lib import sanitise
from portal.lib.typed_rows import typed_name, words_of

MANY = frozenset({"keywords", "authors"})  # fields of several values
TYPED = {typed_name(name): name for name in ("keywords", "authors", "picture", "drawing")}  # without script
FIELDS = (*ORDER, *TYPED, "correction", "revision", "put_by")
THERE = timedelta(seconds=50)  # a window that has told of itself since is open; it does every 15 seconds
OFFERED = 5
KEPT = timedelta(days=30)  # words that nobody took up


def key_in(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


def keep(
    key: UUID, *, article: Article | None, editor: User, at: datetime, typed: MultiValueDict | None = None
) -> bool:
    """Say that a window is open and, with `typed`, what stands in its form; False once its words were saved or left."""
    with transaction.atomic():
        known = {"editor": editor, "article": article, "seen_at": at}
        Writing.objects.get_or_create(key=key, defaults=known)
        mine = Writing.objects.filter(key=key, editor=editor, ended_at=None)
        words = {} if typed is None else {"form": _form(typed), "typed_at": at, "article": article}
        return bool(mine.update(seen_at=at, **words))


def end(key: UUID, *, article: Article | None, editor: User, at: datetime) -> None:
    """The words were saved, or left; what that window still sends is not kept."""
    known = {"editor": editor, "article": article, "seen_at": at}
    Writing.objects.get_or_create(key=key, defaults=known)
    Writing.objects.filter(key=key, editor=editor, ended_at=None).update(ended_at=at, form={})


def offered(article: Article | None, *, to: User) -> QuerySet[Writing]:
    """What `to` typed into the form of `article` (None: of a new one) and did not save."""
    return Writing.objects.with_words().filter(article=article, editor=to)[:OFFERED]


def put_by(article: Article, *, editor: User, at: datetime, typed: MultiValueDict) -> None:
    """Keep the changes of a published article for whoever goes on with them; readers have what they had.

    The caller holds the article's row. They take the place of those that were put by before.
    """
    values = {"editor": editor, "form": _form(typed), "seen_at": at, "typed_at": at, "put_by_at": at}
    if not Writing.objects.put_by().filter(article=article).update(**values):
        Writing.objects.create(key=uuid4(), article=article, **values)


def changes_of(article: Article) -> Writing | None:
    """The draft changes that were put by."""
    return Writing.objects.put_by().filter(article=article).select_related("editor").first()


def end_changes(key: UUID, *, article: Article, at: datetime) -> None:
    """They were published or dropped; those that somebody put by meanwhile under another key stay."""
    Writing.objects.put_by().filter(key=key, article=article).update(ended_at=at, form={})


def others_at(article: Article, *, beside: User, at: datetime) -> list[Writing]:
    """One window of each who has the form of `article` open besides, the one that was typed in last."""
    seen = Writing.objects.filter(article=article, ended_at=None, put_by_at=None, seen_at__gt=at - THERE)
    there = seen.exclude(editor=beside)
    windows = there.select_related("editor").defer("form").order_by(F("typed_at").asc(nulls_first=True), "seen_at")
    return list({window.editor_id: window for window in windows}.values())


def initial(form: Mapping[str, list[str]]) -> dict[str, Any]:
    """The form's values as they were typed."""
    known = {name: values for name, values in form.items() if name in FIELDS and name not in TYPED}
    found: dict[str, Any] = {name: values if name in MANY else values[-1] for name, values in known.items() if values}
    found |= {name: form.get(name, []) for name in MANY}
    for line, name in TYPED.items():
        typed = ",".join(form.get(line, [])).strip()
        if name in MANY:
            found[name] = found[name] + words_of(typed)
        elif typed:
            found[name] = typed
    return found


def forget(*, at: datetime) -> int:
    """Drop windows that were closed, and words that nobody took up; how many."""
    yesterday = at - timedelta(days=1)
    closed = Q(ended_at__lt=yesterday) | Q(typed_at=None, seen_at__lt=yesterday) | Q(seen_at__lt=at - KEPT)
    return Writing.objects.filter(closed).exclude(Q(put_by_at__isnull=False, ended_at=None)).delete()[0]


def newer_than(article: Article, typed: MultiValueDict) -> Entry | None:
    """The article as somebody saved it after the form with `typed` was opened, or after what it shows beside it."""
    begun = typed.get("beside") or typed.get("revision", "")
    found = Entry.objects.select_related("changed_by").filter(pk=article.pk).first()
    return found if found and begun.isdecimal() and begun != str(found.revision) else None


def _form(typed: MultiValueDict) -> dict[str, list[str]]:
    return {name: [sanitise.printable(value) for value in typed.getlist(name)] for name in FIELDS if name in typed}
