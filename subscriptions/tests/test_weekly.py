"""An issue on its way: released, delivered by a real mail server, read, left."""

import threading
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import publishing
from articles.tests.factories import make_article, make_section
from members.access import Audience
from members.models import User
from portal.lib import claiming, pages, sending
from portal.lib.mailserver import Server
from portal.lib.tests.listener import Listener
from subscriptions import releasing
from subscriptions.models import Delivery, Issue, Subscriber
from subscriptions.tests.factories import make_issue, make_subscriber
from subscriptions.tests.mailbox import html_of, link_in, mails_to, text_of

pytestmark = pytest.mark.django_db
NOON = datetime(2026, 11, 27, 12, tzinfo=UTC)


@pytest.fixture
def chief():
    return User.objects.create_user("chief", is_staff=True, email="chief@example.org")


@pytest.fixture
def listener():
    with Listener() as listener:
        yield listener


@pytest.fixture
def release(chief):
    def release(issue, *, at=None):
        return releasing.release(issue, by=chief, at=at or timezone.now())

    return release


def send(listener, *, at=None):
    return sending.send_waiting(Server.from_url(listener.url), now=lambda: at or timezone.now())


def test_from_signing_up_to_leaving_by_the_mails_own_link(client, listener, release):
    client.post(reverse("subscriptions:subscribe"), {"email": "ann@example.org"})
    client.post(link_in(mails_to("ann@example.org")[0], to="/confirm/"))
    issue = make_issue(subject="Khorgos at 31 hours", introduction="<p>Good <strong>morning</strong>.</p>")
    assert release(issue) == 1
    send(listener)
    confirm_mail, weekly = listener.messages("ann@example.org")
    assert weekly["Subject"] == "Khorgos at 31 hours"
    assert weekly["To"] == "ann@example.org"
    entry = issue.placed.get().entry
    for part in (text_of(weekly), html_of(weekly)):
        assert entry.title in part
        assert entry.abstract in part
        assert "morning" in part
        assert entry.get_absolute_url() in part
    assert Delivery.objects.get().state == "sent"

    client.post(link_in(weekly, to="/leave/"))
    assert not Subscriber.objects.active().exists()
    assert release(make_issue()) == 0


