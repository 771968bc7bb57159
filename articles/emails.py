"""The mails about articles, one function each; what somebody outside typed stands in none of them."""

from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from articles.models import Clearing, Response
from portal.lib import links, mail


def responded(response: Response, *, to: str) -> EmailMultiAlternatives:
    """To whoever made the link: that there is an approval or a comment, and where it is read."""
    link = response.link
    url = links.absolute(reverse("admin:articles_article_outside", args=[link.version.article_id]))
    context = {"response": response, "shown": link.shown, "title": link.get("title"), "url": url}
    return mail.build("articles/mail_responded", context, to=to)


def clearing(asked: Clearing, *, to: str) -> EmailMultiAlternatives:
    """To an editor that an article waits for them; or, once it is sent back, to whoever asked."""
    url = links.absolute(reverse("admin:articles_article_change", args=[asked.article_id]))
    return mail.build(
        "articles/mail_clearing", {"clearing": asked, "title": asked.version.get("title"), "url": url}, to=to
    )
