"""The sizes in which a picture is shown, made from its safe copy."""

from django.core.files.storage import default_storage
from django.db import transaction
from PIL import Image

from articles import safecopy, storing
from articles.models import Picture
from portal.lib import pages

WIDTHS = (400, 800, 1200, 1600)
# What a phone may be asked to load for one picture; wider screens get more, in proportion.
PHONE_BYTES = 30_000
_PHONE_WIDTH = 800
_QUALITIES = (75, 65, 55, 45, 35)


def widths_for(width: int) -> list[int]:
    """Of WIDTHS those that a picture so wide fills, and its own width where that is less than the widest."""
    widest = min(width, WIDTHS[-1])
    return [*(step for step in WIDTHS if step < widest), widest]


def make(picture: Picture) -> None:
    """Put the picture's renditions beside it, then name their widths; safe to stop and start again.

    A page shows the safe copy until all of them are ready.
    """
    with default_storage.open(picture.name) as file:
        image = Image.open(file)
        image.load()
    widths = widths_for(picture.width)
    for width in widths:
        _put(picture, _narrowed(image, width))
    with transaction.atomic():
        Picture.objects.filter(pk=picture.pk).update(widths=widths)
        pages.changed()


def _narrowed(image: Image.Image, width: int) -> Image.Image:
    if width == image.width:
        return image
    height = max(1, round(image.height * width / image.width))
    return image.resize((width, height), Image.Resampling.LANCZOS, reducing_gap=3.0)


def _put(picture: Picture, image: Image.Image) -> None:
    storing.put(picture.rendition_name(image.width, "webp"), _within_budget(image, "WEBP"))
    flat = safecopy.flattened(image)
    storing.put(
        picture.rendition_name(image.width, "jpg"),
        _within_budget(flat, "JPEG", progressive=True, optimize=True),
    )


def _within_budget(image: Image.Image, kind: str, **options: object) -> bytes:
    """The best quality that keeps the budget of this width, else the lowest one."""
    budget = PHONE_BYTES * max(1, image.width / _PHONE_WIDTH)
    encoded = b""
    for quality in _QUALITIES:
        encoded = safecopy.encode(image, kind, quality=quality, **options)
        if len(encoded) <= budget:
            break
    return encoded
