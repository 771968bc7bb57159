"""Makes an understood item ready to be written: its pictures are in the library, its body is clean."""

from collections.abc import Iterator
from dataclasses import dataclass

from articles.importing import bodies, datelines, illustrating, words
from articles.importing.drafts import Draft, Kept
from articles.importing.media import Media
from articles.importing.reading import Unfit
from articles.importing.words import cut
from articles.models import Picture
from articles.words import counted
from portal.lib import sanitise


@dataclass(frozen=True)
class Finished:
    """All that an entry and its article hold, but for their numbers."""

    draft: Draft
    abstract: str
    dateline: str
    body: str
    words: int
    picture: Picture | None
    left_out: list[tuple[str, str]]

    @property
    def key(self) -> str:
        return self.draft.item.key

    @property
    def wanted_number(self) -> int | None:
        return self.draft.kept.number if self.draft.kept else None

    def notes(self, *, publish: bool) -> Iterator[str]:
        """What an editor may want to look at: the reason, a colon, and what it is about."""
        yield from self.draft.notes
        for name, reason in self.left_out:
            yield f"picture left out, {reason.rstrip('.')}: {name}"
        if self.picture and not self.picture.alt:
            yield f"picture without alternative text: {self.picture.name}"
        if publish and self.draft.published_at is None and not any(map(_tells_why, self.draft.notes)):
            yield f"kept as a draft, it has no date: {self.draft.title}"


def _tells_why(note: str) -> bool:
    return note.startswith("kept as a draft")


def finish(draft: Draft, media: Media) -> Finished:
    """The same of any item; Unfit without a text."""
    return _restored(draft, draft.kept, media) if draft.kept else _made(draft, media)


def _restored(draft: Draft, kept: Kept, media: Media) -> Finished:
    """As it was, but for where its pictures lie."""
    album = media.album(draft.images, (), language=draft.language)
    lost = {image.source_path for image in draft.images if image.name in dict(album.left_out)}
    body = illustrating.with_sources(sanitise.body(draft.markup), album.find, lost=lost)
    return Finished(
        draft=draft,
        abstract=draft.abstract,
        dateline=draft.dateline,
        body=body,
        words=counted(sanitise.text(body), draft.language),
        picture=album.find(kept.picture) if kept.picture else None,
        left_out=album.left_out,
    )


def _made(draft: Draft, media: Media) -> Finished:
    """Take the pictures, clean the body, and write the abstract where there is none; Unfit without a text."""
    shown = list(illustrating.pictures_in(draft.markup))
    if (draft.images or shown) and not sanitise.text(draft.markup):
        raise Unfit("has no text")  # and its pictures would come to nothing
    album = media.album(draft.images, shown, language=draft.language)
    placed = illustrating.with_pictures(draft.markup, album.find, above=album.first)
    as_it_came = words.plain(words.text(draft.item.fields, "title"))
    body = bodies.clean(placed, titles=(draft.title, as_it_came))
    dateline, body = (draft.dateline, body) if draft.dateline else datelines.split(body)
    text = sanitise.text(body)
    if not text:
        raise Unfit("has no text")
    return Finished(
        draft=draft,
        abstract=draft.abstract or cut(bodies.opening(body), 600),
        dateline=dateline,
        body=body,
        words=counted(text, draft.language),
        picture=album.first,
        left_out=album.left_out,
    )
