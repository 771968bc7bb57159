"""Work that waits for an editor: drafts, questions, issues of the Weekly."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles import clearing
from articles.models import Article, Clearing, Entry, Import
from feedback.models import Question
from members.models import User
from subscriptions.models import Issue

OF_A_KIND = 6  # rows of each kind that are shown, so that no kind hides another
COUNTED = 1000


@dataclass(frozen=True)
class Waiting:
    """One thing to do; `url` is where its verb can be done."""

    since: datetime
    title: str
    note: str
    verb: str
    url: str


@dataclass(frozen=True)
class More:
    """How much else of a kind there is, and the list that has it."""

    words: str
    url: str


@dataclass(frozen=True)
class Kind:
    """The first rows of one kind of work, how many there are in all, and where; `called` counts those not shown."""

    rows: list[Waiting]
    total: int
    called: Callable[[int], str] = str
    where: str = ""

    @property
    def more(self) -> list[More]:
        left = self.total - len(self.rows)
        return [More(self.called(left), self.where)] if left else []


def counted(rows: QuerySet) -> int:
    return rows.order_by()[:COUNTED].count()


def in_all(rows: list[Waiting], found: QuerySet) -> int:
    """Counted only where there may be more than are shown."""
    return counted(found) if len(rows) == OF_A_KIND else len(rows)


def drafts(user: User) -> Kind:
    """All of them for who may publish; for others those they changed last or asked to have cleared.

    What was asked for waits since then, what was sent back since it was, whoever saved it after.
    """
    may_publish = user.has_perm("articles.publish_entry")
    found = Article.objects.drafts().filter(kind=Entry.Kind.ARTICLE)
    if not may_publish:
        asked_by_them = Clearing.objects.filter(article=OuterRef("pk"), asked_by=user)
        found = found.filter(Q(changed_by=user) | Exists(asked_by_them))
    handed = clearing.handed_over()
    others = found.exclude(Exists(handed.filter(article=OuterRef("pk")))).order_by("changed_at")
    rows = [
        *(_handed_over(one, may_publish=may_publish) for one in _first(handed.filter(article__in=found))),
        *(
            _draft(one, may_publish=may_publish)
            for one in others.select_related("section", "changed_by").defer("body")[:OF_A_KIND]
        ),
    ]
    shown = sorted(rows, key=lambda row: row.since)[:OF_A_KIND]
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
    at_rest, at_work = (_("Read"), _("Publish")) if may_publish else (_("Look"), _("Write"))
    verb = at_rest if one.is_open else at_work
    since = one.returned_at or one.asked_at
    return Waiting(since, one.article.title, _said_of(one), verb, _form_of(one.article))


def _said_of(one: Clearing) -> str:
    facts = {"section": one.article.section, "who": one.asked_by or "…"}
    if one.returned_at:
        return _("Draft in %(section)s, sent back: %(note)s") % {**facts, "note": Truncator(one.note).chars(120)}
    said = _("Draft in %(section)s. %(who)s asked for clearing.") % facts
    if not one.changed_since:  # type: ignore[attr-defined]  # annotated by `handed_over`
        return said
    changed = {"who": one.article.changed_by or "…", "when": date_format(one.article.changed_at, "j M, H:i")}
    return f"{said} {_('Changed since, by %(who)s, %(when)s UTC.') % changed}"


def _form_of(article: Article) -> str:
    return reverse("admin:articles_article_change", args=[article.pk])


def imports() -> Kind:
    found = Import.objects.awaiting()
    rows = [
        Waiting(
            one.ended_at or one.asked_at,
            one.name,
            _("An archive that could not be brought in: %(why)s") % {"why": Truncator(one.failure).chars(80)}
            if one.failure
            else _("An archive was looked through. Nothing is brought in before somebody says so."),
            _("Look"),
            reverse("admin:articles_import_change", args=[one.pk]),
        )
        for one in found.order_by("ended_at")[:OF_A_KIND]
    ]
    where = reverse("admin:articles_import_changelist")
    return Kind(
        rows,
        in_all(rows, found),
        where=where,
        called=lambda left: ngettext("%d more archive", "%d more archives", left) % left,
    )


def questions() -> Kind:
    found = Question.objects.waiting()
    rows = [
        Waiting(
            question.asked_at,
            Truncator(" ".join(question.text.split())).chars(80),
            _("%(question)s, about “%(about)s”.") % {"question": question, "about": question.about}
            if question.about
            else _("Question %(question)s.") % {"question": question},
            _("Answer"),
            reverse("admin:feedback_question_change", args=[question.pk]),
        )
        for question in found.select_related("about").order_by("asked_at")[:OF_A_KIND]
    ]
    where = f"{reverse('admin:feedback_question_changelist')}?state=waiting"
    return Kind(
        rows, in_all(rows, found), lambda left: ngettext("%d more question", "%d more questions", left) % left, where
    )


def issues(*, at: datetime) -> Kind:
    """Issues that nobody has released; they wait since they were begun in the admin."""
    found = list(Issue.objects.filter(released_at=None).annotate(many=Count("placed")).order_by("number"))
    shown = found[:OF_A_KIND]
    log = LogEntry.objects.filter(
        content_type=ContentType.objects.get_for_model(Issue), object_id__in=[str(issue.pk) for issue in shown]
    )
    begun = dict(log.values_list("object_id").annotate(Min("action_time")))
    rows = [
        Waiting(
            begun.get(str(issue.pk), at),
            _("The Weekly, No. %(number)s") % {"number": issue.number},
            ngettext("%(many)s story.", "%(many)s stories.", issue.many) % {"many": issue.many}
            + " "
            + _("It goes out once you release it."),
            _("Review"),
            reverse("admin:subscriptions_issue_change", args=[issue.pk]),
        )
        for issue in shown
    ]
    where = reverse("admin:subscriptions_issue_changelist")
    return Kind(
        rows, len(found), where=where, called=lambda left: ngettext("%d more issue", "%d more issues", left) % left
    )
