"""Where an entry belongs: its section, keywords and authors."""

from typing import Self

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import connection, models
from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField
from simple_history.models import HistoricalRecords
from slugify import slugify

from articles.models.picture import Picture
from portal.lib import links, sanitise


class SectionQuerySet(models.QuerySet):
    def in_masthead(self) -> Self:
        return self.filter(in_masthead=True).order_by("position", "pk")


class Section(models.Model):
    """A part of the paper ("Policy"); the masthead shows those an editor put there."""

    name = models.CharField(_("name"), max_length=80, unique=True)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    description = models.CharField(_("description"), max_length=300, blank=True)
    position = models.PositiveSmallIntegerField(_("position"), default=100)
    in_masthead = models.BooleanField(_("in the masthead"), default=False)

    objects = SectionQuerySet.as_manager()
    history = HistoricalRecords()

    class Meta:
        ordering = ["position", "name"]
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return links.path("articles:section", self.slug)


def word_slug(words: str, *, limit: int = 80) -> str:
    """The address part of a keyword or title: "Rail freight" -> "rail-freight"; other scripts transliterated."""
    return slugify(words, max_length=limit, word_boundary=True) or "untitled"


def folded(words: str) -> str:
    """How two spellings of a keyword are compared: case, hyphens and spaces do not count."""
    return " ".join(words.replace("-", " ").replace("_", " ").casefold().split())


class KeywordQuerySet(models.QuerySet["Keyword"]):
    def at(self, slug: str) -> "Keyword":
        """The keyword whose page has this address, or had it before it was merged into this one; Http404."""
        found = self.filter(slug=slug).first() or self.filter(aliases__slug=slug).first()
        if found is None:
            raise Http404("No such keyword.")
        return found

    def topics(self) -> Self:
        """Those that an editor opened with words or a picture."""
        return self.exclude(introduction="", picture=None)


class Keyword(models.Model):
    """A keyword readers can follow; its aliases are spellings that lead to it."""

    name = models.CharField(_("keyword"), max_length=80)
    slug = models.SlugField(_("address"), max_length=80, unique=True)
    folded = models.CharField(max_length=80, unique=True, editable=False)
    introduction = ProseEditorField(
        _("introduction"),
        blank=True,
        help_text=_("Stands over the first page of its articles, which so becomes a page on the topic."),
        extensions={
            "Bold": True,
            "Italic": True,
            "BulletList": True,
            "OrderedList": True,
            "ListItem": True,
            "HardBreak": True,
            "Link": {"enableTarget": False},
            "Pasting": True,
        },
        sanitize=sanitise.body,
    )
    picture = models.ForeignKey(
        Picture, models.PROTECT, null=True, blank=True, related_name="keywords", verbose_name=_("picture")
    )

    compared = models.CharField(
        max_length=80, blank=True, editable=False
    )  # its folded name when doubles were looked for

    objects = KeywordQuerySet.as_manager()
    history = HistoricalRecords(excluded_fields=["compared"])

    class Meta:
        verbose_name = _("keyword")
        verbose_name_plural = _("keywords")
        indexes = [GinIndex(OpClass("folded", name="gin_trgm_ops"), name="keyword_looks_like")]

    def __str__(self) -> str:
        return self.name

    def save(self, **options: object) -> None:
        self.name = " ".join(self.name.split())
        self.folded = folded(self.name)
        self.slug = self.slug or word_slug(self.name)
        self.introduction = sanitise.body(self.introduction)
        super().save(**options)  # type: ignore[arg-type]  # Django's own keywords, passed on

    def get_absolute_url(self) -> str:
        return links.path("articles:keyword", self.slug)


class KeywordAlias(models.Model):
    """Another spelling of a keyword; whatever is tagged with it gets the keyword."""

    keyword = models.ForeignKey(Keyword, models.CASCADE, related_name="aliases")
    name = models.CharField(_("spelling"), max_length=80)
    folded = models.CharField(max_length=80, unique=True, editable=False)
    slug = models.SlugField(max_length=80, blank=True, editable=False)  # of the page it had before it was merged

    class Meta:
        verbose_name = _("spelling")
        verbose_name_plural = _("other spellings")
        constraints = [
            models.UniqueConstraint(fields=["slug"], name="keywordalias_one_address", condition=~Q(slug="")),
        ]

    def __str__(self) -> str:
        return self.name

    def save(self, **options: object) -> None:
        self.folded = folded(self.name)
        super().save(**options)  # type: ignore[arg-type]  # Django's own keywords, passed on


class Author(models.Model):
    name = models.CharField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(_("address"), max_length=120, unique=True)
    about = models.CharField(_("about"), max_length=300, blank=True)

    history = HistoricalRecords()

    class Meta:
        verbose_name = _("author")
        verbose_name_plural = _("authors")

    def __str__(self) -> str:
        return self.name

    def save(self, **options: object) -> None:
        self.slug = self.slug or word_slug(self.name, limit=120)
        super().save(**options)  # type: ignore[arg-type]  # Django's own keywords, passed on

    def get_absolute_url(self) -> str:
        return links.path("articles:author", self.slug)


_NAMES = """
SELECT '', author.id, author.name, author.slug FROM articles_author author
JOIN articles_entry_authors held ON held.author_id = author.id WHERE held.entry_id = %(number)s
UNION ALL
SELECT keyword.folded, keyword.id, keyword.name, keyword.slug FROM articles_keyword keyword
JOIN articles_entry_keywords held ON held.keyword_id = keyword.id WHERE held.entry_id = %(number)s
"""


def names_on(number: int) -> tuple[list[Author], list[Keyword]]:
    """Authors, and keywords by name, of the entry `number`: one query, and of each no more than name and address."""
    with connection.cursor() as cursor:
        cursor.execute(_NAMES, {"number": number})
        rows = sorted(cursor.fetchall())
    return (
        [Author(pk=pk, name=name, slug=slug) for folded, pk, name, slug in rows if not folded],
        [Keyword(pk=pk, name=name, slug=slug, folded=folded) for folded, pk, name, slug in rows if folded],
    )
