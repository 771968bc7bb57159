"""Archives on their way in, articles on their way out: what was asked, how far it is, and how it ended."""

from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class Transfer(models.Model):
    """Done by the worker, in as many tries as it takes; `articles.transferring` says how."""

    asked_at = models.DateTimeField(_("asked for at"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("asked for by")
    )
    begun_at = models.DateTimeField(_("begun at"), null=True)  # this try
    seen_at = models.DateTimeField(_("last seen at work at"), null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    cancelled_at = models.DateTimeField(_("cancelled at"), null=True)
    ended_at = models.DateTimeField(_("ended at"), null=True)
    failure = models.TextField(_("what stood in the way"), blank=True)
    items = models.PositiveBigIntegerField(_("articles"), default=0)
    passed = models.PositiveBigIntegerField(default=0)  # of `total`, in whatever that counts
    total = models.PositiveBigIntegerField(default=0)
    removed_at = models.DateTimeField(_("files removed at"), null=True)

    class Meta:
        abstract = True

    @property
    def state(self) -> str:
        if self.ended_at is None:
            if self.cancelled_at:
                return "stopping"
            return "running" if self.begun_at else "waiting"
        if self.cancelled_at:
            return "cancelled"
        return "failed" if self.failure else "done"

    @property
    def is_open(self) -> bool:
        return self.ended_at is None

    def began_at(self) -> datetime:
        return self.begun_at or self.asked_at

    @property
    def seconds(self) -> float:
        """How long this try has been at work."""
        until = self.ended_at or self.seen_at
        return max((until - self.began_at()).total_seconds(), 0.0) if until else 0.0

    @property
    def rate(self) -> int:
        """Articles a second."""
        return round(self.items / self.seconds) if self.seconds >= 1 else 0

    @property
    def percent(self) -> int:
        return min(100 * self.passed // self.total, 100) if self.total else 0

    @property
    def seconds_left(self) -> int | None:
        """None where nobody can tell yet."""
        if not self.passed or self.seconds < 1:
            return None
        return round(self.seconds * max(self.total - self.passed, 0) / self.passed)


class Import(Transfer):
    """An archive that was sent to the newsroom, and its latest run: the first one of each only says what would be."""

    name = models.CharField(_("file"), max_length=200)
    pictures_name = models.CharField(_("pictures"), max_length=200, blank=True)
    map_name = models.CharField(_("names"), max_length=200, blank=True)
    publish = models.BooleanField(_("publish"), default=False)
    again = models.BooleanField(_("take unchanged items anew"), default=False)
    timezone = models.CharField(_("time zone"), max_length=60, default="UTC")
    is_dry = models.BooleanField(_("dry run"), default=True)
    behind = models.PositiveBigIntegerField(default=0)  # lines of which all that was to be done is done
    told = models.JSONField(default=dict)  # articles.importing.reporting.Report, up to there

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        default_permissions = ("view", "add", "change")
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("asked_at")), name="import_ends_after_it_is_asked_for"
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None) | ~Q(ended_at=None), name="import_keeps_files_it_needs"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def may_run(self) -> bool:
        """Whether its dry run came to its end, and its file is still here."""
        return self.is_dry and self.state == "done" and self.removed_at is None

    @property
    def counts(self) -> dict[str, Any]:
        return self.told.get("counts", {})
