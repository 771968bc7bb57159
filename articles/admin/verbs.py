"""What an editor does with an article, each as a page that says what will happen and a button that does it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from articles import publishing
from articles.forms import CorrectForm, ScheduleForm, VerbForm, WithdrawForm
from articles.models import Article
from members.models import User


@dataclass(frozen=True)
class Verb:
    """`will` and `happened` may name title, address and when; `act` answers whether it was done."""

    label: Any  # a translated str
    states: frozenset[str]
    will: Any
    happened: Any
    logged: str
    act: Callable[[Article, dict[str, Any], User, datetime], bool]
    form: type[VerbForm] = VerbForm
    is_checked: bool = False  # asks first for what a reader must have
    is_saved_first: bool = False  # acts on what stands in the form


_WAITING = frozenset({"draft", "scheduled"})

VERBS = {
    "publish": Verb(
        label=_("Publish now"),
        states=_WAITING,
        will=_("“%(title)s” opens to every reader at once, at %(address)s."),
        happened=_("“%(title)s” is published. Readers find it at %(address)s."),
        logged="Published",
        act=lambda article, typed, by, at: publishing.publish(article, by=by, at=at),
        is_checked=True,
        is_saved_first=True,
    ),
    "schedule": Verb(
        label=_("Schedule"),
        states=_WAITING,
        will=_("“%(title)s” appears by itself at the minute you choose. Until then only the newsroom sees it."),
        happened=_("“%(title)s” appears by itself on %(when)s UTC."),
        logged="Scheduled",
        act=lambda article, typed, by, at: publishing.schedule(article, when=typed["when"], by=by, at=at),
        form=ScheduleForm,
        is_checked=True,
        is_saved_first=True,
    ),
    "unschedule": Verb(
        label=_("Back to draft"),
        states=frozenset({"scheduled"}),
        will=_("“%(title)s” will not appear on %(when)s UTC. It is a draft again; nothing that is written goes."),
        happened=_("“%(title)s” is a draft again."),
        logged="Taken back to draft",
        act=lambda article, typed, by, at: publishing.unschedule(article, by=by, at=at),
    ),
    "correct": Verb(
        label=_("Correct"),
        states=frozenset({"published"}),
        will=_("Readers of “%(title)s” find your words under the text, and the moment at its head; so do feeds."),
        happened=_("The correction stands under “%(title)s”, at %(address)s."),
        logged="Corrected",
        act=lambda article, typed, by, at: publishing.correct(article, words=typed["words"], by=by, at=at),
        form=CorrectForm,
        is_saved_first=True,
    ),
    "withdraw": Verb(
        label=_("Withdraw"),
        states=frozenset({"published"}),
        will=_("Readers of “%(title)s” will find that it is gone, and why. Lists, search and feeds drop it at once."),
        happened=_("“%(title)s” is withdrawn. Its address says so, and gives your reason."),
        logged="Withdrawn",
        act=lambda article, typed, by, at: publishing.withdraw(article, reason=typed["reason"], by=by, at=at),
        form=WithdrawForm,
    ),
    "restore": Verb(
        label=_("Bring back"),
        states=frozenset({"withdrawn"}),
        will=_("“%(title)s” opens to readers again, at its old address and under its old date, %(when)s UTC."),
        happened=_("“%(title)s” is open to readers again, at %(address)s."),
        logged="Brought back",
        act=lambda article, typed, by, at: publishing.restore(article, by=by, at=at),
    ),
}
