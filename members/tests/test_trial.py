"""A free trial: at once, whole, once for a mailbox, over by itself."""

import re
from datetime import timedelta

import pytest
import time_machine
from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.tests.factories import make_article
from members import trying
from members.access import Audience
from members.mailboxes import is_thrown_away, mailbox
from members.models import Membership, User
from members.tests.factories import make_membership, make_user
from members.tests.mailbox import parts_of
from portal.lib.models import Limit, Mail

pytestmark = pytest.mark.django_db
TRIAL = reverse("members:trial")
ACCESS = reverse("members:access")
ANN = "ann@portal.example"
WORD = "seven-tonnes-of-tea"
DAY = timedelta(days=1)
SECRET = "xylograph"


@pytest.fixture(autouse=True)
def home(settings):
    settings.BASE_URL = "http://testserver"


@pytest.fixture
def gated():
    body = "".join(f"<p>Paragraph {place}: the berths are counted.</p>" for place in range(9)) + f"<p>{SECRET}</p>"
    return make_article(body=body, access=Audience.MEMBERS)


def start(client, email=ANN, password=WORD, back_to="", **more):
    return client.post(TRIAL, {"email": email, "password1": password, "next": back_to}, **more)


def link_in_mail(email=ANN):
    text, html = parts_of(Mail.objects.filter(recipient=email).latest("pk"))
    (link,) = re.findall(r"http://testserver(/account/confirm-email/\S+)", text)
    assert link in html
    return link


def reads(client, article):
    return SECRET in client.get(article.get_absolute_url()).content.decode()


def owner(email=ANN):
    user = make_user(email=email)
    user.set_password("another-word-altogether")
    user.save()
    EmailAddress.objects.create(user=user, email=email, verified=True, primary=True)
    return user


def test_a_reader_tries_confirms_and_reads_for_fourteen_days(client, gated):
    begun = timezone.now()
    with time_machine.travel(begun, tick=False) as clock:
        assert not reads(client, gated)
        asked = client.post(TRIAL, {"email": ANN, "next": gated.get_absolute_url()})
        assert asked.status_code == 200
        assert not User.objects.exists()
        answer = start(client, back_to=gated.get_absolute_url())
        assert answer.url == gated.get_absolute_url()
        page = client.get(answer.url).content.decode()
        assert SECRET in page and "You are logged in as ann." in page and "Your free trial has begun." in page
        assert "reader-" not in page, "A name made of chance says nothing to anybody."

        link = link_in_mail()
        client.get(link)
        assert not Membership.objects.get().confirmed_at, "Opening the link changed something."
        assert client.post(link).url == ACCESS
        for days, is_open in ((3.1, True), (13.9, True), (14, False)):
            clock.move_to(begun + days * DAY)
            assert reads(client, gated) is is_open, days
        page = client.get(gated.get_absolute_url()).content.decode()
        assert "Your account does not open it." in page
        assert "Your free trial ended" in client.get(TRIAL).content.decode()


def test_without_the_button_it_ends_after_three_days(client, gated):
    begun = timezone.now()
    with time_machine.travel(begun, tick=False) as clock:
        start(client)
        link = link_in_mail()
        clock.move_to(begun + 2.9 * DAY)
        assert reads(client, gated)
        clock.move_to(begun + 3 * DAY + timedelta(seconds=1))
        assert not reads(client, gated)
        client.post(link)
        assert not reads(client, gated), "What was over came back."


def test_pressing_twice_changes_nothing_more(client):
    start(client)
    link = link_in_mail()
    client.post(link)
    until = Membership.objects.get().ends_at
    assert client.post(link).status_code in (200, 302, 404)
    assert Membership.objects.get().ends_at == until
    assert "no longer works" in Client().get(link).content.decode()


def test_the_address_typed_beside_an_article_stands_in_the_form_and_in_no_address(client, gated):
    page = client.post(TRIAL, {"email": ANN, "next": gated.get_absolute_url()})
    assert f'value="{ANN}"' in page.content.decode()
    assert f'name="next" value="{gated.get_absolute_url()}"' in page.content.decode()
    assert page.headers["Cache-Control"] == "no-store"
    assert not page.cookies


