"""What was written and readers do not have: new stories that nobody saved, changes of what is published."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet
from django.db.models.fields.json import KT
from django.db.models.functions import Substr
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import writing
from articles.models import Writing
from articles.models.writing import OPENING, name_of
from members.models import User
from portal.waiting import OF_A_KIND, Kind, Waiting, in_all


@dataclass(frozen=True)
class Unsaved:
    """A new story of which only the words that were typed are kept; `url` is the form with them."""

    at: datetime
    title: str
    url: str


def unfinished(user: User) -> tuple[list[Unsaved], Kind]:
    """The new stories of `user`'s, the newest first, and what waits for whoever may publish changes, by one query."""
    changed = Writing.objects.put_by().filter(article__isnull=False, article__withdrawn_at=None)
    changed = changed if user.has_perm("articles.publish_entry") else changed.none()
    begun = writing.offered(None, to=user) if user.has_perm("articles.add_article") else Writing.objects.none()
    first = changed.order_by("put_by_at")[:OF_A_KIND]
    found = Writing.objects.filter(Q(pk__in=begun.values("pk")) | Q(pk__in=first.values("pk")))
    words = {"title": KT("form__title__0"), "opening": Substr(KT("form__body__0"), 1, OPENING)}
    known = found.annotate(**words).select_related("article", "editor").defer("form", "article__body")
    rows: list[Any] = list(known.order_by("put_by_at", "-typed_at"))
    unsaved = [
        Unsaved(one.typed_at, name_of(one.title or "", one.opening or ""), _form_with(one))
        for one in rows
        if not one.put_by_at
    ]
    return unsaved, _changes([one for one in rows if one.put_by_at], among=changed)


def _changes(shown: list[Writing], *, among: QuerySet) -> Kind:
    rows = [
        Waiting(
            one.put_by_at or one.seen_at,
            one.article.title if one.article else "",
            _("Changes by %(who)s that readers do not see yet.") % {"who": one.editor},
            _("Publish changes"),
            reverse("admin:articles_article_change", args=[one.article_id]),
        )
        for one in shown
    ]
    where = f"{reverse('admin:articles_article_changelist')}?state=published"
    return Kind(
        rows,
        in_all(rows, among),
        where=where,
        called=lambda left: ngettext("%d more with draft changes", "%d more with draft changes", left) % left,
    )


def _form_with(words: Writing) -> str:
    return f"{reverse('admin:articles_article_add')}?writing={words.pk}"
