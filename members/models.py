"""Who a person is, and what is open to them."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _


class User(AbstractUser):
    """An account. Mail addresses belong to django-allauth and are unique only where verified."""

    first_name = None  # type: ignore[assignment]  # one field for a name, as people write it
    last_name = None  # type: ignore[assignment]  # see first_name
    name = models.CharField(_("name"), max_length=150, blank=True)

    REQUIRED_FIELDS = ["email"]

    def get_full_name(self) -> str:
        return self.name or self.username

    def get_short_name(self) -> str:
        return self.get_full_name().split(" ")[0]

    def __str__(self) -> str:
        return self.get_full_name()


class MembershipQuerySet(models.QuerySet):
    def open_at(self, at: datetime) -> Self:
        return self.filter(Q(ends_at=None) | Q(ends_at__gt=at), starts_at__lte=at)


class Membership(models.Model):
    """What staff gave: to whom, from when until when, and why."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name=_("member")
    )
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"), null=True, blank=True, help_text=_("Leave empty for no end."))
    reason = models.CharField(_("why"), max_length=200)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="memberships_given",
        verbose_name=_("given by"),
    )

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")), name="membership_has_length"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.reason}"
