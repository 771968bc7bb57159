"""Archives on their way in, articles on their way out: what was asked, how far it is, and how it ended."""

from datetime import UTC, datetime, time, timedelta
from typing import Any, Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
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
        default_permissions = ("view", "add", "change")
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(ended_at__gte=F("asked_at")), name="%(class)s_ends_after_it_is_asked_for"
            ),
            models.CheckConstraint(
                condition=Q(removed_at=None) | ~Q(ended_at=None), name="%(class)s_keeps_files_it_needs"
            ),
        ]

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


class ImportQuerySet(models.QuerySet["Import"]):
    def awaiting(self) -> Self:
        """Those that wait for somebody's word as long as their files are kept: dry runs that ended, and what failed."""
        ended = self.filter(ended_at__isnull=False, cancelled_at=None, removed_at=None)
        return ended.filter(Q(is_dry=True) | ~Q(failure=""))


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

    objects = ImportQuerySet.as_manager()

    class Meta(Transfer.Meta):
        verbose_name = _("import")
        verbose_name_plural = _("imports")

    def __str__(self) -> str:
        return self.name

    @property
    def may_run(self) -> bool:
        """Whether its dry run came to its end, and its file is still here."""
        return self.is_dry and self.state == "done" and self.removed_at is None

    @property
    def counts(self) -> dict[str, Any]:
        return self.told.get("counts", {})


class Export(Transfer):
    """Articles that somebody takes away as a zip: in which format, and which of them."""

    class Format(models.TextChoices):
        LINES = "jsonl", _("JSON Lines, for a portal or a program of your own")
        NINJS = "ninjs", _("ninjs 3.1, for other newsrooms")
        MARKDOWN = "markdown", _("Markdown, to read and to keep")

    format = models.CharField(_("format"), max_length=10, choices=Format, default=Format.LINES)
    section = models.ForeignKey("articles.Section", models.SET_NULL, null=True, blank=True, verbose_name=_("section"))
    begins_on = models.DateField(_("published from"), null=True, blank=True)
    ends_on = models.DateField(_("published until"), null=True, blank=True)
    # Of the articles that were marked; none where the others say which.
    numbers = ArrayField(models.BigIntegerField(), default=list, db_default=[], blank=True)
    lacking = models.PositiveIntegerField(_("pictures lacking"), default=0)

    class Meta(Transfer.Meta):
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        constraints = [
            *Transfer.Meta.constraints,
            models.CheckConstraint(condition=Q(ends_on__gte=F("begins_on")), name="export_has_days_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.get_format_display().partition(',')[0]}, No. {self.pk}"

    @property
    def may_be_taken(self) -> bool:
        return self.state == "done" and self.removed_at is None

    @property
    def among(self) -> Q:
        """Which entries it takes; a day of publication leaves out what has none."""
        if self.numbers:
            return Q(pk__in=self.numbers)
        wanted = Q(section=self.section_id) if self.section_id else Q()
        if self.begins_on:
            wanted &= Q(published_at__gte=datetime.combine(self.begins_on, time.min, UTC))
        if self.ends_on:
            wanted &= Q(published_at__lt=datetime.combine(self.ends_on + timedelta(days=1), time.min, UTC))
        return wanted
