"""The newsroom's first page: what needs this person today, each list only for those who may act on it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import Any

from django.contrib.admin.models import LogEntry
from django.urls import reverse

from articles.models import Entry
from members.models import User
from portal import failing, heard, waiting
from portal.became import became
from portal.drafts import drafts, with_editors
from portal.unfinished import unfinished
from portal.waiting import Kind
from subscriptions.models import Delivery, Issue, Subscriber

GOING_OUT = 8
LATELY = 6


@dataclass(frozen=True)
class GoingOut:
    at: datetime
    title: str
    url: str


@dataclass(frozen=True)
class LastWeekly:
    """How the newest issue that was released fared; `left` are those who have left the list since."""

    issue: Issue
    sent: int
    refused: int
    uncertain: int
    waiting: int
    left: int
    url: str


def inbox(user: User, *, at: datetime) -> dict[str, object]:
    """Everything the page shows to `user`, longest waiting first."""
    unsaved, changes = unfinished(user)
    kinds = [*_kinds(user, at), changes]
    rows = sorted(chain.from_iterable(kind.rows for kind in kinds), key=lambda row: row.since)
    lately = LogEntry.objects.filter(user=user).select_related("content_type")
    return {
        "waiting": rows,
        "waiting_in_all": sum(kind.total for kind in kinds),
        "waiting_more": [more for kind in kinds for more in kind.more],
        "with_editors": with_editors(user) if user.has_perm("articles.add_article") else [],
        "going_out": _going_out(at) if user.has_perm("articles.view_article") else [],
        "last_weekly": _last_weekly(user) if user.has_perm("subscriptions.view_issue") else None,
        "lately": lately.order_by("-pk")[:LATELY],
        "became": became(user, at=at) if user.has_perm("articles.change_article") else [],
        "unsaved": unsaved,
        "may_write": user.has_perm("articles.add_article"),
        "new_article_url": reverse("admin:articles_article_add"),
    }


def _kinds(user: User, at: datetime) -> Iterator[Kind]:
    if user.has_perm("articles.change_article"):
        yield drafts(user)
        yield heard.outside(user)
        yield heard.inside(user)
    if user.has_perm("articles.add_import"):
        yield waiting.imports()
    if user.has_perm("feedback.answer_question"):
        yield waiting.questions()
    if user.has_perm("subscriptions.release_issue"):
        yield waiting.issues(at=at)
        yield failing.deliveries()
    if user.has_perm("lib.change_mail"):
        yield failing.mails()
    if user.has_perm("portal.change_job"):
        yield failing.failed_jobs(at=at)
        yield failing.idle_jobs(at=at)


def _going_out(at: datetime) -> list[GoingOut]:
    due = Entry.objects.scheduled(at=at).order_by("published_at", "pk").only("kind", "title", "published_at")
    changes = {Entry.Kind.ARTICLE: "admin:articles_article_change", Entry.Kind.ANSWER: "admin:feedback_answer_change"}
    return [
        GoingOut(entry.published_at, entry.title, reverse(changes[Entry.Kind(entry.kind)], args=[entry.pk]))
        for entry in due.filter(kind__in=changes)[:GOING_OUT]
        if entry.published_at
    ]


def _last_weekly(user: User) -> LastWeekly | None:
    issue = Issue.objects.released().order_by("-released_at", "-pk").first()
    if issue is None:
        return None
    deliveries: Any = Delivery.objects
    counts = deliveries.filter(issue=issue).counts()
    return LastWeekly(
        issue=issue,
        sent=counts["sent"],
        refused=counts["refused"],
        uncertain=counts["uncertain"],
        waiting=counts["waiting"],
        left=Subscriber.objects.filter(left_at__gte=issue.released_at).count(),
        url=_deliveries_of(issue) if user.has_perm("subscriptions.view_delivery") else _page_of(issue),
    )


def _deliveries_of(issue: Issue) -> str:
    return f"{reverse('admin:subscriptions_delivery_changelist')}?issue={issue.pk}"


def _page_of(issue: Issue) -> str:
    return reverse("admin:subscriptions_issue_change", args=[issue.pk])
