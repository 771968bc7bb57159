"""What machines are told about a page, as JSON-LD; it never holds a body, so it cannot leak one."""

from collections.abc import Iterable

from django.utils.safestring import SafeString

from articles import feeding
from articles.models import Article, Author, Correction, Entry, Keyword, Section
from members.access import Audience
from portal.lib import jsonld
from portal.lib.links import absolute

LONGEST_HEADLINE = 110  # letters that Google reads


def front() -> SafeString:
    return jsonld.script([jsonld.site()])


def article(
    entry: Article, *, authors: Iterable[Author], keywords: Iterable[Keyword], corrections: Iterable[Correction]
) -> SafeString:
    """A NewsArticle and its way from the front page."""
    address = absolute(entry.get_absolute_url())
    told = {
        "@type": "NewsArticle",
        "@id": absolute(entry.short_path),
        "url": address,
        "mainEntityOfPage": {"@type": "WebPage", "@id": address},
        "headline": headline(entry.title),
        "description": entry.abstract,
        "articleSection": entry.section.name,
        "inLanguage": entry.language,
        "wordCount": entry.words,
        "datePublished": entry.published_at.isoformat() if entry.published_at else None,
        "dateModified": feeding.updated_at(entry).isoformat(),
        "author": [_person(author) for author in authors] or [jsonld.publisher()],
        "editor": {"@type": "Person", "name": entry.editor} if entry.editor else None,
        "keywords": [keyword.name for keyword in keywords],
        "correction": corrected(corrections),
        "image": [_image(entry)],
        "publisher": jsonld.publisher(),
        **_access(entry),
    }
    way = [(entry.section.name, entry.section.get_absolute_url()), (entry.title, entry.get_absolute_url())]
    return jsonld.script([told, jsonld.way(way)])


def place(found: Section | Keyword | Author, *, address: str, entries: Iterable[Entry]) -> SafeString:
    """A page of a list, at `address`, and its way from the front page."""
    description = getattr(found, "description", "")
    listed = [(entry.title, entry.get_absolute_url()) for entry in entries]
    page = jsonld.collection(found.name, address, description=description, entries=listed)
    if isinstance(found, Author):
        page["about"] = _person(found)
    return jsonld.script([page, jsonld.way([(found.name, found.get_absolute_url())])])


def headline(title: str) -> str:
    return title if len(title) <= LONGEST_HEADLINE else _cut(title)


def _cut(title: str) -> str:
    """At most so many letters, ended at a word where it has any."""
    cut = title[: LONGEST_HEADLINE - 1]
    return f"{cut.rpartition(' ')[0] or cut}…"


def corrected(corrections: Iterable[Correction]) -> list[dict[str, object]]:
    """What is said of each correction under an entry."""
    return [
        {"@type": "CorrectionComment", "text": one.words, "datePublished": one.corrected_at.isoformat()}
        for one in corrections
    ]


def _access(entry: Entry) -> dict[str, object]:
    if entry.access == Audience.EVERYONE:
        return {"isAccessibleForFree": True}
    part = {"@type": "WebPageElement", "isAccessibleForFree": False, "cssSelector": ".body"}
    return {"isAccessibleForFree": False, "hasPart": part}


def _person(author: Author) -> jsonld.Thing:
    address = absolute(author.get_absolute_url())
    person: jsonld.Thing = {"@type": "Person", "@id": address, "name": author.name, "url": address}
    return person | ({"description": author.about} if author.about else {})


def _image(entry: Entry) -> jsonld.Thing:
    image, picture = feeding.shared_image(entry), entry.picture
    told: jsonld.Thing = {"@type": "ImageObject", "url": image.url, "width": image.width, "height": image.height}
    caption = image.caption or (picture.words_in(entry.language).alt if picture else "")
    return told | ({"caption": caption} if caption else {}) | ({"creditText": image.credit} if image.credit else {})
