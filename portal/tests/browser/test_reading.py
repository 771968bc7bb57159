"""Find, read and carry, walked as a reader does."""

import io
import re

import pytest
import zxingcpp
from PIL import Image

from articles.tests.factories import make_article, make_author, make_keyword, make_picture, make_section

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
