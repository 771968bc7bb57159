"""Publishes an answered question, without its asker's name, under "Belt and Road FAQ"."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from articles import publishing
from articles.models import Keyword, Section
from feedback.models import Answer, Question
from members.models import User
from portal.lib import sanitise

SECTION = "Belt and Road FAQ"


@dataclass(frozen=True)
class Wording:
    """What readers see of a question, in an editor's words."""

    title: str
    asked: str = ""
    abstract: str = ""
    keywords: Sequence[Keyword] = ()


class NotAgreed(Exception):
    """The asker has not agreed, or has taken it back."""


def faq() -> Section:
    """The section of published answers; made where it is missing."""
    held = Section.objects.filter(Q(slug="faq") | Q(name=SECTION)).order_by("pk").first()
    return held or Section.objects.get_or_create(slug="faq", defaults={"name": SECTION})[0]


def abstract_of(body: str) -> str:
    """How an answer begins, for lists: its first words up to 280 characters."""
    text = sanitise.text(body)
    if len(text) <= 280:
        return text
    cut = text[:280]
    return f"{cut.rpartition(' ')[0] or cut}…"


@transaction.atomic
def publish(question: Question, wording: Wording, *, by: User, at: datetime) -> Answer | None:
    """The entry of an answered question, open to readers now; None where it was published before.

    NotAgreed unless the asker agrees at this moment.
    """
    held = Question.objects.select_for_update().get(pk=question.pk)
    if not held.may_publish:
        raise NotAgreed
    if held.answered_at is None or Answer.objects.filter(question=held).exists():
        return None
    answer = Answer(question=held, section=faq(), body=held.answer, about=held.about)
    answer.title, answer.asked = wording.title, wording.asked
    answer.abstract = wording.abstract or abstract_of(answer.body)
    answer.changed_at, answer.changed_by = at, by
    answer.save()
    answer.keywords.set(wording.keywords)
    publishing.publish(answer, by=by, at=at)
    answer.refresh_from_db()
    return answer


@transaction.atomic
def restore(answer: Answer, *, by: User, at: datetime) -> bool:
    """Bring a withdrawn answer back; NotAgreed where its asker has taken the consent back meanwhile."""
    if answer.question_id and not Question.objects.select_for_update().get(pk=answer.question_id).may_publish:
        raise NotAgreed
    return publishing.restore(answer, by=by, at=at)
