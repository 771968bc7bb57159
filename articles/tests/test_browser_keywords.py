"""The picker of keywords: what is there already comes first, and a long list is refused."""

import pytest
from django.urls import reverse

from articles.tests.factories import make_article, make_drawing, make_keyword, make_section
from members.tests.factories import make_user

pytestmark = pytest.mark.django_db(transaction=True)
PASTE = """words => {
  const data = new DataTransfer();
  data.setData("text", words);
  const field = document.querySelector(".field-keywords .select2-search__field");
  return field.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


def test_enter_takes_the_spelling_that_is_there_and_a_comma_makes_a_new_one(page, live_server, sign_in):
    make_article(keywords=[make_keyword("Rail freight")])
    sign_in(make_user("editor"))
    page.goto(live_server.url + reverse("admin:articles_article_add"))
    field, chosen = page.locator(".field-keywords .select2-search__field"), page.locator("#id_keywords option:checked")
    field.press_sequentially("rail")
    page.get_by_role("option", name="Rail freight").get_by_text("1 article").wait_for()
    field.press("Enter")
    assert chosen.all_text_contents() == ["Rail freight"]
    field.press_sequentially("rail,")
    assert chosen.all_text_contents() == ["Rail freight", "rail"]


def test_a_word_that_was_typed_is_taken_when_the_field_is_left_and_not_after_escape(page, live_server, sign_in):
    make_article(keywords=[make_keyword("Ports")])
    sign_in(make_user("editor"))
    page.goto(live_server.url + reverse("admin:articles_article_add"))
    field, chosen = page.locator(".field-keywords .select2-search__field"), page.locator("#id_keywords option:checked")
    field.press_sequentially("port")
    page.get_by_role("option", name="Ports").wait_for()
    field.press("Tab")
    page.get_by_role("listitem", name="port").wait_for()
    field.press_sequentially("gauge")
    page.get_by_label("Title").click()
    page.get_by_role("listitem", name="gauge").wait_for()
    field.press_sequentially("ferry")
    field.press("Escape")
    field.press("Tab")
    field.press_sequentially("port")
    page.get_by_role("option", name="Ports").click()
    page.get_by_role("listitem", name="Ports").wait_for()
    assert chosen.all_text_contents() == ["port", "gauge", "Ports"]


def test_a_long_list_is_refused_in_words_and_what_was_typed_stays(page, live_server, sign_in):
    make_section()
    sign_in(make_user("editor"))
    page.goto(live_server.url + reverse("admin:articles_article_add"))
    page.locator("#id_title").fill("Berth 19 reopens")
    page.wait_for_selector(".field-keywords .select2-search__field")
    assert not page.evaluate(PASTE, ", ".join(f"Keyword {number}" for number in range(10_000)))
    assert page.get_by_text("At most 30 keywords.").is_visible()
    assert page.evaluate(PASTE, "Rail, Sea")
    assert not page.get_by_text("At most 30 keywords.").count()
    assert page.locator("#id_title").input_value() == "Berth 19 reopens"


@pytest.mark.parametrize(("width", "scheme"), [(360, "light"), (1440, "dark")])
def test_a_chart_is_seen_over_its_form_and_lists_are_searched_in_one_line(page, live_server, sign_in, width):
    drawing = make_drawing()
    sign_in(make_user("editor"))
    page.goto(f"{live_server.url}/admin/articles/drawing/{drawing.pk}/change/")
    shown = page.locator(".field-standing .drawn svg:visible").bounding_box()
    assert shown["width"] > 250 and shown["height"] > 60
    page.goto(f"{live_server.url}/admin/articles/drawing/?q=x")
    field, button = (
        page.locator(f"#changelist-search {one}").bounding_box() for one in ("#searchbar", "[type=submit]")
    )
    assert abs(field["y"] - button["y"]) < 3
