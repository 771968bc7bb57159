"""Two keywords that may be one."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from articles.models.places import Keyword


class LikelyDouble(models.Model):
    """A pair that `articles.doubles` found; an editor merges the two, or says that they are not the same."""

    class Why(models.TextChoices):
        PLURAL = "plural", _("Singular and plural")
        SPELLING = "spelling", _("Almost the same letters")
        ORDER = "order", _("The same words in another order")

    one = models.ForeignKey(Keyword, models.CASCADE, related_name="+")
    other = models.ForeignKey(Keyword, models.CASCADE, related_name="+")
    why = models.CharField(max_length=10, choices=Why)
    apart_at = models.DateTimeField(null=True)
    apart_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        verbose_name = _("likely double")
        verbose_name_plural = _("likely doubles")
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="likelydouble_once"),
            models.CheckConstraint(condition=Q(one__lt=F("other")), name="likelydouble_in_one_order"),
        ]

    def __str__(self) -> str:
        return f"{self.one_id} and {self.other_id}"
