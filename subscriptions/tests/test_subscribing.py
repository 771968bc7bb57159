"""A visitor signs up, confirms, chooses topics, leaves and comes back."""

import threading
from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles.tests.factories import make_section
from portal.lib.models import Mail
from subscriptions import emails
from subscriptions.forms import BY_ADDRESS, BY_ADDRESS_A_DAY, BY_NETWORK
from subscriptions.models import Subscriber
from subscriptions.tests.factories import make_subscriber
from subscriptions.tests.mailbox import link_in, mails_to, text_of

pytestmark = pytest.mark.django_db
ANN = "ann@example.org"


def subscribe(client, email=ANN, **headers):
    return client.post(reverse("subscriptions:subscribe"), {"email": email}, headers=headers)


class TestSigningUp:
    def test_visitor_signs_up_and_confirms_with_topics(self, client):
        trade, policy = make_section(name="Trade"), make_section(name="Policy")
        assert subscribe(client).url == reverse("subscriptions:asked")
        assert "Look into your mail" in client.get(reverse("subscriptions:asked")).content.decode()
        assert not Subscriber.objects.active().exists()
        (mail,) = mails_to(ANN)
        link = link_in(mail, to="/confirm/")

        page = client.get(link)
        assert "Confirm my subscription" in page.content.decode()
        assert not Subscriber.objects.active().exists(), "Opening the link changed something."

        done = client.post(link, {"topics": [trade.pk]})
        assert "You are on the list" in done.content.decode()
        ann = Subscriber.objects.active().get(email=ANN)
        assert list(ann.topics.all()) == [trade]
        assert policy.name in page.content.decode()

    def test_the_address_is_one_whatever_its_case(self, client):
        subscribe(client, "Ann@Example.ORG")
        subscribe(client, ANN)
        assert Subscriber.objects.get().email == ANN

    @pytest.mark.parametrize("known", ["unknown", "unconfirmed", "active", "left"])
    def test_same_answer_and_one_mail_for_every_address(self, client, known):
        now = timezone.now()
        values = {"unconfirmed": {"confirmed_at": None}, "active": {}, "left": {"left_at": now}}
        if known != "unknown":
            make_subscriber(email=ANN, **values[known])
        answer = subscribe(client)
        assert (answer.status_code, answer.url) == (302, reverse("subscriptions:asked"))
        assert not answer.cookies
        (mail,) = mails_to(ANN)
        assert ("already" in mail["Subject"]) == (known == "active")
        assert ("/confirm/" in text_of(mail)) == (known != "active")

    def test_who_is_on_the_list_can_leave_by_the_mail_that_says_so(self, client):
        make_subscriber(email=ANN)
        subscribe(client)
        (mail,) = mails_to(ANN)
        client.post(link_in(mail, to="/leave/"))
        assert not Subscriber.objects.active().exists()

    def test_pages_for_everyone_are_the_same_for_everyone(self, client):
        for route in ("subscribe", "asked", "archive"):
            page = client.get(reverse(f"subscriptions:{route}"))
            assert page.status_code == 200
            assert not page.cookies
            assert b"csrfmiddlewaretoken" not in page.content


