"""The picture library's row; `articles.pictures` reads, cleans and scales the files."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.core.files.storage import default_storage
from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords


class Picture(models.Model):
    """One picture, upright, in sRGB, without metadata.

    `name` is the safe copy's name in the storage, made of its content ("pictures/ab/ab12….jpg");
    a rendition of width w lies beside it as "pictures/ab/ab12….w.webp" and ".w.jpg".
    """

    name = models.CharField(max_length=200, unique=True, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False, help_text="SHA-256 of the file as it came.")
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    widths = ArrayField(models.PositiveIntegerField(), default=list, editable=False)  # renditions that are ready
    alt = models.CharField(
        _("alternative text"), max_length=300, help_text=_("What is seen, for those who cannot see it.")
    )
    caption = models.CharField(_("caption"), max_length=500, blank=True, help_text=_("What, where and when."))
    credit = models.CharField(_("credit"), max_length=200, blank=True, help_text=_("Who made it, as printed."))
    licence = models.CharField(_("licence"), max_length=100, blank=True)
    added_at = models.DateTimeField(_("added at"), editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def __str__(self) -> str:
        return self.alt or self.name

    @property
    def url(self) -> str:
        return default_storage.url(self.name)

    def rendition_name(self, width: int, extension: str) -> str:
        """Name in the storage of the rendition `width` pixels wide; "webp" or "jpg"."""
        return f"{self.name.rsplit('.', 1)[0]}.{width}.{extension}"

    def rendition_url(self, width: int, extension: str) -> str:
        return default_storage.url(self.rendition_name(width, extension))

    def srcset(self, extension: str) -> str:
        """Every rendition that is ready, in the words of the srcset attribute; "" when none is."""
        return ", ".join(f"{self.rendition_url(width, extension)} {width}w" for width in sorted(self.widths))

    @property
    def srcset_webp(self) -> str:
        return self.srcset("webp")

    @property
    def srcset_jpg(self) -> str:
        return self.srcset("jpg")
