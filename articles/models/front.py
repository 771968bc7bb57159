"""The front page as an editor arranged it, and what is read most."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models.entry import Entry
from articles.models.places import Section


class ArrangementQuerySet(models.QuerySet):
    def live(self) -> Self:
        return self.filter(live_at__isnull=False, ended_at=None)


class Arrangement(models.Model):
    """Lead and blocks of the front page; at most one is live, and those that were stay as they stood."""

    lead = models.ForeignKey(
        Entry,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lead"),
        help_text=_("Empty: the newest leads. So it does where the lead is withdrawn."),
    )
    lead_ends_at = models.DateTimeField(
        _("leads until, UTC"), null=True, blank=True, help_text=_("Empty: until the front page is arranged anew.")
    )
    made_at = models.DateTimeField(_("arranged at"), editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+", verbose_name=_("by")
    )
    live_at = models.DateTimeField(_("put live at"), null=True, editable=False)
    live_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+")
    ended_at = models.DateTimeField(_("ended at"), null=True, editable=False)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, editable=False, related_name="+")

    objects = ArrangementQuerySet.as_manager()

    class Meta:
        verbose_name = _("front page")
        verbose_name_plural = _("front pages")
        constraints = [
            models.UniqueConstraint(
                fields=["ended_at"],
                name="arrangement_one_live",
                condition=Q(live_at__isnull=False, ended_at=None),
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                condition=Q(ended_at=None) | Q(live_at__isnull=False), name="arrangement_ended_was_live"
            ),
        ]

    def __str__(self) -> str:
        return self.lead.title if self.lead else str(_("The newest leads"))

    @property
    def state(self) -> str:
        """draft, live or ended."""
        if self.live_at is None:
            return "draft"
        return "ended" if self.ended_at else "live"


class ArrangedBlock(models.Model):
    """A section that has a block, in the place an editor gave it; what is pinned stands first in it."""

    arrangement = models.ForeignKey(Arrangement, models.CASCADE, related_name="blocks")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    section = models.ForeignKey(Section, models.CASCADE, related_name="arranged", verbose_name=_("section"))
    pinned = models.ManyToManyField(Entry, blank=True, related_name="pinned_in", verbose_name=_("stand first"))

    class Meta:
        verbose_name = _("block")
        verbose_name_plural = _("blocks")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["arrangement", "section"], name="arrangedblock_section_once")]

    def __str__(self) -> str:
        return str(self.section)


class MostRead(models.Model):
    """The entries that were read most in the last days; `articles.most_read.refresh` alone writes it."""

    place = models.PositiveSmallIntegerField(primary_key=True)
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("most read")
        verbose_name_plural = _("most read")

    def __str__(self) -> str:
        return f"{self.place}: {self.entry_id}"
