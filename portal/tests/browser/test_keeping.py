"""What is typed in the newsroom's form is kept while it is typed, whatever becomes of the window."""

import pytest
from django.contrib.sessions.models import Session

from articles.models import Article, Writing
from articles.tests.factories import make_article
from members.tests.factories import make_user
from portal.tests.browser.test_newsroom import AREA, CARET_IS_IN


@pytest.fixture
def form(live_server):
    article = make_article(published_at=None, title="Berth 19 reopens", body="<p>It takes ships.</p>")
    return f"{live_server.url}/admin/articles/article/{article.pk}/change/"


def kept(page):
    """Wait until the page says so; the words that are kept."""
    page.get_by_text("Your words are kept").wait_for()
    return Writing.objects.with_words().get().form


def test_a_closed_window_loses_nothing(page, form, sign_in, axe):
    sign_in(make_user("author", name="Mira Sato"))
    page.goto(form)
    page.locator(AREA).locator("p").click()
    page.wait_for_function(CARET_IS_IN)
    page.keyboard.press("End")
    page.keyboard.type(" And trains.")
    assert kept(page)["body"] == ["<p>It takes ships. And trains.</p>"]
    again = page.context.new_page()
    page.close()

    again.goto(form)
    for_good = again.get_by_role("button", name="Throw them away for good")
    again.locator("summary", has_text="Throw them away").click()
    for_good.wait_for()
    again.locator("summary", has_text="Throw them away").click()
    for_good.wait_for(state="hidden")
    again.get_by_role("link", name="Continue writing").click()
    again.locator(AREA).get_by_text("And trains.").wait_for()
    again.get_by_role("button", name="Save", exact=True).click()
    again.get_by_text("was changed successfully").wait_for()
    assert Article.objects.get().body == "<p>It takes ships. And trains.</p>"
    again.goto(form)
    assert not again.get_by_text("unsaved words").count()


def test_a_login_that_ran_out_loses_nothing(page, form, sign_in, axe):
    user = make_user("author", name="Mira Sato")
    sign_in(user)
    page.goto(form)
    axe()
    Session.objects.all().delete()
    page.get_by_label("Kicker").fill("Ports")
    page.get_by_text("You are logged out.").wait_for()
    axe()
    assert not Writing.objects.with_words().exists()
    page.get_by_role("button", name="Save", exact=True).click()
    page.wait_for_function("() => document.activeElement.textContent == 'Log in, in a new window'")
    assert page.get_by_label("Kicker").input_value() == "Ports", "Sent to the login, it would be gone."
    sign_in(user)
    assert kept(page)["kicker"] == ["Ports"]
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("was changed successfully").wait_for()
    assert Article.objects.get().kicker == "Ports"


def test_a_button_pressed_at_once_after_the_new_login_saves(page, form, sign_in):
    user = make_user("author", name="Mira Sato")
    sign_in(user)
    page.goto(form)
    Session.objects.all().delete()
    page.get_by_label("Kicker").fill("Ports")
    page.get_by_text("You are logged out.").wait_for()
    sign_in(user)
    page.get_by_role("button", name="Save and continue editing").click()
    page.get_by_text("was changed successfully").wait_for()
    assert Article.objects.get().kicker == "Ports" and page.url == form


def test_a_server_that_is_away_loses_nothing(page, form, sign_in, complaints):
    complaints.expect("ERR_CONNECTION_REFUSED")
    sign_in(make_user("author", name="Mira Sato"))
    page.goto(form)
    page.get_by_label("Kicker").wait_for()
    page.context.route("**/admin/articles/**", lambda route: route.abort("connectionrefused"))
    page.get_by_label("Kicker").fill("Ports")
    page.get_by_text("Your words cannot be kept at the moment.").wait_for()
    page.get_by_role("button", name="Save", exact=True).click()
    assert page.get_by_label("Kicker").input_value() == "Ports" and page.url == form
    page.context.unroute("**/admin/articles/**")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("was changed successfully").wait_for()
    assert Article.objects.get().kicker == "Ports"
