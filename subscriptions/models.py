"""The Belt & Road Weekly: who reads it, what stands in an issue, and what was sent to whom."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField

from articles.models import Entry, Section
from portal.lib import sanitise
from portal.lib.handing import ENDS, Handed


class SubscriberQuerySet(models.QuerySet):
    def active(self) -> Self:
        return self.filter(confirmed_at__isnull=False, left_at=None)


class Subscriber(models.Model):
    """A mail address and its three moments: asked, confirmed, left."""

    email = models.EmailField(_("email address"), max_length=254)
    asked_at = models.DateTimeField(_("asked at"))
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)
    left_at = models.DateTimeField(_("left at"), null=True, blank=True)
    topics = models.ManyToManyField(
        Section, blank=True, verbose_name=_("topics"), help_text=_("Stories of these come first; none means all alike.")
    )

    objects = SubscriberQuerySet.as_manager()

    class Meta:
        verbose_name = _("subscriber")
        verbose_name_plural = _("subscribers")
        constraints = [
            models.UniqueConstraint(Lower("email"), name="subscriber_email_unique"),
            models.CheckConstraint(
                condition=Q(left_at=None) | Q(confirmed_at__isnull=False), name="subscriber_left_was_confirmed"
            ),
        ]

    def __str__(self) -> str:
        return self.email

    @property
    def is_active(self) -> bool:
        return bool(self.confirmed_at and not self.left_at)

    def confirm(self, *, at: datetime) -> None:
        """Begin, or begin again after having left; the first moment stays where nothing changes."""
        Subscriber.objects.filter(pk=self.pk).filter(Q(confirmed_at=None) | Q(left_at__isnull=False)).update(
            confirmed_at=at, left_at=None
        )

    def leave(self, *, at: datetime) -> None:
        Subscriber.objects.filter(pk=self.pk, confirmed_at__isnull=False, left_at=None).update(left_at=at)


class IssueQuerySet(models.QuerySet):
    def released(self) -> Self:
        return self.filter(released_at__isnull=False)


class Issue(models.Model):
    """One issue of the Weekly; what was released stays as it was."""

    number = models.PositiveIntegerField(_("number"), unique=True)
    subject = models.CharField(_("subject"), max_length=150)
    introduction = ProseEditorField(
        _("introduction"),
        blank=True,
        extensions={
            "Bold": True,
            "Italic": True,
            "Link": {"enableTarget": False},
            "Pasting": True,
            "BulletList": True,
            "ListItem": True,
        },
        sanitize=sanitise.body,
    )
    stories = models.ManyToManyField(Entry, through="Story", verbose_name=_("stories"))
    released_at = models.DateTimeField(_("released at"), null=True, blank=True, editable=False)
    released_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )

    objects = IssueQuerySet.as_manager()

    class Meta:
        verbose_name = _("issue of the Weekly")
        verbose_name_plural = _("issues of the Weekly")
        permissions = [("release_issue", "Can release the Weekly")]

    def __str__(self) -> str:
        return f"No. {self.number}: {self.subject}"

    def save(self, **options: object) -> None:
        self.introduction = sanitise.body(self.introduction)
        super().save(**options)  # type: ignore[arg-type]  # Django's own keywords, passed on

    def get_absolute_url(self) -> str:
        return reverse("subscriptions:issue", args=[self.number])


class Story(models.Model):
    """An entry's place in an issue."""

    issue = models.ForeignKey(Issue, models.CASCADE, related_name="placed")
    entry = models.ForeignKey(Entry, models.PROTECT, related_name="+", verbose_name=_("story"))
    position = models.PositiveSmallIntegerField(_("position"), default=0)

    class Meta:
        verbose_name = _("story")
        verbose_name_plural = _("stories")
        ordering = ["position", "pk"]
        constraints = [models.UniqueConstraint(fields=["issue", "entry"], name="story_once_an_issue")]

    def __str__(self) -> str:
        return str(self.entry)


class Delivery(Handed):
    """One issue on its way to one subscriber; rendered when handed over, skipped where the subscriber has left."""

    STILL_WANTED = "EXISTS (SELECT FROM subscriptions_subscriber s WHERE s.id = subscriber_id AND s.left_at IS NULL)"

    issue = models.ForeignKey(Issue, models.PROTECT, related_name="deliveries")
    subscriber = models.ForeignKey(Subscriber, models.CASCADE, related_name="deliveries")
    skipped_at = models.DateTimeField(_("skipped at"), null=True, blank=True, editable=False)

    class Meta(Handed.Meta):
        verbose_name = _("delivery")
        verbose_name_plural = _("deliveries")
        constraints = [
            *Handed.Meta.constraints,
            models.UniqueConstraint(fields=["issue", "subscriber"], name="delivery_once_a_subscriber"),
            models.CheckConstraint(
                condition=Q(skipped_at=None) | Q(sent_at=None), name="delivery_not_sent_and_skipped"
            ),
        ]
        indexes = [
            models.Index(fields=["due_at", "id"], condition=Q(**dict.fromkeys(ENDS, None)), name="delivery_waiting"),
            *Handed.Meta.indexes[1:],
        ]

    def __str__(self) -> str:
        return f"{self.issue} → {self.subscriber}"
