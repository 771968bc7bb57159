"""An article in the words of the import table: nothing of it is left out, and nothing has to be guessed again."""

from datetime import UTC, datetime
from typing import Any

from django.core.files.storage import default_storage

from articles.exporting.walking import Whole
from articles.models import Article, Drawing, Imported, Picture
from portal.lib.links import absolute

Fields = dict[str, Any]
# Says that the item is an article as a portal keeps it, and by which version of these words.
FORMAT = "portal/1"


def item(whole: Whole) -> Fields:
    """All that the article holds, whoever may read it."""
    article = whole.article
    return {
        "format": FORMAT,
        **_addresses(article),
        "lang": article.language,
        "access": str(article.access),
        **_moments(article),
        "section": article.section.name,
        "kicker": article.kicker,
        "title": article.title,
        "summary": article.abstract,
        "teaser": article.teaser,
        **_people(article),
        "tags": [keyword.name for keyword in article.keywords.all()],
        "dateline": article.dateline,
        "body_html": article.body,
        "source": article.source,
        "licence": None,
        **_illustrations(whole),
        "corrections": [
            {"words": one.words, "corrected_at": _written(one.corrected_at)} for one in article.corrections.all()
        ],
    }


def _addresses(article: Article) -> Fields:
    """An import knows it by the id it came with, else by its permanent address."""
    imported: Imported | None = getattr(article, "imported", None)
    return {
        "id": imported.key if imported else absolute(article.short_path),
        "number": article.pk,
        "url": absolute(article.get_absolute_url()),
        "old_addresses": [old.path for old in article.old_addresses.all()],
    }


def _people(article: Article) -> Fields:
    authors = [author.name for author in article.authors.all()]
    return {"author": ", ".join(authors), "authors": authors, "editor": article.editor}


def _moments(article: Article) -> Fields:
    return {
        "date": _written(article.published_at),
        "published_at": _written(article.published_at),
        "withdrawn_at": _written(article.withdrawn_at),
        "withdrawn_because": article.withdrawn_because,
        "changed_at": _written(article.changed_at),
    }


def _illustrations(whole: Whole) -> Fields:
    """Each once; the picture and the drawing that stand over the text come first."""
    above, drawn = whole.article.picture, whole.article.drawing
    pictures = [above, *(one for one in whole.pictures if one != above)] if above else whole.pictures
    drawings = [drawn, *(one for one in whole.drawings if one != drawn)] if drawn else whole.drawings
    return {
        "picture": above.name if above else None,
        "images": [_image(picture) for picture in pictures],
        "drawing": drawn.key if drawn else None,
        "drawings": [_drawing(drawing) for drawing in drawings],
    }


def _image(picture: Picture) -> Fields:
    return {
        "file": picture.name,
        "width": picture.width,
        "height": picture.height,
        "source_path": default_storage.url(picture.name),
        "alt": picture.alt,
        "caption": picture.caption,
        "lang": picture.language,
        "credit": picture.credit,
        "licence": picture.licence,
        "focus": [picture.focus_x, picture.focus_y],
        "in_languages": picture.in_languages,
    }


def _drawing(drawing: Drawing) -> Fields:
    names = ("key", "kind", "title", "unit", "source", "data", "alt")
    return {name: str(getattr(drawing, name)) for name in names}


def _written(at: datetime | None) -> str | None:
    return at.astimezone(UTC).isoformat() if at else None
