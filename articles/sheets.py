"""An entry without the page around it: a plain version for slow lines and small screens, and Markdown."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from articles import bodies, carrying, markdown
from articles.models import Author, Correction, Entry, Keyword
from articles.models.places import names_on
from portal.lib import links, tally


@dataclass(frozen=True)
class Sheet:
    """What its reader may have of an entry; `above` stands before the text, and both are safe HTML."""

    entry: Entry
    above: SafeString
    body: SafeString
    whole: bool
    authors: Sequence[Author]
    keywords: Sequence[Keyword]
    corrections: Sequence[Correction]

    @property
    def canonical(self) -> str:
        return links.absolute(self.entry.get_absolute_url())


def sheet(entry: Entry, *, text: str, above: SafeString, whole: bool, dateline: str = "") -> Sheet:
    """`text` is the entry's sanitised body; `whole` is the gate's answer, and decides how much of it is taken."""
    authors, keywords = names_on(entry.pk)
    body = bodies.opened(text, dateline=dateline, written=entry.teaser, whole=whole)
    return Sheet(
        entry=entry,
        above=above,
        body=mark_safe(bodies.stepped(body)),  # sanitised when it was saved
        whole=whole,
        authors=authors,
        keywords=keywords,
        corrections=list(Correction.objects.of(entry)),
    )


def plain(request: HttpRequest, shown: Sheet) -> HttpResponse:
    """No script, no picture, one small stylesheet; its canonical address is the page's."""
    context = {
        **carrying.addresses(shown.entry),
        "sheet": shown,
        "entry": shown.entry,
        "body": bodies.without_pictures(shown.body),
        "corrections": shown.corrections,
    }
    response = render(request, "plain.html", context)
    is_staff = request.reader.is_staff  # type: ignore[attr-defined]  # ours
    return response if is_staff else tally.read(response, shown.entry.pk)


def as_markdown(request: HttpRequest, shown: Sheet) -> HttpResponse:
    body = shown.body
    if not shown.whole:
        words = _("The rest is for members.")
        body += format_html('<p><a href="{}">{}</a></p>', shown.canonical, words)
    text = markdown.written(
        shown.entry,
        opening=shown.above,
        body=body,
        authors=shown.authors,
        keywords=shown.keywords,
        corrections=shown.corrections,
    )
    response = HttpResponse(text, content_type="text/markdown; charset=utf-8")
    response.headers["Link"] = f'<{shown.canonical}>; rel="canonical"'
    return response
