"""What a mail address says about the mailbox behind it."""

from disposable_email_domains import blocklist

from portal.lib import mail

_WITHOUT_DOTS = {"gmail.com": "gmail.com", "googlemail.com": "gmail.com"}


def mailbox(email: str) -> str:
    """The same for every spelling that one person gets the mail of: no tag after a plus sign, no capitals."""
    name, _, host = mail.bare(email).lower().rpartition("@")
    name = name.partition("+")[0] or name
    if host in _WITHOUT_DOTS:
        return f"{name.replace('.', '')}@{_WITHOUT_DOTS[host]}"
    return f"{name}@{host}"


def is_thrown_away(email: str) -> bool:
    """Whether the address is of a service, or a part of one, that lends mailboxes for minutes."""
    labels = mail.bare(email).lower().rpartition("@")[2].split(".")
    return any(".".join(labels[place:]) in blocklist for place in range(len(labels) - 1))
