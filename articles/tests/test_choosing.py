"""What somebody who writes chooses for a text: a picture, a map or a chart."""

import pytest
from django.urls import reverse

from articles.models import Article
from articles.tests.factories import make_article, make_drawing, make_picture
from members.tests.factories import make_user

CHOOSE = "/admin/articles/picture/choose/"


@pytest.mark.django_db
def test_what_has_the_words_is_offered_and_carries_its_own(client):
    client.force_login(make_user("author"))
    picture = make_picture(alt="A crane at Khorgos", caption="By night.", credit="Ours")
    make_picture(alt="A ship")
    drawing = make_drawing(title="By ferry")
    page = client.get(CHOOSE, {"q": "crane"}).text
    assert f'data-choose="{picture.url}" data-alt="A crane at Khorgos" data-caption="By night. Ours"' in page
    assert "A ship" not in page and "No map or chart has these words." in page
    page = client.get(CHOOSE, {"q": "ferry"}).text
    assert f'data-choose="{drawing.get_absolute_url()}"' in page and "No picture has these words." in page
    assert client.get(CHOOSE, {"q": "\x00%'\"<" * 50}).status_code == 200


@pytest.mark.django_db
def test_nobody_else_looks_into_the_library(client):
    client.force_login(make_user())
    assert client.get(CHOOSE).status_code in (302, 403)
    client.logout()
    assert client.get(CHOOSE).status_code == 302


def test_a_picture_goes_into_the_text_with_its_words(page, live_server, sign_in, axe):
    picture = make_picture(alt="A crane at Khorgos", caption="By night.", credit="Ours")
    make_drawing()
    article = make_article(body="<p>Before.</p>", published_at=None)
    sign_in(make_user("editor"))
    page.goto(live_server.url + CHOOSE)
    axe()
    page.goto(live_server.url + reverse("admin:articles_article_change", args=[article.pk]))
    page.locator(".prose-menubar [data-name=figure]").click()
    with page.expect_popup() as opened:
        page.get_by_role("button", name="Browse...").click()
    opened.value.get_by_role("button", name="A crane at Khorgos").click()
    dialog = page.locator("dialog")
    assert dialog.locator("[name=altText]").input_value() == "A crane at Khorgos"
    assert dialog.locator("[name=caption]").input_value() == "By night. Ours"
    dialog.get_by_role("button", name="Insert").click()
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("was changed successfully").wait_for()
    body = Article.objects.get(pk=article.pk).body
    assert (
        f'src="{picture.url}"' in body and 'alt="A crane at Khorgos"' in body and "By night. Ours</figcaption>" in body
    )
