"""A picture says what is seen on it in the language of the article that it stands over."""

import json

import pytest
from django.urls import reverse

from articles import checking, describing
from articles.models import Picture
from articles.tests.factories import make_article, make_picture
from articles.tests.importing_made import bring
from articles.tests.pictures_made import noise, saved, upload
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


def test_a_picture_says_in_which_language_its_words_are(editor):
    picture = make_picture(alt="Un quai", caption="En octobre.", in_languages={"fr": {"alt": "Le quai"}})
    assert 'name="in_languages-fr-alt"' in editor.get(change(picture)).text
    typed = {"alt": picture.alt, "language": "fr", "in_languages-fr-alt": "Le quai", "in_languages-en-alt": "A quay"}
    assert editor.post(change(picture), typed).status_code == 302
    picture.refresh_from_db()
    assert (picture.language, picture.in_languages) == ("fr", {"en": {"alt": "A quay"}})
    assert [picture.words_in(code).alt for code in ("fr", "en", "ru")] == ["Un quai", "A quay", "Un quai"]
    page = editor.get(change(picture)).text
    assert 'name="in_languages-en-alt"' in page and 'name="in_languages-fr-alt"' not in page
    editor.post(change(picture), {"alt": picture.alt})
    picture.refresh_from_db()
    assert picture.language == "fr", "What is not sent stays."


def test_an_article_is_told_that_its_picture_speaks_another_language():
    picture = make_picture(alt="A quay", in_languages={"fr": {"alt": "Un quai"}})
    said = {code: checking.advised(make_article(language=code, picture=picture)) for code in ("en", "fr", "ru")}
    told = {code: [lack.words for lack in lacks if lack.field == "picture"] for code, lacks in said.items()}
    assert told["en"] == told["fr"] == []
    assert told["ru"] == ["The picture says what is seen in English, not in Русский. Open it, and write it there too."]


def test_a_picture_said_in_the_language_of_its_article_alone_lets_it_out():
    picture = make_picture(alt="", caption="", in_languages={"fr": {"alt": "Un quai"}})
    lacks = {
        code: [lack.field for lack in checking.missing(make_article(language=code, picture=picture))]
        for code in ("fr", "en")
    }
    assert lacks == {"fr": [], "en": ["picture"]}


def test_what_a_text_says_of_a_picture_is_kept_in_its_language():
    bare, said = (
        make_picture(alt="", caption="", credit=""),
        make_picture(alt="A crane", caption="By night.", credit=""),
    )
    body = "".join(f'<figure><img src="{one.url}" alt="Un {n}"></figure>' for n, one in enumerate((bare, said)))
    assert len(describing.keep(body, language="fr", may=lambda _picture: True)) == 2
    for one in (bare, said):
        one.refresh_from_db()
    assert (bare.alt, bare.language, bare.in_languages) == ("Un 0", "fr", {})
    assert (said.alt, said.language, said.in_languages) == ("A crane", "en", {"fr": {"alt": "Un 1"}})
    assert describing.keep(body, language="fr", may=lambda _picture: True) == []


def test_a_picture_put_into_a_text_begins_in_its_language(editor):
    sent = {"file": upload(), "language": "fr"}
    assert editor.post(reverse("admin:articles_picture_take"), sent).json()["src"]
    assert Picture.objects.get().language == "fr"


def test_pictures_of_an_archive_speak_the_language_of_their_item(tmp_path, capsys):
    (tmp_path / "quai.jpg").write_bytes(saved(noise()))
    image = {"file": "quai.jpg", "alt": "Un quai"}
    line = {"id": "1", "title": "Le quai", "lang": "fr", "body_html": "<p>Voilà.</p>", "images": [image]}
    archive = tmp_path / "a.jsonl"
    archive.write_text(json.dumps(line))
    assert bring(archive, capsys).status == 0
    assert (Picture.objects.get().alt, Picture.objects.get().language) == ("Un quai", "fr")


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
