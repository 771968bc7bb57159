"""What was said of a version, outside or in the newsroom: it waits until the article is changed or published."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Comment, Response, Version
from members.models import User
from portal.waiting import OF_A_KIND, Kind, Waiting, in_all


def outside(user: User) -> Kind:
    """Approvals and comments under the links that `user` made."""
    said = Response.objects.filter(link__made_by=user, link__version__article__withdrawn_at=None)
    found = said.filter(made_at__gt=F("link__version__article__changed_at"))
    rows = [
        Waiting(
            one.made_at,
            one.link.version.article.title,
            _said(one),
            _("Read"),
            reverse("admin:articles_article_outside", args=[one.link.version.article_id]),
        )
        for one in _with_articles(found, "link__version").order_by("made_at", "pk")[:OF_A_KIND]
    ]
    return Kind(rows, in_all(rows, found), called=_more, where=reverse("admin:articles_article_changelist"))


def inside(user: User) -> Kind:
    """Comments of others on what `user` began, or changed last."""
    begun = Version.objects.filter(article=OuterRef("version__article"), number=1, saved_by=user)
    theirs = Comment.objects.filter(Q(version__article__changed_by=user) | Exists(begun)).exclude(made_by=user)
    found = theirs.filter(version__article__published_at=None, made_at__gt=F("version__article__changed_at"))
    rows = [
        Waiting(
            one.made_at,
            one.version.article.title,
            _("%(who)s on version %(number)s: %(words)s")
            % {"who": one.made_by or "…", "number": one.version.number, "words": Truncator(one.words).chars(120)},
            _("Read"),
            reverse("admin:articles_article_version", args=[one.version.article_id, one.version.number]),
        )
        for one in _with_articles(found, "version").select_related("made_by").order_by("made_at", "pk")[:OF_A_KIND]
    ]
    return Kind(rows, in_all(rows, found), called=_more, where=reverse("admin:articles_article_changelist"))


def _said(one: Response) -> str:
    facts = {"who": one.name, "shown": one.link.shown}
    if one.approves:
        return _("%(who)s, outside, approved %(shown)s.") % facts
    words = _("%(who)s, outside, on %(shown)s: %(words)s")
    return words % {**facts, "words": Truncator(one.words).chars(120)}


def _with_articles(found: QuerySet, version: str) -> QuerySet:
    return found.select_related(f"{version}__article").defer(f"{version}__form", f"{version}__article__body")


def _more(left: int) -> str:
    return ngettext("%d more comment", "%d more comments", left) % left
