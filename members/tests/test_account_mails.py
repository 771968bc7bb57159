"""The mails an account causes: in the portal's words, with its own address, and not too many of them."""

import re
from email import message_from_bytes, policy

import pytest
from allauth.account.models import EmailAddress
from django.test import Client
from django.urls import reverse

from members.models import User
from members.tests.factories import make_user
from portal.lib.models import Mail

pytestmark = pytest.mark.django_db
RESET = reverse("account_reset_password")
MIRA = "mira@portal.example"
WORD = "seven-tonnes-of-tea"


@pytest.fixture
def mira():
    user = make_user("editor", username="mira", email=MIRA)
    EmailAddress.objects.create(user=user, email=MIRA, verified=True, primary=True)
    return user


@pytest.fixture(autouse=True)
def home(settings):
    settings.BASE_URL = "https://portal.example"
    settings.ALLOWED_HOSTS = ["*"]


def ask(email=MIRA, *, network="198.51.100.1", host="testserver"):
    return Client(REMOTE_ADDR=network).post(RESET, {"email": email}, headers={"Host": host})


def parts_of(row):
    message = message_from_bytes(bytes(row.message), policy=policy.default)
    return [message.get_body((kind,)).get_content() for kind in ("plain", "html")]


def test_somebody_chooses_a_new_password_by_the_link(mira, client):
    ask()
    row = Mail.objects.get(recipient=MIRA)
    text, html = parts_of(row)
    (link,) = re.findall(r"https://portal\.example(/account/\S+)", text)
    assert link in html
    form = client.get(link, follow=True)
    mira.refresh_from_db()
    assert not mira.check_password(WORD), "Opening the link changed something."
    client.post(form.redirect_chain[-1][0], {"password1": WORD, "password2": WORD})
    mira.refresh_from_db()
    assert mira.check_password(WORD)
    again = Client().get(link, follow=True).content.decode()
    assert 'name="password1"' not in again


@pytest.mark.parametrize("email", [MIRA, "stranger@portal.example"])
def test_no_mail_carries_the_host_somebody_asked_with(mira, email):
    ask(email, host="evil.example:666")
    row = Mail.objects.get(recipient=email)
    assert "evil" not in bytes(row.message).decode()
    assert all("https://portal.example/" in part for part in parts_of(row))


def test_known_and_unknown_get_the_same_answer_and_one_mail(mira):
    answers = [ask(email) for email in (MIRA, "stranger@portal.example")]
    assert {(answer.status_code, answer.url) for answer in answers} == {(302, reverse("account_reset_password_done"))}
    assert sorted(Mail.objects.values_list("recipient", flat=True)) == [MIRA, "stranger@portal.example"]


def test_a_superusers_password_is_not_had_through_the_outbox():
    root = User.objects.create_superuser("root", "root@portal.example", WORD)
    EmailAddress.objects.create(user=root, email="root@portal.example", verified=True, primary=True)
    ask("root@portal.example")
    assert "/account/" not in "".join(parts_of(Mail.objects.get()))


def test_one_mailbox_is_not_filled_from_many_networks(mira):
    answers = [ask(MIRA.upper(), network=f"198.51.100.{number}").status_code for number in range(5)]
    assert answers == [302] * 3 + [429] * 2
    assert Mail.objects.count() == 3


def test_one_network_does_not_write_to_everybody():
    answers = [ask(f"reader{number}@portal.example").status_code for number in range(22)]
    assert answers == [302] * 20 + [429] * 2
    assert Mail.objects.count() == 20


def test_a_look_alike_of_an_address_gets_nothing():
    user = make_user("editor", email="k@portal.example")
    EmailAddress.objects.create(user=user, email="k@portal.example", verified=True, primary=True)
    ask("\N{KELVIN SIGN}@portal.example")  # whose lower case is the k of our alphabet
    assert Mail.objects.get().recipient == "k@portal.example"


def test_an_address_that_no_mail_can_be_made_for_is_refused_in_words():
    answer = ask("a@" + "ü" * 60 + ".example")
    assert answer.status_code == 200
    assert "Enter a valid email address." in answer.content.decode()
    assert not Mail.objects.exists()


def test_an_address_of_ones_own_is_confirmed_by_a_button(mira, client):
    client.force_login(mira)
    client.post(reverse("account_email"), {"action_add": "", "email": "new@portal.example"})
    text, html = parts_of(Mail.objects.get(recipient="new@portal.example"))
    (link,) = re.findall(r"https://portal\.example(/account/\S+)", text)
    assert link in html
    client.get(link)
    new = EmailAddress.objects.get(email="new@portal.example")
    assert not new.verified, "Opening the link changed something."
    client.post(link)
    new.refresh_from_db()
    assert new.verified
