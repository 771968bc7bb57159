"""An item, understood: what an entry is made of, but for its pictures."""

from dataclasses import dataclass, field
from datetime import datetime

from articles.importing.media import Image
from articles.importing.reading import Item
from articles.models import Drawing


@dataclass(frozen=True)
class Kept:
    """What the item of a portal says beyond those of other archives."""

    number: int | None
    path: str  # of the article there
    teaser: str
    changed_at: datetime | None
    picture: str
    drawing: str
    drawings: list[Drawing]
    corrections: list[tuple[datetime, str]]

    @property
    def corrected_at(self) -> datetime | None:
        return max((at for at, _words in self.corrections), default=None)


@dataclass
class Draft:
    item: Item
    title: str
    markup: str
    abstract: str
    kicker: str
    dateline: str
    language: str
    access: str
    section: str
    keywords: list[str]
    authors: list[str]
    editor: str
    source: str
    paths: list[str]
    published_at: datetime | None
    withdrawn_at: datetime | None
    withdrawn_because: str
    images: list[Image]
    notes: list[str] = field(default_factory=list)
    kept: Kept | None = None
