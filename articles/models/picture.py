"""The picture library's row; `articles.pictures` reads, cleans and scales the files."""

from typing import Self

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.core.files.storage import default_storage
from django.db import models
from django.db.models import F, Func, Q, Value
from django.db.models.functions import Cast, Upper
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from articles.in_languages import Words

ALIKE = 6  # of 64 bits that may differ


class PictureQuerySet(models.QuerySet["Picture"]):
    def unfinished(self) -> Self:
        """Those that lack renditions of a kind."""
        return self.filter(Q(widths=[]) | Q(avif_widths=[]))

    def failed(self) -> Self:
        return self.filter(failed_at__isnull=False)

    def looking_like(self, look: int | None) -> Self:
        """Those that show the same as one of this look (`articles.looks`), the nearest first; each has `apart`."""
        if not look:
            return self.none()
        differing = Func(F("look").bitxor(look), template="bit_count((%(expressions)s)::bit(64))")
        apart = Cast(differing, models.IntegerField())
        return self.exclude(look=0).annotate(apart=apart).filter(apart__lte=ALIKE).order_by("apart", "-pk")


class Picture(models.Model):
    """One picture, upright, in sRGB, without metadata.

    `name` is the safe copy's name in the storage, made of its content ("pictures/ab/ab12….jpg");
    a rendition of width w lies beside it as "pictures/ab/ab12….w.avif", ".w.webp" and ".w.jpg".
    """

    name = models.CharField(max_length=200, unique=True, editable=False)
    digest = models.CharField(max_length=64, unique=True, editable=False, help_text="SHA-256 of the file as it came.")
    width = models.PositiveIntegerField(editable=False)
    height = models.PositiveIntegerField(editable=False)
    # The renditions that are ready: as WebP and JPEG, and as AVIF, which takes longer.
    widths = ArrayField(models.PositiveIntegerField(), default=list, editable=False)
    avif_widths = ArrayField(models.PositiveIntegerField(), default=list, editable=False)
    look = models.BigIntegerField(null=True, editable=False)  # empty: nobody has looked yet
    failed_at = models.DateTimeField(_("renditions failed at"), null=True, editable=False)
    failure = models.CharField(max_length=200, blank=True, editable=False)
    # Which part of it a box of another shape keeps.
    focus_x = models.PositiveSmallIntegerField(
        _("focus, from the left"), default=50, help_text=_("Per cent of the width, 0 to 100.")
    )
    focus_y = models.PositiveSmallIntegerField(
        _("focus, from the top"), default=50, help_text=_("Per cent of the height, 0 to 100.")
    )
    alt = models.CharField(
        _("alternative text"), max_length=300, help_text=_("What is seen, for those who cannot see it.")
    )
    caption = models.CharField(_("caption"), max_length=500, blank=True, help_text=_("What, where and when."))
    language = models.CharField(
        _("language of these words"),
        max_length=10,
        choices=settings.LANGUAGES,
        default=settings.LANGUAGE_CODE,
        db_default=settings.LANGUAGE_CODE,
    )
    credit = models.CharField(_("credit"), max_length=200, blank=True, help_text=_("Who made it, as printed."))
    licence = models.CharField(_("licence"), max_length=100, blank=True)
    in_languages = models.JSONField(  # articles.in_languages.Said
        _("in other languages"), default=dict, blank=True, db_default=Value({}, models.JSONField())
    )
    added_at = models.DateTimeField(_("added at"), editable=False)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    history = HistoricalRecords()
    objects = PictureQuerySet.as_manager()

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")
        indexes = [
            # Of any part of their words, whatever its case: what the newsroom looks for while it types.
            GinIndex(
                *(OpClass(Upper(name), name="gin_trgm_ops") for name in ("alt", "caption", "credit")),
                name="picture_words",
            )
        ]
        constraints = [
            models.CheckConstraint(condition=Q(focus_x__lte=100, focus_y__lte=100), name="picture_focus_inside"),
            models.CheckConstraint(
                condition=Q(failed_at__isnull=False) | Q(failure=""), name="picture_failure_has_its_moment"
            ),
        ]

    def __str__(self) -> str:
        return self.alt or self.caption or self.name

    def words_in(self, language: str) -> Words:
        """What is seen and said for readers of this language; where nobody has written it, in its own words."""
        said = {} if language == self.language else self.in_languages.get(language, {})
        return Words(said.get("alt") or self.alt, said.get("caption") or self.caption)

    def says(self, language: str) -> bool:
        """Whether what is seen on it is written in this language."""
        return bool(self.alt if language == self.language else self.in_languages.get(language, {}).get("alt"))

    @property
    def url(self) -> str:
        return default_storage.url(self.name)

    def rendition_name(self, width: int, extension: str) -> str:
        """Name in the storage of the rendition `width` pixels wide; "avif", "webp" or "jpg"."""
        return f"{self.name.rsplit('.', 1)[0]}.{width}.{extension}"

    def rendition_url(self, width: int, extension: str) -> str:
        return default_storage.url(self.rendition_name(width, extension))

    def jpeg(self, *, widest: int) -> tuple[str, int, int]:
        """Address, width and height of what feeds, mails and other sites can show, at most `widest` where there is one.

        The safe copy, in whatever kind it is kept, until the renditions are ready.
        """
        ready = sorted(self.widths)
        if not ready:
            return self.url, self.width, self.height
        width = max((step for step in ready if step <= widest), default=ready[0])
        return self.rendition_url(width, "jpg"), width, max(1, round(self.height * width / self.width))

    def srcset(self, extension: str) -> str:
        """Every rendition that is ready, in the words of the srcset attribute; "" when none is."""
        ready = self.avif_widths if extension == "avif" else self.widths
        return ", ".join(f"{self.rendition_url(width, extension)} {width}w" for width in sorted(ready))

    @property
    def srcset_avif(self) -> str:
        return self.srcset("avif")

    @property
    def srcset_webp(self) -> str:
        return self.srcset("webp")

    @property
    def srcset_jpg(self) -> str:
        return self.srcset("jpg")

    @property
    def focus_class(self) -> str:
        """The classes that keep the focus in view, in steps of a tenth; "" in the middle."""
        steps = {"fx": round(self.focus_x / 10), "fy": round(self.focus_y / 10)}
        return " ".join(f"{axis}-{step}" for axis, step in steps.items() if step != 5)
