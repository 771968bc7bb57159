"""Shows exactly one version of an article to somebody outside, who may approve it or comment on it."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from articles import emails, versioning
from articles.forms import as_typed
from articles.models import Article, Author, Entry, Keyword, PreviewLink, Response, Version, Writing
from articles.models.places import folded, word_slug
from articles.words import counted
from members.models import User
from portal.lib import links, sanitise

LINK = links.Purpose("articles.version")
DAYS = 7
MOST_DAYS = 30
MOST_RESPONSES = 20  # of one link: nobody fills the newsroom through it


class Over(Exception):
    """The link has ended or was revoked."""


class Changed(Exception):
    """The article no longer says what was shown."""


class Enough(Exception):
    """So much has been said under one link that no more is taken."""


@dataclass(frozen=True)
class Preview:
    """An article as one version has it; never saved."""

    article: Article
    authors: list[Author]
    keywords: list[Keyword]


def path_of(link: PreviewLink) -> str:
    """The address for whoever the link was made for; it holds as long as the link is open."""
    return reverse("articles:preview", args=[LINK.token(link.pk)])


def offer(article: Article, *, name: str, days: int, by: User | None, at: datetime) -> PreviewLink:
    """A link to how `article` stands now, which becomes a version where it is none yet."""
    with transaction.atomic():
        newest = versioning.hold(article.pk)
        ends_at = at + timedelta(days=days)
        return PreviewLink.objects.create(version=newest, name=name, made_at=at, made_by=by, ends_at=ends_at)


def revoke(link: PreviewLink, *, by: User | None, at: datetime) -> bool:
    """End a link before its time; False when somebody did already."""
    return bool(PreviewLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=at, revoked_by=by))


def stands(version: Version) -> bool:
    """Whether the article still says what `version` says: an edit voids what was said of it."""
    return versioning.digest_now(Article.objects.get(pk=version.article_id)) == version.digest


def respond(link: PreviewLink, *, approves: bool, words: str, at: datetime) -> Response:
    """Write down what whoever the link is for says. Over, Changed or Enough where that is not to be had any more.

    Whoever made the link gets a mail. To approve twice is to approve once.
    """
    with transaction.atomic():
        Entry.objects.select_for_update(no_key=True).get(pk=link.version.article_id)
        link.refresh_from_db(fields=["revoked_at", "ends_at"])
        link.version.article.refresh_from_db(fields=["withdrawn_at"])
        if not link.is_open(at=at):
            raise Over(link)
        if not stands(link.version):
            raise Changed(link)
        known = link.responses.filter(approves=True).first() if approves else None
        if known:
            return known
        if link.responses.count() >= MOST_RESPONSES:
            raise Enough(link)
        said = {"name": link.name, "digest": link.version.digest, "words": words, "made_at": at}
        made = Response.objects.create(link=link, approves=approves, **said)
        if link.made_by and link.made_by.email:
            emails.responded(made, to=link.made_by.email).send()
        return made


def responses_to(article: Article) -> QuerySet[Response]:
    """All that was said from outside, the newest first."""
    found = Response.objects.filter(link__version__article=article).select_related("link__version")
    return found.order_by("-made_at", "-pk")


def as_of(version: Version, *, at: datetime) -> Preview:
    """The article as readers would have it at the moment `at`, were that version published."""
    return _worn(version.article_id, version.form, at=at)


def with_changes(changes: Writing, *, at: datetime) -> Preview:
    """The article as readers would have it, were its draft changes published."""
    article = Article.objects.get(pk=changes.article_id or 0)
    return _worn(article.pk, as_typed(article, changes.form), at=at)


def _worn(number: int, form: versioning.Form, *, at: datetime) -> Preview:
    article = Article.objects.select_related("section", "picture", "drawing").get(pk=number)
    worn = versioning.put_on(article, form)
    known = {keyword.folded: keyword for keyword in Keyword.objects.filter(folded__in=map(folded, worn.keywords))}
    article.published_at = article.published_at or at
    article.words = counted(sanitise.text(article.body), article.language)
    return Preview(article, worn.authors, [known.get(folded(name)) or _new(name) for name in worn.keywords])


def _new(name: str) -> Keyword:
    return Keyword(name=name, slug=word_slug(name), folded=folded(name))
