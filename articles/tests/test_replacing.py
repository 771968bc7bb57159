"""Another file in a picture's place."""

from datetime import timedelta
from io import BytesIO

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from articles import leftovers, pictures, renditions
from articles.models import Article, Picture
from articles.tests.at_once import at_once
from articles.tests.factories import make_article, make_keyword
from articles.tests.pictures_made import saved, scene
from members.tests.factories import make_user
from portal.lib import pages

pytestmark = pytest.mark.django_db
LATER = leftovers.GRACE + timedelta(days=1)


def added(size=(640, 400)):
    return pictures.add(BytesIO(saved(scene(*size))), alt="Corners", at=timezone.now())


def new_file(size=(500, 300)):
    return SimpleUploadedFile("new.jpg", saved(scene(*size)))


def replace_page(picture):
    return reverse("admin:articles_picture_replace", args=[picture.pk])


@pytest.fixture
def editor(client):
    client.force_login(make_user("editor"))
    return client


@pytest.mark.django_db(transaction=True)
def test_readers_see_the_new_file_everywhere_and_the_old_one_goes_later(client, run_jobs):
    picture = added()
    renditions.make(picture)
    old = Picture.objects.get(pk=picture.pk)
    body = f'<p>Text.</p><figure><img src="{old.url}" alt="A quay"></figure>'
    article = make_article(picture=picture, body=body)
    before = pages.standing(at=timezone.now()).counter
    client.force_login(make_user("editor"))
    answer = client.post(replace_page(picture), {"file": new_file()}, follow=True)
    assert "See whether the alternative text" in answer.content.decode()
    picture.refresh_from_db()
    assert (picture.width, picture.widths, picture.alt) == (500, [], "Corners") and picture.name != old.name
    assert pages.standing(at=timezone.now()).counter > before
    assert picture.url in client.get(article.get_absolute_url()).content.decode()
    run_jobs()
    picture.refresh_from_db()
    page = client.get(article.get_absolute_url()).content.decode()
    assert picture.widths == [400, 500] and old.name not in page and picture.name in Article.objects.get().body
    assert default_storage.exists(old.name), "Mails and other sites may still show it."
    assert leftovers.remove(at=timezone.now()) == 0
    assert leftovers.remove(at=timezone.now() + LATER) == 1
    assert not default_storage.exists(old.name) and default_storage.exists(picture.name)
    for name in (old.name, old.rendition_name(400, "webp")):
        assert client.get(f"/media/{name}").url == picture.rendition_url(500, "jpg")
    assert client.get(f"/media/{picture.rendition_name(9, 'jpg')}").status_code == 404


def test_a_text_that_was_saved_from_an_old_form_keeps_its_file(db):
    picture = added()
    article = make_article(body=f'<p><img src="{picture.url}" alt="A quay"></p>')
    new = pictures.replace(picture.pk, new_file(), at=timezone.now())
    assert leftovers.remove(at=timezone.now() + LATER) == 0 and default_storage.exists(picture.name)
    assert leftovers.follow(picture.pk) == 1
    article.refresh_from_db()
    assert new.name in article.body
    assert leftovers.remove(at=timezone.now() + LATER) == 1


def test_the_file_of_before_may_come_back(db):
    picture = added()
    first = picture.name
    pictures.replace(picture.pk, new_file(), at=timezone.now())
    assert pictures.replace(picture.pk, BytesIO(saved(scene(640, 400))), at=timezone.now()).name == first
    assert leftovers.remove(at=timezone.now() + LATER) == 1
    assert default_storage.exists(first)


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (lambda: SimpleUploadedFile("a.jpg", b"no picture"), "not a picture"),
        (lambda: new_file((640, 400)), "the file that the picture has already"),
        (lambda: new_file((320, 200)), "has this file already, as picture"),
        (lambda: None, "required"),
    ],
)
def test_what_cannot_take_its_place_is_named_and_nothing_changes(editor, file, why):
    picture, _other = added(), added((320, 200))
    sent = file()
    page = editor.post(replace_page(picture), {"file": sent} if sent else {}).content.decode()
    assert why in page
    assert Picture.objects.get(pk=picture.pk).name == picture.name


def test_an_author_replaces_only_what_readers_do_not_see(client):
    client.force_login(make_user("author"))
    picture = added()
    assert client.get(replace_page(picture)).status_code == 200
    make_article(picture=picture)
    assert client.post(replace_page(picture), {"file": new_file()}).status_code == 403


def test_sizes_of_the_old_file_are_not_taken_for_those_of_the_new(db):
    old = added()
    pictures.replace(old.pk, new_file(), at=timezone.now())
    renditions.make(old)  # a job that began before
    renditions.note_failure(old, "Too late.", at=timezone.now())
    picture = Picture.objects.get(pk=old.pk)
    assert (picture.widths, picture.avif_widths, picture.failure) == ([], [], "")


@pytest.mark.django_db(transaction=True)
def test_of_many_who_replace_and_rename_at_once_nothing_is_lost():
    picture = added()
    words = {"caption": "New words.", "alt": "Cranes", "credit": "", "licence": ""}
    change = reverse("admin:articles_picture_change", args=[picture.pk])
    sent = [(replace_page(picture), {"file": new_file((500 + 10 * number, 300))}) for number in range(5)]
    assert set(at_once([*sent, *[(change, words)] * 5], role="editor")) == {302}
    picture.refresh_from_db()
    assert picture.caption == "New words." and default_storage.exists(picture.name)
    with default_storage.open(picture.name) as file:
        assert picture.width in range(500, 550) and file.read(2) == b"\xff\xd8"


def test_the_library_is_narrowed_by_what_is_missing_use_and_licence(editor):
    plain, over, topic, within = added(), added((320, 200)), added((310, 200)), added((330, 200))
    make_article(picture=over, body=f'<p>So.</p><figure><img alt="a &gt; b" src="{within.url}"></figure>')
    make_keyword(picture=topic)
    Picture.objects.filter(pk=plain.pk).update(credit="Ann Lee", licence="CC BY 4.0", alt="")
    Picture.objects.filter(pk=within.pk).update(credit="Ben Ode", licence="CC0")

    def shown(**chosen):
        answer = editor.get(reverse("admin:articles_picture_changelist"), chosen)
        return {picture.pk for picture in answer.context["cl"].result_list}

    assert shown(use="none") == {plain.pk, within.pk}
    assert shown(use="nowhere") == shown(lacks="alt") == shown(licence="CC BY 4.0") == {plain.pk}
    assert shown(use="some") == shown(lacks="credit") == shown(lacks="licence") == {over.pk, topic.pk}
    assert shown(lacks="pk") == shown(added="today") == {plain.pk, over.pk, topic.pk, within.pk}
    assert shown(added=str(timezone.now().year - 1)) == set()


def test_a_picture_tells_of_every_place_that_shows_it(editor):
    picture = added()
    article, keyword = make_article(picture=picture), make_keyword("Quays", picture=picture)
    page = editor.get(reverse("admin:articles_picture_change", args=[picture.pk])).content.decode()
    assert article.title in page and f"/admin/articles/keyword/{keyword.pk}/change/" in page
    assert "in the text" not in page
    inside = make_article(title="Seen inside", body=f'<p><img src="{picture.url}" alt="A quay"></p>')
    make_article(title="Elsewhere", body='<p><img src="/media/pictures/no/none.jpg" alt=""></p>')
    page = editor.get(reverse("admin:articles_picture_change", args=[picture.pk])).text
    assert f'/admin/articles/article/{inside.pk}/change/">Seen inside</a>' in page and "in the text" in page
    assert "Elsewhere" not in page
