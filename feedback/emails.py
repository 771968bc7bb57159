"""The mails about questions, one function each; what a visitor typed stands in none of them."""

from email.utils import parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import QuerySet
from django.urls import reverse

from feedback.models import Question
from members.models import User
from portal.lib import links, mail
from portal.lib.links import Purpose

STATUS = Purpose("question.status")


def our_address() -> str:
    """Where a question can be mailed to instead of typing the code."""
    return parseaddr(settings.DEFAULT_FROM_EMAIL)[1]


def editors() -> QuerySet[User]:
    """Whoever may answer and has an address."""
    return User.objects.with_perm("feedback.answer_question").filter(is_staff=True).exclude(email="")


def status_path(question: Question) -> str:
    return reverse("feedback:status", args=[STATUS.token(question.pk)])


def received(question: Question) -> EmailMultiAlternatives:
    """To the asker, whose address nobody has proved: so nothing that was typed, or others could write through us."""
    context = {"question": question, "url": links.absolute(status_path(question))}
    return mail.build("feedback/mail_received", context, to=question.email)


def waiting(question: Question, editor: User) -> EmailMultiAlternatives:
    """To somebody who may answer."""
    url = links.absolute(reverse("admin:feedback_question_change", args=[question.pk]))
    return mail.build("feedback/mail_waiting", {"question": question, "editor": editor, "url": url}, to=editor.email)


def answered(question: Question) -> EmailMultiAlternatives:
    """To the asker, once there is an answer."""
    context = {"question": question, "url": links.absolute(status_path(question))}
    return mail.build("feedback/mail_answered", context, to=question.email)
