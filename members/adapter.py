"""How django-allauth behaves here."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.models import EmailAddress, EmailConfirmationMixin
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.utils.crypto import get_random_string
from django.utils.translation import gettext_lazy as _

from members import emails, trying
from members.models import User
from portal.lib import client, links, mail, throttle

DAY = 86_400
CONFIRMATIONS = 4  # mails to one address in a day


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

    def populate_username(self, request: HttpRequest, user: User) -> None:
        """Made of nothing but chance: one made of the address would say whether another account has it."""
        user.username = f"reader-{get_random_string(12, 'abcdefghijkmnpqrstuvwxyz23456789')}"
        user.name = user.email.partition("@")[0][:150]

    def send_confirmation_mail(self, request: HttpRequest, emailconfirmation: Any, signup: bool) -> None:
        """Not too many to one address, and no word of that: whoever asks is told the same."""
        address = emailconfirmation.email_address
        if throttle.allow(f"confirm:{address.email}", limit=CONFIRMATIONS, seconds=DAY):
            emails.please_confirm(address, url=self.get_email_confirmation_url(request, emailconfirmation)).send()

    def confirm_email(self, request: HttpRequest, email_address: EmailAddress) -> bool:
        """The address is its owner's from here on, and the trial that it opened runs its whole length."""
        with transaction.atomic():
            confirmed = super().confirm_email(request, email_address)
            if confirmed:
                _keep_trial(request, email_address)
        return confirmed

    def get_email_verification_redirect_url(self, email_address: EmailAddress) -> str:
        return reverse("members:access")

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


def _keep_trial(request: HttpRequest, address: EmailAddress) -> None:
    try:
        trying.confirm(address.user, address.email, at=timezone.now())
    except trying.HadOne:
        words = _("This mailbox has had a free trial before, so this one ends as it was going to.")
        messages.warning(request, words)


def _at_home(address: str) -> str:
    """`address` as mails carry it, whatever host the request was sent to."""
    return links.absolute(urlsplit(address).path)
