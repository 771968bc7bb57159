"""A journalist's day from the newsroom's first page: a story with two pictures, cleared, planned, out, changed."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles.models import Article, Picture
from articles.tests.factories import make_article, make_author, make_keyword, make_section
from articles.tests.test_browser_writing import AREA, HAND, body_of, file
from members.tests.factories import make_user
from portal.tests.browser.test_newsroom import choose, photograph


@pytest.fixture
def newsroom(settings):
    settings.CLEARING = True
    make_section(name="Trade", slug="trade")
    make_author(name="Ann Lee")
    make_article(title="Why the gauge changes", kicker="Explained", keywords=[make_keyword("Rail freight")])


def next_page(page, axe, button, *, role="button"):
    """Press it, look at the page it leads to."""
    page.get_by_role(role, name=button, exact=True).first.press("Enter")
    page.wait_for_load_state()
    axe()  # which waits for the fonts
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, f"{page.url} scrolls sideways"


def file_the_story(page):
    """As a reporter does who has never seen the form: from its first field to its last."""
    page.get_by_label("Title").fill("Queues at Khorgos fall to 31 hours")
    page.get_by_label("Kicker").fill("Explained")
    page.get_by_label("Abstract").fill("Two bays and a shared window cut the wait by a third.")
    page.locator(AREA).click()
    page.keyboard.type("A box that reached the dry port waited 31 hours.")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="New pictures from this device").press("Enter")
    chooser.value.set_files(photograph())
    page.evaluate(HAND, ["drop", [file("crane.jpg", "brown")], ""])
    asked = page.get_by_role("textbox", name="What is seen on these pictures?")
    asked.nth(1).wait_for()
    for field, words in zip(asked.all(), ("A quay", "A crane"), strict=True):
        field.fill(words)
        field.press("Enter")
    page.get_by_label("Section").select_option("Trade")
    choose(page, "keywords", "Rail freight")
    choose(page, "authors", "Ann")


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (360, "dark")])
def test_a_story_goes_through_its_day(page, live_server, sign_in, axe, newsroom, complaints, width):
    author, editor = make_user("author", name="Ann Lee"), make_user("editor", name="Mira Sato")
    sign_in(author)
    page.goto(f"{live_server.url}/admin/")
    next_page(page, axe, "New article", role="link")
    file_the_story(page)
    next_page(page, axe, "Ask for clearing")
    page.get_by_label("Note to the editor").fill("The wait is from the terminal.")
    next_page(page, axe, "Send to the editors")
    assert page.get_by_text("The wait is from the terminal.").is_visible()
    article = Article.objects.get(kicker="Explained", published_at=None)
    assert body_of(page).count("<figure>") == Picture.objects.count() == 2

    page.goto("about:blank")
    sign_in(editor)
    page.goto(f"{live_server.url}/admin/")
    next_page(page, axe, f"Read: {article.title}", role="link")
    next_page(page, axe, "Clear")
    next_page(page, axe, "Clear")
    next_page(page, axe, "Schedule")
    tomorrow = timezone.now() + timedelta(days=1)
    page.get_by_label("Day").fill(f"{tomorrow:%Y-%m-%d}")
    page.get_by_label("Time, UTC").fill("06:00")
    next_page(page, axe, "Schedule")
    page.goto(f"{live_server.url}/admin/")
    next_page(page, axe, "The coming fortnight", role="link")
    assert page.get_by_role("listitem").filter(has_text=f"{tomorrow:%-d %b}").get_by_text(article.title).is_visible()
    next_page(page, axe, article.title, role="link")
    next_page(page, axe, "Publish now")
    next_page(page, axe, "Publish now")

    page.get_by_label("Abstract").fill("Two bays cut the wait by a third, a window the rest.")
    next_page(page, axe, "Keep as draft changes")
    article.refresh_from_db()
    assert article.state == "published" and article.abstract.endswith("by a third.")
    next_page(page, axe, "Publish changes")
    article.refresh_from_db()
    assert article.abstract.endswith("the rest.")

    page.goto(f"{live_server.url}/admin/articles/article/{article.pk}/change/")
    asked = page.get_by_label("Correction, as readers will see it")
    page.get_by_label("Abstract").fill("Two bays cut the wait by a third.")
    next_page(page, axe, "Correct")
    assert asked.evaluate("field => field == document.activeElement") and not article.corrections.exists()
    asked.fill("The window cut nothing; the terminal has been told.")
    next_page(page, axe, "Publish the correction")
    article.refresh_from_db()
    assert article.corrections.exists() and article.abstract.endswith("by a third.")
    page.get_by_role("link", name="Amend the correction").click()
    asked.fill("The window cut nothing. The terminal has been told.")
    next_page(page, axe, "Amend the correction")
    assert article.corrections.get().words.startswith("The window cut nothing. ")
