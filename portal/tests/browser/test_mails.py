"""Every mail the portal writes, as a phone and a wide window show it, in light and in dark."""

import pytest
from django.utils import timezone

from articles import emails as articles
from articles import previewing
from articles.models import Clearing
from articles.tests.factories import make_article
from feedback import emails as questions
from feedback.tests.factories import make_question, make_staff
from portal.lib import mail
from subscriptions import emails as weekly
from subscriptions import rendering
from subscriptions.tests.factories import make_issue, make_subscriber

ACCOUNT = ("email_confirmation", "password_reset_key", "unknown_account")


def account_mail(name):
    link = "https://portal.example/account/password/reset/key/3-d0gmbi-1a2b3c4d5e6f7a8b9c0d1e2f3a4b5c6d/"
    context = {"user": make_staff(), "password_reset_url": link, "activate_url": link, "signup_url": link, "days": 3}
    return mail.build(f"account/email/{name}", context, to="mira@portal.example")


def every_mail():
    question, reader = make_question(), make_subscriber()
    yield questions.received(question)
    yield questions.waiting(question, make_staff(name="Bartholomew-Maximilian Featherstonehaugh"))
    yield questions.answered(question)
    yield weekly.please_confirm(reader)
    yield weekly.already_subscribed(reader)
    yield rendering.proof(make_issue(number=20471), to="mira@portal.example", at=timezone.now())
    link = previewing.offer(make_article(), name="Jane Doe", days=1, by=None, at=timezone.now())
    approved = previewing.respond(link, approves=True, words="", at=timezone.now())
    yield articles.responded(approved, to="mira@portal.example")
    yield articles.clearing(Clearing(article=link.version.article, version=link.version), to="mira@portal.example")
    yield from map(account_mail, ACCOUNT)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_mail_fits_and_is_open_to_all_senses(page, live_server, axe, scheme):
    for message in every_mail():
        page.set_content(str(message.alternatives[0][0]))
        for width in (320, 600, 1200):
            page.set_viewport_size({"width": width, "height": 800})
            found = page.evaluate("document.documentElement.scrollWidth")
            assert found <= width, f"{message.subject} is {found} px wide at {width}"
        axe()
