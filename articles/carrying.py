"""Where an entry is found: its own address, the short one, and the code that carries it to a phone."""

from django.urls import reverse

from articles.models import Entry
from portal.lib import links, qr


def addresses(entry: Entry) -> dict[str, object]:
    """For the page of any kind of entry, beside its language.

    canonical, short_url, short_label (for print), qr_svg, plain_url, markdown_url.
    """
    path = entry.get_absolute_url()
    short_url = links.absolute(entry.short_path)
    return {
        "canonical": links.absolute(path),
        "short_url": short_url,
        "short_label": short_url.partition("://")[2],
        "qr_svg": f"{reverse('articles:qr_svg', args=[entry.pk])}?v={qr.version()}",
        "plain_url": f"{path}plain/",
        "markdown_url": f"{path.rstrip('/')}.md",
        "language": entry.language,
    }
