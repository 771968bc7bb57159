"""The mails about an account's address; they build, the caller sends."""

from allauth.account.models import EmailAddress
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.urls import reverse

from members.models import Membership
from portal.lib import links, mail

BY_ITSELF = {"Auto-Submitted": "auto-generated"}


def please_confirm(address: EmailAddress, *, url: str) -> EmailMultiAlternatives:
    """Asks whoever reads the mail of `address` to confirm it by `url`.

    Where it is another account's already, it cannot be confirmed again: its owner is told what happened instead.
    """
    if EmailAddress.objects.filter(email=address.email, verified=True).exclude(pk=address.pk).exists():
        return _build("account/email/address_taken", {}, address)
    trial = Membership.objects.trials().filter(user=address.user_id, confirmed_at=None).first()
    template = "account/email/trial" if trial else "account/email/email_confirmation"
    return _build(template, {"activate_url": url, "user": address.user, "trial": trial}, address)


def _build(template: str, context: dict[str, object], address: EmailAddress) -> EmailMultiAlternatives:
    context |= {
        "email": address.email,
        "login_url": links.absolute(reverse("account_login")),
        "reset_url": links.absolute(reverse("account_reset_password")),
        "confirm_days": settings.TRIAL_CONFIRM_DAYS,
        "trial_days": settings.TRIAL_DAYS,
    }
    return mail.build(template, context, to=address.email, headers=BY_ITSELF)
