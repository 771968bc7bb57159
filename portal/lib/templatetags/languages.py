"""In which language a part of a page is, said only where it is not the page's own."""

from functools import lru_cache

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language

register = template.Library()


@register.filter
def lang(language: str) -> SafeString | str:
    """The attribute, with a space before it."""
    return "" if language == get_language() else _said(language)


@lru_cache(maxsize=64)
def _said(language: str) -> SafeString:
    return format_html(' lang="{}"', language)
