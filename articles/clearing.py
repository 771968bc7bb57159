"""From an author to an editor to readers: asked for, cleared, or sent back. Where the newsroom works so (CLEARING),
nothing reaches readers that is not cleared."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet

from articles import emails, publishing, versioning
from articles.models import Article, Clearing, Version
from members.models import User


def latest(articles: Iterable[Article]) -> dict[int, Clearing]:
    """By the number of the article the last time it was asked for, cleared or sent back."""
    numbers = [article.pk for article in articles if article.pk]
    if not numbers:
        return {}
    found = Clearing.objects.filter(article__in=numbers).select_related("asked_by", "cleared_by", "returned_by")
    return {one.article_id: one for one in found.select_related("version").order_by("asked_at", "pk")}


def handed_over() -> QuerySet[Clearing]:
    """What waits for an editor or was sent back, one row an article: `changed_since` is whether somebody asked and the
    text was changed after that."""
    later = Clearing.objects.filter(article=OuterRef("article"), asked_at__gt=OuterRef("asked_at"))
    newer = Version.objects.filter(article=OuterRef("article"), number__gt=OuterRef("version__number"))
    return Clearing.objects.filter(~Exists(later), cleared_at=None).annotate(changed_since=Exists(newer))


def sent_back_before(asked: Clearing | None) -> Clearing | None:
    """What an editor wrote the last time, for whoever reads what is asked for again."""
    if asked is None or not asked.is_open:
        return None
    found = Clearing.objects.filter(article=asked.article_id, returned_at__isnull=False).select_related("returned_by")
    return found.order_by("-returned_at").first()


def is_open(article: Article) -> bool:
    """Whether somebody asked and nobody has answered."""
    found = latest([article]).get(article.pk)
    return bool(found and found.is_open)


def waiting() -> list[Clearing]:
    """Everything that somebody asked for and nobody has answered, the longest first."""
    found = Clearing.objects.filter(cleared_at=None, returned_at=None).select_related("article", "asked_by")
    return list(found.defer("article__body").order_by("asked_at", "pk"))


def is_missing(article: Article) -> bool:
    """Whether the newsroom asks for clearing, and nobody has cleared what the row of `article` says."""
    if not settings.CLEARING or article.pk is None:
        return settings.CLEARING
    digest = versioning.digest_now(article)
    return not Clearing.objects.filter(article=article, cleared_at__isnull=False, version__digest=digest).exists()


def ask(article: Article, *, by: User, at: datetime, words: str = "") -> bool:
    """Let editors know that `article` as it stands waits for them, once; False where it waits already."""
    with transaction.atomic():
        newest = versioning.hold(article.pk)
        if Clearing.objects.filter(article=article, cleared_at=None, returned_at=None).exists():
            return False
        made = Clearing.objects.create(article=article, version=newest, asked_at=at, asked_by=by, words=words)
        for editor in _editors().exclude(pk=by.pk):
            emails.clearing(made, to=editor.email).send()
        return True


def answer(article: Article, *, by: User, at: datetime) -> None:
    """Whoever lets readers have what somebody asked for has cleared it."""
    if is_open(article):
        clear(article, by=by, at=at)


def clear(article: Article, *, by: User, at: datetime) -> bool:
    """Let what stands be published; nobody need have asked."""
    with transaction.atomic():
        newest = versioning.hold(article.pk)
        done = {"version": newest, "cleared_at": at, "cleared_by": by}
        if not Clearing.objects.filter(article=article, cleared_at=None, returned_at=None).update(**done):
            Clearing.objects.create(article=article, asked_at=at, asked_by=by, **done)
        return True


def send_back(article: Article, *, note: str, by: User, at: datetime) -> bool:
    """Tell whoever asked what is to be done first; False where nobody asks any more."""
    with transaction.atomic():
        versioning.hold(article.pk)
        found = Clearing.objects.filter(article=article, cleared_at=None, returned_at=None)
        waiting = found.select_related("asked_by", "version").first()
        if waiting is None:
            return False
        waiting.returned_at, waiting.returned_by, waiting.note = at, by, note
        waiting.save(update_fields=["returned_at", "returned_by", "note"])
        if waiting.asked_by and waiting.asked_by.email:
            emails.clearing(waiting, to=waiting.asked_by.email).send()
        return True


def hold(article: Article, *, by: User | None, at: datetime) -> bool:
    """After it was saved: a scheduled article that is to be cleared again is a draft again; whether it is."""
    if article.state != "scheduled" or not is_missing(article):
        return False
    return publishing.unschedule(article, by=by, at=at)


def _editors() -> QuerySet[User]:
    return User.objects.with_perm("articles.publish_entry").filter(is_staff=True).exclude(email="")
