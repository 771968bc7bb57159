"""The picture that other sites show of an entry without one."""

import io

import pytest
from PIL import Image, ImageChops

from articles import share_pictures
from articles.models import Entry, Section
from articles.tests.factories import make_article, make_picture

PAPER = Image.new("RGB", (1200, 630), share_pictures.PAPER)


def entry(title, section="Trade"):
    return Entry(pk=1, title=title, section=Section(name=section, slug="trade"))


def title_of(data):
    """What is drawn between the section and the route line."""
    image = Image.open(io.BytesIO(data))
    assert image.size == (1200, 630) and image.format == "JPEG"
    box = (0, 125, 1200, 450)
    difference = ImageChops.difference(image.crop(box), PAPER.crop(box)).convert("L")
    return difference.point(lambda value: 255 * (value > 40)).getbbox()


class TestDrawing:
    @pytest.mark.parametrize(
        "title",
        ["Khorgos cuts the wait", "Gdańsk, Constanța and Małaszewicze " * 5, "W" * 200, "A & B <c> “d”", "i"],
    )
    def test_a_title_stays_on_the_sheet(self, title):
        left, _top, right, bottom = title_of(share_pictures.drawn(entry(title)))
        assert left >= 75 and right <= 1190 and bottom < 325

    def test_what_no_face_of_this_machine_has_is_left_out_and_not_drawn_as_boxes(self, monkeypatch):
        monkeypatch.setattr(share_pictures, "_OTHERS", [])
        assert share_pictures.faces_for("霍尔果斯") == ()
        assert title_of(share_pictures.drawn(entry("霍尔果斯", section="政策"))) is None

    def test_a_face_is_chosen_only_where_it_has_every_letter(self):
        assert share_pictures.faces_for("Gdańsk – Constanța “x”")
        assert share_pictures.faces_for("Khorgos \U0001f682") in ((), ("DejaVuSans-Bold.ttf",))


@pytest.mark.django_db
class TestAddress:
    def test_an_article_without_picture_names_it_and_it_can_be_kept_for_ever(self, client):
        article = make_article(access="members", body="<p>A secret word.</p>")
        page = client.get(article.get_absolute_url()).text
        address = share_pictures.path(article)
        assert (
            f'og:image" content="http://localhost:8000{address}"' in page and 'og:image:width" content="1200"' in page
        )
        answer = client.get(address)
        assert answer.headers["Content-Type"] == "image/jpeg" and "immutable" in answer.headers["Cache-Control"]
        assert answer.content == client.get(address).content == share_pictures.drawn(article)

    def test_a_new_title_has_a_new_address_and_the_old_one_leads_there(self, client):
        article = make_article()
        old = share_pictures.path(article)
        article.title = "Another title"
        article.save()
        answer = client.get(old)
        assert answer.status_code == 302 and answer["Location"] == share_pictures.path(article) != old

    def test_a_picture_of_its_own_goes_first(self, client):
        article = make_article(picture=make_picture())
        page = client.get(article.get_absolute_url()).text
        assert article.picture.url in page and "shared.jpg" not in page

    def test_a_draft_has_none(self, client):
        draft = make_article(published_at=None)
        assert client.get(share_pictures.path(draft)).status_code == 404
