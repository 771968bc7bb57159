"""The mails about articles, one function each; what somebody outside typed stands in none of them."""

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from articles.models import Clearing, Response
from portal.lib import links, mail


def responded(response: Response, *, to: str) -> EmailMultiAlternatives:
    """To whoever made the link: that there is an approval or a comment, and where it is read."""
    version = response.link.version
    url = links.absolute(reverse("admin:articles_article_outside", args=[version.article_id]))
    context = {"response": response, "version": version, "title": version.get("title"), "url": url}
    return mail.build("articles/mail_responded", context, to=to)


def clearing(asked: Clearing, *, to: str) -> EmailMultiAlternatives:
    """To an editor that an article waits for them; or, once it is sent back, to whoever asked."""
    url = links.absolute(reverse("admin:articles_article_change", args=[asked.article_id]))
    return mail.build(
        "articles/mail_clearing", {"clearing": asked, "title": asked.version.get("title"), "url": url}, to=to
    )
