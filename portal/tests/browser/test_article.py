"""An article's ways on: copied, mailed, shared, read plainly; with script and without."""

from datetime import timedelta
from urllib.parse import unquote

import pytest
from django.utils import timezone

from articles import publishing
from articles.models import Entry
from articles.tests.factories import (
    make_article,
    make_author,
    make_drawing,
    make_keyword,
    make_picture,
    make_section,
)

WRONG = "An earlier version gave the wait as 33 hours. It was 31. <script>alert(1)</script>"
TABLE = (
    "<table><thead><tr><th>Goods</th><th>Hours</th></tr></thead><tbody><tr><td>Tea</td><td>31</td></tr></tbody></table>"
)


@pytest.fixture
def article(transactional_db):
    section, keyword = make_section(name="Trade"), make_keyword("Rail freight")
    for hours in (-1, 2, 3):
        make_article(section=section, keywords=[keyword], published_at=timezone.now() - timedelta(hours=hours + 2))
    made = make_article(
        title="Tea & rails: 31 hours",
        dateline="KHORGOS, Nov. 24",
        body=f"<p>{'A box waits. ' * 40}</p>{TABLE}<h2>Who keeps it</h2><p>{'Nobody says. ' * 40}</p>",
        section=section,
        keywords=[keyword],
        authors=[make_author("Mira Okonjo")],
        picture=make_picture(),
        published_at=timezone.now() - timedelta(hours=2),
    )
    publishing.correct(Entry.objects.get(pk=made.pk), words=WRONG, by=None, at=timezone.now())
    return made


def test_the_link_is_copied_and_that_is_said(page, window, live_server, article):
    window.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto(live_server.url + article.get_absolute_url())
    button = page.locator(".rail").get_by_role("button", name="Copy link")
    button.focus()
    page.keyboard.press("Enter")
    page.get_by_role("status").get_by_text("Copied").wait_for(state="attached")
    assert page.evaluate("navigator.clipboard.readText()") == f"{live_server.url}/p/{article.pk}"


def test_the_system_s_own_sheet_is_asked_where_there_is_one(page, live_server, article):
    page.add_init_script("navigator.share = (what) => { window.shared = what; return Promise.resolve(); }")
    page.goto(live_server.url + article.get_absolute_url())
    page.locator(".rail").get_by_role("button", name="Share").click()
    assert page.evaluate("window.shared.url") == f"{live_server.url}/p/{article.pk}"


@pytest.mark.parametrize("javascript", [False])
@pytest.mark.parametrize("width", [360, 1440])
def test_without_script_the_address_stands_there_and_can_be_mailed(page, live_server, article, width):
    page.goto(live_server.url + article.get_absolute_url())
    assert page.locator(".rail .short a").is_visible()
    assert page.locator(".rail .short a").get_attribute("href") == f"{live_server.url}/p/{article.pk}"
    mail = page.locator(".rail").get_by_role("link", name="Mail")
    assert mail.is_visible()
    address = unquote(mail.get_attribute("href"))
    assert address == f"mailto:?subject={article.title}&body={article.title}\r\n{live_server.url}/p/{article.pk}"
    assert page.locator(".rail button:visible").count() == 0
    assert page.locator(".qr").is_visible() == (width == 1440)
    assert page.locator(".byline .share").is_visible() == (width == 360)


@pytest.mark.parametrize("javascript", [True, False])
def test_reader_finds_the_correction_and_the_ways_on(page, live_server, article, javascript):
    page.goto(live_server.url + article.get_absolute_url())
    assert "By Mira Okonjo in Khorgos" in page.locator(".byline").inner_text()
    page.get_by_role("link", name="Corrected").click()
    assert page.url.endswith("#correction")
    assert "<script>alert(1)</script>" in page.locator("#correction").inner_text()
    assert page.locator("[rel=prev]:visible").count() == page.locator("[rel=next]:visible").count() == 1
    assert page.get_by_role("heading", name="Related").is_visible()
    page.get_by_role("link", name="Plain version").click()
    assert page.get_by_role("heading", level=1).inner_text() == article.title
    assert page.locator("script, img, picture").count() == 0
    page.get_by_role("link", name="With pictures").click()
    page.get_by_role("link", name=article.section.name).first.wait_for()
    assert page.url == live_server.url + article.get_absolute_url()


def test_a_wide_table_is_reached_by_the_keyboard(page, live_server, article):
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(live_server.url + article.get_absolute_url())
    frame = page.locator(".table-frame")
    assert (frame.get_attribute("tabindex"), frame.get_attribute("role")) == ("0", "group")
    assert frame.get_attribute("aria-label")


@pytest.mark.parametrize("width", [360, 1440])
def test_a_drawing_stands_with_what_explains_it(page, live_server, article, width):
    page.goto(live_server.url + article.get_absolute_url())
    Entry.objects.filter(pk=article.pk).update(drawing=make_drawing())
    page.reload()
    assert page.locator("figcaption .ways").inner_text().split() == ["By", "land", "By", "sea"]
    costs = {"kind": "line", "title": "Rates fall", "unit": "$ a box, monthly", "source": "Port of Poti"}
    Entry.objects.filter(pk=article.pk).update(drawing=make_drawing(data="Month; Cost\nMay; 6\nJune; 5", **costs))
    page.reload()
    assert page.get_by_role("figure", name="Rates fall").count() == 1 and page.locator(".ways").count() == 0
    boxes = [page.locator(f".figure-drawn {part}").bounding_box() for part in (".drawn-title", ".drawn-unit", ".drawn")]
    assert [box["y"] for box in boxes] == sorted(box["y"] for box in boxes)
    assert len({round(box["x"]) for box in boxes}) == 1, "They stand beside each other."


def test_printed_it_is_a_sheet_of_its_own(page, live_server, article):
    Entry.objects.filter(pk=article.pk).update(drawing=make_drawing())
    page.goto(live_server.url + article.get_absolute_url())
    page.emulate_media(media="print", color_scheme="dark")
    for kept in (".wordmark", ".rail .qr img", "[data-printed]", ".drawn svg", ".body table", "#correction", ".byline"):
        assert page.locator(f"{kept}:visible").count() == 1, kept
    gone = ["nav", "form", "aside", "footer", "button", ".keywords", "[rel=prev]", "[rel=next]", ".share"]
    gone += [".drawn-table", ".drawn-table summary"]  # closed, it cannot be opened on paper
    for left in gone:
        assert page.locator(f"{left}:visible").count() == 0, left
    style = "element => (({backgroundColor, color}) => [backgroundColor, color])(getComputedStyle(element))"
    assert page.locator("body").evaluate(style) == ["rgb(255, 255, 255)", "rgb(0, 0, 0)"]
    assert page.locator(".body").evaluate("element => getComputedStyle(element).columnCount") == "2"
    sheets = page.pdf(prefer_css_page_size=True)
    assert b"/MediaBox [0 0 594.9" in sheets, "It is not A4."
    page.locator(".drawn-table").evaluate("element => { element.open = true; }")
    assert page.locator(".drawn-table table:visible").count() == 1 and page.locator("summary:visible").count() == 0


def test_no_fault(look, article):
    arabic = make_article(
        language="ar", title="طوابير تغيير المقاس", body="<p>انتظر الصندوق.</p>", section=article.section
    )
    publishing.correct(Entry.objects.get(pk=arabic.pk), words=WRONG, by=None, at=timezone.now())
    look(article.get_absolute_url())
    look(f"{article.get_absolute_url()}plain/")
    look(arabic.get_absolute_url())
