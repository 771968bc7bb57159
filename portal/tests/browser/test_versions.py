"""The history of an article and its approval from outside, walked on a phone and at a desk."""

import pytest
from django.utils import timezone

from articles import versioning
from articles.models import Response
from articles.tests.factories import make_article
from members.tests.factories import make_user


@pytest.mark.parametrize(("width", "scheme"), [(360, "dark"), (1440, "light")])
def test_versions_are_compared_shown_outside_and_approved(page, live_server, sign_in, axe):
    article = make_article(published_at=None, title="Berth 19 reopens", body="<p>It takes ships.</p>")
    versioning.keep(article, by=None, at=timezone.now())
    article.body = "<p>It takes forty ships.</p><h2>Why</h2>"
    article.save()
    versioning.keep(article, by=None, at=timezone.now())
    admin = f"{live_server.url}/admin/articles/article/{article.pk}"
    sign_in(make_user("author", name="Mira Sato"))
    page.goto(f"{admin}/history/")
    axe()
    page.get_by_role("button", name="Compare").click()
    assert page.locator("ins").get_by_text("forty").is_visible()
    axe()
    page.get_by_role("link", name="Version 1").click()
    axe()
    page.goto(f"{admin}/outside/")
    page.get_by_label("For whom").fill("Jane Doe")
    page.get_by_role("button", name="Make a link").click()
    address = page.get_by_role("textbox", name="Link for Jane Doe").input_value()
    axe()

    page.context.clear_cookies()
    page.goto(address)
    text = page.frame_locator("iframe").get_by_text("It takes forty ships.")
    text.wait_for()
    for name in ("Phone", "Desk"):
        page.get_by_role("navigation", name="Width").get_by_role("link", name=name).click()
        text.wait_for()
        axe()
    assert page.evaluate("document.documentElement.scrollWidth") <= page.viewport_size["width"]
    page.get_by_role("button", name="Approve this version").click()
    page.get_by_text("You approved this version").wait_for()
    axe()
    assert Response.objects.get().name == "Jane Doe"

    sign_in(make_user("author"))
    page.goto(f"{admin}/change/")
    assert page.get_by_text("Jane Doe approved version 2").is_visible()
    page.get_by_role("link", name="See it as readers will").click()
    text.wait_for()
    axe()
