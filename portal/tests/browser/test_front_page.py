"""An editor arranges the front page in a browser, with and without script; a reader meets what was put live."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Arrangement, Page
from articles.tests.factories import make_article, make_picture, make_section
from members.tests.factories import make_user


@pytest.fixture
def admin(page, live_server):
    return f"{live_server.url}/admin"


def test_arranged_previewed_put_live_and_taken_back(page, admin, live_server, sign_in, axe):
    section = make_section(name="Trade", slug="trade")
    old = timezone.now() - timedelta(days=40)
    lead = make_article(title="Khorgos cuts the wait", published_at=old, picture=make_picture())
    pinned = make_article(title="Durian, by rail", section=section, published_at=old)
    for n in range(12):
        make_article(title=f"News number {n}", section=section, picture=make_picture())
    sign_in(make_user("editor"))
    page.goto(f"{admin}/articles/arrangement/")
    page.get_by_role("link", name="Add front page").click()
    choose(page, "id_lead", "khorgos", lead.title)
    page.locator("#id_blocks-0-section").select_option(label="Trade")
    choose(page, "id_blocks-0-pinned", "durian", pinned.title)
    axe()
    page.get_by_role("button", name="Save and preview").click()
    assert page.locator(".card-lead .head").inner_text() == lead.title
    assert page.locator(".block .head").first.inner_text() == pinned.title
    axe()
    page.get_by_role("button", name="Put live").click()
    assert "stands as you arranged it" in page.locator(".messagelist").inner_text()
    axe()
    assert front_of(live_server, page) == lead.title
    page.goto(f"{admin}/articles/arrangement/")
    page.get_by_role("button", name="Back to the automatic front page").click()
    assert "arranges itself again" in page.locator(".messagelist").inner_text()
    assert front_of(live_server, page).startswith("News number")


def choose(page, field, typed, title):
    """By the look-up of the admin, as somebody types."""
    page.locator(f"#{field} + .select2").click()
    page.keyboard.type(typed)
    page.locator(".select2-results__option", has_text=title).click()
    page.keyboard.press("Escape")  # several can be chosen, so the list stays open


def front_of(live_server, page):
    """The lead as a reader without a session meets it."""
    reader = page.context.browser.new_context()
    try:
        seen = reader.new_page()
        seen.goto(live_server.url)
        return seen.locator(".card-lead .head").inner_text()
    finally:
        reader.close()


@pytest.mark.parametrize("javascript", [False])
def test_put_live_and_taken_back_without_script(page, admin, live_server, sign_in):
    lead = make_article(title="Khorgos cuts the wait", published_at=timezone.now() - timedelta(days=40))
    newest = make_article()
    draft = Arrangement.objects.create(lead=lead, made_at=timezone.now())
    sign_in(make_user("editor"))
    page.goto(f"{admin}/articles/arrangement/{draft.pk}/change/")
    page.get_by_role("button", name="Save and preview").click()
    page.get_by_role("button", name="Put live").click()
    page.goto(live_server.url)
    assert page.locator(".card-lead .head").inner_text() == lead.title
    page.goto(f"{admin}/articles/arrangement/")
    page.get_by_role("button", name="Back to the automatic front page").click()
    page.goto(live_server.url)
    assert page.locator(".card-lead .head").inner_text() == newest.title


def test_a_chief_writes_a_page_with_the_editor(page, admin, live_server, sign_in, axe):
    sign_in(make_user("chief"))
    page.goto(f"{admin}/articles/page/contact/change/")
    area = page.locator(".ProseMirror[contenteditable=true]")
    area.click()
    page.keyboard.press("Control+a")
    page.keyboard.type("Write to the desk in Tbilisi.")
    page.get_by_role("button", name="Save", exact=True).click()
    assert "was changed successfully" in page.locator(".messagelist").inner_text()
    assert Page.objects.get(slug="contact").body == "<p>Write to the desk in Tbilisi.</p>"
    page.goto(f"{live_server.url}/contact/")
    assert page.locator("main").get_by_text("Write to the desk in Tbilisi.").is_visible()
    axe()


@pytest.mark.parametrize("javascript", [True, False])
def test_errors_lead_on(page, live_server, complaints):
    make_article(title="Khorgos cuts the wait")
    complaints.expect("404")
    page.goto(f"{live_server.url}/nowhere/")
    page.locator("main").get_by_role("searchbox").fill("Khorgos")
    page.locator("main").get_by_role("button", name="Search").click()
    assert page.get_by_role("link", name="Khorgos cuts the wait").is_visible()
