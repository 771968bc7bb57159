"""Maps and charts where a text refers to them by their address."""

import re

from django.template.loader import get_template

from articles.models import Drawing

_REFERENCE = re.compile(
    r'<(figure|p)>\s*<img\b[^>]*\ssrc="/drawings/([a-z0-9-]{1,20})\.svg"[^>]*>\s*'
    r"(?:<figcaption>(?:(?!<figcaption|</figure>).)*</figcaption>)?\s*</\1>",
    re.DOTALL,
)


def with_drawings(body: str, *, above: int | None = None) -> str:
    """A sanitised body with the drawing itself in place of a paragraph or figure that holds nothing but its address.

    All are found in one query. `above` stands over the text already and is not shown twice, nor is any other.
    """
    keys = {found[2] for found in _REFERENCE.finditer(body)} if "/drawings/" in body else set()
    drawings = {drawing.key: drawing for drawing in Drawing.objects.filter(key__in=keys)} if keys else {}
    shown = {above}

    def drawn(found: re.Match[str]) -> str:
        drawing = drawings.get(found[2])
        if drawing is None:
            return found[0]
        if drawing.pk in shown:
            return ""
        shown.add(drawing.pk)
        return markup(drawing)

    return _REFERENCE.sub(drawn, body) if drawings else body


def markup(drawing: Drawing) -> str:
    """The whole figure: title, unit, drawing, source, and the table behind it."""
    return get_template("parts/_drawing.html").render({"drawing": drawing}).strip()
