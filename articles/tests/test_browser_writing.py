"""Writing as it is felt: pasted from elsewhere, pictures dropped into the text, links looked up, lines counted."""

import base64
import io

import pytest
from PIL import Image

from articles.models import Article, Picture
from articles.tests import pasted_made
from articles.tests.factories import make_article, make_section
from members.tests.factories import make_user
from portal.lib import sanitise

AREA = ".ProseMirror[contenteditable=true]"
# What a person's drop or paste hands to the page; a test cannot reach the system's own clipboard.
HAND = """([kind, files, html]) => {
  const area = document.querySelector(".ProseMirror[contenteditable=true]");
  const handed = new DataTransfer();
  for (const [name, type, data] of files) {
    handed.items.add(new File([Uint8Array.from(atob(data), (sign) => sign.charCodeAt(0))], name, { type }));
  }
  if (html) handed.setData("text/html", html);
  const { left, top } = area.getBoundingClientRect();
  const common = { bubbles: true, cancelable: true };
  area.dispatchEvent(kind === "drop"
    ? new DragEvent("drop", { ...common, dataTransfer: handed, clientX: left + 40, clientY: top + 30 })
    : new ClipboardEvent("paste", { ...common, clipboardData: handed }));
}"""


PASTE = """(field, words) => {
  const handed = new DataTransfer();
  handed.setData("text/plain", words);
  field.dispatchEvent(new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData: handed }));
}"""


def file(name, colour=None):
    out = io.BytesIO()
    if colour:
        Image.new("RGB", (900, 600), colour).save(out, "JPEG")
    return [name, "image/jpeg", base64.b64encode(out.getvalue() or b"no picture").decode()]


@pytest.fixture
def form(page, live_server, sign_in, javascript):
    make_section(name="Trade", slug="trade")
    sign_in(make_user("author"))
    page.goto(f"{live_server.url}/admin/articles/article/add/")
    if javascript:
        page.locator(AREA).click()
    return page


def body_of(page):
    return sanitise.body(page.locator("[name=body]").input_value())


def test_what_is_pasted_keeps_its_structure_and_loses_the_rest(form):
    for source in ("WORD", "DOCS", "WEB"):
        form.keyboard.press("Control+A")
        form.evaluate(HAND, ["paste", [], getattr(pasted_made, source)])
        assert body_of(form).replace(' rel="noopener"', "") == getattr(pasted_made, f"KEPT_OF_{source}")
        assert form.get_by_text("Pictures of other sites were left out").is_visible()


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (360, "dark")])
def test_pictures_go_into_the_text_and_are_described_there(form, axe, complaints, width):
    complaints.expect("400 (Bad Request)")
    form.keyboard.type("First.")
    form.keyboard.press("Enter")
    form.keyboard.type("Second.")
    form.evaluate(HAND, ["drop", [file("quay.jpg", "teal"), file("torn.jpg")], ""])
    form.get_by_text("torn.jpg: Refused:").wait_for()
    form.evaluate(
        HAND, ["paste", [file("crane.jpg", "brown")], '<meta charset="utf-8"><img src="https://x.example/c">']
    )
    asked = form.get_by_role("textbox", name="What is seen on these pictures?")
    asked.nth(1).wait_for()
    form.get_by_role("status").get_by_text("In the text now: crane.jpg").wait_for()
    axe()
    shown = form.locator(f"{AREA} img").element_handles()
    for field, words in zip(asked.all(), ("A quay", "A crane"), strict=True):
        field.fill(words)
        field.press("Enter")
    assert [field.input_value() for field in asked.all()] == ["A quay", "A crane"], "They stay to be read over."
    assert all(image.evaluate("image => image.isConnected") for image in shown), "One made anew moves the page."
    quay, crane = Picture.objects.order_by("pk")
    assert body_of(form) == (
        f'<p>First.</p><figure><img src="{quay.url}" alt="A quay"></figure>'
        f'<p>Second.</p><figure><img src="{crane.url}" alt="A crane"></figure>'
    )
    form.evaluate(HAND, ["drop", [file("again.jpg", "teal")], ""])
    form.locator(f'{AREA} img[src="{quay.url}"]').nth(1).wait_for()
    assert Picture.objects.count() == 2, "The library had it."

    form.locator(AREA).get_by_text("Second.").click()
    for _line in range(20):
        form.keyboard.press("End")
        form.keyboard.press("Enter")
    form.keyboard.type("Last.")
    caret = form.locator(AREA).get_by_text("Last.").bounding_box()
    row = form.locator(".submit-row").bounding_box()
    assert caret["y"] + caret["height"] < row["y"], "What is being typed lies behind the row of verbs."


