"""What an article said each time somebody saved it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models.entry import Article


class Version(models.Model):
    """The whole form of an article as it was saved once; written by `articles.versioning` and never changed.

    `form` has the form's own names and values: keywords by name, authors, section, picture and drawing by number.
    """

    article = models.ForeignKey(Article, models.CASCADE, related_name="versions", verbose_name=_("article"))
    number = models.PositiveIntegerField(_("version"))
    form = models.JSONField()
    digest = models.CharField(max_length=64)
    changed = models.JSONField(default=list)
    words_added = models.PositiveIntegerField(default=0)
    words_gone = models.PositiveIntegerField(default=0)
    restored = models.ForeignKey("self", models.SET_NULL, null=True, related_name="+")
    saved_at = models.DateTimeField(_("saved at"))
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("saved by")
    )

    class Meta:
        verbose_name = _("version")
        verbose_name_plural = _("versions")
        constraints = [
            models.UniqueConstraint(fields=["article", "number"], name="version_number_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="version_counts_from_one"),
        ]

    def __str__(self) -> str:
        return _("Version %(number)s") % {"number": self.number}

    def get(self, name: str) -> Any:
        """What the field `name` held; "" for one that the form had not yet."""
        return self.form.get(name, "")


class Comment(models.Model):
    """What somebody of the newsroom says of one version; never changed."""

    version = models.ForeignKey(Version, models.CASCADE, related_name="comments")
    words = models.TextField(_("comment"), max_length=1000)
    made_at = models.DateTimeField(_("said at"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("comment")
        verbose_name_plural = _("comments")
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="comment_says_something")]

    def __str__(self) -> str:
        return self.words
