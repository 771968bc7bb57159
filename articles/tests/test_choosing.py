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
def test_maps_and_charts_are_reached_past_many_pictures(client):
    client.force_login(make_user("author"))
    for seed in range(10):
        make_picture(alt=f"A crane {seed}")
    page = client.get(CHOOSE).text
    assert page.count("data-choose") == 8
    assert client.get(CHOOSE, {"q": "crane"}).text.count("data-choose") == 10


@pytest.mark.django_db
def test_the_form_leads_to_the_charts_of_its_text(client):
    client.force_login(make_user("author"))
    drawing = make_drawing(title="By ferry")
    shown = f'<figure><img src="{drawing.get_absolute_url()}" alt=""></figure>'
    article = make_article(body=f"<p>Before.</p>{shown}{shown}", published_at=None)
    page = client.get(reverse("admin:articles_article_change", args=[article.pk])).text
    room = reverse("admin:articles_drawing_change", args=[drawing.pk])
    assert page.count(f'<a href="{room}" target="_blank">By ferry</a>') == 1


@pytest.mark.django_db
def test_nobody_else_looks_into_the_library(client):
    client.force_login(make_user())
    assert client.get(CHOOSE).status_code in (302, 403)
    client.logout()
    assert client.get(CHOOSE).status_code == 302


@pytest.mark.parametrize("width", [1440, 360])
def test_a_picture_of_the_library_goes_into_the_text_with_its_words(page, live_server, sign_in, axe):
    picture = make_picture(alt="A crane at Khorgos", caption="By night.", credit="Ours")
    make_drawing()
    article = make_article(body="<p>Before.</p>" + "<p>It takes ships.</p>" * 30, published_at=None)
    sign_in(make_user("editor"))
    page.goto(live_server.url + CHOOSE)
    axe()
    page.goto(live_server.url + reverse("admin:articles_article_change", args=[article.pk]))
    page.get_by_role("button", name="Quotation").wait_for()
    names = page.locator(".prose-menubar button[title]:visible").evaluate_all("all => all.map(one => one.title)")
    assert not {"blockquote", "figure", "strike", "unordered list"} & set(names)
    page.locator(".ProseMirror p").get_by_text("Before.").click()
    page.get_by_role("button", name="Picture, map or chart from the library").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_role("button", name="A crane at Khorgos").wait_for()
    axe()
    dialog.get_by_role("button", name="A crane at Khorgos").press("Enter")
    page.get_by_role("status").get_by_text("In the text now: A crane at Khorgos").wait_for()
    put = page.locator(".ProseMirror .just-put img")
    box = put.bounding_box()
    assert box["y"] > 0 and box["y"] + box["height"] < page.viewport_size["height"], "It is seen where it stands."
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("was changed successfully").wait_for()
    body = Article.objects.get(pk=article.pk).body
    figure = (
        f'<figure><img src="{picture.url}" alt="A crane at Khorgos"><figcaption>By night. Ours</figcaption></figure>'
    )
    assert body.startswith(f"<p>Before.</p>{figure}<p>It takes")