def test_known_and_unknown_get_the_same_answer(gated):
    owner()
    answers, mails = [], []
    for email in (ANN, "stranger@portal.example"):
        client = Client()
        answer = start(client, email, back_to=gated.get_absolute_url())
        page = client.get(gated.get_absolute_url(), headers={"cookie": ""}).content.decode().replace(email, "…")
        standing = client.get(ACCESS).content.decode().replace(email, "…").replace(email.partition("@")[0], "…")
        answers.append((answer.status_code, answer.url, reads(client, gated), len(page)))
        mails.append(len(re.sub(r"<[^>]*>|\s", "", standing)))
    assert answers[0] == answers[1]
    assert abs(mails[0] - mails[1]) < 40, "The page of the account tells them apart."
    assert Mail.objects.get(recipient=ANN).subject == "You have an account already"
    assert "/account/confirm-email/" not in "".join(parts_of(Mail.objects.get(recipient=ANN)))


def test_they_log_in_again_alike():
    owner()
    for email in (ANN, "stranger@portal.example"):
        start(Client(), email)
        again = Client()
        again.post(reverse("account_login"), {"login": email, "password": WORD})
        assert again.get(ACCESS).status_code == 200, email


def test_the_owner_still_logs_in_beside_a_strangers_trial(client):
    mine = owner()
    start(Client())
    client.post(reverse("account_login"), {"login": ANN, "password": "another-word-altogether"})
    assert int(client.session["_auth_user_id"]) == mine.pk


def test_a_taken_address_is_not_confirmed_again(client):
    start(client)
    link = link_in_mail()
    owner()
    client.post(link)
    assert EmailAddress.objects.filter(email=ANN, verified=True).count() == 1
    assert not Membership.objects.trials().get().confirmed_at


@pytest.mark.parametrize("again", ["ann+2@portal.example", "ANN+tea@portal.example"])
def test_one_mailbox_has_one_trial(client, again):
    start(client)
    client.post(link_in_mail())
    other = Client(REMOTE_ADDR="198.51.100.9")
    start(other, again)
    page = other.post(link_in_mail(again.lower()), follow=True).content.decode()
    assert "has had a free trial before" in page
    assert Membership.objects.filter(confirmed_at__isnull=False).count() == 1


def test_mailboxes():
    assert mailbox("Ann.Lee+x@GoogleMail.com") == mailbox("annlee@gmail.com")
    assert mailbox("ann.lee@portal.example") != mailbox("annlee@portal.example")
    assert mailbox("+x@portal.example") == "+x@portal.example"
    assert is_thrown_away("a@mailinator.com") and is_thrown_away("a@x.mailinator.com")
    assert not is_thrown_away("a@portal.example") and not is_thrown_away("a@notmailinator.example")


def test_the_database_knows_one_trial_too():
    user = make_user()
    trial = {"kind": "trial", "confirmed_at": timezone.now(), "mailbox": ANN}
    make_membership(user, **trial)
    for person, values in ((user, trial | {"mailbox": "b@x.example"}), (make_user(), trial)):
        with pytest.raises(IntegrityError), transaction.atomic():
            make_membership(person, **values)


@pytest.mark.parametrize(
    "address",
    ["https://evil.example/", "//evil.example/", "/\\evil.example", "javascript:alert(1)", "/a\n/b", "x", "/" * 900],
)
def test_nobody_is_led_to_another_site(client, address):
    assert start(client, back_to=address).url == "/"
    page = Client().get(TRIAL, {"next": address}).content.decode()
    assert "evil" not in page and "javascript:" not in page


