"""One version of an article, shown to somebody outside who may say that it is right."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from articles.models.version import Version


class PreviewLink(models.Model):
    """To whom what is shown and until when; its address is signed. Written by `articles.previewing`.

    Shown is a version; or, where `changes` has them, the draft changes that were kept beside it, as they were then.
    """

    version = models.ForeignKey(Version, models.CASCADE, related_name="links", verbose_name=_("version"))
    changes = models.JSONField(null=True)  # the form of a version, as readers would have it
    name = models.CharField(_("for whom"), max_length=120)
    made_at = models.DateTimeField(_("made at"))
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    ends_at = models.DateTimeField(_("until"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True)
    revoked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        constraints = [models.CheckConstraint(condition=Q(ends_at__gt=F("made_at")), name="previewlink_has_length")]

    def __str__(self) -> str:
        return self.name

    @property
    def shown(self) -> str:
        """What it shows, within a sentence."""
        if self.changes is not None:
            return gettext("the draft changes")
        return gettext("version %(number)s") % {"number": self.version.number}

    def get(self, name: str) -> Any:
        """What the field `name` holds in what is shown."""
        return self.version.get(name) if self.changes is None else self.changes.get(name, "")

    def is_open(self, *, at: datetime) -> bool:
        """Neither over nor taken back; and what was withdrawn is gone for whoever got it to read before."""
        return self.revoked_at is None and at < self.ends_at and self.version.article.withdrawn_at is None


class Response(models.Model):
    """What somebody outside said of exactly one version: who, when, and the digest of what they saw. Never changed."""

    link = models.ForeignKey(PreviewLink, models.CASCADE, related_name="responses")
    name = models.CharField(_("name"), max_length=120)
    digest = models.CharField(max_length=64)
    approves = models.BooleanField()
    words = models.TextField(_("words"), max_length=2000, blank=True)
    made_at = models.DateTimeField(_("said at"))

    class Meta:
        verbose_name = _("response")
        verbose_name_plural = _("responses")
        constraints = [
            models.UniqueConstraint(fields=["link"], condition=Q(approves=True), name="response_approves_once"),
            models.CheckConstraint(condition=Q(approves=True) | ~Q(words=""), name="response_says_something"),
        ]

    def __str__(self) -> str:
        return self.name