def test_a_mail_programs_own_button(listener, release):
    make_subscriber(email="ann@example.org")
    release(make_issue())
    send(listener)
    (weekly,) = listener.messages("ann@example.org")
    assert weekly["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    path = weekly["List-Unsubscribe"].strip("<>").partition("/weekly/")[2]
    answer = Client(enforce_csrf_checks=True).post(f"/weekly/{path}", {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    assert not Subscriber.objects.active().exists()


class TestRelease:
    def test_one_delivery_for_each_who_is_active(self, release):
        make_subscriber(confirmed_at=None)
        make_subscriber(left_at=timezone.now())
        active = [make_subscriber(), make_subscriber()]
        before = pages.standing(at=NOON).counter
        assert release(make_issue(), at=NOON) == 2
        assert sorted(Delivery.objects.values_list("subscriber", "due_at")) == [(person.pk, NOON) for person in active]
        assert pages.standing(at=NOON).counter == before + 1

    def test_only_once(self, release):
        make_subscriber()
        issue = make_issue()
        release(issue)
        with pytest.raises(releasing.AlreadyReleased):
            release(issue)
        assert Delivery.objects.count() == 1

    def test_not_without_a_story_that_readers_may_open(self, release):
        make_subscriber()
        for stories in ([], [make_article(published_at=None)]):
            issue = make_issue(stories=stories)
            with pytest.raises(releasing.NothingToTell):
                release(issue)
            issue.refresh_from_db()
            assert issue.released_at is None
        assert not Delivery.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_two_release_it_at_the_same_moment(release):
    make_subscriber()
    issue, together, answers = make_issue(), threading.Barrier(2), []

    def press():
        together.wait()
        try:
            answers.append(release(issue))
        except releasing.AlreadyReleased:
            answers.append("already")
        connection.close()

    threads = [threading.Thread(target=press) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(map(str, answers)) == ["1", "already"]
    assert Delivery.objects.count() == 1


class TestWhatIsSent:
    def test_topics_come_first_with_abstracts_the_rest_by_title(self, listener, release):
        trade, policy = make_section(name="Trade"), make_section(name="Policy")
        about_policy = make_article(section=policy, title="One form for a broken seal", abstract="Six services agree.")
        about_trade = make_article(section=trade, title="Queues at Khorgos fall", abstract="Two bays were added.")
        make_subscriber(email="all@example.org")
        make_subscriber(email="trade@example.org", topics=[trade])
        release(make_issue(stories=[about_policy, about_trade]))
        send(listener)
        for read in (text_of, html_of):
            everything = read(listener.messages("all@example.org")[0])
            assert everything.rindex("One form for a broken seal") < everything.rindex("Queues at Khorgos fall")
            assert "Six services agree." in everything
            assert "Also in this issue" not in everything
            chosen = read(listener.messages("trade@example.org")[0])
            assert chosen.rindex("Two bays were added.") < chosen.rindex("Also in this issue")
            assert chosen.rindex("Also in this issue") < chosen.rindex("One form for a broken seal")
            assert "Six services agree." not in chosen

    def test_personal_words_are_each_readers_own(self, listener, release):
        ann = make_subscriber(email="ann@example.org", confirmed_at=datetime(2026, 3, 3, tzinfo=UTC))
        bob = make_subscriber(email="o'brien+x@example.org")
        release(make_issue())
        send(listener)
        (first,), (second,) = (listener.messages(person.email) for person in (ann, bob))
        assert "you confirmed ann@example.org on 3 March 2026" in " ".join(text_of(first).split())
        assert "o&#x27;brien+x@example.org" in html_of(second)
        assert first["Message-ID"] != second["Message-ID"]
        assert link_in(first, to="/leave/") != link_in(second, to="/leave/")

    def test_a_members_article_gives_title_and_abstract_only(self, listener, release):
        secret = make_article(access=Audience.MEMBERS, body="<p>The margin is 4 per cent.</p>", title="Margins")
        make_subscriber(email="ann@example.org")
        release(make_issue(stories=[secret]))
        send(listener)
        (weekly,) = listener.messages("ann@example.org")
        assert "Margins" in text_of(weekly)
        assert "4 per cent" not in weekly.as_string()

    def test_a_story_withdrawn_before_it_was_sent_is_left_out(self, listener, release):
        gone, stays = make_article(title="It was wrong"), make_article(title="It is right")
        make_subscriber(email="ann@example.org")
        release(make_issue(stories=[gone, stays]))
        publishing.withdraw(gone, reason="Wrong.", by=None, at=timezone.now())
        send(listener)
        (weekly,) = listener.messages("ann@example.org")
        assert "It was wrong" not in weekly.as_string()
        assert "It is right" in text_of(weekly)

    def test_ampersands_are_plain_in_text_and_links_lead_home_from_anywhere(self, listener, release, settings):
        story = make_article(title="Pipes & wires", abstract="A < B & C")
        make_subscriber(email="ann@example.org")
        introduction = '<p>See <a href="/questions/">questions &amp; answers</a>.</p>'
        release(make_issue(subject="Pipes & wires", stories=[story], introduction=introduction))
        send(listener)
        (weekly,) = listener.messages("ann@example.org")
        assert weekly["Subject"] == "Pipes & wires"
        assert "Pipes & wires\nA < B & C" in text_of(weekly)
        assert f"questions & answers ({settings.BASE_URL}/questions/)" in " ".join(text_of(weekly).split())
        assert f'href="{settings.BASE_URL}/questions/"' in html_of(weekly)
        assert "A &lt; B &amp; C" in html_of(weekly)

    def test_who_left_meanwhile_is_skipped(self, listener, release):
        ann = make_subscriber()
        release(make_issue())
        ann.leave(at=timezone.now())
        assert send(listener) == 0
        assert Delivery.objects.get().state == "skipped"

    def test_who_leaves_while_the_mail_is_on_its_way_is_skipped(self, release):
        """Between rendering and the final dot: the statement that commits `handing_at` asks once more."""
        ann = make_subscriber()
        release(make_issue(), at=NOON)
        with claiming.Sender() as sender:
            (pk,) = sender.claim(Delivery, limit=1, at=NOON)
            ann.leave(at=NOON)
            assert not sender.hand(Delivery, pk, at=NOON, after=None)
        assert Delivery.objects.get().handing_at is None

    def test_an_address_that_is_none_does_not_hold_up_the_others(self, listener, release):
        make_subscriber(email="no address at all")
        make_subscriber(email="ann@example.org")
        release(make_issue())
        assert send(listener) == 1
        assert Delivery.objects.counts() == {"waiting": 0, "sent": 1, "refused": 1, "uncertain": 0, "skipped": 0}

    def test_refused_addresses_do_not_hold_up_the_others(self, listener, release):
        people = [make_subscriber() for _ in range(5)]
        listener.replies[people[1].email] = ["550 no such user"]
        listener.replies[people[2].email] = ["450 later"]
        release(make_issue())
        assert send(listener) == 3
        assert Delivery.objects.counts() == {"waiting": 1, "sent": 3, "refused": 1, "uncertain": 0, "skipped": 0}
        assert send(listener, at=timezone.now() + timedelta(minutes=2)) == 1
        assert not listener.doubled()


class TestArchive:
    def test_lists_released_issues_newest_first(self, client, release):
        old, new, draft = make_issue(), make_issue(), make_issue()
        release(old, at=NOON - timedelta(days=40))
        release(new, at=NOON)
        page = client.get(reverse("subscriptions:archive")).content.decode()
        assert page.index(new.subject) < page.index("October 2026") < page.index(old.subject)
        assert draft.subject not in page
        assert new.placed.get().entry.title in page
        assert 'action="/weekly/subscribe/"' in page

    def test_pages_by_keyset(self, client, release, settings):
        settings.PAGE_SIZE = 2
        issues = [make_issue() for _ in range(3)]
        for day, issue in enumerate(issues):
            release(issue, at=NOON + timedelta(days=day))
        first = client.get(reverse("subscriptions:archive"))
        older = client.get(first.context["older_url"]).content.decode()
        assert issues[0].subject in older
        assert issues[1].subject not in older
        assert client.get(reverse("subscriptions:archive"), {"after": "x"}).status_code == 404

    def test_costs_the_same_however_long(self, client, release, django_assert_num_queries):
        for _ in range(5):
            release(make_issue(stories=[make_article(), make_article()]))
        with django_assert_num_queries(3):  # issues, their stories, the masthead
            client.get(reverse("subscriptions:archive"))

    def test_an_issue_has_a_page(self, client, release):
        issue = make_issue(stories=[make_article(title="Told here"), make_article(title="Withdrawn since")])
        assert client.get(issue.get_absolute_url()).status_code == 404
        release(issue)
        publishing.withdraw(issue.placed.last().entry, reason="Wrong.", by=None, at=timezone.now())
        page = client.get(issue.get_absolute_url())
        words = page.content.decode()
        assert "Told here" in words
        assert "Withdrawn since" not in words
        assert "Good morning." in words
        assert not page.cookies

    @pytest.mark.parametrize("number", ["0", "999", "99999999999999999999"])
    def test_no_such_issue(self, client, number):
        assert client.get(f"/weekly/{number}/").status_code == 404


def test_the_introduction_is_cleaned(release):
    issue = make_issue(introduction='<p onclick="x()">Hi<script>alert(1)</script></p>')
    assert Issue.objects.get(pk=issue.pk).introduction == "<p>Hi</p>"
