"""A row that is handed to the mail server once: the state both outgoing mails and the Weekly's deliveries share."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class Handed(models.Model):
    """The life of one message, as moments.

    `claimed_by` is the sender that works on the row; `handing_at` is committed before the message's
    final dot and `sent_at` after the server's reply, so a row with the first and without the second
    whose sender is dead is uncertain: shown to staff, never sent again by itself.
    """

    due_at = models.DateTimeField(_("due at"), db_index=True)
    claimed_by = models.BigIntegerField(null=True, blank=True, editable=False)
    handing_at = models.DateTimeField(_("handed at"), null=True, blank=True, editable=False)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True, editable=False)
    refused_at = models.DateTimeField(_("refused at"), null=True, blank=True, editable=False)
    uncertain_at = models.DateTimeField(_("uncertain since"), null=True, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0, editable=False)
    reply = models.TextField(_("the server's last reply"), blank=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(handing_at__isnull=False), name="%(class)s_sent_was_handed"
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(refused_at=None), name="%(class)s_not_sent_and_refused"
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at"],
                condition=Q(sent_at=None, refused_at=None, uncertain_at=None),
                name="%(class)s_waiting",
            )
        ]
