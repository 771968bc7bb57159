"""What a text says of the library's pictures, kept by the library where it says nothing of its own."""

from collections.abc import Callable

from django.db import transaction
from django.db.models import Q

from articles.illustrating import name_of
from articles.importing.illustrating import Shown, pictures_in
from articles.importing.words import cut
from articles.models import Picture
from portal.lib import pages


def keep(body: str, *, may: Callable[[Picture], bool]) -> list[Picture]:
    """Give pictures without alternative text or caption those that a sanitised body has, where one `may` change them.

    What the library says already stays. The pictures that were given words.
    """
    said = _said(body)
    if not said:
        return []
    with transaction.atomic():
        bare = Picture.objects.filter(Q(alt="") | Q(caption=""), name__in=said).select_for_update()
        given = [picture for picture in bare if _give(picture, said[picture.name]) and may(picture)]
        for picture in given:
            picture.save(update_fields=["alt", "caption"])
        if given:
            pages.changed()
    return given


def _said(body: str) -> dict[str, Shown]:
    """By the picture's name, the first place in which it is described."""
    said: dict[str, Shown] = {}
    for shown in pictures_in(body):
        name = name_of(shown.source)
        if name and (shown.alt or shown.caption):
            said.setdefault(name, shown)
    return said


def _give(picture: Picture, shown: Shown) -> bool:
    """Whether it has words now that it had not; a caption comes without the credit that is printed after it."""
    before = (picture.alt, picture.caption)
    picture.alt = picture.alt or cut(shown.alt, 300)
    picture.caption = picture.caption or cut(shown.caption.removesuffix(picture.credit).strip(), 500)
    return (picture.alt, picture.caption) != before
