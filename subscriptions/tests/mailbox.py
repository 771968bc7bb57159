"""What lies in the outbox, read as the person reads it who gets it."""

import re
from email import message_from_bytes, policy
from urllib.parse import urlsplit

from portal.lib.models import Mail


def mails_to(email):
    return [
        message_from_bytes(bytes(mail.message), policy=policy.default)
        for mail in Mail.objects.filter(recipient=email).order_by("pk")
    ]


def text_of(message):
    return message.get_body(("plain",)).get_content().replace("\r\n", "\n")


def html_of(message):
    return message.get_body(("html",)).get_content()


def link_in(message, *, to):
    """The path of the link in the text part whose address holds `to` ("/confirm/")."""
    (address,) = {link for link in re.findall(r"https?://\S+", text_of(message)) if to in link}
    return urlsplit(address).path
