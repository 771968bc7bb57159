"""A long list pasted into the picker of keywords."""

import pytest
from django.urls import reverse

from articles.tests.factories import make_section
from members.tests.factories import make_user

pytestmark = pytest.mark.django_db(transaction=True)
PASTE = """words => {
  const data = new DataTransfer();
  data.setData("text", words);
  const field = document.querySelector(".field-keywords .select2-search__field");
  return field.dispatchEvent(new ClipboardEvent("paste", {clipboardData: data, bubbles: true, cancelable: true}));
}"""


def test_it_is_refused_in_words_and_what_was_typed_stays(page, live_server, sign_in):
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
