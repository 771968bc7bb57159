"""What was wrong in an entry, and what is right."""

from collections.abc import Collection, Mapping
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models.entry import Entry
from portal.lib import sanitise


class CorrectionQuerySet(models.QuerySet["Correction"]):
    def of(self, entry: Entry) -> Self:
        """Newest first; an entry that was never corrected is not asked about."""
        return self.filter(entry=entry).order_by("-corrected_at", "-pk") if entry.corrected_at else self.none()

    def of_each(self, entries: Collection[Entry]) -> Mapping[int, list["Correction"]]:
        """By the number of the entry, newest first; asks only where one was corrected."""
        found: dict[int, list[Correction]] = {entry.pk: [] for entry in entries}
        if any(entry.corrected_at for entry in entries):
            for correction in self.filter(entry__in=found).order_by("-corrected_at", "-pk"):
                found[correction.entry_id].append(correction)
        return found


class Correction(models.Model):
    """Stands under the text of its entry, in feeds and in structured data; the entry keeps the latest moment.

    Written by `articles.publishing`: the log of its entry has what it said before it was amended or taken back.
    """

    entry = models.ForeignKey(Entry, models.CASCADE, related_name="corrections", verbose_name=_("entry"))
    words = models.TextField(_("correction"), max_length=1000)
    corrected_at = models.DateTimeField(_("corrected at"))
    corrected_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    objects = CorrectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("correction")
        verbose_name_plural = _("corrections")
        indexes = [models.Index(fields=["entry", "-corrected_at"], name="correction_newest_of_entry")]
        constraints = [models.CheckConstraint(condition=~Q(words=""), name="correction_has_words")]

    def __str__(self) -> str:
        return self.words

    def save(self, **options: object) -> None:
        self.words = " ".join(sanitise.printable(self.words).split())
        super().save(**options)  # type: ignore[arg-type]  # Django's own keywords, passed on
