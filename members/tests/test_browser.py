"""From an article for members to the whole of it, in a browser."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from articles.tests.factories import make_article
from members.access import Audience
from members.models import Membership
from members.tests.mailbox import parts_of
from portal.lib.models import Mail

pytestmark = pytest.mark.django_db(transaction=True)
SECRET = "xylograph"
LOOKS = [(360, "dark"), (768, "light"), (1440, "light")]


@pytest.fixture
def gated(live_server, page):
    text = "".join(f"<p>Paragraph {place}: the berths are counted once a month.</p>" for place in range(9))
    body = f"{text}<h2>Who keeps the saving</h2><p>{SECRET}</p>"
    return live_server.url + make_article(body=body, access=Audience.MEMBERS).get_absolute_url()


@pytest.mark.parametrize("javascript", [True, False])
def test_a_reader_reads_on_at_once_and_confirms_later(page, gated, live_server):
    page.goto(gated)
    assert not page.get_by_text(SECRET).count()
    assert page.get_by_text("Who keeps the saving").is_visible()
    gate = page.locator(".gate")
    gate.get_by_label("Email address").fill("ann@portal.example")
    gate.get_by_role("button", name="Start a Free Trial").click()
    assert page.url == f"{live_server.url}/trial/"
    assert page.get_by_label("Email address").input_value() == "ann@portal.example"
    page.get_by_label("Password").fill("seven-tonnes-of-tea")
    page.get_by_role("button", name="Start a Free Trial").click()

    page.wait_for_url(gated)
    assert page.get_by_text(SECRET).is_visible()
    assert page.get_by_text("Your free trial has begun.").is_visible()

    (link,) = re.findall(r"http\S+/account/confirm-email/\S+", parts_of(Mail.objects.get())[0])
    page.goto(link)
    assert not Membership.objects.get().confirmed_at
    page.get_by_role("button", name="Confirm").click()
    page.wait_for_url(f"{live_server.url}/account/")
    assert page.get_by_text("Everything is open to you until").is_visible()
    kept = Membership.objects.get()
    assert kept.ends_at - kept.starts_at == timedelta(days=14)

    Membership.objects.update(ends_at=timezone.now())
    page.goto(gated)
    assert not page.get_by_text(SECRET).count()
    page.get_by_role("link", name="See why, and what to do").click()
    assert page.get_by_text("Your free trial ended").is_visible()


def test_every_page_on_the_way_holds_every_look(page, axe, gated, live_server):
    def look():
        for width, scheme in LOOKS:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
            assert page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0
            axe()

    page.goto(f"{live_server.url}/trial/")
    page.get_by_label("Email address").fill("ann@mailinator.com")
    page.get_by_label("Password").fill("short")
    page.get_by_role("button", name="Start a Free Trial").click()
    page.wait_for_selector(".summary-wrong")
    look()
    page.get_by_label("Email address").fill("ann@portal.example")
    page.get_by_label("Password").fill("seven-tonnes-of-tea")
    page.get_by_role("button", name="Start a Free Trial").click()
    page.wait_for_url(f"{live_server.url}/")
    for path in ("/account/", "/trial/"):
        page.goto(live_server.url + path)
        look()
    Membership.objects.update(ends_at=timezone.now())
    for address in (f"{live_server.url}/account/", f"{live_server.url}/trial/", gated):
        page.goto(address)
        look()
