"""The Weekly walked in a browser, by a reader and by the newsroom, with JavaScript and without."""

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from articles.tests.factories import make_article, make_section
from members.models import User
from portal.lib import sending
from portal.lib.mailserver import Server
from portal.lib.models import Mail
from portal.lib.tests.listener import Listener
from subscriptions import releasing, signing_up
from subscriptions.models import Delivery, Issue, Subscriber
from subscriptions.tests.factories import make_issue, make_subscriber
from subscriptions.tests.mailbox import link_in, mails_to

BOTH = pytest.mark.parametrize("javascript", [True, False], ids=["javascript", "plain"])


@pytest.fixture
def chief(transactional_db):
    user = User.objects.create_user("chief", is_staff=True, email="chief@example.org")
    user.groups.add(Group.objects.get(name="chief"))
    return user


@BOTH
def test_a_reader_signs_up_on_the_front_page_confirms_and_leaves(page, live_server, javascript):
    trade = make_section(name="Trade", slug="trade")
    make_article(section=trade)
    page.goto(f"{live_server.url}/")
    page.get_by_label("Email address").fill("ann@example.org")
    page.get_by_role("button", name="Subscribe to the Weekly").click()
    page.get_by_role("heading", name="Look into your mail").wait_for()

    page.goto(live_server.url + link_in(mails_to("ann@example.org")[0], to="/confirm/"))
    page.get_by_label("Trade").check()
    page.get_by_role("button", name="Confirm my subscription").click()
    page.get_by_role("heading", name="You are on the list").wait_for()
    assert list(Subscriber.objects.active().get().topics.all()) == [trade]

    with Listener() as listener:
        issue = make_issue()
        issue_mail = deliver(issue, listener, to="ann@example.org")
    page.goto(live_server.url + link_in(issue_mail, to="/leave/"))
    page.get_by_role("button", name="Leave the Weekly").click()
    page.get_by_role("heading", name="You have left the Weekly").wait_for()
    assert not Subscriber.objects.active().exists()
    page.get_by_role("link", name="Come back").click()
    page.get_by_role("button", name="Confirm my subscription").click()
    page.get_by_role("heading", name="You are on the list").wait_for()
    assert Subscriber.objects.active().exists()


def deliver(issue, listener, *, to):
    user = User.objects.create_user("releaser")
    releasing.release(issue, by=user, at=timezone.now())
    sending.send_waiting(Server.from_url(listener.url))
    return listener.messages(to)[-1]


@BOTH
def test_a_wrong_address_is_named_and_kept(page, live_server, javascript):
    page.goto(f"{live_server.url}/weekly/subscribe/")
    page.get_by_label("Email address").fill("ann.example.org")
    page.get_by_role("button", name="Subscribe to the Weekly").click()
    page.get_by_role("heading", name="One thing needs another look").wait_for()
    assert page.title().startswith("Error:")
    assert page.get_by_label("Email address").input_value() == "ann.example.org"


def test_the_newsroom_puts_an_issue_together_and_releases_it(page, live_server, sign_in, chief):
    story = make_article(title="Queues at Khorgos fall to 31 hours")
    make_subscriber()
    sign_in(chief)
    page.goto(f"{live_server.url}/admin/subscriptions/issue/add/")
    page.get_by_label("Subject").fill("Khorgos at 31 hours")
    page.locator(".ProseMirror").click()
    page.keyboard.type("Good morning.")
    page.locator("#placed-0 .select2-selection").click()
    page.locator(".select2-search__field").fill("Khorgos")
    page.get_by_role("option", name=story.title).click()
    page.get_by_role("button", name="Save and continue editing").click()

    page.get_by_role("link", name="See it as it will arrive").click()
    frame = page.frame_locator("iframe").first
    frame.get_by_role("heading", name=story.title).wait_for()
    sheet = frame.locator(".sheet")
    assert sheet.evaluate("sheet => getComputedStyle(sheet).backgroundColor") == "rgb(252, 252, 249)"
    frame.locator(".foot").wait_for()
    page.get_by_role("button", name="Send me a proof").click()
    page.get_by_text("A proof is on its way to chief@example.org").wait_for()

    page.get_by_role("link", name="Release", exact=True).click()
    page.get_by_text("goes to one reader").wait_for()
    page.get_by_role("button", name="Release").click()
    page.get_by_text("Released. It goes to 1 reader.").wait_for()
    assert Delivery.objects.count() == 1
    assert Issue.objects.get().introduction == "<p>Good morning.</p>"


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1440, "dark")])
def test_a_mail_that_was_refused_is_sent_again(page, live_server, axe, width, scheme, chief, sign_in):
    chief.groups.add(Group.objects.get(name="administrator"))
    sign_in(chief)
    signing_up.ask("ann@example.org", at=timezone.now())
    mail = Mail.objects.get()
    Mail.objects.update(refused_at=timezone.now(), reply="550 no such user")
    page.goto(f"{live_server.url}/admin/lib/mail/{mail.pk}/change/")
    page.get_by_role("button", name="Send again").click()
    page.get_by_text("This is about one message.").wait_for()
    axe()
    page.get_by_role("button", name="Send again").click()
    page.get_by_text("1 message waits to be sent again.").wait_for()
    assert Mail.objects.get().state == "waiting"
