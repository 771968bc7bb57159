"""The newsroom, walked as its people do: written, published, read, withdrawn; every step under the policy."""

import io
from datetime import timedelta

import pytest
from django.utils import timezone
from PIL import Image

from articles.models import Article, Keyword, KeywordAlias, Picture
from articles.tests.factories import make_article, make_author, make_picture, make_section
from members.tests.factories import make_user

AREA = ".ProseMirror[contenteditable=true]"
# A person sees the caret move before typing on; the editor takes the place of a press a moment after it.
CARET_IS_IN = f"document.querySelector('{AREA} p').contains(getSelection().anchorNode)"


@pytest.fixture
def admin(page, live_server):
    return f"{live_server.url}/admin"


@pytest.fixture
def section():
    return make_section(name="Trade", slug="trade")


def photograph():
    out = io.BytesIO()
    Image.new("RGB", (900, 600), "teal").save(out, "JPEG")
    return {"name": "quay.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()}


def press(page, name):
    page.locator(".prose-menubar").get_by_role("button", name=name, exact=True).click()


def write_body(page):
    """A text with everything that the editor offers, and one step back and forth."""
    page.locator(AREA).click()
    assert page.get_by_role("button", name="Undo", exact=True).get_attribute("aria-disabled") == "true"
    page.keyboard.type("A box that reached the dry port waited 31 hours. ")
    press(page, "Bold")
    page.keyboard.type("A year earlier it waited 47.")
    press(page, "Bold")
    page.keyboard.press("Enter")
    page.keyboard.type("What changed")
    page.locator(".prose-menubar__selected").first.click()
    page.locator("[data-name=heading2]").click()
    page.locator(AREA).press("End")
    page.keyboard.press("Enter")
    press(page, "List with dots")
    page.keyboard.type("two transfer bays")
    page.keyboard.press("Enter")
    page.keyboard.type("one customs window")
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    page.keyboard.type("operating log")
    page.keyboard.press("Shift+Home")
    press(page, "Link")
    page.get_by_label("Address").fill("https://example.org/log")
    page.get_by_role("button", name="Update").click()
    page.locator(AREA).get_by_role("link", name="operating log").wait_for()
    page.locator(f"{AREA}:focus").wait_for()  # the editor takes the focus back with the next frame
    page.keyboard.press("ArrowRight")
    page.wait_for_function("getSelection().isCollapsed")
    page.keyboard.press("Enter")
    press(page, "Table")
    page.get_by_label("Rows").fill("2")
    page.get_by_label("Columns").fill("2")
    page.get_by_role("button", name="Put a table in", exact=True).click()
    page.keyboard.type("Year")
    page.keyboard.press("Tab")
    page.keyboard.type("Hours")
    press(page, "Add a row")
    press(page, "Undo")  # waits until it is said to be on
    press(page, "Redo")


def add_picture(page):
    with page.expect_popup() as opened:
        page.get_by_role("link", name="New picture").click()
    popup = opened.value
    popup.get_by_label("File").set_input_files(photograph())
    popup.get_by_label("Alternative text").fill("Cranes over a quay")
    popup.get_by_label("Caption").fill("The quay at Khorgos in October.")
    popup.get_by_label("Credit").fill("Ann Lee")
    with popup.expect_event("close"):
        popup.get_by_role("button", name="Save").click()
    page.locator(".field-picture .select2-selection img").wait_for()


def choose(page, field, typed, *, found=""):
    """Takes what stands first, named as typed unless it is found by another name."""
    page.locator(f".field-{field} .select2-selection").click()
    page.keyboard.type(typed)
    page.locator(".select2-results__option--highlighted").filter(has_text=found or typed).wait_for()
    page.keyboard.press("Enter")


def leave(page):
    """Log out; the form is left first, for it tells of itself as long as it is open."""
    page.goto("about:blank")
    page.context.clear_cookies()


def test_an_editor_writes_publishes_and_withdraws(page, live_server, admin, section, sign_in, axe, complaints):
    KeywordAlias.objects.create(keyword=Keyword.objects.create(name="Rail freight"), name="Railway cargo")
    make_author(name="Mira Sato")
    sign_in(make_user("editor", name="Mira Sato"))
    page.goto(f"{admin}/articles/article/add/")
    page.get_by_label("Title").fill("Queues at Khorgos fall to 31 hours")
    page.get_by_label("Abstract").fill("Two bays and a shared window cut the wait by a third.")
    page.get_by_label("Dateline").fill("KHORGOS, Nov. 24")
    write_body(page)
    page.get_by_label("Section").select_option("Trade")
    choose(page, "keywords", "Railway cargo", found="Rail freight")
    choose(page, "keywords", "Transfer bays")
    choose(page, "authors", "Mira")
    add_picture(page)
    axe()
    page.get_by_role("button", name="Publish now").click()
    axe()
    page.get_by_role("button", name="Publish now").click()
    axe()

    article = Article.objects.get()
    assert article.state == "published"
    assert sorted(article.keywords.values_list("name", flat=True)) == ["Rail freight", "Transfer bays"]
    assert article.picture == Picture.objects.get(alt="Cranes over a quay")
    for part in (
        "<h2>What changed</h2>",
        "<li><p>one customs window</p></li>",
        "<strong>",
        'href="https://example.org/log"',
    ):
        assert part in article.body
    assert article.body.count("<tr>") == 3

    leave(page)
    page.goto(f"{live_server.url}{article.get_absolute_url()}")
    assert page.get_by_role("heading", level=1).text_content() == article.title
    assert page.get_by_role("img", name="Cranes over a quay").is_visible()
    assert page.get_by_text("one customs window").is_visible()

    sign_in(make_user("editor"))
    page.goto(f"{admin}/articles/article/{article.pk}/change/")
    axe()
    page.get_by_role("link", name="Withdraw").click()
    page.get_by_label("Reason, as readers will see it").fill("The figure was for another port.")
    axe()
    page.get_by_role("button", name="Withdraw").click()
    leave(page)
    complaints.expect("410 (Gone)")
    gone = page.goto(f"{live_server.url}{article.get_absolute_url()}")
    assert gone.status == 410
    assert page.get_by_text("The figure was for another port.").is_visible()


@pytest.mark.parametrize("javascript", [False], ids=["no-script"])
def test_an_author_writes_and_an_editor_schedules_without_script(page, admin, section, sign_in, live_server):
    picture = make_picture(alt="A quay", caption="")
    make_author(name="Ann Lee")
    sign_in(make_user("author"))
    page.goto(f"{admin}/articles/picture/choose/")
    markup = page.get_by_label("to be copied into the text").input_value()
    page.goto(f"{admin}/articles/article/add/")
    page.get_by_label("Title").fill("Berth 19 reopens")
    page.get_by_label("Abstract").fill("Two weeks early.")
    page.get_by_label("Body").fill(f"The berth takes ships <strong>again</strong>.\n\n{markup}")
    page.get_by_label("Section").select_option("Trade")
    page.get_by_label("Keywords, with commas between them").fill("Ports, Berths , ports")
    page.locator(".field-authors").get_by_label("Names or numbers").fill("Ann Lee, Nobody")
    page.locator(".field-picture").get_by_label("Words of it, or its number").fill("quay")
    assert not page.get_by_role("button", name="Publish now").count()
    page.get_by_role("button", name="Save", exact=True).click()
    assert page.get_by_text("Nothing here is called “Nobody”.").first.is_visible()
    assert page.locator(".field-picture").get_by_label("Words of it, or its number").input_value() == "quay"
    line = page.locator(".field-authors").get_by_label("Names or numbers")
    assert line.input_value() == "Ann Lee, Nobody"
    line.fill("ann lee")
    page.get_by_role("button", name="Save", exact=True).click()
    article = Article.objects.get()
    assert article.picture == picture and [author.name for author in article.authors.all()] == ["Ann Lee"]
    assert f"<p>The berth takes ships <strong>again</strong>.</p>\n{markup}" == article.body
    assert sorted(article.keywords.values_list("name", flat=True)) == ["Berths", "Ports"]

    sign_in(make_user("editor"))
    page.goto(f"{admin}/articles/article/{article.pk}/change/")
    page.get_by_role("button", name="Schedule").click()
    tomorrow = timezone.now() + timedelta(days=1)
    page.get_by_label("Day").fill(f"{tomorrow:%Y-%m-%d}")
    page.get_by_label("Time, UTC").fill("06:00")
    page.get_by_role("button", name="Schedule").click()
    article.refresh_from_db()
    assert article.state == "scheduled"
    assert f"{article.published_at:%H:%M}" == "06:00"
    assert article.picture == picture

    page.get_by_role("link", name="See it as readers will").click()
    frame = page.frame_locator("iframe")
    assert frame.get_by_role("heading", level=1).text_content() == "Berth 19 reopens"
    page.goto(f"{admin}/articles/article/{article.pk}/change/")
    page.get_by_role("link", name="Back to draft").click()
    page.get_by_role("button", name="Back to draft").click()
    article.refresh_from_db()
    assert article.state == "draft"


def test_an_imported_text_loses_nothing_in_the_editor(page, admin, sign_in):
    body = (
        "<p>Before <code>inline</code> and <u>under</u>.</p><pre><code>a = 1</code></pre>"
        '<figure><img src="/media/a.png" alt="A chart"><figcaption>What it shows</figcaption></figure>'
        "<blockquote><p>Said.</p></blockquote><hr><ol><li><p>one</p></li></ol>"
        "<table><caption>Hours, &amp; days</caption>"
        "<tbody><tr><th><p>Year</p></th><td><p>31</p></td></tr></tbody></table>"
        '<table><thead><tr><td><p>Port</p></td><th colspan="2" scope="colgroup"><p>Boxes</p></th></tr>'
        '<tr><th scope="col"><p></p></th><th scope="col"><p>In</p></th><th scope="col"><p>Out</p></th></tr></thead>'
        '<tbody><tr><th scope="row"><p>Aktau</p></th><td><p>2</p></td><td><p>3</p></td></tr></tbody>'
        '<tfoot><tr><th scope="row"><p>All</p></th><td><p>2</p></td><td><p>3</p></td></tr></tfoot></table>'
    )
    article = make_article(body=body, published_at=None)
    sign_in(make_user("author"))
    page.route("**/media/a.png", lambda route: route.fulfill(body=photograph()["buffer"], content_type="image/jpeg"))
    page.goto(f"{admin}/articles/article/{article.pk}/change/")
    page.locator(AREA).locator("p").first.click()
    page.wait_for_function(CARET_IS_IN)
    page.keyboard.press("Home")
    page.wait_for_function(f"{CARET_IS_IN} && getSelection().anchorOffset === 0")
    page.keyboard.type("Long ")
    page.locator(AREA).get_by_text("31").click()
    press(page, "What the table shows, in a line over it")
    line = page.get_by_role("dialog").get_by_label("What the table shows, in a line over it")
    assert line.input_value() == "Hours, & days"
    line.fill("Hours")
    line.press("Enter")
    page.locator(AREA).locator("caption").get_by_text("Hours", exact=True).wait_for()
    page.get_by_role("button", name="Save", exact=True).click()
    article.refresh_from_db()
    assert article.body == body.replace("<p>Before", "<p>Long Before").replace("Hours, &amp; days", "Hours")


def test_a_table_made_in_the_editor_has_the_head_that_it_was_given(page, admin, section, sign_in):
    sign_in(make_user("author"))
    page.goto(f"{admin}/articles/article/add/")
    page.locator(AREA).click()
    press(page, "Table")
    page.get_by_label("Rows").fill("2")
    page.get_by_label("Columns").fill("2")
    page.get_by_label("Header Row").select_option("Yes")
    page.get_by_role("button", name="Put a table in", exact=True).click()
    page.keyboard.type("Year")
    press(page, "Add a row")
    page.locator(AREA).locator("td").first.click()
    page.keyboard.type("2026")
    html = page.locator("[name=body]").input_value()
    head, body = html.split("</thead><tbody>")
    assert head.startswith("<table><thead><tr><th><p>Year</p></th><th>")
    assert body.count("<tr>") == 2 and body.count("<td>") == 4 and "<p>2026</p>" in body and "data-part" not in html
    page.locator(AREA).get_by_text("Year").click()
    press(page, "Head of a row or column")
    page.locator(AREA).locator("th").click()
    press(page, "Head of a row or column")
    assert "<thead>" not in page.locator("[name=body]").input_value()


def test_what_was_typed_over_a_newer_version_is_not_lost(page, admin, sign_in, axe):
    article = make_article(published_at=None)
    sign_in(make_user("author"))
    address = f"{admin}/articles/article/{article.pk}/change/"
    page.goto(address)
    page.get_by_label("Kicker").fill("Mine")
    other = page.context.new_page()
    other.goto(address)
    other.get_by_label("Kicker").fill("Theirs")
    other.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="Save", exact=True).click()
    assert page.get_by_label("Kicker").input_value() == "Mine"
    assert page.get_by_text("while you were writing").first.is_visible()
    axe()
    article.refresh_from_db()
    assert article.kicker == "Theirs"
    page.get_by_label("Put what stands below in its place").check()
    page.get_by_role("button", name="Save", exact=True).click()
    article.refresh_from_db()
    assert article.kicker == "Mine"
