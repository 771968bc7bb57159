"""What a feed holds: entries as the public gets them, with their bodies where those are open.

A reader of feeds has no session, so every feed is the public's: of a gated entry it carries the teaser.
"""

import mimetypes
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from html import unescape
from urllib.parse import urljoin

from django.conf import settings
from django.utils.formats import date_format
from django.utils.html import escape, format_html
from django.utils.translation import gettext as _

from articles import bodies, indexing, share_pictures
from articles.models import Author, Correction, Entry, Keyword
from members.access import Reader, may_read
from portal.lib.links import absolute

SIZE = 20
LONGEST = 40_000  # letters of mark-up; a longer text is read on its page
WIDEST = 1600  # no reader of feeds shows a wider picture

_TAG = re.compile(r'<[a-z](?:"[^"]*"|[^">])*>')
_ADDRESS = re.compile(r'(\s(?:href|src)=")([^"]*)"')


@dataclass(frozen=True)
class Image:
    url: str
    media_type: str
    width: int
    height: int
    caption: str = ""
    credit: str = ""


@dataclass(frozen=True)
class Item:
    """An entry with all that a feed says of it; `body` is safe HTML whose addresses are whole, or ""."""

    entry: Entry
    authors: Sequence[Author]
    keywords: Sequence[Keyword]
    body: str
    corrections: Sequence[Correction]
    image: Image

    @property
    def id(self) -> str:
        """Permanent: outlives every change of title."""
        return absolute(self.entry.short_path)

    @property
    def url(self) -> str:
        return absolute(self.entry.get_absolute_url())

    @property
    def summary(self) -> str:
        """The abstract, and the corrections where no body says them."""
        said = [] if self.body else map(said_of, self.corrections)
        return "\n\n".join(filter(None, [self.entry.abstract, *said]))

    @property
    def updated_at(self) -> datetime:
        return updated_at(self.entry)


@dataclass(frozen=True)
class Feed:
    """One page of a feed; addresses are absolute, `older` is "" on the last page."""

    title: str
    description: str
    page: str  # the page for people that shows the same
    first: str
    here: str
    older: str
    items: Sequence[Item]

    @property
    def updated_at(self) -> datetime | None:
        return max((item.updated_at for item in self.items), default=None)


def updated_at(entry: Entry) -> datetime:
    """When readers last got something new of it: its appearance, or an edit after that."""
    return max(entry.changed_at, entry.published_at or entry.changed_at)


def items(entries: Sequence[Entry], *, at: datetime) -> list[Item]:
    """`entries`, whose authors and keywords were fetched, as the public may have them."""
    texts, corrections = indexing.bodies_of(entries), Correction.objects.of_each(entries)
    public = Reader(user=None, at=at)
    return [
        Item(
            entry=entry,
            authors=sorted(entry.authors.all(), key=lambda author: author.pk),
            keywords=sorted(entry.keywords.all(), key=lambda word: word.folded),
            body=_body(entry, texts, corrections[entry.pk], whole=may_read(public, entry)),
            corrections=corrections[entry.pk],
            image=shared_image(entry),
        )
        for entry in entries
    ]


def shared_image(entry: Entry) -> Image:
    """What feeds and other sites show beside a link to `entry`: its picture, else one of its map, chart or title."""
    if picture := entry.picture:
        url, width, height = picture.jpeg(widest=WIDEST)
        media_type = mimetypes.guess_type(url)[0] or "image/jpeg"
        caption = picture.words_in(entry.language).caption
        return Image(absolute(url), media_type, width, height, caption, picture.credit)
    drawing, address = entry.drawing, absolute(share_pictures.path(entry))
    said = (drawing.caption, drawing.source) if drawing else ("", "")
    return Image(address, "image/jpeg", share_pictures.WIDTH, share_pictures.HEIGHT, *said)


def said_of(correction: Correction) -> str:
    """A correction in plain words, with its moment."""
    when = date_format(correction.corrected_at, "j F Y, H:i")
    return _("Correction, %(when)s UTC: %(words)s") % {"when": when, "words": correction.words}


def _body(entry: Entry, texts: Mapping[int, tuple[str, str]], corrections: Iterable[Correction], *, whole: bool) -> str:
    dateline, text = texts.get(entry.pk, ("", ""))
    shown = bodies.opened(text, dateline=dateline, written=entry.teaser, whole=whole)
    if not text or len(shown) > LONGEST:
        return ""
    address = absolute(entry.get_absolute_url())
    if not whole:
        shown += format_html('<p><a href="{}">{}</a></p>', address, _("The rest of this article is for members."))
    shown += "".join(format_html("<p>{}</p>", said_of(correction)) for correction in corrections)
    return with_whole_addresses(shown, page=address)


def with_whole_addresses(html: str, *, page: str) -> str:
    """Sanitised `html` of `page`, its links and pictures found from anywhere."""

    def whole(found: re.Match[str]) -> str:
        try:
            return f'{found[1]}{escape(urljoin(page, unescape(found[2])))}"'
        except ValueError:  # an address that is none
            return ""

    return _TAG.sub(lambda tag: _ADDRESS.sub(whole, tag[0]), html)


def with_own_addresses(html: str, *, page: str) -> str:
    """The same again with the addresses that its site knows itself by."""
    site = urljoin(page, "/")[:-1]

    def own(found: re.Match[str]) -> str:
        address = found[2].removeprefix(page) if found[2].startswith(f"{page}#") else found[2]
        return f'{found[1]}{address.removeprefix(site) if address.startswith(f"{site}/") else address}"'

    return _TAG.sub(lambda tag: _ADDRESS.sub(own, tag[0]), html)


def names(authors: Iterable[Author]) -> list[tuple[str, str]]:
    """(name, address) of each author, or the portal's own where nobody is named."""
    named = [(author.name, absolute(author.get_absolute_url())) for author in authors]
    return named or [(settings.SITE_NAME, absolute("/"))]
