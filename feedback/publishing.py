"""Publishes an answered question, without its asker's name, under "Belt and Road FAQ"."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils.text import Truncator

from articles import publishing
from articles.models import Keyword, Section
from feedback.models import Answer, Question
from members.models import User
from portal.lib import sanitise

SECTION = "Belt and Road FAQ"


class NotAgreed(Exception):
    """The asker has not agreed, or has taken it back."""


def faq() -> Section:
    """The section of published answers; made where it is missing."""
    held = Section.objects.filter(Q(slug="faq") | Q(name=SECTION)).order_by("pk").first()
    return held or Section.objects.get_or_create(slug="faq", defaults={"name": SECTION})[0]


def abstract_of(body: str) -> str:
    """How an answer begins, for lists: its first words up to 280 characters."""
    return Truncator(sanitise.text(body)).chars(280, truncate="…")


@transaction.atomic
def publish(
    question: Question,
    *,
    title: str,
    asked: str,
    abstract: str = "",
    keywords: Iterable[Keyword] = (),
    by: User,
    at: datetime,
) -> Answer | None:
    """The entry of an answered question, open to readers now; None where it was published before.

    NotAgreed unless the asker agrees at this moment.
    """
    held = Question.objects.select_for_update().get(pk=question.pk)
    if not held.may_publish:
        raise NotAgreed
    if held.answered_at is None or Answer.objects.filter(question=held).exists():
        return None
    answer = Answer(question=held, section=faq(), title=title, asked=asked, body=held.answer, about=held.about)
    answer.abstract = abstract or abstract_of(answer.body)
    answer.changed_at, answer.changed_by = at, by
    answer.save()
    answer.keywords.set(keywords)
    publishing.publish(answer, by=by, at=at)
    answer.refresh_from_db()
    return answer


@transaction.atomic
def restore(answer: Answer, *, by: User, at: datetime) -> bool:
    """Bring a withdrawn answer back; NotAgreed where its asker has taken the consent back meanwhile."""
    if answer.question_id and not Question.objects.select_for_update().get(pk=answer.question_id).may_publish:
        raise NotAgreed
    return publishing.restore(answer, by=by, at=at)
