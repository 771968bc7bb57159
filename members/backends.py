"""Who logs in by a mail address, when several accounts gave the same one."""

from itertools import zip_longest

from allauth.account.auth_backends import AuthenticationBackend
from allauth.account.models import EmailAddress
from django.contrib.auth.base_user import AbstractBaseUser

from members.models import User


class AccountBackend(AuthenticationBackend):
    """The confirmed owner of the address, or whoever opened the newest trial with it: by the password.

    The library would ask the owner's account alone where there is one, and so tell a stranger, who opened a trial
    with the address, whether there is. Two passwords are compared, whoever there is: time tells nothing either.
    """

    def _authenticate_by_email(self, email: str, password: str) -> AbstractBaseUser | None:
        if "@" not in email:  # a username, which is asked for next
            return None
        for user, _ in zip_longest(_holders(email), range(2)):
            if user is None:
                self._mitigate_timing_attack(password)
            elif self._check_password(user, password):
                return user
        return None


def _holders(email: str) -> list[User]:
    """At most two accounts: the confirmed owner, and the newest of those that did not confirm."""
    rows = EmailAddress.objects.filter(email=email.lower()).select_related("user")
    owner, newest = rows.filter(verified=True).first(), rows.filter(verified=False).order_by("-pk").first()
    known = owner.user if owner else User.objects.filter(email__iexact=email, emailaddress=None).first()
    return [user for user in (known, newest and newest.user) if user]
