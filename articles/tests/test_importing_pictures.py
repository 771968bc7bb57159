"""Pictures that come with an archive."""

import pytest
from django.core.files.storage import default_storage

from articles.models import Article, Picture
from articles.tests.importing_made import bring, item, written
from articles.tests.pictures_made import animation, noise, photograph, saved, scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def archive(tmp_path):
    """A folder with pictures beside its file."""
    folder = tmp_path / "archive"
    (folder / "images").mkdir(parents=True)
    for name, data in {
        "quay.jpg": photograph(),
        "map.png": saved(noise(seed=2), "PNG"),
        "chart.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        "moving.gif": animation(),
        "cut.jpg": saved(scene())[:2000],
        "page.jpg": b"<html>not found</html>",
    }.items():
        (folder / "images" / name).write_bytes(data)
    return folder


def image(name, **values):
    return {"file": f"images/{name}", "alt": f"What {name} shows", "licence": "CC0-1.0"} | values


def test_first_picture_is_the_articles_own(archive, capsys):
    fields = item(images=[image("quay.jpg", credit="Ann"), image("map.png")], caption="At the quay")
    assert bring(written(archive, fields), capsys).status == 0
    picture = Article.objects.get().picture
    assert (picture.alt, picture.caption, picture.credit) == ("What quay.jpg shows", "At the quay", "Ann")
    assert picture.licence == "CC0-1.0"
    assert default_storage.exists(picture.name)
    assert Picture.objects.count() == 2


def test_pictures_of_the_text_lead_to_the_library_and_others_go(archive, capsys):
    body = (
        '<p>One</p><p><a href="https://x.example/"><img src="images/quay.jpg" alt=""></a></p>'
        '<figure><img src="https://old.example.org/assets/map.png" alt="Seen in the text">'
        "<figcaption>A map</figcaption></figure>"
        '<figure><img src="https://elsewhere.example/x.png"><figcaption>Gone</figcaption></figure><p>Two</p>'
    )
    images = [image("quay.jpg"), image("map.png", alt="", source_path="assets/map.png")]
    result = bring(written(archive, item(body_html=body, images=images)), capsys)

    article = Article.objects.get()
    library = Picture.objects.exclude(pk=article.picture_id).get()
    assert (library.alt, library.caption) == ("Seen in the text", "A map")
    assert article.body == (
        f'<p>One</p><figure><img src="{library.url}" alt="Seen in the text" width="600" height="400">'
        "<figcaption>A map</figcaption></figure><p>Two</p>"
    )
    assert "picture left out, no file came with it: https://elsewhere.example/x.png" in result.out


def test_picture_that_only_the_text_shows_is_found_beside_the_file(archive, capsys):
    bring(written(archive, item(body_markdown="Words here.\n\n![A quay](images/quay.jpg)")), capsys)
    assert Article.objects.get().picture.alt == "A quay"
    assert Article.objects.get().body == "<p>Words here.</p>"


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("chart.svg", "SVG drawings are not taken"),
        ("moving.gif", "Moving pictures are not taken"),
        ("cut.jpg", "The picture is damaged or cut off"),
        ("page.jpg", "This is not a picture"),
        ("lost.jpg", "no file came with it"),
        ("../../secret.jpg", "no file came with it"),
        ("/etc/hostname", "no file came with it"),
        ("a\0b.jpg", "no file came with it"),
        ("x" * 5000, "no file came with it"),
        ("../images", "no file came with it"),
    ],
)
@pytest.mark.parametrize("dry", [False, True])
def test_what_is_left_out_is_named_and_the_article_comes_in(archive, tmp_path, capsys, name, reason, dry):
    (tmp_path / "secret.jpg").write_bytes(photograph())
    path = written(archive, item(images=[image(name), image("quay.jpg")]))
    result = bring(path, capsys, dry_run=dry)
    assert result.status == 0
    assert f"1 × picture left out, {reason}" in result.out
    assert [article.picture.alt for article in Article.objects.all()] == ([] if dry else ["What quay.jpg shows"])


def test_link_out_of_the_folder_is_not_followed(archive, tmp_path, capsys):
    (tmp_path / "secret.jpg").write_bytes(photograph())
    (archive / "images" / "link.jpg").symlink_to(tmp_path / "secret.jpg")
    assert "no file came with it" in bring(written(archive, item(images=[image("link.jpg")])), capsys).out
    assert not Picture.objects.exists()


def test_pictures_may_lie_elsewhere(archive, tmp_path, capsys):
    path = written(tmp_path, item(images=[image("quay.jpg")]))
    assert "no file came with it" in bring(path, capsys).out
    bring(path, capsys, media=archive, again=True)
    assert Article.objects.get().picture


def test_picture_stays_where_its_file_is_not_at_hand_again(archive, tmp_path, capsys):
    fields = item(images=[image("quay.jpg")])
    bring(written(archive, fields), capsys)
    bring(written(tmp_path, fields | {"title": "New title"}), capsys)
    article = Article.objects.get()
    assert article.title == "New title" and article.picture


def test_refused_item_leaves_no_picture(archive, capsys):
    bring(written(archive, item(body_markdown=" ", images=[image("quay.jpg")])), capsys)
    assert not Picture.objects.exists()


def test_picture_without_words_is_named(archive, capsys):
    result = bring(written(archive, item(images=[image("quay.jpg", alt="")])), capsys)
    assert "1 × picture without alternative text" in result.out