def test_whoever_drops_a_picture_is_led_to_its_description_and_back(form):
    form.keyboard.type("First.")
    form.evaluate(HAND, ["drop", [file("quay.jpg", "teal"), file("crane.jpg", "brown")], ""])
    form.wait_for_function("() => document.activeElement.ariaLabel == 'What is seen on these pictures?'")
    form.locator(f"{AREA} img").nth(1).wait_for()
    form.keyboard.type("A quay")
    form.keyboard.press("Enter")
    form.keyboard.type("A crane")
    form.keyboard.press("Enter")
    form.locator(f"{AREA}:focus").wait_for()
    assert body_of(form).count('alt="A quay"') == body_of(form).count('alt="A crane"') == 1

    with form.expect_response("**/picture/take/") as taken:
        form.evaluate(HAND, ["drop", [file("ship.jpg", "navy")], ""])
        form.keyboard.type("Second.")
    assert taken.value.ok
    form.locator(f"{AREA} img").nth(2).wait_for()
    assert form.locator(f"{AREA}:focus").count() == 1, "Whoever goes on writing is not taken away from it."


def test_enter_in_a_line_saves_nothing_and_goes_on(form):
    for line in ("Kicker", "Dateline"):
        form.get_by_label(line).press("Enter")
        assert form.evaluate("document.activeElement.name") != line.lower()
    assert form.url.endswith("/add/") and not form.get_by_text("Nothing is saved yet").count()


def test_what_was_wrong_is_said_until_it_is_changed(form):
    form.get_by_label("Title").fill("Berth 19 reopens")
    form.get_by_role("button", name="Save", exact=True).click()
    wrong = form.locator(".field-section").get_by_text("This field is required.")
    wrong.wait_for()
    form.get_by_label("Section").select_option("Trade")
    wrong.wait_for(state="detached")
    assert not form.locator(".form-row.errors").count()


def test_a_new_story_is_previewed_and_a_fragment_does_not_follow(form, page):
    form.get_by_label("Title").fill("Berth 19 reopens")
    form.get_by_label("Section").select_option("Trade")
    form.get_by_role("button", name="Save and preview").click()
    form.frame_locator("iframe").get_by_role("heading", name="Berth 19 reopens").wait_for()
    form.get_by_role("link", name="Back to the article").click()
    form.wait_for_url("**/change/")
    form.goto(f"{form.url}#id_authors")
    form.get_by_role("button", name="Ask for clearing").click()
    form.get_by_role("button", name="Send to the editors").click()
    form.get_by_text("The editors have “Berth 19 reopens”").wait_for()
    assert form.url.endswith("/change/")


def test_an_article_is_linked_to_by_looking_it_up(form, axe):
    there = make_article(title="A crane at Khorgos")
    make_article(title="A ship")
    form.get_by_label("Title").fill("x" * 101)
    assert form.get_by_text("101 / 100").is_visible()
    form.locator(AREA).click()
    form.keyboard.type("See crane")
    form.keyboard.press("Control+Shift+ArrowLeft")
    form.get_by_role("button", name="Link to an article").click()
    dialog = form.get_by_role("dialog")
    assert dialog.get_by_role("searchbox").input_value() == "crane"
    dialog.get_by_role("link", name="A crane at Khorgos").wait_for()
    assert not dialog.get_by_role("link", name="A ship").count()
    axe()
    dialog.get_by_role("link", name="A crane at Khorgos").press("Enter")
    dialog.wait_for(state="hidden")
    assert f'<p>See <a href="{there.get_absolute_url()}"' in body_of(form)
    form.get_by_text("The title has 101 characters").wait_for()


@pytest.mark.parametrize(("width", "scheme"), [(360, "light")])
def test_a_long_title_is_seen_whole_and_stays_on_one_line(form, axe, width):
    title = form.get_by_label("Title")
    words = "Transit through the dry port of Khorgos rises for the third month as new bays open and night shifts begin"
    title.fill(words)
    assert title.evaluate("field => field.scrollHeight <= field.clientHeight && field.clientHeight > 60")
    axe()
    title.press("Control+A")
    title.evaluate(PASTE, "Two lines\n  of a mail\r\n")
    assert title.input_value() == "Two lines of a mail"
    title.press("Control+Z")
    assert title.input_value() == words, "What was pasted is undone like everything else."
    title.press("Enter")
    assert form.evaluate("document.activeElement.name") == "kicker" and title.input_value() == words
    assert form.get_by_text(f"{len(words)} / 100").is_visible()


