"""What somebody is writing and has not saved."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from articles.models.entry import Article
from portal.lib import sanitise

OPENING = 400  # characters of a body


class WritingQuerySet(models.QuerySet["Writing"]):
    def with_words(self) -> Self:
        """Those whose words were neither saved, left nor put by, the newest first."""
        return self.filter(ended_at=None, typed_at__isnull=False, put_by_at=None).order_by("-typed_at", "-key")

    def put_by(self) -> Self:
        """The draft changes of published articles."""
        return self.filter(ended_at=None, put_by_at__isnull=False)


class Writing(models.Model):
    """One window with the form of an article in it; `article` is None for one that was never saved.

    `form` holds what was typed as a browser sends it, each field a list. Written by `articles.writing`. With
    `put_by_at` it is no window: the changes of a published article that somebody kept, for all who may go on.
    """

    key = models.UUIDField(primary_key=True)
    article = models.ForeignKey(Article, models.SET_NULL, null=True, related_name="writings")
    editor = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="writings")
    form = models.JSONField(default=dict)
    seen_at = models.DateTimeField()
    typed_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    put_by_at = models.DateTimeField(null=True)

    objects = WritingQuerySet.as_manager()

    class Meta:
        verbose_name = _("unsaved words")
        verbose_name_plural = _("unsaved words")
        indexes = [models.Index(fields=["editor", "-typed_at"], name="writing_newest_of_editor")]
        constraints = [
            models.UniqueConstraint(
                fields=["article"],
                condition=Q(put_by_at__isnull=False, ended_at=None),
                name="writing_one_put_by",
            )
        ]

    def __str__(self) -> str:
        title, body = (next(iter(self.form.get(name, [])), "") for name in ("title", "body"))
        return name_of(title, body)


def name_of(title: str, body: str) -> str:
    """By what an unsaved story is known: its title, else how its text begins."""
    words = Truncator(sanitise.text(body[:OPENING])).chars(60)
    return title.strip() or words or str(_("Without a title"))
