"""What "published" means, said once for everything the site publishes."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PublishableQuerySet(models.QuerySet):
    def published(self, *, at: datetime | None = None) -> Self:
        """Open to readers at the moment `at` (now when not given): due and not withdrawn."""
        return self.filter(published_at__lte=at or timezone.now(), withdrawn_at=None)

    def drafts(self) -> Self:
        return self.filter(published_at=None, withdrawn_at=None)

    def scheduled(self, *, at: datetime | None = None) -> Self:
        return self.filter(published_at__gt=at or timezone.now(), withdrawn_at=None)

    def waiting(self, *, at: datetime | None = None) -> Self:
        """Draft or scheduled: not yet seen by any reader."""
        return self.filter(Q(published_at=None) | Q(published_at__gt=at or timezone.now()), withdrawn_at=None)

    def withdrawn(self) -> Self:
        return self.filter(withdrawn_at__isnull=False)


class Publishable(models.Model):
    """Two moments hold draft, scheduled, live and withdrawn; no flag can disagree with them."""

    published_at = models.DateTimeField(_("published at"), null=True, blank=True, editable=False)
    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True, editable=False)

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | Q(published_at__isnull=False),
                name="%(class)s_withdrawn_was_published",
            )
        ]

    def is_published(self, *, at: datetime | None = None) -> bool:
        return bool(self.published_at and self.published_at <= (at or timezone.now()) and not self.withdrawn_at)

    @property
    def state(self) -> str:
        """draft, scheduled, published or withdrawn, now."""
        if self.withdrawn_at:
            return "withdrawn"
        if not self.published_at:
            return "draft"
        return "published" if self.is_published() else "scheduled"
