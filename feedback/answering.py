"""What is done with a question; each verb is one conditional update, so two at once cannot both win."""

from datetime import datetime

from django.db import transaction

from feedback import emails
from feedback.models import Answer, Question
from members.models import User
from portal.lib import sanitise


class NothingToSay(ValueError):
    """An answer without words."""


@transaction.atomic
def answer(question: Question, *, by: User, at: datetime) -> bool:
    """Give `question.answer` to the asker, who is mailed a link to it; False where it was answered or closed before."""
    question.answer = sanitise.body(question.answer)
    if not question.answer:
        raise NothingToSay
    waiting = Question.objects.waiting().filter(pk=question.pk)
    if not waiting.update(answer=question.answer, answered_at=at, answered_by=by):
        return False
    question.answered_at, question.answered_by = at, by
    emails.answered(question).send()
    return True


def save_draft(question: Question) -> bool:
    """Keep `question.answer` for later, unseen by the asker; False when somebody has answered or closed it."""
    waiting = Question.objects.waiting().filter(pk=question.pk)
    return bool(waiting.update(answer=sanitise.body(question.answer)))


def close(question: Question, *, at: datetime) -> bool:
    """Put spam, or what needs no answer, away; nobody is mailed. False when it was answered or closed before."""
    return bool(Question.objects.waiting().filter(pk=question.pk).update(closed_at=at))


def reopen(question: Question) -> bool:
    """Let a question that was closed wait again."""
    return bool(Question.objects.filter(pk=question.pk, closed_at__isnull=False).update(closed_at=None))


@transaction.atomic
def keep_private(question: Question) -> bool:
    """Take the consent back; False while the answer is published, which only an editor can take away."""
    held = Question.objects.select_for_update().get(pk=question.pk)
    if Answer.objects.filter(question=held, withdrawn_at=None).exists():
        return False
    held.may_publish = False
    held.save(update_fields=["may_publish"])
    return True
