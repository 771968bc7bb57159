"""What an editor can do with a question, each with its button, when it fits, and what is said afterwards."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from articles import tagging
from feedback import answering, publishing
from feedback.admin.forms import ANSWER, ANSWER_AND_PUBLISH, CLOSE, PUBLISH, REOPEN, QuestionForm
from feedback.models import Question
from members.models import User

State = Question.State


class Refused(Exception):
    """The verb no longer fits; its words say why."""


@dataclass(frozen=True)
class Verb:
    name: str
    label: str | Promise
    states: tuple[State, ...]
    do: Callable[[QuestionForm, User, datetime], str]
    needs_consent: bool = False

    def fits(self, question: Question) -> bool:
        return question.state in self.states and (question.may_publish or not self.needs_consent)


def _answer(form: QuestionForm, by: User, at: datetime) -> str:
    if not answering.answer(form.instance, by=by, at=at):
        raise Refused(_("Somebody answered or closed it meanwhile; nothing of yours was sent."))
    return _("Answered. A mail with a link to the answer is on its way to the asker.")


def _publish(form: QuestionForm, by: User, at: datetime) -> str:
    words = {name: form.cleaned_data[name] for name in ("title", "asked", "abstract")}
    wording = publishing.Wording(**words, keywords=tagging.keywords_named(form.cleaned_data["keywords"]))
    try:
        entry = publishing.publish(form.instance, wording, by=by, at=at)
    except publishing.NotAgreed:
        raise Refused(_("Not published: the asker has taken the consent back.")) from None
    if entry is None:
        raise Refused(_("Not published: it has no answer yet, or was published before."))
    return format_html(_('Published: <a href="{}">{}</a>'), entry.get_absolute_url(), entry.title)


def _answer_and_publish(form: QuestionForm, by: User, at: datetime) -> str:
    said = _answer(form, by, at)
    try:
        return format_html("{} {}", said, _publish(form, by, at))
    except Refused as refused:
        raise Refused(f"{said} {refused}") from None


def _close(form: QuestionForm, by: User, at: datetime) -> str:
    if not answering.close(form.instance, at=at):
        raise Refused(_("Somebody answered or closed it meanwhile."))
    return _("Closed without an answer. Nobody was mailed.")


def _reopen(form: QuestionForm, by: User, at: datetime) -> str:
    if not answering.reopen(form.instance):
        raise Refused(_("It was not closed."))
    return _("It waits again.")


VERBS = (
    Verb(ANSWER, gettext_lazy("Answer"), (State.WAITING,), _answer),
    Verb(
        ANSWER_AND_PUBLISH,
        gettext_lazy("Answer and publish"),
        (State.WAITING,),
        _answer_and_publish,
        needs_consent=True,
    ),
    Verb(PUBLISH, gettext_lazy("Publish"), (State.ANSWERED,), _publish, needs_consent=True),
    Verb(CLOSE, gettext_lazy("Close without answer"), (State.WAITING,), _close),
    Verb(REOPEN, gettext_lazy("Let it wait again"), (State.CLOSED,), _reopen),
)


def verb_in(posted: QueryDict) -> Verb | None:
    """The verb whose button was pressed."""
    return next((verb for verb in VERBS if verb.name in posted), None)
