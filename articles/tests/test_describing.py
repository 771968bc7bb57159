"""What an editor says of a picture in a text, the library keeps where it says nothing itself."""

import pytest
from django.urls import reverse

from articles import describing
from articles.models import Article, Picture
from articles.tests.factories import make_article, make_picture
from articles.tests.test_newsroom import ADD, counter, page_of, said, typed, typed_again
from members.tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def bare():
    return make_picture(alt="", caption="")


def text(picture, *, alt="Cranes at berth 7", caption="Batumi on Monday. Ann Lee"):
    return f'<figure><img src="{picture.url}" alt="{alt}"><figcaption>{caption}</figcaption></figure><p>So.</p>'


def words_of(picture):
    picture.refresh_from_db()
    return picture.alt, picture.caption


def test_words_typed_under_a_dropped_picture_are_kept_in_the_library(client, bare):
    client.force_login(make_user("author", name="Mira Sato"))
    before = counter()
    answer = client.post(ADD, typed(body=text(bare)))
    assert "The description of 1 picture is in the library too." in said(answer)
    assert words_of(bare) == ("Cranes at berth 7", "Batumi on Monday.") and counter() > before
    assert bare.history.first().history_user.get_full_name() == "Mira Sato"
    history = client.get(reverse("admin:articles_picture_history", args=[bare.pk])).text
    assert "Described in “Berth 19 reopens”" in history


def test_what_the_library_says_stays(client, bare):
    Picture.objects.update(alt="A quay", caption="Batumi, 2024.")
    client.force_login(make_user("editor"))
    assert "The library keeps" not in said(client.post(ADD, typed(body=text(bare))))
    assert words_of(bare) == ("A quay", "Batumi, 2024.")
    Picture.objects.update(caption="")
    client.post(ADD, typed(body=text(bare, alt="", caption="Batumi &amp; the sea")))
    assert words_of(bare) == ("A quay", "Batumi & the sea")


@pytest.mark.parametrize(
    ("typed_caption", "kept"),
    [
        ("Batumi on Monday. Photo: Ann Lee / Port", ("Batumi on Monday.", "Photo: Ann Lee / Port")),
        ("Batumi on Monday (photo: A. Lee)", ("Batumi on Monday", "photo: A. Lee")),
        ("Photo: Ann Lee.", ("", "Photo: Ann Lee")),
        ("巴統港。图片：新华社", ("巴統港。", "图片：新华社")),
        ("Batumi on Monday. Ann Lee", ("Batumi on Monday. Ann Lee", "")),
        ("Photo: a quay at dawn", ("Photo: a quay at dawn", "")),
        ("Photo: a quay. It was empty.", ("Photo: a quay. It was empty.", "")),
        ("Waiting for the map: nobody came", ("Waiting for the map: nobody came", "")),
    ],
)
def test_a_credit_that_says_so_at_the_end_of_a_caption_is_told_apart(typed_caption, kept):
    assert describing.parted(typed_caption) == kept


def test_a_credit_typed_under_a_picture_is_the_credit_of_the_library(client, bare):
    Picture.objects.update(caption="Batumi.", credit="")
    client.force_login(make_user("author"))
    client.post(ADD, typed(body=text(bare, caption="Batumi on Monday. Photo: Ann Lee / Port")))
    bare.refresh_from_db()
    assert (bare.caption, bare.credit) == ("Batumi.", "Photo: Ann Lee / Port")
    assert "Batumi on Monday. Photo: Ann Lee / Port</figcaption>" in Article.objects.get().body


def test_a_picture_goes_by_words_that_a_person_knows():
    names = [str(make_picture(alt=alt, caption=caption)) for alt, caption in (("A quay", "Batumi."), ("", "Batumi."))]
    assert names == ["A quay", "Batumi."]
    assert str(bare := make_picture(alt="", caption="")) == bare.name


def test_who_may_not_change_what_readers_see_does_not_do_so_by_a_text(client, bare):
    published = make_article(picture=bare)
    client.force_login(make_user("author"))
    client.post(ADD, typed(body=text(bare)))
    assert words_of(bare) == ("", "")
    client.force_login(make_user("editor"))
    client.post(page_of(published), typed_again(published, body=text(bare)))
    assert words_of(bare)[0] == "Cranes at berth 7"


@pytest.mark.parametrize(
    "address", ["/media/pictures/no/none.jpg", "/drawings/abc.svg", "https://elsewhere.example/a.jpg"]
)
def test_what_is_no_picture_of_the_library_is_passed_over(client, bare, address):
    client.force_login(make_user("author"))
    client.post(ADD, typed(body=text(bare).replace(bare.url, address)))
    assert words_of(bare) == ("", "")
