"""Everything published is an Entry; an Article is the Entry that has a body of its own."""

import re
from typing import Self

from django.conf import settings
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorField

from articles.models.drawing import Drawing
from articles.models.picture import Picture
from articles.models.places import Author, Keyword, Section, word_slug
from articles.models.ranges import CHANGED_IN_RANGE
from articles.models.shown import ShownIn, shows
from articles.words import by_characters, counted
from members.access import Audience
from portal.lib import links, sanitise
from portal.lib.publishing import Publishable, PublishableQuerySet

_NAME = re.compile(r"[^\s-]+")


class EntryQuerySet(PublishableQuerySet):
    def for_list(self) -> Self:
        """Newest first, with what a teaser shows and no more."""
        heavy = [f"drawing__{name}" for name in Drawing.HEAVY]
        return self.select_related("section", "picture", "drawing").defer(*heavy).order_by("-published_at", "-pk")

    def showing(self, address: str) -> Self:
        """Those in whose text the picture or drawing of this address stands; by an index."""
        return self.filter(pk__in=Article.objects.filter(shows(models.Value(address))).values("pk"))


class Entry(Publishable):
    """What lists, feeds, search, codes and the Weekly read; holds no body, so none of them can leak one."""

    class Kind(models.TextChoices):
        """Equals the child's model name."""

        ARTICLE = "article", _("Article")
        ANSWER = "answer", _("Answer")
        REPORT = "report", _("Report")

    ROUTES = {Kind.ARTICLE: "articles:article", Kind.ANSWER: "feedback:answer", Kind.REPORT: "reports:report"}

    number = models.BigAutoField(primary_key=True)
    kind = models.CharField(max_length=10, choices=Kind, editable=False)
    section = models.ForeignKey(Section, models.PROTECT, related_name="entries", verbose_name=_("section"))
    kicker = models.CharField(_("kicker"), max_length=60, blank=True, help_text=_("A series this belongs to, if any."))
    title = models.CharField(_("title"), max_length=200)
    slug = models.SlugField(max_length=100, editable=False)
    abstract = models.TextField(_("abstract"), max_length=600)
    teaser = models.TextField(_("teaser"), blank=True, editable=False)
    picture = models.ForeignKey(
        Picture, models.PROTECT, null=True, blank=True, related_name="entries", verbose_name=_("picture")
    )
    drawing = models.ForeignKey(
        Drawing,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="entries",
        verbose_name=_("map or chart"),
        help_text=_("Stands over the text in place of the picture, which mails and other sites show."),
    )
    language = models.CharField(_("language"), max_length=12, choices=settings.LANGUAGES, default="en")
    access = models.CharField(_("open to"), max_length=10, choices=Audience, default=Audience.EVERYONE)
    keywords = models.ManyToManyField(Keyword, blank=True, related_name="entries", verbose_name=_("keywords"))
    authors = models.ManyToManyField(Author, blank=True, related_name="entries", verbose_name=_("authors"))
    about = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="answers", editable=False)
    words = models.PositiveIntegerField(default=0, editable=False)
    corrected_at = models.DateTimeField(_("corrected at"), null=True, blank=True, editable=False)
    withdrawn_because = models.CharField(_("reason of withdrawal"), max_length=300, blank=True, editable=False)
    changed_at = models.DateTimeField(_("changed at"), db_index=True, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, editable=False, related_name="+"
    )
    revision = models.PositiveIntegerField(default=1, editable=False)

    objects = EntryQuerySet.as_manager()

    class Meta(Publishable.Meta):
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        permissions = [("publish_entry", "Can publish, schedule and withdraw")]
        indexes = [
            models.Index(
                fields=["-published_at", "-number"], name="entry_newest", condition=Q(published_at__isnull=False)
            ),
            models.Index(fields=["section", "-published_at", "-number"], name="entry_newest_of_section"),
            models.Index(fields=["kind", "-published_at", "-number"], name="entry_newest_of_kind"),
            # Any part of a title, whatever its case: what the newsroom looks for while it types.
            GinIndex(OpClass(Upper("title"), name="gin_trgm_ops"), name="entry_title_words"),
            # What of a sitemap's range changed last.
            models.Index(*CHANGED_IN_RANGE, name="entry_changed_in_range", condition=Q(published_at__isnull=False)),
            models.Index(fields=["kicker"], name="entry_kicker", condition=~Q(kicker="")),
        ]
        constraints = [
            *Publishable.Meta.constraints,
            models.CheckConstraint(condition=~Q(title=""), name="entry_has_title"),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, **options: object) -> None:
        self.title = " ".join(self.title.split())
        self.slug = word_slug(self.title, limit=100)
        super().save(**options)  # type: ignore[arg-type]  # Django's own keywords, passed on

    def get_absolute_url(self) -> str:
        return links.path(self.ROUTES[self.Kind(self.kind)], self.pk, self.slug)

    @property
    def picture_words(self) -> tuple[str, str] | None:  # its alt and caption, in the language of the entry
        return self.picture.words_in(self.language) if self.picture else None

    @property
    def short_path(self) -> str:
        """The permanent address every code carries; survives any change of title."""
        return links.path("articles:short", self.pk)

    @property
    def reading_minutes(self) -> int:
        """At 230 words or 450 characters of Chinese, Japanese or Korean a minute, never less than one."""
        return max(1, round(self.words / (450 if by_characters(self.language) else 230)))


class Article(Entry):
    """An entry with a body; the body opens with its dateline."""

    dateline = models.CharField(
        _("dateline"), max_length=80, blank=True, help_text=_("Place and day the story opens with: KHORGOS, Nov. 24")
    )
    body = ProseEditorField(
        _("body"),
        extensions={
            "Bold": True,
            "Italic": True,
            "Strike": True,
            "Subscript": True,
            "Superscript": True,
            "Heading": {"levels": [2, 3, 4]},
            "BulletList": True,
            "OrderedList": True,
            "ListItem": True,
            "Blockquote": True,
            "HorizontalRule": True,
            "HardBreak": True,
            "Link": {"enableTarget": False},
            "ArticleLink": True,
            "Library": True,
            "Pictures": True,
            "Describing": True,
            "Pasting": True,
            "CaptionedTable": True,
            "TableCell": True,
            # What only archives bring, so that opening one of their texts loses nothing.
            "Code": True,
            "CodeBlock": True,
            "Underline": True,
            "Figure": {"pickerUrl": "/admin/articles/picture/choose/"},
            "Image": True,
            "Caption": True,
        },
        sanitize=sanitise.body,
    )
    source = models.CharField(
        _("source"), max_length=300, blank=True, help_text=_("Of a text taken over: who published it first.")
    )
    editor = models.CharField(
        _("editor"),
        max_length=120,
        blank=True,
        default="",
        db_default="",  # for those who write without it: processes of the code before, while a new one is brought in
        help_text=_("Who edited it, named at the end of the article."),
    )

    class Meta:
        verbose_name = _("article")
        verbose_name_plural = _("articles")
        indexes = [GinIndex(ShownIn("body"), name="article_shown")]

    def save(self, **options: object) -> None:
        self.kind = Entry.Kind.ARTICLE
        self.body = sanitise.body(self.body)
        self.words = counted(sanitise.text(self.body), self.language)
        super().save(**options)

    @property
    def place(self) -> str:
        """Where it was written, from "KHORGOS, Nov. 24": Khorgos; "" for a dateline that is not of this form."""
        place = self.dateline.rpartition(",")[0].strip()
        is_plain = place.isupper() and not any(sign.isdigit() or sign == "." for sign in place)
        return _NAME.sub(lambda name: name[0].capitalize(), place) if is_plain else ""
