"""What an article lacks, each with its remedy: what keeps it from readers, and what they would miss."""

import re
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import clearing, illustrating, linking
from articles.models import Article
from portal.lib import sanitise

LONGEST_TITLE = 100
_SHORTEST = 24  # letters: what is shorter is repeated by chance
_DATELINE = re.compile(r"[^.a-z]{2,60}?,[^()]{0,30}\([^()]{1,60}\)\s*(?:--|[–—])\s*")
_SENTENCE = re.compile(r".*?[.!?。！？](?=\s|$|[^\x00-\u2fff])", re.DOTALL)


@dataclass(frozen=True)
class Lack:
    """`field` is the form's name for where the remedy goes."""

    field: str
    words: str


def lacking(article: Article) -> list[Lack]:
    """Everything that keeps `article` from being published."""
    lacks = missing(article)
    if clearing.is_missing(article):
        lacks.append(Lack("title", _("Nobody has cleared how it stands now. Press “Clear” once you have read it.")))
    return lacks


def missing(article: Article) -> list[Lack]:
    """What every reader must have and has not, in the order of the form; a title and a section it has."""
    lacks = []
    if not article.abstract.strip():
        lacks.append(Lack("abstract", _("The abstract is empty. Write two sentences: lists and mails show them.")))
    if many := illustrating.unsaid(article.body):
        words = ngettext(
            "A picture in the text has no alternative text. Say under the text what is seen on it.",
            "%(many)s pictures in the text have no alternative text. Say under the text what is seen on each.",
            many,
        )
        lacks.append(Lack("body", words % {"many": many}))
    if article.picture and not article.picture.words_in(article.language).alt.strip():
        words = _("The picture has no alternative text. Open the picture and say what is seen on it.")
        lacks.append(Lack("picture", words))
    return lacks


def advised(article: Article) -> list[Lack]:
    """What is better mended first, and keeps nothing back."""
    found = of_words(title=article.title, abstract=article.abstract, body=article.body)
    if not sanitise.text(article.body):
        found.append(Lack("body", _("The body is empty. Write the text that readers come for.")))
    if article.picture and article.picture.alt and not article.picture.says(article.language):
        facts = {"said": article.picture.get_language_display(), "language": article.get_language_display()}
        words = _("The picture says what is seen in %(said)s, not in %(language)s. Open it, and write it there too.")
        found.append(Lack("picture", words % facts))
    found += [Lack("body", broken.why) for broken in linking.broken(article.body, at=article.published_at)]
    if not article.authors.exists():
        found.append(Lack("authors", _("No author is named. Readers see who wrote it above the text.")))
    if not article.keywords.exists():
        found.append(Lack("keywords", _("It has no keywords. Two or three lead readers on to what is related.")))
    return found


def of_words(*, title: str, abstract: str, body: str) -> list[Lack]:
    """What can be told of title and abstract while they are typed."""
    found = []
    if len(title) > LONGEST_TITLE:
        words = _("The title has %(many)s characters; lists, mails and search engines cut it after %(most)s.")
        found.append(Lack("title", words % {"many": len(title), "most": LONGEST_TITLE}))
    if _is_repeated(abstract, sanitise.text(body)):
        words = _("The abstract says what the text begins with. Readers see both: let it say why the story matters.")
        found.append(Lack("abstract", words))
    return found


def _is_repeated(abstract: str, text: str) -> bool:
    """Whether the first sentence stands in the abstract, or the abstract is how the text begins."""
    opening = _DATELINE.sub("", text, count=1) if _DATELINE.match(text) else text
    sentence = _SENTENCE.match(opening)
    first, said = _letters(sentence[0] if sentence else opening), _letters(abstract)
    is_begun = len(said) >= _SHORTEST and _letters(opening[: 2 * len(abstract)]).startswith(said)
    return is_begun or (len(first) >= _SHORTEST and first in said)


def _letters(words: str) -> str:
    return re.sub(r"[\W_]+", "", words.casefold())
