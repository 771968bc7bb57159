"""The free trial: opened at once, kept by whoever confirms the address, over by itself."""

from datetime import datetime, timedelta

from allauth.account.adapter import get_adapter
from allauth.account.models import EmailAddress
from allauth.account.utils import setup_user_email
from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import connection, transaction
from django.http import HttpRequest
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from members.mailboxes import mailbox
from members.models import Membership, User
from members.trial_forms import TrialForm
from portal.lib import throttle

HOUR, DAY = 3600, 86_400
TRIES = 30  # forms sent from one network in an hour, whatever became of them
ADDRESSES = 8  # so many in an hour: more than are opened, as some are mistyped
OPENED = ((5, DAY), (20, 30 * DAY))  # trials opened from one network, as an office may share
SAME_WITHIN = timedelta(minutes=10)


class TooMany(Exception):
    """More trials from one network than an office opens; nothing was stored. After `wait` seconds there are again."""

    def __init__(self, wait: int) -> None:
        super().__init__()
        self.wait = wait


class HadOne(Exception):
    """The mailbox has confirmed a trial before, by this or another spelling of its address."""


def count_try(network: str) -> None:
    """Count one form sent from `network`; TooMany where it guesses."""
    if not throttle.allow(f"trial.try:{network}", limit=TRIES, seconds=HOUR):
        raise TooMany(HOUR)


def count_address(network: str, email: str) -> None:
    """Count an address that is new from `network`, before anything costly; TooMany where they are more than it opens.

    A form that is sent again counts once.
    """
    is_new = throttle.allow(f"trial.address:{network}:{email}", limit=1, seconds=HOUR)
    if is_new and not throttle.allow(f"trial.addresses:{network}", limit=ADDRESSES, seconds=HOUR):
        raise TooMany(HOUR)


@transaction.atomic
def start(request: HttpRequest, form: TrialForm, *, network: str, at: datetime) -> User:
    """The account of a valid form, with a trial that is open from this moment and a mail on its way.

    Any address opens one, known here or not, in the same words and time. What is sent again within minutes, by a
    second press, is the account that was opened first.
    """
    email, password = form.cleaned_data["email"], form.cleaned_data["password1"]
    _wait_for_the_same(email, password)
    if earlier := _same(email, password, at=at):
        return earlier
    for limit, seconds in OPENED:
        if not throttle.allow(f"trial.open.{seconds}:{network}", limit=limit, seconds=seconds):
            raise TooMany(seconds)
    user = _account(request, form)
    until = at + timedelta(days=settings.TRIAL_CONFIRM_DAYS)
    Membership.objects.create(
        user=user, kind=Membership.Kind.TRIAL, starts_at=at, ends_at=until, reason=_("Free trial")
    )
    EmailAddress.objects.get(user=user).send_confirmation(request, signup=True)
    return user


def confirm(user: User, email: str, *, at: datetime) -> Membership | None:
    """The owner of `email` has pressed the button: the trial runs its whole length.

    None where there is no trial to keep: none at all, one that was kept before, or one that is over.
    HadOne where the same mailbox had one.
    """
    with transaction.atomic():
        box = mailbox(email)
        _wait_for_the_same(box)
        mine = Membership.objects.trials().filter(user=user, confirmed_at=None).select_for_update().first()
        if mine is None or not mine.is_open_at(at):
            return None
        if Membership.objects.trials().filter(mailbox=box, confirmed_at__isnull=False).exists():
            raise HadOne
        mine.confirmed_at, mine.mailbox = at, box
        if mine.ends_at:
            mine.ends_at = max(mine.ends_at, mine.starts_at + timedelta(days=settings.TRIAL_DAYS))
        mine.save(update_fields=["confirmed_at", "mailbox", "ends_at"])
        return mine


def forget(*, before: datetime) -> int:
    """Drop accounts whose trial ended before then and that nobody confirmed; how many there were. For the schedule."""
    unconfirmed = Membership.objects.trials().filter(confirmed_at=None, ends_at__lt=before).values("user")
    used = Membership.objects.exclude(kind=Membership.Kind.TRIAL).values("user")
    owners = EmailAddress.objects.filter(verified=True).values("user")
    users = User.objects.filter(pk__in=unconfirmed, is_staff=False).exclude(pk__in=used).exclude(pk__in=owners)
    many = users.count()
    users.delete()
    return many


def _account(request: HttpRequest, form: TrialForm) -> User:
    adapter = get_adapter()
    user = adapter.save_user(request, adapter.new_user(request), form)
    setup_user_email(request, user, [])
    return user


def _wait_for_the_same(*words: str) -> None:
    """Let whoever does the same at the same moment finish first."""
    key = int.from_bytes(salted_hmac("members.trying", "\0".join(words)).digest()[:8], signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [key])


def _same(email: str, password: str, *, at: datetime) -> User | None:
    """The account that this form opened a moment ago. One password is compared, whether there is any or not."""
    newest = Membership.objects.trials().filter(user__email=email, starts_at__gt=at - SAME_WITHIN)
    found = newest.order_by("-pk").select_related("user").first()
    if found is None:
        make_password(password)
        return None
    return found.user if found.user.check_password(password) else None
