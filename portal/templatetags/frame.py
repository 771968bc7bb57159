"""What stands around a page's own matter, drawn once for all who read without a session.

Head, masthead, the Weekly's panel and footer are a third of the work of a page and the same on most: they depend on
the sections, the day and the item of the masthead one stands at, and on nothing else that a reader without a session
could bring.
"""

from datetime import date
from functools import lru_cache

from django import template
from django.template.context import RequestContext
from django.template.loader import get_template
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language

from articles.models import Section

register = template.Library()

Names = tuple[tuple[str, str], ...]


@register.simple_tag(takes_context=True)
def frame(context: RequestContext, name: str) -> SafeString:
    """The part `name` ("_masthead.html"), which may use masthead_sections, here, today, site_name and reader."""
    reader = context.get("reader")
    if reader is None or reader.user:
        return template.Engine.get_default().get_template(name).render(context)
    sections = tuple((section.name, section.slug) for section in context["masthead_sections"])
    here, today = str(context.get("here", "")), context["today"]
    return _drawn(name, sections, here, today, context["site_name"], get_language() or "")


@lru_cache(maxsize=256)
def _drawn(name: str, sections: Names, here: str, today: date, site_name: str, language: str) -> SafeString:
    """Drawn with these values only, so that nothing of one reader can get into it; `language` is the active one."""
    shown = [Section(name=title, slug=slug) for title, slug in sections]
    context = {"masthead_sections": shown, "here": here, "today": today, "site_name": site_name}
    return mark_safe(get_template(name).render(context))
