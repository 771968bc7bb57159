"""Rows that belong to no app in particular: the pages counter, limits, tallies, codes and outgoing mail."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from portal.lib.handing import Handed


class PagesCounter(models.Model):
    """One row; its number rises whenever what readers see has changed."""

    counter = models.BigIntegerField(default=0)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(id=1), name="pagescounter_is_one_row")]

    def __str__(self) -> str:
        return str(self.counter)


class PagesMoment(models.Model):
    """A moment at which pages change by themselves."""

    at = models.DateTimeField(primary_key=True)

    def __str__(self) -> str:
        return str(self.at)


class Limit(models.Model):
    """How often `key` was used in the window that ends at `ends_at`; an UNLOGGED table."""

    key = models.CharField(max_length=200, primary_key=True)
    count = models.PositiveIntegerField()
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.key


class Tally(models.Model):
    """How often `what` happened to the thing numbered `about` on one day."""

    day_on = models.DateField()
    what = models.CharField(max_length=20)
    about = models.BigIntegerField()
    count = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["day_on", "what", "about"], name="tally_one_a_day")]

    def __str__(self) -> str:
        return f"{self.what} of {self.about} on {self.day_on}: {self.count}"


class Code(models.Model):
    """A QR code as it was drawn once for an address."""

    address = models.CharField(max_length=500, primary_key=True)
    svg = models.TextField()
    png = models.BinaryField()

    def __str__(self) -> str:
        return self.address


class Mail(Handed):
    """One outgoing mail, whole; inserted in the transaction that caused it."""

    recipient = models.CharField(_("to"), max_length=320)
    sender = models.CharField(_("from"), max_length=320)
    subject = models.CharField(_("subject"), max_length=500)
    message = models.BinaryField()
    created_at = models.DateTimeField(_("written at"), db_index=True)

    class Meta(Handed.Meta):
        verbose_name = _("outgoing mail")
        verbose_name_plural = _("outbox")

    def __str__(self) -> str:
        return f"{self.subject} → {self.recipient}"
