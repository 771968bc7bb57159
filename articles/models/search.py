"""What search and keyword lists walk; `articles.indexing.reindex` alone writes it."""

from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from articles.models.entry import Entry
from articles.models.places import Author, Keyword


class Searchable(models.Model):
    """The words of an entry, open to all and whole for members, and its shelf marks (`articles.shelving`).

    `published_at` is the entry's own, and empty once it is withdrawn: what has none is found by nobody.
    """

    entry = models.OneToOneField(Entry, models.CASCADE, primary_key=True, related_name="searchable")
    published_at = models.DateTimeField(null=True)
    open_vector = SearchVectorField()
    full_vector = SearchVectorField()
    open_text = models.TextField()  # what snippets are cut from

    class Meta:
        verbose_name = _("words to search by")
        verbose_name_plural = _("words to search by")
        indexes = [
            # New words wait in a short list (kB) and go in together: twice as fast for an import, and every
            # search looks through the list, so it stays short.
            GinIndex(fields=["open_vector"], name="searchable_open", fastupdate=True, gin_pending_list_limit=256),
            GinIndex(fields=["full_vector"], name="searchable_full", fastupdate=True, gin_pending_list_limit=256),
        ]

    def __str__(self) -> str:
        return f"words of {self.entry_id}"


class Word(models.Model):
    """A word that a published title or keyword has or had, folded: what a typing error may have been meant for.

    `articles.spelling` offers it only where it still stands in something published.
    """

    word = models.CharField(max_length=40, primary_key=True)

    class Meta:
        verbose_name = _("word of a title")
        verbose_name_plural = _("words of titles")
        indexes = [GinIndex(OpClass("word", name="gin_trgm_ops"), name="word_looks_like")]

    def __str__(self) -> str:
        return self.word


class Listed(models.Model):
    """An entry's place in the list of one keyword or one author, so that the list is one walk of an index."""

    keyword = models.ForeignKey(Keyword, models.CASCADE, null=True, related_name="listed")
    author = models.ForeignKey(Author, models.CASCADE, null=True, related_name="listed")
    entry = models.ForeignKey(Entry, models.CASCADE, related_name="listed")
    published_at = models.DateTimeField()

    class Meta:
        verbose_name = _("place in a list")
        verbose_name_plural = _("places in lists")
        indexes = [
            models.Index(
                fields=["keyword", "-published_at", "-entry"],
                name="listed_of_keyword",
                condition=Q(keyword__isnull=False),
            ),
            models.Index(
                fields=["author", "-published_at", "-entry"], name="listed_of_author", condition=Q(author__isnull=False)
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["keyword", "entry"], name="listed_once_a_keyword", condition=Q(keyword__isnull=False)
            ),
            models.UniqueConstraint(
                fields=["author", "entry"], name="listed_once_an_author", condition=Q(author__isnull=False)
            ),
            models.CheckConstraint(
                condition=Q(keyword=None, author__isnull=False) | Q(keyword__isnull=False, author=None),
                name="listed_under_one_name",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entry_id} under {self.keyword_id or self.author_id}"
