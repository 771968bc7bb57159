"""Takes a question in: limits, one row however often it is sent, and the mails that go with it."""

import hashlib
from datetime import datetime, timedelta

from django.db import connection, transaction

from articles.models import Entry
from feedback import emails
from feedback.forms import AskForm
from feedback.models import Question
from portal.lib import throttle

HOUR = 3600
TRIES = 60  # forms sent from one network in an hour, whatever their codes
QUESTIONS = 10  # taken from one network in an hour
MAILS = 5  # for one address in an hour
SAME_WITHIN = timedelta(minutes=10)


class TooMany(Exception):
    """More from one network, or for one address, than an hour allows; nothing was stored."""


def count_try(network: str) -> None:
    """Count one form sent from `network`, whether its code was right or wrong; TooMany where it guesses."""
    if not throttle.allow(f"ask.try:{network}", limit=TRIES, seconds=HOUR):
        raise TooMany


@transaction.atomic
def ask(form: AskForm, *, about: Entry | None, network: str, at: datetime) -> Question | None:
    """The question in `form`, stored, with its mails; None where the form needs another look.

    What is sent again within minutes, by a second press or a reloaded page, is the question that is
    stored already, whatever became of its code.
    """
    _wait_for_the_same(form)
    valid = form.is_valid()
    if earlier := _same(form, at=at):
        return earlier
    return _store(form, about=about, network=network, at=at) if valid else None


def _wait_for_the_same(form: AskForm) -> None:
    """Let whoever sends the same words at the same moment finish first."""
    words = f"{form.data.get('email')}\n{form.data.get('text')}".encode(errors="replace")
    key = int.from_bytes(hashlib.sha256(words).digest()[:8], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def _same(form: AskForm, *, at: datetime) -> Question | None:
    email, text = form.cleaned_data.get("email"), form.cleaned_data.get("text")
    if not (email and text):
        return None
    return Question.objects.filter(email=email, text=text, asked_at__gt=at - SAME_WITHIN).first()


def _store(form: AskForm, *, about: Entry | None, network: str, at: datetime) -> Question:
    # By network against robots, by address so that nobody's mailbox is filled through us.
    by_network = throttle.allow(f"ask:{network}", limit=QUESTIONS, seconds=HOUR)
    by_address = throttle.allow(f"ask.to:{form.cleaned_data['email'].lower()}", limit=MAILS, seconds=HOUR)
    if not (by_network and by_address):
        raise TooMany
    question = form.save(commit=False)
    question.about, question.asked_at = about, at
    question.save()
    emails.received(question).send()
    for editor in emails.editors():
        emails.waiting(question, editor).send()
    return question
