"""What a text says of the library's pictures, kept by the library where it says nothing of its own."""

import re
from collections.abc import Callable

from django.db import transaction
from django.db.models import Q

from articles.illustrating import name_of
from articles.importing.illustrating import Shown, pictures_in
from articles.importing.words import cut
from articles.in_languages import kept
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


def keep(body: str, *, language: str, may: Callable[[Picture], bool]) -> list[Picture]:
    """Give pictures without alternative text, caption or credit those of a sanitised body, where one `may` change them.

    What the library says already stays; what is seen on a picture it says in each language. The pictures that were
    given words.
    """
    said = _said(body)
    if not said:
        return []
    with transaction.atomic():
        lacking = Q(alt="") | Q(caption="") | Q(credit="") | ~Q(language=language)
        found = Picture.objects.filter(lacking, name__in=said).select_for_update()
        given = [picture for picture in found if _give(picture, said[picture.name], language) and may(picture)]
        for picture in given:
            picture.save(update_fields=["alt", "caption", "language", "credit", "in_languages"])
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


def _give(picture: Picture, shown: Shown, language: str) -> bool:
    """Whether it has words now that it had not; a caption comes without the credit that is printed after it."""
    before = (picture.alt, picture.caption, picture.credit, picture.in_languages)
    caption, credit = (shown.caption.removesuffix(picture.credit), "") if picture.credit else parted(shown.caption)
    picture.credit = picture.credit or credit
    said = {"alt": cut(shown.alt, 300), "caption": cut(caption.strip(), 500)}
    if not (picture.alt or picture.caption):
        picture.language, picture.in_languages = language, kept(picture.in_languages, besides=language)
    if picture.language == language:
        picture.alt, picture.caption = picture.alt or said["alt"], picture.caption or said["caption"]
    elif said["alt"] not in ("", picture.alt) and not picture.says(language):
        picture.in_languages = kept(picture.in_languages | {language: said})
    return (picture.alt, picture.caption, picture.credit, picture.in_languages) != before


def parted(caption: str) -> tuple[str, str]:
    """What a caption says, and the credit as it is printed at its end; "" where it has none that says so itself."""
    found = _CREDIT.search(caption)
    return (caption[: found.start()].strip(), found[1].strip()) if found else (caption, "")
