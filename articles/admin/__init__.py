"""The newsroom's rooms for articles; importing them registers them."""

from articles.admin.addresses import OldAddressAdmin
from articles.admin.article import ArticleAdmin
from articles.admin.drawing import DrawingAdmin
from articles.admin.exporting import ExportAdmin
from articles.admin.front import ArrangementAdmin
from articles.admin.importing import ImportAdmin
from articles.admin.keywords import KeywordAdmin
from articles.admin.pages import PageAdmin
from articles.admin.picture import PictureAdmin
from articles.admin.places import AuthorAdmin, SectionAdmin

__all__ = [
    "ArrangementAdmin",
    "ArticleAdmin",
    "AuthorAdmin",
    "ExportAdmin",
    "ImportAdmin",
    "KeywordAdmin",
    "OldAddressAdmin",
    "PageAdmin",
    "DrawingAdmin",
    "PictureAdmin",
    "SectionAdmin",
]
