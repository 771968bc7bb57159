"""A picture says what is seen on it in the language of the article that it stands over."""

import pytest
from django.urls import reverse

from articles.models import Picture
from articles.tests.factories import make_article, make_picture
from articles.tests.test_library import change, counter
from members.tests.factories import make_user

pytestmark = pytest.mark.django_db
SAID = {
    "in_languages-zh-hant-alt": " 夜間的碼頭\0 ",
    "in_languages-zh-hant-caption": "十月",
    "in_languages-fr-alt": " ",
}


@pytest.fixture
def editor(client):
    client.force_login(make_user("editor"))
    return client


def test_an_article_has_the_words_of_its_language(editor, client):
    picture = make_picture(alt="A quay at night", caption="In October.")
    before = counter()
    assert 'name="in_languages-zh-hant-alt"' in editor.get(change(picture)).text
    answer = editor.post(change(picture), {"alt": picture.alt, "caption": picture.caption, **SAID})
    assert answer.status_code == 302 and counter() > before
    picture.refresh_from_db()
    assert picture.in_languages == {"zh-hant": {"alt": "夜間的碼頭", "caption": "十月"}}
    assert "夜間的碼頭" in editor.get(change(picture)).text

    client.logout()
    chinese = make_article(title="碼頭", language="zh-hant", picture=picture)
    page = client.get(chinese.get_absolute_url()).text
    assert 'alt="夜間的碼頭"' in page and "<figcaption>十月" in page
    assert '"caption":"十月"' in page.replace('": "', '":"') and 'og:image:alt" content="夜間的碼頭"' in page
    assert "A quay at night" not in page and "十月" in client.get(reverse("articles:feed")).text
    for language in ("en", "fr"):
        page = client.get(make_article(language=language, picture=picture).get_absolute_url()).text
        assert 'alt="A quay at night"' in page and "碼頭" not in page.partition("<figure")[2].partition("</figure>")[0]


def test_words_that_are_not_sent_stay(editor):
    picture = make_picture(in_languages={"fr": {"alt": "Un quai"}})
    editor.post(change(picture), {"alt": "A quay"})
    picture.refresh_from_db()
    assert (picture.alt, picture.in_languages) == ("A quay", {"fr": {"alt": "Un quai"}})
    editor.post(change(picture), {"alt": "A quay", "in_languages-fr-alt": ""})
    picture.refresh_from_db()
    assert picture.in_languages == {}


def test_words_that_are_too_long_are_refused_and_shown_again(editor):
    picture = make_picture()
    answer = editor.post(change(picture), {"alt": "A quay", "in_languages-ar-alt": "م" * 301})
    assert "العربية, Alternative text: at most 300 characters." in answer.text and "م" * 301 in answer.text
    assert Picture.objects.get().in_languages == {}


def test_the_library_puts_a_picture_into_a_text_in_its_language(editor):
    picture = make_picture(alt="A quay", caption="", credit="Ann Lee", in_languages={"fr": {"alt": "Un quai"}})
    address = reverse("admin:articles_picture_choose")
    assert 'data-alt="Un quai"' in editor.get(address, {"language": "fr"}).text
    assert 'data-alt="A quay"' in editor.get(address, {"language": "no such"}).text
    assert picture.words_in("ru").alt == "A quay"


def test_whoever_may_only_look_sees_no_boxes(client):
    client.force_login(make_user("author"))
    article = make_article(picture=make_picture(in_languages={"fr": {"alt": "Un quai"}}))
    page = client.get(change(article.picture)).text
    assert "in_languages" not in page and "{&#x27;fr" not in page


def test_a_picture_nobody_described_is_reached_by_words(editor):
    picture = make_picture(alt="", caption="")
    page = editor.get(reverse("admin:articles_picture_changelist")).text
    assert f"Nobody has said yet what is seen on it: No. {picture.pk}</a>" in page
