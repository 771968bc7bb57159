"""How django-allauth behaves here."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailConfirmationMixin
from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from members.models import User
from portal.lib import client, links, mail

DAY = 86_400


class AccountAdapter(DefaultAccountAdapter):
    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": _("The name or the password is not right."),
        "email_password_mismatch": _("The address or the password is not right."),
        "enter_current_password": _("That is not your current password."),
        "incorrect_password": _("That is not the password."),
        "too_many_login_attempts": _("Too many attempts. Please try again in a few minutes."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Accounts are made by staff; the free trial opens the door to everybody."""
        return False

    def get_client_ip(self, request: HttpRequest) -> str:
        """Limits count by the address that the portal believes."""
        return client.address(request)

    def clean_email(self, email: str) -> str:
        mail.validate(email)
        return email

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """In the portal's own words and look; `template_prefix` names the two templates.

        To the address in lower case, as it was looked up: some letters become others by that.
        """
        days = {"days": settings.PASSWORD_RESET_TIMEOUT // DAY}
        mail.build(template_prefix, {**context, **days}, to=email.lower()).send()

    def send_password_reset_mail(self, user: User, email: str, context: dict[str, Any]) -> None:
        """Not to a superuser: whoever reads the outbox could follow that link. Theirs is set on the machine itself."""
        refused = "account/email/unknown_account"
        self.send_mail(refused if user.is_superuser else "account/email/password_reset_key", email, context)

    def get_reset_password_from_key_url(self, key: str) -> str:
        return _at_home(super().get_reset_password_from_key_url(key))

    def get_email_confirmation_url(self, request: HttpRequest, emailconfirmation: EmailConfirmationMixin) -> str:
        return _at_home(super().get_email_confirmation_url(request, emailconfirmation))


def _at_home(address: str) -> str:
    """`address` as mails carry it, whatever host the request was sent to."""
    return links.absolute(urlsplit(address).path)