def test_another_site_opens_no_trial(client):
    for headers in ({"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}):
        assert start(client, headers=headers).status_code == 403
    assert not User.objects.exists()


def test_a_session_that_somebody_planted_is_not_kept(client):
    client.cookies["session"] = "planted"
    start(client)
    assert client.cookies["session"].value != "planted"
    planted = Client()
    planted.cookies["session"] = "planted"
    assert planted.get(ACCESS).status_code == 302


def test_one_network_opens_few():
    statuses = [start(Client(), f"reader{number}@portal.example").status_code for number in range(7)]
    assert statuses == [302] * 5 + [429] * 2
    assert User.objects.count() == 5
    refused = start(Client(), "late@portal.example")
    assert refused.headers["Retry-After"] == "86400"
    assert 'value="late@portal.example"' in refused.content.decode() and "again tomorrow" in refused.content.decode()
    assert start(Client(REMOTE_ADDR="198.51.100.9"), "elsewhere@portal.example").status_code == 302


def test_one_network_opens_few_in_a_month():
    now = timezone.now()
    for day in range(6):
        with time_machine.travel(now + day * DAY * 1.01, tick=False):
            answers = [start(Client(), f"r{day}-{number}@portal.example") for number in range(5)]
    assert [answer.status_code for answer in answers] == [429] * 5
    assert answers[0].headers["Retry-After"] == str(30 * 86_400) and "again next month" in answers[0].content.decode()
    assert User.objects.count() == 20


def test_guesses_are_counted_too(client):
    statuses = {start(client, password="short").status_code for _ in range(trying.TRIES)}
    assert statuses == {200}
    refused = start(client, password="short")
    assert refused.status_code == 429 and refused.headers["Retry-After"] == "3600"
    assert "again in an hour" in refused.content.decode()


def test_a_mailbox_is_not_filled():
    for number in range(8):
        start(Client(REMOTE_ADDR=f"198.51.100.{number}"), password=f"{WORD}-{number}")
    assert Mail.objects.filter(recipient=ANN).count() == 4
    assert User.objects.count() == 8, "The limit told that the address was tried before."


def test_sent_twice_it_is_one_account():
    pages = [start(client := Client()) and client.get(ACCESS) for _ in range(3)]
    assert [page.status_code for page in pages] == [200] * 3
    assert User.objects.count() == Mail.objects.count() == 1
    start(Client(), password="another-tonne-of-tea")
    assert User.objects.count() == 2, "Another password is another person."


@pytest.mark.parametrize(
    ("email", "password", "words"),
    [
        ("", WORD, "Enter your email address."),
        ("ann", WORD, "Enter your email address with an @"),
        ("ann@mailinator.com", WORD, "this is a borrowed one"),
        ("a@" + "ü" * 60 + ".example", WORD, "Enter your email address with an @"),
        ("a" * 300 + "@portal.example", WORD, "at most 254 characters"),
        (ANN, "", "Choose a password."),
        (ANN, "short", "too short"),
        (ANN, "password1234", "too common"),
        (ANN, "x\0" * 20, "Null characters are not allowed."),
        (ANN, "y" * 5000, "at most 128 characters"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_opened(client, email, password, words):
    page = start(client, email, password)
    assert page.status_code == 200
    assert words in page.content.decode()
    assert "<title>Error:" in page.content.decode() and page.content.count(b"summary-wrong") == 1
    assert not User.objects.exists() and not page.cookies


def test_whoever_has_an_account_is_told_what_it_opens(client):
    for user, words in (
        (make_user("author"), "of the newsroom"),
        (make_user(), "opens nothing beyond"),
        (make_membership(make_user()).user, "You are a member"),
    ):
        client.force_login(user)
        for page in (client.get(TRIAL), start(client), client.get(ACCESS)):
            assert words in page.content.decode()
    assert not Membership.objects.trials().exists()


def test_the_link_is_mailed_again_but_not_for_ever(client):
    start(client)
    for _ in range(7):
        assert client.post(reverse("members:confirm_again")).url == ACCESS
    assert Mail.objects.count() == 4
    client.post(link_in_mail())
    assert "ann@portal.example: confirmed" in client.get(ACCESS).content.decode()


def test_a_username_says_nothing_of_others():
    owner()
    start(Client())
    assert re.fullmatch(r"reader-\w{12}", Membership.objects.get().user.username)


def test_accounts_that_nobody_confirmed_are_forgotten(client):
    now = timezone.now()
    start(client)
    kept = Client(REMOTE_ADDR="198.51.100.9")
    start(kept, "kept@portal.example")
    kept.post(link_in_mail("kept@portal.example"))
    make_membership(make_user(), starts_at=now, ends_at=now + DAY)
    assert trying.forget(before=now + 2 * DAY) == 0
    assert trying.forget(before=now + 40 * DAY) == 1
    assert not User.objects.filter(email=ANN).exists()
    assert User.objects.filter(email="kept@portal.example").exists()


def test_a_look_asks_nothing_and_leaves_nothing(client, django_assert_max_num_queries):
    with django_assert_max_num_queries(3):
        page = client.get(TRIAL)
    assert not page.cookies and not Limit.objects.exists()
    assert client.head(TRIAL).status_code == 200
    assert client.put(TRIAL).status_code == 405
    assert client.get(reverse("members:confirm_again")).status_code == 405
