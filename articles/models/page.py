"""Pages about the portal itself; what they say is for staff to write."""

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField
from simple_history.models import HistoricalRecords

from portal.lib import sanitise


class Page(models.Model):
    """One of five, which a migration makes and nobody adds to; no Entry, for nothing of it is published or listed."""

    class Slug(models.TextChoices):
        """The address."""

        ABOUT = "about", _("About")
        CONTACT = "contact", _("Contact")
        PRIVACY = "privacy", _("Privacy")
        TERMS = "terms", _("Terms")
        ACCESSIBILITY = "accessibility", _("Accessibility")

    slug = models.CharField(_("address"), max_length=20, primary_key=True, choices=Slug, editable=False)
    title = models.CharField(_("title"), max_length=120)
    summary = models.CharField(
        _("summary"), max_length=300, blank=True, help_text=_("Stands under the title, and in search engines.")
    )
    body = ProseEditorField(
        _("text"),
        extensions={
            "Bold": True,
            "Italic": True,
            "Heading": {"levels": [2, 3]},
            "BulletList": True,
            "OrderedList": True,
            "ListItem": True,
            "HardBreak": True,
            "Link": {"enableTarget": False},
            "Pasting": True,
            "CaptionedTable": True,
            "TableCell": True,
        },
        sanitize=sanitise.body,
    )
    changed_at = models.DateTimeField(_("changed at"), editable=False)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("page about the portal")
        verbose_name_plural = _("pages about the portal")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(slug__in=["about", "contact", "privacy", "terms", "accessibility"]),
                name="page_is_one_of_five",
            )
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, **options: object) -> None:
        self.title = " ".join(self.title.split())
        self.body = sanitise.body(self.body)
        super().save(**options)  # type: ignore[arg-type]  # Django's own keywords, passed on

    def get_absolute_url(self) -> str:
        return reverse("articles:page", args=[self.slug])
