"""Work that waits for an editor: drafts, questions, issues of the Weekly."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.admin.models import LogEntry
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, Min, QuerySet
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from articles.models import Import
from feedback.models import Question
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
