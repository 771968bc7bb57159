"""What an article lacks before readers may see it, each with its remedy."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from articles import clearing
from articles.models import Article
from portal.lib import sanitise


@dataclass(frozen=True)
class Lack:
    """`field` is the form's name for where the remedy goes."""

    field: str
    words: str


def lacking(article: Article) -> list[Lack]:
    """Everything that keeps `article` from being published, in the order of the form; a title and a section it has."""
    lacks = []
    if not article.abstract.strip():
        lacks.append(Lack("abstract", _("The abstract is empty. Write two sentences: lists and mails show them.")))
    if not sanitise.text(article.body):
        lacks.append(Lack("body", _("The body is empty. Write the text that readers come for.")))
    if article.picture and not article.picture.alt.strip():
        words = _("The picture has no alternative text. Open the picture and say what is seen on it.")
        lacks.append(Lack("picture", words))
    if clearing.is_missing(article):
        lacks.append(Lack("title", _("Nobody has cleared how it stands now. Press “Clear” once you have read it.")))
    return lacks
