"""What an editor, or the asker, does with a question; each is one conditional update, so two at once cannot both win."""

from datetime import datetime

from django.db import transaction

from feedback import emails
from feedback.models import Question
from members.models import User


class NothingToSay(ValueError):
    """An answer without words."""


@transaction.atomic
def answer(question: Question, *, by: User, at: datetime) -> bool:
    """Give `question.answer` to the asker, who is mailed a link to it; False when somebody has answered or closed it."""
    if not question.answer:
        raise NothingToSay
    waiting = Question.objects.waiting().filter(pk=question.pk)
    if not waiting.update(answer=question.answer, answered_at=at, answered_by=by):
        return False
    question.answered_at, question.answered_by = at, by
    emails.answered(question).send()
    return True


def close(question: Question, *, at: datetime) -> bool:
    """Put spam, or what needs no answer, away; nobody is mailed. False when it was answered or closed before."""
    return bool(Question.objects.waiting().filter(pk=question.pk).update(closed_at=at))


def reopen(question: Question) -> bool:
    """Let a question that was closed wait again."""
    return bool(Question.objects.filter(pk=question.pk, closed_at__isnull=False).update(closed_at=None))


def keep_private(question: Question) -> bool:
    """Take the consent back; False once the answer is published, which only an editor can take away."""
    return bool(Question.objects.filter(pk=question.pk, published=None).update(may_publish=False))
