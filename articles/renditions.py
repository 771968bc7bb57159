"""The sizes in which a picture is shown, made from its safe copy."""

from collections.abc import Sequence
from datetime import datetime

from django.core.files.storage import default_storage
from django.db import transaction
from PIL import Image

from articles import looks, safecopy, storing
from articles.models import Picture
from portal.lib import pages

WIDTHS = (400, 800, 1200, 1600)
# What a phone may be asked to load for one picture; wider screens get more, in proportion.
PHONE_BYTES = 30_000
_PHONE_WIDTH = 800
_QUALITIES = (75, 65, 55, 45, 35)
# AVIF's scale is its own: 55 looks like 75 of the others. Speed 7 costs a third of the usual 6 and 3 % more bytes.
_AVIF_QUALITIES = (55, 48, 41, 34)
_AVIF_SPEED = 7
_KINDS = {"avif": "AVIF", "webp": "WEBP", "jpg": "JPEG"}


def widths_for(width: int) -> list[int]:
    """Of WIDTHS those that a picture so wide fills, and its own width where that is less than the widest."""
    widest = min(width, WIDTHS[-1])
    return [*(step for step in WIDTHS if step < widest), widest]


def make(picture: Picture) -> None:
    """Put the renditions that the picture lacks beside it, then name their widths; safe to stop and start again.

    A page shows the safe copy until WebP and JPEG are ready, and those until AVIF is.
    """
    with default_storage.open(picture.name) as file:
        image = Image.open(file)
        image.load()
    widths = widths_for(picture.width)
    if not picture.widths:
        for width in widths:
            _put_common(picture, _narrowed(image, width))
        _say(picture, widths=widths)
    if not picture.avif_widths:
        # A drawing's thin coloured lines need every colour; a photograph looks the same with a quarter of them.
        subsampling = "4:4:4" if picture.name.endswith(".png") else "4:2:0"
        for width in widths:
            _put(picture, _narrowed(image, width), "avif", _AVIF_QUALITIES, speed=_AVIF_SPEED, subsampling=subsampling)
        _say(picture, avif_widths=widths)


def look(picture: Picture) -> int:
    """How the stored picture looks, as `articles.looks` has it."""
    with default_storage.open(picture.name) as file:
        return looks.of(safecopy.flattened(Image.open(file)))


def note_failure(picture: Picture, reason: str, *, at: datetime) -> None:
    """What staff see of it, until the renditions are there."""
    Picture.objects.filter(pk=picture.pk, name=picture.name).update(failed_at=at, failure=reason[:200])


def _say(picture: Picture, **ready: list[int]) -> None:
    with transaction.atomic():
        # Not of a picture whose file was replaced meanwhile: that has a job of its own.
        Picture.objects.filter(pk=picture.pk, name=picture.name).update(**ready, failed_at=None, failure="")
        pages.changed()


def _narrowed(image: Image.Image, width: int) -> Image.Image:
    if width == image.width:
        return image
    height = max(1, round(image.height * width / image.width))
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _put_common(picture: Picture, image: Image.Image) -> None:
    _put(picture, image, "webp", _QUALITIES)
    _put(picture, safecopy.flattened(image), "jpg", _QUALITIES, progressive=True, optimize=True)


def _put(picture: Picture, image: Image.Image, extension: str, qualities: Sequence[int], **options: object) -> None:
    """In the best quality that keeps the budget of this width, else the lowest one."""
    budget = PHONE_BYTES * max(1, image.width / _PHONE_WIDTH)
    encoded = b""
    for quality in qualities:
        encoded = safecopy.encode(image, _KINDS[extension], quality=quality, **options)
        if len(encoded) <= budget:
            break
    storing.put(picture.rendition_name(image.width, extension), encoded)
