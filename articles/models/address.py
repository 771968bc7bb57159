"""Where entries were found before, and which archive item each came from."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from articles.models.entry import Entry


class OldAddress(models.Model):
    """A path under which an entry was once found; redirected for good, in one hop."""

    path = models.CharField(_("path"), max_length=500, unique=True, help_text="Begins with /, without query.")
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="old_addresses", verbose_name=_("leads to"))

    class Meta:
        verbose_name = _("old address")
        verbose_name_plural = _("old addresses")

    def __str__(self) -> str:
        return self.path


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
