from articles.models.address import Imported, OldAddress
from articles.models.correction import Correction
from articles.models.entry import Article, Entry
from articles.models.picture import Picture
from articles.models.places import Author, Keyword, KeywordAlias, Section
from articles.models.search import Listed, Searchable, Word

__all__ = [
    "Article",
    "Author",
    "Correction",
    "Entry",
    "Imported",
    "Keyword",
    "KeywordAlias",
    "Listed",
    "OldAddress",
    "Picture",
    "Searchable",
    "Section",
    "Word",
]
