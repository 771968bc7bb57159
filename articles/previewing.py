"""Shows exactly one version of an article, or its draft changes, to somebody outside, who may approve it or comment."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from articles import emails, versioning, writing
from articles.forms import as_typed
from articles.models import Article, Author, Entry, Keyword, PreviewLink, Response, Writing
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


def offer(
    article: Article, *, name: str, days: int, by: User | None, at: datetime, changes: Writing | None = None
) -> PreviewLink:
    """A link to how `article` stands now, which becomes a version where it is none yet; or to its draft `changes`."""
    with transaction.atomic():
        newest = versioning.hold(article.pk)
        known = {"name": name, "made_at": at, "made_by": by, "ends_at": at + timedelta(days=days)}
        typed = _typed(article.pk, changes) if changes else None
        return PreviewLink.objects.create(version=newest, changes=typed, **known)


def revoke(link: PreviewLink, *, by: User | None, at: datetime) -> bool:
    """End a link before its time; False when somebody did already."""
    return bool(PreviewLink.objects.filter(pk=link.pk, revoked_at=None).update(revoked_at=at, revoked_by=by))


def stands(link: PreviewLink) -> bool:
    """Whether the article, or its draft changes, still say what was shown: an edit voids what was said of it."""
    return _digest(link) in standing(Article.objects.get(pk=link.version.article_id))


def standing(article: Article) -> set[str]:
    """The digests of what `article` says now: to its readers, and in its draft changes."""
    changes = writing.changes_of(article)
    typed = {versioning.digest_of(_typed(article.pk, changes))} if changes else set()
    return {versioning.digest_now(article), *typed}


def _digest(link: PreviewLink) -> str:
    return link.version.digest if link.changes is None else versioning.digest_of(link.changes)


def _typed(number: int, changes: Writing) -> versioning.Form:
    """What draft changes would make of the article, as a version holds it."""
    return as_typed(Article.objects.get(pk=number), changes.form)


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
        if not stands(link):
            raise Changed(link)
        known = link.responses.filter(approves=True).first() if approves else None
        if known:
            return known
        if link.responses.count() >= MOST_RESPONSES:
            raise Enough(link)
        said = {"name": link.name, "digest": _digest(link), "words": words, "made_at": at}
        made = Response.objects.create(link=link, approves=approves, **said)
        if link.made_by and link.made_by.email:
            emails.responded(made, to=link.made_by.email).send()
        return made


def responses_to(article: Article) -> QuerySet[Response]:
    """All that was said from outside, the newest first."""
    found = Response.objects.filter(link__version__article=article).select_related("link__version")
    return found.order_by("-made_at", "-pk")


def as_shown(link: PreviewLink, *, at: datetime) -> Preview:
    """The article as readers would have it at the moment `at`, were that published which the link shows."""
    version = link.version
    return _worn(version.article_id, version.form if link.changes is None else link.changes, at=at)


def with_changes(changes: Writing, *, at: datetime) -> Preview:
    """The article as readers would have it, were its draft changes published."""
    number = changes.article_id or 0
    return _worn(number, _typed(number, changes), at=at)


def _worn(number: int, form: versioning.Form, *, at: datetime) -> Preview:
    article = Article.objects.select_related("section", "picture", "drawing").get(pk=number)
    worn = versioning.put_on(article, form)
    known = {keyword.folded: keyword for keyword in Keyword.objects.filter(folded__in=map(folded, worn.keywords))}
    article.published_at = article.published_at or at
    article.words = counted(sanitise.text(article.body), article.language)
    return Preview(article, worn.authors, [known.get(folded(name)) or _new(name) for name in worn.keywords])


def _new(name: str) -> Keyword:
    return Keyword(name=name, slug=word_slug(name), folded=folded(name))
