"""What a page says of itself to those who show it elsewhere."""

from datetime import datetime

from django import template

from articles import feeding
from articles.models import Entry
from portal.lib.links import absolute as _absolute

register = template.Library()

# As Open Graph names them; it knows no language without a country.
_LOCALES = {"en": "en_GB", "fr": "fr_FR", "es": "es_ES", "ru": "ru_RU", "ar": "ar_AR", "ja": "ja_JP", "ko": "ko_KR"}
_LOCALES |= {"zh-hans": "zh_CN", "zh-hant": "zh_TW"}


@register.filter
def locale(language: str) -> str:
    return _LOCALES.get(language, "en_GB")


@register.filter
def shared_picture(entry: Entry | str) -> feeding.Image | None:
    """The picture that stands beside a link to `entry`; None for a page that is no entry."""
    return feeding.shared_image(entry) if isinstance(entry, Entry) else None


@register.filter
def modified(entry: Entry) -> datetime:
    """When readers last got something new of it."""
    return feeding.updated_at(entry)


@register.filter
def absolute(path: str) -> str:
    return _absolute(path)
