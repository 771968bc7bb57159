"""Sends every article where it is to go."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q

from articles.exporting import items, walking
from articles.exporting.album import Album
from articles.exporting.parcels import Parcel


@dataclass
class Run:
    """One export: what writes an item down, where the pictures go and who hears of it."""

    write: Callable[[items.Fields], object]
    album: Album | Parcel
    say: Callable[[str], None]
    passed: Callable[[int], None]  # hears of each article that is behind us
    among: Q = walking.EVERYTHING
    articles: int = 0
    lacking: int = 0  # pictures that could not be copied

    def send(self) -> None:
        for batch in walking.every(self.among):
            for whole in batch:
                self._send(items.item(whole))

    def _send(self, fields: items.Fields) -> None:
        for name, why in self.album.keep(image["file"] for image in fields["images"]):
            self.say(f"article {fields['number']}: picture not copied, {why}: {name}")
            self.lacking += 1
        self.write(fields)
        self.articles += 1
        self.passed(1)