class TestWrongAddresses:
    @pytest.mark.parametrize(
        "typed",
        [
            "",
            "ann",
            "ann@",
            "@example.org",
            "a b@example.org",
            "ann@example.org, bob@example.org",
            "a" * 300 + "@example.org",
            "ann@" + "ü" * 60 + ".example",  # no host name can be spelled so
            "\N{KELVIN SIGN}@example.org",
        ],
    )
    def test_same_page_with_what_was_typed(self, client, typed):
        page = subscribe(client, typed)
        words = page.content.decode()
        assert page.status_code == 200
        assert "<title>Error:" in words
        assert words.count("One thing needs another look") == 1
        assert words.count('<p class="wrong">') == 1
        assert "Enter" in words
        assert typed in words
        assert not Mail.objects.exists()

    @pytest.mark.parametrize(
        "typed", ["a\x00b@example.org", "x" * 2_000_000, "<script>alert(1)</script>@x", "\ud800@x.org"]
    )
    def test_hostile_values_get_an_answer(self, client, typed):
        page = client.post(
            reverse("subscriptions:subscribe"),
            b"email=" + typed.encode("utf-8", "surrogatepass"),
            content_type="application/x-www-form-urlencoded",
        )
        assert page.status_code in (200, 302, 400, 413)
        assert b"<script>alert" not in page.content

    def test_a_line_break_cannot_add_a_header(self, client):
        page = subscribe(client, "ann@example.org\r\nBcc: bob@example.org")
        assert page.status_code == 200
        assert not Mail.objects.exists()

    def test_another_sites_form_is_refused(self, client):
        assert subscribe(client, **{"Sec-Fetch-Site": "cross-site"}).status_code == 403
        assert subscribe(client, Origin="https://evil.example").status_code == 403
        assert not Subscriber.objects.exists()


class TestLimits:
    def test_by_address(self, client):
        for _ in range(BY_ADDRESS):
            assert subscribe(client).status_code == 302
        page = subscribe(client)
        assert page.status_code == 429
        assert page.headers["Retry-After"] == "3600"
        assert ANN in page.content.decode()
        assert len(mails_to(ANN)) == BY_ADDRESS
        assert subscribe(client, "bob@example.org").status_code == 302

    def test_by_address_and_day(self, client):
        now = timezone.now()
        for hour in range(8):
            with time_machine.travel(now + timedelta(hours=2 * hour)):
                page = subscribe(client)
        assert page.status_code == 429
        assert "again tomorrow" in page.content.decode()
        assert len(mails_to(ANN)) == BY_ADDRESS_A_DAY
        with time_machine.travel(now + timedelta(hours=25)):
            assert subscribe(client).status_code == 302

    def test_by_network(self, client):
        for number in range(BY_NETWORK):
            subscribe(client, f"r{number}@example.org")
        assert subscribe(client, "one-more@example.org").status_code == 429
        assert not mails_to("one-more@example.org")
        assert Client(REMOTE_ADDR="10.9.8.7").post(
            reverse("subscriptions:subscribe"), {"email": "else@example.org"}
        ).status_code == 302  # fmt: skip

    @pytest.mark.parametrize(("proxies", "header"), [(0, "10.1.1.{}"), (1, "10.1.1.{}, 203.0.113.9")])
    def test_a_forged_header_makes_no_other_network(self, client, settings, proxies, header):
        settings.TRUSTED_PROXY_COUNT = proxies
        for number in range(BY_NETWORK):
            subscribe(client, f"r{number}@example.org", **{"X-Forwarded-For": header.format(number)})
        assert subscribe(client, "more@example.org", **{"X-Forwarded-For": header.format(99)}).status_code == 429


class TestLinks:
    def test_expired_after_seven_days(self, client):
        subscriber = make_subscriber(email=ANN, confirmed_at=None)
        with time_machine.travel(timezone.now() - timedelta(days=7, minutes=1)):
            link = emails.confirm_path(subscriber)
        for answer in (client.get(link), client.post(link)):
            assert answer.status_code == 404
            assert "This link no longer works" in answer.content.decode()
            assert reverse("subscriptions:subscribe") in answer.content.decode()
        assert not Subscriber.objects.active().exists()

    def test_a_link_is_good_for_its_purpose_only(self, client):
        subscriber = make_subscriber()
        tokens = {
            "confirm": emails.CONFIRM.token(subscriber.pk),
            "preferences": emails.PREFERENCES.token(subscriber.pk),
            "leave": emails.LEAVE.token(subscriber.pk),
        }
        for route in tokens:
            for purpose, token in tokens.items():
                expected = 200 if purpose == route else 404
                assert client.get(reverse(f"subscriptions:{route}", args=[token])).status_code == expected
        assert Subscriber.objects.active().exists()

    @pytest.mark.parametrize("token", ["x", "a:b:c", "%00", "ž" * 50, "x" * 5000])
    def test_broken_ones(self, client, token):
        for route in ("confirm", "preferences", "leave"):
            assert client.get(f"/weekly/{route}/{token}/").status_code == 404
            assert client.post(f"/weekly/{route}/{token}/").status_code == 404

    def test_of_somebody_who_was_deleted(self, client):
        subscriber = make_subscriber()
        link = emails.leave_path(subscriber)
        subscriber.delete()
        assert client.post(link).status_code == 404

    def test_pages_behind_links_are_kept_by_nobody(self, client):
        page = client.get(emails.preferences_path(make_subscriber()))
        assert page.headers["Cache-Control"] == "private, no-store"
        assert b"noindex" in page.content


