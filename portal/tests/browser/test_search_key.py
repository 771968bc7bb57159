"""The key / leads to the search field, and can be turned off."""

import pytest

pytestmark = pytest.mark.django_db(transaction=True)

FOCUSED = "document.activeElement.matches('[data-search]') && document.activeElement.checkVisibility()"


@pytest.mark.parametrize("width", [360, 1440])
def test_the_key_leads_to_the_field_until_it_is_turned_off(page, live_server, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{live_server.url}/")
    page.keyboard.press("/")
    assert page.evaluate(FOCUSED)
    page.keyboard.type("a/b")
    assert page.evaluate("document.activeElement.value") == "a/b"

    page.goto(f"{live_server.url}/search/")
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.closest('main') !== null")
    page.get_by_role("button", name="Turn the key off").click()
    page.keyboard.press("/")
    assert not page.evaluate(FOCUSED)
    page.get_by_role("button", name="Turn the key on").click()
    page.keyboard.press("/")
    assert page.evaluate(FOCUSED)


@pytest.mark.parametrize("javascript", [False])
def test_without_script_nothing_is_said_of_a_key_that_does_nothing(page, live_server):
    page.goto(f"{live_server.url}/search/")
    assert page.get_by_text("A minus leaves a word out").is_visible()
    assert page.get_by_text("leads to the search field").is_hidden()