@pytest.mark.parametrize(("width", "javascript"), [(360, False)], ids=["no-script"])
def test_a_title_typed_on_two_lines_without_script_is_one(form, width):
    title = form.get_by_label("Title")
    title.fill("Two lines\nof one title that is long enough to need a third line on the screen of a telephone")
    assert title.evaluate("field => field.scrollHeight <= field.clientHeight")
    form.get_by_label("Section").select_option("Trade")
    form.get_by_role("button", name="Save", exact=True).click()
    assert Article.objects.get().title.startswith("Two lines of one title that is")


def test_the_tools_of_the_text_are_one_stop_of_the_keyboard(form):
    focused = "document.activeElement.ariaLabel || document.activeElement.name || document.activeElement.className"

    def pressed(*keys):
        for key in keys:
            form.keyboard.press(key)
        return form.evaluate(focused)

    tools = form.get_by_role("toolbar", name="Tools for the text")
    form.get_by_label("Dateline").focus()
    assert pressed("Tab") == "Paragraph"
    assert "ProseMirror" in pressed("Tab")
    assert pressed("Shift+Tab", "ArrowRight", "ArrowRight") == "List with numbers"
    assert pressed("End") == "Redo"
    assert pressed("ArrowRight") == "Paragraph" == pressed("ArrowLeft", "Home")
    assert pressed("Tab", "Alt+F10") == "Paragraph", "The text leads back by a key of its own."

    # The browser tells of a list that opens or closes a moment after it did.
    is_open, in_list = tools.get_by_role("button", name="Paragraph", expanded=True), form.locator("[popover] :focus")
    pressed("ArrowDown")
    in_list.get_by_text("Paragraph").wait_for()
    assert is_open.count() == 1
    pressed("Escape")
    is_open.wait_for(state="detached")
    assert form.evaluate(focused) == "Paragraph"
    pressed("Enter")
    in_list.wait_for()
    pressed("Home", "Enter")
    form.locator(f"{AREA}:focus h2").wait_for()
    form.keyboard.type("What changed")
    assert body_of(form) == "<h2>What changed</h2>"

    form.keyboard.press("Shift+Home")
    form.wait_for_function("area => !document.querySelector(area).editor.state.selection.empty", arg=AREA)
    pressed("Alt+F10")
    tools.get_by_role("button", name="Italic").focus()
    pressed("Enter")
    tools.get_by_role("button", name="Italic", pressed=True).wait_for()
    assert body_of(form) == "<h2><em>What changed</em></h2>"
    assert pressed("Alt+F10") == "Italic" and "ProseMirror" in pressed("Escape")


def test_a_line_in_arabic_begins_at_the_right(page, form):
    words = "وصلت أول سفينة."
    page.locator(AREA).click()
    page.keyboard.insert_text(words)
    page.keyboard.press("Enter")
    page.keyboard.insert_text("The first ship is in.")
    ends = """one => { const range = document.createRange(), words = one.firstChild;
      return [[0, 1], [words.length - 1, words.length]].map(([from, to]) => {
        range.setStart(words, from); range.setEnd(words, to); return range.getBoundingClientRect().left; }); }"""
    arabic, english = (page.locator(f"{AREA} p").nth(place).evaluate(ends) for place in (0, 1))
    assert arabic[1] < arabic[0] and english[0] < english[1] and arabic[0] > english[1]
    for field in ("#id_title", "#id_abstract", "#id_dateline"):
        page.fill(field, words)
        assert page.locator(field).evaluate("field => getComputedStyle(field).unicodeBidi") == "plaintext", field


@pytest.mark.parametrize("width", [360])
def test_delete_is_the_smallest_of_the_verbs_on_a_phone(page, live_server, sign_in, width):
    sign_in(make_user("editor"))
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(f"{live_server.url}/admin/articles/article/{make_article(published_at=None).pk}/change/")
    delete = page.locator(".submit-row .deletelink").bounding_box()
    assert delete["width"] < 100 and delete["x"] + delete["width"] > 330 and delete["height"] >= 44


@pytest.mark.parametrize("width", [360])
def test_the_verbs_of_what_readers_have_take_two_lines_of_a_phone(page, live_server, sign_in, axe, width):
    article = make_article()
    sign_in(make_user("editor"))
    page.set_viewport_size({"width": 360, "height": 800})
    page.goto(f"{live_server.url}/admin/articles/article/{article.pk}/change/")
    verbs = page.locator(".submit-row :is(input[type=submit], a.button)")
    boxes = [verb.bounding_box() for verb in verbs.all()]
    assert len(boxes) == 4 and len({box["y"] for box in boxes}) == 2
    assert {round(box["height"]) for box in boxes} == {44}
    assert all(box["x"] >= 0 and box["x"] + box["width"] <= 360 for box in boxes)
    axe()
