"""What a text says of the library's pictures, kept by the library where it says nothing of its own."""

import re
from collections.abc import Callable

from django.db import transaction
from django.db.models import Q

from articles.illustrating import name_of
from articles.importing.illustrating import Shown, pictures_in
from articles.importing.words import cut
from articles.models import Picture
from portal.lib import pages

# "Photo: Ann Lee / Port of Batumi", in brackets or after a sentence, as the last words of a caption. Names without
# such a word before them are left where they stand: they may as well be those of the people shown.
_CREDIT = re.compile(
    r"(?:^|(?<=[.!?”\"')。])\s*|\s*[(（])"
    r"((?:photo|photograph|picture|image|graphic|map|chart|illustration|credit|foto|bild|фото|照片|图片|圖片)s?\s?[:：]\s*+(?-i:(?![a-z]))"
    r"(?:[^.:：!?()（）。]|(?<=\b[A-Z])\.){2,90})[)）]?\.?$",
    re.IGNORECASE,
)


def keep(body: str, *, may: Callable[[Picture], bool]) -> list[Picture]:
    """Give pictures without alternative text, caption or credit those of a sanitised body, where one `may` change them.

    What the library says already stays. The pictures that were given words.
    """
    said = _said(body)
    if not said:
        return []
    with transaction.atomic():
        bare = Picture.objects.filter(Q(alt="") | Q(caption="") | Q(credit=""), name__in=said).select_for_update()
        given = [picture for picture in bare if _give(picture, said[picture.name]) and may(picture)]
        for picture in given:
            picture.save(update_fields=["alt", "caption", "credit"])
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
    before = (picture.alt, picture.caption, picture.credit)
    caption, credit = (shown.caption.removesuffix(picture.credit), "") if picture.credit else parted(shown.caption)
    picture.alt = picture.alt or cut(shown.alt, 300)
    picture.caption = picture.caption or cut(caption.strip(), 500)
    picture.credit = picture.credit or credit
    return (picture.alt, picture.caption, picture.credit) != before


def parted(caption: str) -> tuple[str, str]:
    """What a caption says, and the credit as it is printed at its end; "" where it has none that says so itself."""
    found = _CREDIT.search(caption)
    return (caption[: found.start()].strip(), found[1].strip()) if found else (caption, "")
