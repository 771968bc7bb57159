"""The masthead on a phone, and the style guide, in a browser."""

import pytest
from django.urls import reverse

from members.tests.factories import make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize("javascript", [True, False])
@pytest.mark.parametrize("width", [360])
def test_menu_and_search_open_with_and_without_script(page, live_server, javascript, width):
    page.goto(live_server.url + reverse("feedback:ask"))
    page.get_by_role("button", name="Menu", exact=True).click()
    assert page.locator("#menu").get_by_role("link", name="The Weekly").is_visible()
    page.get_by_role("button", name="Close the menu").click()
    page.get_by_role("button", name="Search", exact=True).click()
    page.locator("#search input").fill("gauge")
    page.locator("#search input").press("Enter")
    assert page.url.endswith("/search/?q=gauge")


@pytest.mark.parametrize("width", [360])
def test_the_menu_closes_when_a_keyboard_goes_on_behind_it(page, live_server, width):
    page.goto(live_server.url + reverse("feedback:ask"))
    page.get_by_role("button", name="Menu", exact=True).press("Enter")
    menu = page.locator("#menu")
    menu.get_by_role("link").last.focus()
    assert menu.is_visible()
    page.keyboard.press("Tab")
    assert menu.is_hidden() and page.locator("main :focus, .sections :focus").count() == 1


@pytest.mark.parametrize("width", [360, 768, 1440])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_style_guide_is_open_to_all_senses(page, live_server, sign_in, axe, width, scheme):
    sign_in(make_user("editor"))
    page.goto(live_server.url + reverse("styleguide"))
    axe()
    assert page.evaluate("document.documentElement.scrollWidth") <= width
