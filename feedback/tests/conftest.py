import email
import re
from email.policy import default

import pytest

from feedback.tests.asker import Asker
from portal.lib.models import Mail


@pytest.fixture(autouse=True)
def outbox(settings):
    """Mails become rows here as they do outside tests."""
    settings.EMAIL_BACKEND = "portal.lib.outbox.OutboxBackend"


@pytest.fixture
def asker(db, client):
    return Asker(client)


@pytest.fixture
def letters():
    """Every mail written so far, as its reader gets it."""

    def letters(to=None):
        rows = Mail.objects.order_by("pk")
        rows = rows.filter(recipient=to) if to else rows
        return [email.message_from_bytes(bytes(row.message), policy=default) for row in rows]

    return letters


@pytest.fixture
def link_in():
    """The one link of the portal's that a mail asks its reader to follow, without the host."""

    def link_in(letter, to="/ask/status/"):
        return re.search(rf"https?://[^/\s]+({to}\S+)", letter.get_body(("plain",)).get_content())[1]

    return link_in
