"""The form of an article as a picture: nothing lies over something else, and all keeps to one measure."""

import pytest
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from articles import versioning, writing
from articles.tests.factories import make_article, make_picture
from members.tests.factories import make_user

FIELDS = (
    "#id_title, #id_kicker, #id_abstract, #id_dateline, .prose-editor, .field-authors .select2-container, #id_source"
)
BOXES = "all => all.map(each => each.getBoundingClientRect()).map(box => [box.left, box.top, box.right, box.bottom])"


def boxes(page, selector):
    found = page.locator(selector).evaluate_all(BOXES)
    assert found, selector
    return found


@pytest.fixture
def article(transactional_db):
    picture = make_picture(size=(2400, 1200))
    body = f'<p>One.</p><figure><img src="{picture.url}" alt="A quay"><figcaption>A quay.</figcaption></figure>'
    return make_article(title="New rail service links Larnholm port with the inland harbour of Vesk", body=body)


@pytest.mark.parametrize("width", [360, 1024, 1440])
def test_its_head_and_its_fields_keep_to_their_places(page, live_server, sign_in, axe, article, width):
    editor = make_user("editor")
    typed = {"title": ["Changed"], "section": [str(article.section_id)]}
    writing.put_by(article, editor=editor, at=timezone.now(), typed=MultiValueDict(typed))
    versioning.keep_standing(article.pk)
    sign_in(editor)
    page.goto(f"{live_server.url}/admin/articles/article/{article.pk}/change/")
    page.locator(".field-authors .select2-container").wait_for()
    axe()
    *_, under_title = boxes(page, "#content > h2")[0]
    assert all(top >= under_title for _, top, _, _ in boxes(page, ".object-tools li"))
    assert len({round(right) for _, _, right, _ in boxes(page, FIELDS)}) == 1
    assert page.get_by_role("link", name="New picture").is_visible()
    assert page.get_by_role("link", name="Change this picture").count() == 0, "None is chosen."


@pytest.mark.parametrize("width", [360, 1440])
def test_a_picture_stays_within_what_one_only_looks_at(page, live_server, sign_in, article, width):
    sign_in(make_user("author"))
    page.goto(f"{live_server.url}/admin/articles/article/{article.pk}/change/")
    (left, _, right, _), (inner, _, edge, _) = boxes(page, ".field-body .readonly")[0], boxes(page, ".readonly img")[0]
    assert left <= inner and edge <= right


@pytest.mark.parametrize("width", [360])
def test_the_head_of_the_newsroom_is_one_row_of_ways_on_a_phone(page, live_server, sign_in, width, transactional_db):
    sign_in(make_user("author"))
    page.goto(f"{live_server.url}/admin/")
    middles = {round((top + bottom) / 2, -1) for _, top, _, bottom in boxes(page, "#user-tools > :is(a, form, button)")}
    assert len(middles) == 1


def test_what_can_be_done_with_a_chosen_picture_covers_no_words(page, live_server, sign_in, article):
    sign_in(make_user("editor"))
    page.goto(f"{live_server.url}/admin/articles/article/{article.pk}/change/")
    page.locator(".prose-menubar[role=toolbar]").wait_for()
    page.locator(".ProseMirror img").click()
    page.get_by_role("button", name="Remove caption").wait_for()
    (left, top, right, bottom), picture = boxes(page, ".prose-menubar--floating")[0], boxes(page, ".ProseMirror img")[0]
    assert picture[0] <= left and picture[1] <= top and right <= picture[2] and bottom <= picture[3]


@pytest.mark.parametrize("javascript", [True, False])
def test_the_list_of_rooms_stands_there_before_its_script_has_run(page, live_server, sign_in, article):
    sign_in(make_user("editor"))
    page.goto(f"{live_server.url}/admin/articles/article/")
    assert page.locator("#nav-sidebar").get_by_role("link", name="Articles", exact=True).first.is_visible()
    (_, _, end, _), (begin, *_) = boxes(page, "#nav-sidebar")[0], boxes(page, "#content")[0]
    assert 0 <= begin - end < 60


def test_the_buttons_of_a_text_stay_in_one_row_where_a_link_is_chosen(page, live_server, sign_in, article):
    article.body += '<p><a href="/articles/1/">An earlier story</a></p>'
    article.save()
    sign_in(make_user("editor"))
    page.goto(f"{live_server.url}/admin/articles/article/{article.pk}/change/")
    page.locator(".prose-menubar[role=toolbar]").wait_for()
    height = boxes(page, ".prose-menubar[role=toolbar]")[0]
    page.locator(".ProseMirror a").click()
    page.get_by_role("button", name="Remove the link").wait_for()
    chosen = boxes(page, ".prose-menubar[role=toolbar]")[0]
    assert round(chosen[3] - chosen[1]) == round(height[3] - height[1])