class TestLeaving:
    def test_one_press_and_come_back(self, client):
        subscriber = make_subscriber(email=ANN)
        link = emails.leave_path(subscriber)
        assert "Leave the Weekly" in client.get(link).content.decode()
        assert Subscriber.objects.active().exists(), "Opening the link changed something."
        page = client.post(link).content.decode()
        assert "You have left the Weekly" in page
        assert not Subscriber.objects.active().exists()
        assert "You have left" in client.get(link).content.decode()
        assert "You have left" in client.get(emails.preferences_path(subscriber)).content.decode()

        back = page.partition('href="/weekly/confirm/')[2].partition('"')[0]
        client.post(f"/weekly/confirm/{back}")
        assert Subscriber.objects.active().get() == subscriber

    def test_a_mail_program_posts_without_cookie_or_token(self):
        link = emails.leave_path(make_subscriber())
        client = Client(enforce_csrf_checks=True)
        answer = client.post(link, "List-Unsubscribe=One-Click", content_type="application/x-www-form-urlencoded")
        assert answer.status_code == 200
        assert not answer.cookies
        assert not Subscriber.objects.active().exists()

    def test_leaving_twice_keeps_the_first_moment(self, client):
        subscriber = make_subscriber()
        client.post(emails.leave_path(subscriber))
        left_at = Subscriber.objects.get().left_at
        client.post(emails.leave_path(subscriber))
        assert Subscriber.objects.get().left_at == left_at

    def test_other_methods_are_refused(self, client):
        assert client.put(emails.leave_path(make_subscriber())).status_code == 405
        assert client.delete(reverse("subscriptions:subscribe")).status_code == 405


class TestTopics:
    def test_are_changed_on_the_preferences_page(self, client):
        trade, policy = make_section(name="Trade"), make_section(name="Policy")
        subscriber = make_subscriber(topics=[trade])
        link = emails.preferences_path(subscriber)
        assert f'value="{trade.pk}" id="id_topics_0" checked' in client.get(link).content.decode().replace('"  ', '" ')
        page = client.post(link, {"topics": [policy.pk]})
        assert "Your topics are saved" in page.content.decode()
        assert list(subscriber.topics.all()) == [policy]
        client.post(link, {})
        assert not subscriber.topics.exists()

    @pytest.mark.parametrize("topic", ["999999", "x", "99999999999999999999", ""])
    def test_that_do_not_exist_are_refused_in_words(self, client, topic):
        page = client.post(emails.preferences_path(make_subscriber()), {"topics": [topic]})
        assert page.status_code == 200
        assert "Choose from the topics below" in page.content.decode()

    def test_a_section_out_of_the_masthead_is_no_topic(self, client):
        hidden = make_section(in_masthead=False)
        subscriber = make_subscriber()
        client.post(emails.preferences_path(subscriber), {"topics": [hidden.pk]})
        assert not subscriber.topics.exists()


@pytest.mark.django_db(transaction=True)
def test_many_sign_up_the_same_address_at_once():
    answers = []

    def sign_up():
        answers.append(subscribe(Client(), ANN).status_code)
        connection.close()

    threads = [threading.Thread(target=sign_up) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == [302] * BY_ADDRESS + [429] * (8 - BY_ADDRESS)
    assert Subscriber.objects.count() == 1
    assert len(mails_to(ANN)) == BY_ADDRESS
