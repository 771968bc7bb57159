"""Find, read and carry, walked as a reader does."""

import io
import re

import pytest
import zxingcpp
from PIL import Image

from articles.tests.factories import make_article, make_author, make_keyword, make_picture, make_section
from portal.tests.served import Served

BODY = "".join(f"<p>Paragraph {place} says how long a box waits at the border.</p>" for place in range(9))


@pytest.fixture
def article():
    section = make_section(name="Trade", slug="trade")
    for _ in range(4):
        make_article(section=section, picture=make_picture())
    return make_article(
        title="Gauge-change queues at Khorgos fall",
        abstract="Two bays have cut the wait.",
        dateline="KHORGOS, Nov. 24",
        body=BODY,
        section=section,
        keywords=[make_keyword("Rail freight")],
        authors=[make_author("Mira Okonjo")],
        picture=make_picture(),
    )


@pytest.mark.parametrize("javascript", [True, False])
def test_reader_finds_and_reads(page, live_server, article, javascript):
    page.goto(live_server.url)
    page.get_by_role("navigation", name="Sections").get_by_role("link", name="Trade").click()
    page.get_by_role("link", name=article.title).first.click()
    assert page.get_by_role("heading", level=1).inner_text() == article.title
    assert page.locator(".dateline").inner_text().casefold() == article.dateline.casefold()
    page.get_by_role("link", name="Rail freight").click()
    assert page.get_by_role("heading", level=1).inner_text() == "Rail freight"
    page.get_by_role("searchbox", name="Search articles").first.fill("khorgos queue")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")
    assert page.locator("mark").all_inner_texts()[:2] == ["queues", "Khorgos"]
    page.get_by_role("link", name=article.title).click()
    assert page.url == live_server.url + article.get_absolute_url()


def test_code_on_the_page_carries_the_article_to_a_phone(page, live_server, article):
    page.goto(live_server.url + article.get_absolute_url())
    code = page.get_by_role("img", name=re.compile("QR code"))
    code.scroll_into_view_if_needed()
    page.wait_for_function("element => element.complete && element.naturalWidth", arg=code.element_handle())
    drawn = Image.open(io.BytesIO(code.screenshot()))
    (read,) = zxingcpp.read_barcodes(drawn)
    assert read.text == f"{live_server.url}/p/{article.pk}"
    page.goto(read.text)
    assert page.url == live_server.url + article.get_absolute_url()


def test_what_was_too_much_at_once_still_stands_in_the_form(page, complaints, transactional_db, tmp_path):
    """As its page says; asked of the server itself, which refuses it unread."""
    complaints.expect("413")
    with Served(tmp_path, workers=1) as served:
        page.goto(f"http://127.0.0.1:{served.port}/ask/")
        page.locator("#ask_email").fill("lena@example.org")
        page.get_by_label("Identifying code").fill("half")
        page.get_by_label("Your question").fill("Who signs? " * 250_000)
        page.get_by_role("button", name="Send the question").click()
        page.get_by_role("heading", name="That was too much at once").wait_for()
        assert "go back by your browser, shorten the text" in page.locator("main").inner_text()
        page.go_back(wait_until="commit")  # so long a text is long in being shown
        page.wait_for_function("document.querySelector('#ask_email')?.value === 'lena@example.org'", timeout=60_000)
        assert page.get_by_label("Your question").input_value().startswith("Who signs? Who signs?")
