"""A map or a chart: what an editor typed, and what the portal drew of it."""

import secrets
from typing import Any, Self

from django.db import models
from django.utils.translation import gettext_lazy as _
from simple_history.models import HistoricalRecords

from articles.drawing import making, routes
from portal.lib import links

_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
MADE = ("small_svg", "full_svg", "file_svg", "table_html", "said", "drawn_by")


def new_key() -> str:
    """Names it in its address; not to be guessed before it is shown."""
    return "".join(secrets.choice(_LETTERS) for _ in range(10))


class DrawingQuerySet(models.QuerySet["Drawing"]):
    def outdated(self) -> Self:
        """Those that an older portal drew."""
        return self.filter(drawn_by__lt=making.VERSION)


class Drawing(models.Model):
    """Saving draws it: `small_svg` for a card, `full_svg` in every size of a page, `file_svg` alone, and its table.

    All four are safe mark-up of our own making. Saving raises `articles.drawing.routes.Wrong` for what cannot be
    drawn; a form asks before.
    """

    HEAVY = ("full_svg", "file_svg", "table_html", "said")  # what only its own page needs

    class Kind(models.TextChoices):
        MAP = "map", _("Map of a route")
        LINE = "line", _("Line chart")
        BARS = "bars", _("Bar chart")
        COMPARE = "compare", _("Bars against another time")

    key = models.SlugField(max_length=20, unique=True, default=new_key, editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, default=Kind.MAP)
    title = models.CharField(
        _("title"), max_length=120, help_text=_("A statement: what is to be seen, as in “Three falls in a row”.")
    )
    unit = models.CharField(
        _("unit and span"), max_length=160, blank=True, help_text=_("Of a chart: “$ for a 40-foot box, monthly”.")
    )
    source = models.CharField(_("source"), max_length=200, blank=True)
    data = models.TextField(_("what is drawn"))
    alt = models.CharField(
        _("alternative text"),
        max_length=600,
        blank=True,
        help_text=_("For those who cannot see it. Left empty, it is made of what is drawn."),
    )
    small_svg = models.TextField(editable=False)
    full_svg = models.TextField(editable=False)
    file_svg = models.TextField(editable=False)
    table_html = models.TextField(editable=False)
    said = models.TextField(editable=False)  # the alternative text as it is used
    drawn_by = models.PositiveSmallIntegerField(editable=False)  # the version of what draws
    added_at = models.DateTimeField(_("added at"), auto_now_add=True, editable=False)

    history = HistoricalRecords(excluded_fields=MADE)
    objects = DrawingQuerySet.as_manager()

    class Meta:
        verbose_name = _("map or chart")
        verbose_name_plural = _("maps and charts")
        constraints = [models.CheckConstraint(condition=~models.Q(title=""), name="drawing_has_title")]

    def __str__(self) -> str:
        return self.title

    def save(self, **options: Any) -> None:
        self.draw()
        super().save(**options)

    def get_absolute_url(self) -> str:
        """Of the drawing alone, which a text refers to."""
        return links.path("articles:drawing", self.key)

    def draw(self) -> None:
        made = making.drawn(self.kind, self.data, title=self.title, alt=self.alt, key=self.key)
        for name in MADE:
            setattr(self, name, getattr(made, name))

    @property
    def caption(self) -> str:
        """What stands under a map: title and more as sentences."""
        return " ".join(f"{words.rstrip('.')}." for words in (self.title, self.unit) if words)

    @property
    def is_map(self) -> bool:
        return self.kind == self.Kind.MAP

    @property
    def ways(self) -> list[str]:
        """How the route of a map goes: by land, by sea, another way."""
        return routes.ways(self.data) if self.is_map else []
