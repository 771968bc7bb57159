"""The Weekly in the admin: an issue is put together, looked at, proofed, released and followed."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.contrib.auth.models import Group
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import redirecting
from articles.tests.factories import make_article
from members.models import User
from subscriptions import releasing
from subscriptions.models import Delivery, Issue, Subscriber
from subscriptions.tests.factories import make_issue, make_subscriber
from subscriptions.tests.mailbox import html_of, mails_to, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def as_role(client):
    def as_role(name):
        user = User.objects.create_user(name, is_staff=True, email=f"{name}@example.org")
        user.groups.add(Group.objects.get(name=name))
        client.force_login(user)
        return user

    return as_role


def page_of(issue, verb="change"):
    return reverse(f"admin:subscriptions_issue_{verb}", args=[issue.pk])


def form_of(*entries, **values):
    rows = {f"placed-{number}-entry": entry.pk for number, entry in enumerate(entries)}
    management = {"placed-TOTAL_FORMS": len(entries), "placed-INITIAL_FORMS": 0}
    return (
        {"number": 7, "subject": "Berth 19 opens", "introduction": "<p>Good morning.</p>"} | management | rows | values
    )


class TestPuttingTogether:
    def test_an_editor_makes_an_issue_in_the_order_of_the_rows(self, client, as_role):
        as_role("editor")
        first, second, third = make_article(), make_article(), make_article()
        client.post(reverse("admin:subscriptions_issue_add"), form_of(second, third, first))
        issue = Issue.objects.get(number=7)
        assert [story.entry_id for story in issue.placed.all()] == [second.pk, third.pk, first.pk]

    def test_without_script_a_story_is_typed(self, client, as_role):
        as_role("editor")
        first, second = make_article(title="A quay opens"), make_article(title="A quay closes")
        make_article(title="A quay burns", published_at=None)
        rows = {"placed-TOTAL_FORMS": 2, "placed-0-entry_typed": "quay closes", "placed-1-entry_typed": first.pk}
        client.post(reverse("admin:subscriptions_issue_add"), form_of(**rows))
        assert [story.entry_id for story in Issue.objects.get(number=7).placed.all()] == [second.pk, first.pk]
        refused = client.post(
            reverse("admin:subscriptions_issue_add"), form_of(number=8, **rows | {"placed-0-entry_typed": "burns"})
        )
        assert "Nothing here is called “burns”" in refused.text

    def test_the_next_number_is_proposed(self, client, as_role):
        as_role("editor")
        make_issue(number=213)
        page = client.get(reverse("admin:subscriptions_issue_add")).content.decode()
        assert 'value="214"' in page

    def test_only_what_readers_may_open_can_be_chosen(self, client, as_role):
        as_role("editor")
        draft, live = make_article(published_at=None, title="Berth draft"), make_article(title="Berth live")
        page = client.post(reverse("admin:subscriptions_issue_add"), form_of(draft))
        assert "Readers cannot open this story" in page.content.decode()
        assert not Issue.objects.exists()
        fields = {"app_label": "subscriptions", "model_name": "story", "field_name": "entry", "term": "berth"}
        found = client.get(reverse("admin:autocomplete"), fields).json()["results"]
        assert [choice["id"] for choice in found] == [str(live.pk)]

    def test_an_author_may_not(self, client, as_role):
        as_role("author")
        assert client.get(reverse("admin:subscriptions_issue_changelist")).status_code == 403


class TestTwoWhoWriteAtOneIssue:
    @staticmethod
    def opened(client, issue):
        """The form as a browser would send it back."""
        form = client.get(page_of(issue)).context["adminform"].form
        (story,) = issue.placed.all()
        row = {"placed-0-id": story.pk, "placed-0-issue": issue.pk, "placed-0-entry": story.entry_id}
        counts = {"placed-TOTAL_FORMS": 1, "placed-INITIAL_FORMS": 1, "placed-0-position": story.position}
        values = {name: form[name].value() for name in ("number", "subject", "introduction", "seen")}
        return values | row | counts

    def test_the_later_one_is_told_and_both_texts_stand(self, client, as_role):
        as_role("editor")
        issue = make_issue()
        first, second = self.opened(client, issue), self.opened(client, issue)
        assert client.post(page_of(issue), first | {"introduction": "<p>Hers</p>"}).status_code == 302
        refused = client.post(page_of(issue), second | {"introduction": "<p>His</p>"})
        assert "saved a newer version meanwhile" in refused.content.decode()
        assert refused.context["adminform"].form["introduction"].value() == "<p>His</p>"
        issue.refresh_from_db()
        assert issue.introduction == "<p>Hers</p>"
        again = second | {"introduction": "<p>His</p>", "seen": refused.context["adminform"].form["seen"].value()}
        assert client.post(page_of(issue), again).status_code == 302
        issue.refresh_from_db()
        assert issue.introduction == "<p>His</p>"

    def test_a_story_that_was_put_in_counts_too(self, client, as_role):
        as_role("editor")
        issue = make_issue()
        typed = self.opened(client, issue)
        issue.placed.create(entry=make_article(), position=9)
        assert "saved a newer version meanwhile" in client.post(page_of(issue), typed).content.decode()

    def test_the_same_story_put_in_by_both_is_said_in_words(self, client, as_role):
        as_role("editor")
        issue, late = make_issue(), make_article()
        typed = self.opened(client, issue) | {"placed-TOTAL_FORMS": 2, "placed-1-entry": late.pk}
        issue.placed.create(entry=late, position=9)
        refused = client.post(page_of(issue), typed)
        again = typed | {"seen": refused.context["adminform"].form["seen"].value()}
        assert "has put this story in meanwhile" in client.post(page_of(issue), again).content.decode()
        assert issue.placed.count() == 2


@pytest.mark.django_db(transaction=True)
def test_of_many_who_begin_the_same_number_the_later_are_told_in_the_form():
    clients = [Client() for _ in range(5)]
    for client in clients:
        client.force_login(User.objects.create_superuser(f"editor{id(client)}"))
    start = Barrier(len(clients))

    def add(client):
        try:
            start.wait()
            return client.post(reverse("admin:subscriptions_issue_add"), form_of())
        finally:
            connection.close()

    with ThreadPoolExecutor(len(clients)) as pool:
        answers = sorted(pool.map(add, clients), key=lambda answer: answer.status_code)
    assert [answer.status_code for answer in answers] == [200] * 4 + [302]
    assert "already exists" in answers[0].content.decode()
    assert Issue.objects.count() == 1


class TestLooking:
    def test_the_preview_shows_both_parts_and_changes_nothing(self, client, as_role):
        as_role("editor")
        issue = make_issue(subject="Pipes & wires")
        page = client.get(page_of(issue, "preview"))
        assert issue.placed.get().entry.abstract in page.content.decode()
        assert page_of(issue, "html") in page.content.decode()
        assert not Delivery.objects.exists()

    def test_the_frame_has_a_policy_that_its_look_survives(self, client, as_role):
        as_role("editor")
        answer = client.get(page_of(make_issue(), "html"))
        policy = answer.headers["Content-Security-Policy"]
        nonce = policy.partition("'nonce-")[2].partition("'")[0]
        words = answer.content.decode()
        assert "unsafe" not in policy
        assert "frame-ancestors 'self'" in policy
        assert " style=" not in words
        assert words.count("<style") == words.count(f'<style nonce="{nonce}"') == 2

    def test_a_proof_goes_to_whoever_asks_for_it(self, client, as_role):
        as_role("editor")
        issue = make_issue(subject="Berth 19 opens")
        client.post(page_of(issue, "proof"))
        (mail,) = mails_to("editor@example.org")
        assert mail["Subject"] == "Proof: Berth 19 opens"
        assert mail["List-Unsubscribe"] is None
        assert issue.placed.get().entry.title in text_of(mail)
        assert issue.placed.get().entry.title in html_of(mail)
        assert client.get(page_of(issue, "proof")).status_code == 405


class TestReleasing:
    def test_says_to_how_many_and_asks_once(self, client, as_role):
        as_role("chief")
        for _ in range(3):
            make_subscriber()
        issue = make_issue()
        page = client.get(page_of(issue, "release")).content.decode()
        assert "goes to 3 readers" in page
        assert "cannot be called back" in page
        assert not Delivery.objects.exists()
        answer = client.post(page_of(issue, "release"), follow=True)
        assert "Released. It goes to 3 readers." in answer.content.decode()
        assert Delivery.objects.filter(issue=issue).count() == 3

        again = client.post(page_of(issue, "release"), follow=True)
        assert "already been released" in again.content.decode()
        assert Delivery.objects.count() == 3

    def test_an_editor_may_prepare_but_not_release(self, client, as_role):
        as_role("editor")
        issue = make_issue()
        assert client.get(page_of(issue, "release")).status_code == 403
        assert client.post(page_of(issue, "release")).status_code == 403
        assert page_of(issue, "release") not in client.get(page_of(issue)).content.decode()
        issue.refresh_from_db()
        assert issue.released_at is None

    def test_an_issue_without_stories_is_refused_in_words(self, client, as_role):
        as_role("chief")
        issue = make_issue(stories=[])
        assert "needs a story" in client.get(page_of(issue, "release")).content.decode()
        assert "needs a story" in client.post(page_of(issue, "release"), follow=True).content.decode()

    def test_what_was_released_stays_as_it_was(self, client, as_role):
        chief = as_role("chief")
        issue = make_issue(number=7, subject="As it was")
        releasing.release(issue, by=chief, at=timezone.now())
        page = client.get(page_of(issue))
        assert page.status_code == 200
        assert 'name="subject"' not in page.content.decode()
        late = client.post(page_of(issue), form_of(subject="As it was not", introduction="<p>Written late</p>"))
        assert late.status_code == 409
        assert "As it was not" in late.content.decode() and "&lt;p&gt;Written late" in late.content.decode()
        assert client.post(reverse("admin:subscriptions_issue_delete", args=[issue.pk])).status_code == 403
        issue.refresh_from_db()
        assert issue.subject == "As it was"


class TestFollowing:
    @pytest.fixture
    def issue(self, as_role):
        """One sent, one refused, one uncertain, one on its way."""
        chief = as_role("chief")
        for _ in range(4):
            make_subscriber()
        issue = make_issue()
        releasing.release(issue, by=chief, at=timezone.now())
        now = timezone.now()
        for delivery, moments in zip(
            Delivery.objects.order_by("pk"),
            [{"handing_at": now, "sent_at": now}, {"refused_at": now}, {"handing_at": now, "uncertain_at": now}, {}],
            strict=True,
        ):
            Delivery.objects.filter(pk=delivery.pk).update(**moments)
        return issue

    def test_the_issue_leads_to_its_deliveries_by_state(self, client, issue):
        page = client.get(page_of(issue))
        fared = {str(state): (count, address) for state, count, address in page.context["fared"]}
        assert {state: count for state, (count, _) in fared.items()} == {
            "Waiting": 1,
            "Sent": 1,
            "Refused": 1,
            "Uncertain": 1,
            "Skipped": 0,
        }
        listed = client.get(fared["Uncertain"][1])
        assert [row.state for row in listed.context["cl"].result_list] == ["uncertain"]

    def test_sending_again_asks_first(self, client, issue):
        chosen = list(Delivery.objects.values_list("pk", flat=True))
        here = reverse("admin:subscriptions_delivery_changelist")
        asked = client.post(here, {"action": "send_again", "_selected_action": chosen})
        assert "This is about 2 messages." in asked.content.decode()
        assert Delivery.objects.waiting().count() == 1
        done = client.post(here, {"action": "send_again", "_selected_action": chosen, "confirmed": "yes"}, follow=True)
        assert "2 messages wait to be sent again." in done.content.decode()
        assert Delivery.objects.waiting().count() == 3

    def test_seen_to(self, client, issue):
        uncertain = Delivery.objects.in_state("uncertain").get()
        fields = {"action": "settle", "_selected_action": [uncertain.pk], "confirmed": "yes"}
        client.post(reverse("admin:subscriptions_delivery_changelist"), fields)
        assert [delivery.state for delivery in Delivery.objects.failed()] == ["refused"]
        page = client.get(reverse("admin:subscriptions_delivery_change", args=[uncertain.pk]))
        assert "Uncertain, seen to" in page.content.decode()

    def test_editors_do_not_see_who_the_readers_are(self, client, issue, as_role):
        as_role("editor")
        chosen = list(Delivery.objects.values_list("pk", flat=True))
        fields = {"action": "send_again", "_selected_action": chosen, "confirmed": "yes"}
        here = reverse("admin:subscriptions_delivery_changelist")
        assert client.get(here).status_code == client.post(here, fields).status_code == 403
        assert Delivery.objects.waiting().count() == 1


class TestSubscribers:
    def test_are_found_by_state_and_address(self, client, as_role):
        as_role("chief")
        make_subscriber(email="ann@example.org")
        make_subscriber(email="bob@example.org", confirmed_at=None)
        make_subscriber(email="cy@example.org", left_at=timezone.now() + timedelta(seconds=1))
        here = reverse("admin:subscriptions_subscriber_changelist")
        for state, email in [("active", "ann"), ("unconfirmed", "bob"), ("left", "cy")]:
            (row,) = client.get(here, {"state": state}).context["cl"].result_list
            assert row.email == f"{email}@example.org"
        (row,) = client.get(here, {"q": "bob@"}).context["cl"].result_list
        assert row.email == "bob@example.org"

    def test_an_administrator_adds_by_asking_for_them(self, client, as_role):
        as_role("administrator")
        answer = client.post(reverse("admin:subscriptions_subscriber_add"), {"email": "ann@example.org"}, follow=True)
        assert "asks ann@example.org to confirm" in answer.content.decode()
        assert not Subscriber.objects.active().exists()
        assert len(mails_to("ann@example.org")) == 1

    def test_an_address_no_mail_can_be_made_for_is_refused(self, client, as_role):
        as_role("administrator")
        typed = {"email": "ann@" + "ü" * 60 + ".example"}
        page = client.post(reverse("admin:subscriptions_subscriber_add"), typed)
        assert "Enter a valid email address." in page.content.decode()
        assert not Subscriber.objects.exists()

    def test_a_chief_may_not_add_but_takes_off_the_list(self, client, as_role):
        as_role("chief")
        assert client.get(reverse("admin:subscriptions_subscriber_add")).status_code == 403
        ann = make_subscriber()
        fields = {"action": "take_off", "_selected_action": [ann.pk]}
        client.post(reverse("admin:subscriptions_subscriber_changelist"), fields)
        assert not Subscriber.objects.active().exists()

    def test_nobody_writes_a_consent_by_hand(self, client, as_role):
        as_role("administrator")
        ann = make_subscriber(email="ann@example.org", confirmed_at=None)
        page = reverse("admin:subscriptions_subscriber_change", args=[ann.pk])
        client.post(page, {"email": "bob@example.org", "confirmed_at": "2026-01-01", "topics": []})
        ann.refresh_from_db()
        assert (ann.email, ann.confirmed_at) == ("ann@example.org", None)

    def test_are_deleted_with_their_deliveries(self, client, as_role):
        chief = as_role("chief")
        ann = make_subscriber()
        releasing.release(make_issue(), by=chief, at=timezone.now())
        client.post(reverse("admin:subscriptions_subscriber_delete", args=[ann.pk]), {"post": "yes"})
        assert not Subscriber.objects.exists()
        assert not Delivery.objects.exists()


def test_an_old_address_leads_to_an_issue_that_went_out_and_to_no_other():
    out, coming = make_issue(released_at=timezone.now()), make_issue()
    pages = [issue.get_absolute_url() for issue in (out, coming)]
    lines = [redirecting.Line(number, f"/old/{number}", page) for number, page in enumerate(pages, start=1)]
    checked = redirecting.take(lines)
    assert [goal.to for goal in checked.goals.values()] == pages[:1]
    assert [refused.reason for refused in checked.refused] == [f"The portal has no page at {pages[1]}."]
