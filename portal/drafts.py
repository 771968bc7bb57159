"""Drafts that wait: for whoever writes them, for an editor, or for whoever publishes."""

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import clearing
from articles.models import Article, Clearing, Entry
from members.models import User
from portal.waiting import OF_A_KIND, Kind, Waiting, in_all


def drafts(user: User) -> Kind:
    """All for who may publish; for others those they changed last or asked for, but while an editor has them.

    What was asked for comes first, and waits since then, what was sent back since it was, whoever saved it after.
    """
    may_publish = user.has_perm("articles.publish_entry")
    found = Article.objects.drafts().filter(kind=Entry.Kind.ARTICLE)
    if not may_publish:
        asked = Clearing.objects.filter(article=OuterRef("pk"))
        theirs = found.filter(Q(changed_by=user) | Exists(asked.filter(asked_by=user)))
        found = theirs.exclude(Exists(asked.filter(cleared_at=None, returned_at=None)))
    handed = clearing.handed_over()
    others = found.exclude(Exists(handed.filter(article=OuterRef("pk")))).order_by("changed_at")
    rows = [
        *(_handed_over(one, may_publish=may_publish) for one in _first(handed.filter(article__in=found))),
        *(
            _draft(one, may_publish=may_publish)
            for one in others.select_related("section", "changed_by").defer("body")[:OF_A_KIND]
        ),
    ]
    shown = rows[:OF_A_KIND]  # what somebody handed over stands there, however many older drafts an archive brought
    where = f"{reverse('admin:articles_article_changelist')}?state=draft"
    return Kind(
        shown,
        in_all(shown, found),
        where=where,
        called=lambda left: ngettext("%d more draft", "%d more drafts", left) % left,
    )


def _first(handed: QuerySet[Clearing]) -> QuerySet[Clearing]:
    shown = handed.select_related("article__section", "article__changed_by", "asked_by").defer("article__body")
    return shown.order_by(Coalesce("returned_at", "asked_at"), "pk")[:OF_A_KIND]


def _draft(draft: Article, *, may_publish: bool) -> Waiting:
    facts = {"section": draft.section, "who": draft.changed_by}
    note = _("Draft in %(section)s, last changed by %(who)s.") if draft.changed_by else _("Draft in %(section)s.")
    return Waiting(
        draft.changed_at, draft.title, note % facts, _("Publish") if may_publish else _("Write"), _form_of(draft)
    )


def _handed_over(one: Clearing, *, may_publish: bool) -> Waiting:
    verb = _("Write")
    if may_publish:
        verb = _("Read") if one.is_open else _("Publish")
    since = one.returned_at or one.asked_at
    return Waiting(since, one.article.title, _said_of(one), verb, _form_of(one.article))


def _said_of(one: Clearing) -> str:
    facts = {"section": one.article.section, "who": one.asked_by or "…"}
    if one.returned_at:
        return _("Draft in %(section)s, sent back: %(note)s") % {**facts, "note": Truncator(one.note).chars(120)}
    said = _("Draft in %(section)s. %(who)s asked for clearing.") % facts
    if one.words:
        said = f"{said} “{Truncator(one.words).chars(120)}”"
    if not one.changed_since:  # type: ignore[attr-defined]  # annotated by `handed_over`
        return said
    changed = {"who": one.article.changed_by or "…", "when": date_format(one.article.changed_at, "j M, H:i")}
    return f"{said} {_('Changed since, by %(who)s, %(when)s UTC.') % changed}"


def _form_of(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def with_editors(user: User) -> list[Clearing]:
    """What they wrote or asked for and nobody has cleared or sent back yet; nothing for whoever may clear it."""
    if user.has_perm("articles.publish_entry"):
        return []
    found = Clearing.objects.filter(cleared_at=None, returned_at=None, article__published_at=None)
    theirs = found.filter(Q(asked_by=user) | Q(article__changed_by=user))
    return list(theirs.select_related("article").defer("article__body").order_by("asked_at")[:OF_A_KIND])
