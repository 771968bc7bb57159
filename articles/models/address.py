"""Where entries were found before, and which archive item each came from."""

from datetime import date, datetime

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from articles.models.entry import Entry


class OldAddress(models.Model):
    """A path under which something was once found; redirected for good, in one hop, to an entry or another page."""

    path = models.CharField(_("path"), max_length=500, unique=True, help_text="Begins with /, without query.")
    entry = models.ForeignKey(
        Entry, models.CASCADE, null=True, blank=True, related_name="old_addresses", verbose_name=_("leads to")
    )
    to = models.CharField(max_length=500, blank=True)  # where it leads to no entry
    hits = models.PositiveBigIntegerField(_("times asked for"), default=0, editable=False)
    last_hit_on = models.DateField(_("last asked for"), null=True, editable=False)

    class Meta:
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")
        constraints = [
            models.CheckConstraint(
                condition=Q(entry__isnull=False, to="") | Q(entry=None) & ~Q(to=""),
                name="oldaddress_leads_to_one_thing",
            ),
        ]

    def __str__(self) -> str:
        return self.path

    def destination(self, *, at: datetime) -> str | None:
        """Where readers are led at the moment `at`; None to what they cannot open yet."""
        if self.entry is None:
            return self.to
        published_at = self.entry.published_at  # a withdrawn one says so itself, with 410
        return self.entry.get_absolute_url() if published_at and published_at <= at else None

    def count(self, *, on: date) -> None:
        """Once more asked for; nothing is kept of who asked."""
        OldAddress.objects.filter(pk=self.pk).update(hits=F("hits") + 1, last_hit_on=on)


class Imported(models.Model):
    """Which item of an archive an entry was made from, and what that item looked like then."""

    key = models.CharField(max_length=500, unique=True, help_text="The item's own id, else its address.")
    digest = models.CharField(max_length=64, help_text="SHA-256 of the item as it was read.")
    entry = models.OneToOneField(Entry, models.CASCADE, related_name="imported")
    imported_at = models.DateTimeField()

    class Meta:
        verbose_name = _("trace of an import")
        verbose_name_plural = _("traces of imports")

    def __str__(self) -> str:
        return self.key
