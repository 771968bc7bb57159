from articles.models.address import Imported, OldAddress
from articles.models.clearing import Clearing
from articles.models.correction import Correction
from articles.models.double import LikelyDouble
from articles.models.drawing import Drawing
from articles.models.entry import Article, Entry
from articles.models.front import ArrangedBlock, Arrangement, MostRead
from articles.models.page import Page
from articles.models.picture import Picture
from articles.models.places import Author, Keyword, KeywordAlias, Section
from articles.models.preview import PreviewLink, Response
from articles.models.search import Listed, Searchable, Word
from articles.models.transfer import Export, Import
from articles.models.version import Comment, Version
from articles.models.writing import Writing

__all__ = [
    "ArrangedBlock",
    "Arrangement",
    "Article",
    "Author",
    "Clearing",
    "Comment",
    "Correction",
    "Drawing",
    "Entry",
    "Export",
    "Import",
    "Imported",
    "Keyword",
    "KeywordAlias",
    "LikelyDouble",
    "Listed",
    "MostRead",
    "OldAddress",
    "Page",
    "Picture",
    "Searchable",
    "PreviewLink",
    "Response",
    "Section",
    "Version",
    "Word",
    "Writing",
]
