"""A second pair of eyes: who asked for it, who gave it, and of which version."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models.entry import Article
from articles.models.version import Version


class Clearing(models.Model):
    """Asked for once, then cleared or sent back; an article has at most one that is open. See `articles.clearing`."""

    article = models.ForeignKey(Article, models.CASCADE, related_name="clearings")
    version = models.ForeignKey(Version, models.CASCADE, related_name="clearings")
    asked_at = models.DateTimeField(_("asked at"))
    words = models.TextField(
        _("note to the editor"),
        max_length=1000,
        blank=True,
        default="",
        db_default="",  # for processes of the code before, while a new one is brought in
    )
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    cleared_at = models.DateTimeField(_("cleared at"), null=True)
    cleared_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    returned_at = models.DateTimeField(_("sent back at"), null=True)
    returned_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    note = models.TextField(_("note"), max_length=1000, blank=True)

    class Meta:
        verbose_name = _("clearing")
        verbose_name_plural = _("clearings")
        constraints = [
            models.UniqueConstraint(
                fields=["article"], condition=Q(cleared_at=None, returned_at=None), name="clearing_one_open"
            ),
            models.CheckConstraint(condition=Q(cleared_at=None) | Q(returned_at=None), name="clearing_ends_one_way"),
        ]

    def __str__(self) -> str:
        return str(self.article)

    @property
    def is_open(self) -> bool:
        return self.cleared_at is None and self.returned_at is None
