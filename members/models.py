"""Who a person is, and what is open to them."""

from datetime import datetime, timedelta
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

    def trials(self) -> Self:
        return self.filter(kind=Membership.Kind.TRIAL)


class Membership(models.Model):
    """What staff gave, or a reader tried: to whom, from when until when, and why.

    A trial ends after a few days unless its address is confirmed; whoever confirms it moves `ends_at`.
    """

    class Kind(models.TextChoices):
        GIVEN = "given", _("Given")
        TRIAL = "trial", _("Trial")

    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.GIVEN, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships", verbose_name=_("member")
    )
    starts_at = models.DateTimeField(_("from"))
    ends_at = models.DateTimeField(_("until"), null=True, blank=True, help_text=_("Leave empty for no end."))
    reason = models.CharField(_("why"), max_length=200)
    confirmed_at = models.DateTimeField(_("address confirmed"), null=True, blank=True, editable=False)
    mailbox = models.CharField(_("mailbox that confirmed it"), max_length=254, blank=True, editable=False)
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
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at=None, mailbox="") | (Q(confirmed_at__isnull=False) & ~Q(mailbox="")),
                name="membership_confirmed_by_a_mailbox",
            ),
            models.UniqueConstraint(fields=["user"], condition=Q(kind="trial"), name="membership_one_trial"),
            models.UniqueConstraint(
                fields=["mailbox"],
                condition=Q(kind="trial", confirmed_at__isnull=False),
                name="membership_one_trial_for_a_mailbox",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.reason}"

    @property
    def is_trial(self) -> bool:
        return self.kind == self.Kind.TRIAL

    def is_open_at(self, at: datetime) -> bool:
        return self.starts_at <= at and (self.ends_at is None or self.ends_at > at)

    def extend(self, *, days: int, at: datetime) -> None:
        """`days` more from its end, or from now where that has passed; one without an end has none."""
        if self.ends_at:
            self.ends_at = max(self.ends_at, at) + timedelta(days=days)
            self.save(update_fields=["ends_at"])
