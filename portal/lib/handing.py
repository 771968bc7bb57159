"""A row that is handed to the mail server once: the state both outgoing mails and the Weekly's deliveries share."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

# A row with none of these still wants to be sent.
ENDS = ("sent_at", "refused_at", "uncertain_at", "skipped_at")


def ends(model: type[models.Model]) -> list[str]:
    """The moments of ENDS that `model` has."""
    return [field.name for field in model._meta.fields if field.name in ENDS]


class HandedQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        """Not yet sent, and nothing has ended it."""
        return self.filter(**dict.fromkeys(ends(self.model), None))

    def failed(self) -> Self:
        """Refused or uncertain, and nobody of the staff has seen to it."""
        return self.filter(Q(refused_at__isnull=False) | Q(uncertain_at__isnull=False), settled_at=None)

    def in_state(self, state: str) -> Self:
        if state == "waiting":
            return self.waiting()
        return self.filter(**{f"{state}_at__isnull": False})

    def counts(self) -> dict[str, int]:
        """How many rows are in each state, in one query."""
        states = {
            name.removesuffix("_at"): Count("pk", filter=Q(**{f"{name}__isnull": False})) for name in ends(self.model)
        }
        none = Q(**dict.fromkeys(ends(self.model), None))
        return self.aggregate(waiting=Count("pk", filter=none), **states)

    def send_again(self, *, at: datetime) -> int:
        """Let refused and uncertain rows wait once more, from the first attempt; how many there were."""
        return self.filter(Q(refused_at__isnull=False) | Q(uncertain_at__isnull=False)).update(
            due_at=at, claimed_by=None, handing_at=None, refused_at=None, uncertain_at=None, settled_at=None, attempts=0
        )

    def settle(self, *, at: datetime) -> int:
        """Take failed rows off the list of what needs somebody; they stay as they are. How many there were."""
        return self.failed().update(settled_at=at)


class Handed(models.Model):
    """The life of one message, as moments.

    `claimed_by` is the sender that works on the row; `handing_at` is committed before the message's
    final dot and `sent_at` after the server's reply, so a row with the first and without the second
    whose sender is dead is uncertain: shown to staff, never sent again by itself. `settled_at` says
    that staff have seen a refused or uncertain one.
    """

    STILL_WANTED = "TRUE"  # SQL over the row, asked once more in the statement that commits `handing_at`

    due_at = models.DateTimeField(_("due at"), db_index=True)
    claimed_by = models.BigIntegerField(null=True, blank=True, editable=False)
    handing_at = models.DateTimeField(_("handed at"), null=True, blank=True, editable=False)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True, editable=False)
    refused_at = models.DateTimeField(_("refused at"), null=True, blank=True, editable=False)
    uncertain_at = models.DateTimeField(_("uncertain since"), null=True, blank=True, editable=False)
    settled_at = models.DateTimeField(_("seen to at"), null=True, blank=True, editable=False)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0, editable=False)
    reply = models.TextField(_("the server's last reply"), blank=True, editable=False)

    objects = HandedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(handing_at__isnull=False), name="%(class)s_sent_was_handed"
            ),
            models.CheckConstraint(
                condition=Q(sent_at=None) | Q(refused_at=None), name="%(class)s_not_sent_and_refused"
            ),
            models.CheckConstraint(
                condition=Q(uncertain_at=None) | Q(handing_at__isnull=False, sent_at=None, refused_at=None),
                name="%(class)s_uncertain_was_handed",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"],  # the order in which rows are claimed
                condition=Q(sent_at=None, refused_at=None, uncertain_at=None),
                name="%(class)s_waiting",
            ),
            models.Index(
                fields=["id"],
                condition=(Q(refused_at__isnull=False) | Q(uncertain_at__isnull=False)) & Q(settled_at=None),
                name="%(class)s_failed",
            ),
        ]

    @property
    def state(self) -> str:
        """waiting, sent, refused, uncertain, and skipped where the model knows that."""
        return next((name.removesuffix("_at") for name in ends(type(self)) if getattr(self, name)), "waiting")
