"""What an editor does with an article, each as a page that says what will happen and a button that does it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from articles import clearing, publishing
from articles.models import Article
from articles.verb_forms import AskForm, ScheduleForm, SendBackForm, VerbForm, WithdrawForm
from members.models import User

PUBLISH = "articles.publish_entry"
# As the log has it.
CORRECTED, ASKED, CLEARED, SENT_BACK = "Corrected", "Asked for clearing", "Cleared", "Sent back"


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
    button: Any = ""  # of its page, where that is not the label
    is_checked: bool = False  # asks first for what a reader must have
    is_saved_first: bool = False  # acts on what stands in the form
    permission: str = PUBLISH
    fits: Callable[[Article, User], bool] = lambda article, by: True  # whether it is to be done with this one, now


_WAITING = frozenset({"draft", "scheduled"})


def _has_whom_to_ask(by: User) -> bool:
    """Whoever may not publish asks those who may; where everything is to be cleared, everybody asks."""
    return settings.CLEARING or not by.has_perm(PUBLISH)


def _let_out(article: Article, done: bool, by: User, at: datetime) -> bool:
    if done:
        clearing.answer(article, by=by, at=at)
    return done


VERBS = {
    "ask": Verb(
        label=_("Ask for clearing"),
        states=frozenset({"draft"}),
        will=_("“%(title)s” goes to the editors as it stands. Each of them gets a mail."),
        happened=_("The editors have “%(title)s”, and a mail about it."),
        logged=ASKED,
        act=lambda article, typed, by, at: clearing.ask(article, by=by, at=at, words=typed["words"]),
        form=AskForm,
        button=_("Send to the editors"),
        is_saved_first=True,
        permission="articles.change_article",
        fits=lambda article, by: _has_whom_to_ask(by) and not clearing.is_open(article),
    ),
    "clear": Verb(
        label=_("Clear"),
        states=_WAITING,
        will=_("“%(title)s” can be published exactly as it stands. If it is changed, it is to be cleared again."),
        happened=_("“%(title)s” is cleared as it stands."),
        logged=CLEARED,
        act=lambda article, typed, by, at: clearing.clear(article, by=by, at=at),
        is_saved_first=True,
        fits=lambda article, by: clearing.is_missing(article),
    ),
    "send_back": Verb(
        label=_("Send back with a note"),
        states=frozenset({"draft"}),
        will=_("“%(title)s” goes back to whoever asked for clearing, with a mail. Your note stands over the text."),
        happened=_("“%(title)s” is sent back."),
        logged=SENT_BACK,
        act=lambda article, typed, by, at: clearing.send_back(article, note=typed["note"], by=by, at=at),
        form=SendBackForm,
        fits=lambda article, by: clearing.is_open(article),
    ),
    "publish": Verb(
        label=_("Publish now"),
        states=_WAITING,
        will=_("“%(title)s” opens to every reader at once, at %(address)s."),
        happened=_("“%(title)s” is published. Readers find it at %(address)s."),
        logged="Published",
        act=lambda article, typed, by, at: _let_out(article, publishing.publish(article, by=by, at=at), by, at),
        is_checked=True,
        is_saved_first=True,
    ),
    "schedule": Verb(
        label=_("Schedule"),
        states=_WAITING,
        will=_("“%(title)s” appears by itself at the minute you choose. Until then only the newsroom sees it."),
        happened=_("“%(title)s” appears by itself on %(when)s UTC."),
        logged="Scheduled",
        act=lambda article, typed, by, at: _let_out(
            article, publishing.schedule(article, when=typed["when"], by=by, at=at), by, at
        ),
        form=ScheduleForm,
        is_checked=True,
        is_saved_first=True,
    ),
    "unschedule": Verb(
        label=_("Back to draft"),
        states=frozenset({"scheduled"}),
        will=_(
            "“%(title)s” will not appear on %(when)s UTC. It is a draft again, and nothing that was written is lost."
        ),
        happened=_("“%(title)s” is a draft again."),
        logged="Taken back to draft",
        act=lambda article, typed, by, at: publishing.unschedule(article, by=by, at=at),
    ),
    "withdraw": Verb(
        label=_("Withdraw"),
        states=frozenset({"published"}),
        will=_(
            "Readers of “%(title)s” will find that it is gone, when it was published and why; its title only where your"
            " reason names it. Lists, search and feeds drop it at once."
        ),
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


def offered(article: Article, by: User, *, state: str) -> dict[str, Verb]:
    """What this person can do with it now."""
    rightful = {name: verb for name, verb in VERBS.items() if state in verb.states and by.has_perm(verb.permission)}
    return {name: verb for name, verb in rightful.items() if verb.fits(article, by)}
