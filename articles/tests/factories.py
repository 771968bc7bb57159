import hashlib
import io
from itertools import count

from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.utils import timezone
from PIL import Image

from articles import indexing
from articles.models import Article, Author, Drawing, Keyword, Picture, Section

_numbers = count(1)


def make_section(**values):
    number = next(_numbers)
    return Section.objects.create(
        **{"name": f"Section {number}", "slug": f"section-{number}", "in_masthead": True} | values
    )


def make_keyword(name="", **values):
    return Keyword.objects.create(name=name or f"Keyword {next(_numbers)}", **values)


def make_author(name="", **values):
    return Author.objects.create(name=name or f"Author {next(_numbers)}", **values)


def make_picture(*, size=(640, 400), **values):
    """A picture of the library whose file is there; no renditions."""
    out = io.BytesIO()
    number = next(_numbers)
    Image.new("RGB", size, (number * 37 % 256, 90, 110)).save(out, "JPEG")
    digest = hashlib.sha256(b"%d" % number + out.getvalue()).hexdigest()
    name = default_storage.save(f"pictures/{digest[:2]}/{digest}.jpg", ContentFile(out.getvalue()))
    defaults = {"name": name, "digest": digest, "width": size[0], "height": size[1], "added_at": timezone.now()}
    words = {"alt": f"Cranes over quay {number}", "caption": "A quay in October.", "credit": "Ann Lee"}
    return Picture.objects.create(**defaults | words | values)


ROUTE = "land: Almaty, Aktau\nsea: Aktau, Baku\nstory: Aktau"


def make_drawing(**values):
    return Drawing.objects.create(**{"kind": "map", "title": "Over the Caspian by ferry", "data": ROUTE} | values)


def make_article(*, keywords=(), authors=(), **values):
    """A published article, indexed; pass published_at=None for a draft."""
    now = timezone.now()
    number = next(_numbers)
    section = values.pop("section", None) or make_section()
    defaults = {
        "title": f"Quay {number} reopens two weeks early",
        "abstract": "Berth 19 takes ships again.",
        "section": section,
    }
    defaults |= {"body": "<p>The berth was closed since spring.</p>", "published_at": now, "changed_at": now}
    article = Article.objects.create(**defaults | values)
    article.keywords.set(keywords)
    article.authors.set(authors)
    indexing.reindex([article.pk])
    return article
