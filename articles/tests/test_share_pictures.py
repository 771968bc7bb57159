"""The picture that other sites show of an entry without one."""

import io
import re

import pytest
from PIL import Image, ImageChops

from articles import lettering, share_pictures
from articles.models import Entry, Section
from articles.tests.factories import make_article, make_picture

PAPER = Image.new("RGB", (1200, 630), share_pictures.PAPER)


ARABIC = "طوابير تغيير مقاس القضبان في خورغوس تنخفض إلى 29 ساعة (SMGS)"


def entry(title, section="Trade", language="en"):
    return Entry(pk=1, title=title, language=language, section=Section(name=section, slug="trade"))


def title_of(data, *, top=125, bottom=460):
    """What is drawn between the section and the route line."""
    image = Image.open(io.BytesIO(data))
    assert image.size == (1200, 630) and image.format == "JPEG"
    box = (0, top, 1200, bottom)
    difference = ImageChops.difference(image.crop(box), PAPER.crop(box)).convert("L")
    return difference.point(lambda value: 255 * (value > 40)).getbbox()


class TestDrawing:
    @pytest.mark.parametrize(
        "title",
        [
            "Khorgos cuts the wait",
            "Gdańsk, Constanța and Małaszewicze " * 5,
            "W" * 200,
            "A & B <c> “d”",
            "i",
            "Why a jetty by Gygy keeps pace with quay after quay, and pays nobody for anything that it may lay away",
            "Хоргос сократил ожидание между двумя колеями до 29 часов",
            ARABIC,
            "中歐班列經霍爾果斯口岸，換裝等候時間縮短至二十九小時；貨主可於「絲路快線」平台即時查詢" * 2,
        ],
    )
    def test_a_title_stays_on_the_sheet(self, title):
        left, _top, right, bottom = title_of(share_pictures.drawn(entry(title)))
        assert left >= 75 and right <= 1190 and bottom < 335

    def test_what_no_face_of_this_machine_has_is_left_out_and_not_drawn_as_boxes(self, monkeypatch):
        monkeypatch.setattr(lettering, "_OTHERS", lettering._OTHERS[:2])
        assert lettering.faces_for("호르고스") == ()
        assert title_of(share_pictures.drawn(entry("호르고스", section="무역"))) is None

    @pytest.mark.parametrize(
        "words", ["霍爾果斯", "霍尔果斯", "「黄」嶋・稲 29", "Хоргос, Ґданськ №", "خورغوس (SMGS) 29"]
    )
    def test_the_scripts_of_our_languages_need_no_face_of_the_machine(self, monkeypatch, words):
        monkeypatch.setattr(lettering, "_OTHERS", lettering._OTHERS[:2])
        assert lettering.faces_for(words)

    def test_chinese_is_broken_anywhere_but_before_a_mark_that_closes(self):
        words = "霍爾果斯口岸，" * 9
        lines = share_pictures._broken(words, lettering.faces_for(words), 76)
        assert "".join(lines) == words and len(lines) > 3
        assert not any(line.startswith("，") for line in lines) and len(set(map(len, lines[:-1]))) <= 2
        mixed = share_pictures._broken("中歐班列 Khorgos 啟程" * 3, lettering.faces_for(words), 76)
        assert any(line.endswith("Khorgos") or "Khorgos " in line for line in mixed)

    def test_arabic_stands_at_the_right_on_every_line_whatever_stands_in_it(self):
        data = share_pictures.drawn(entry(ARABIC, section="سياسة", language="ar"))
        image = Image.open(io.BytesIO(data))
        difference = ImageChops.difference(image, PAPER).convert("L").point(lambda value: 255 * (value > 40))
        rows = [difference.crop((0, y, 1200, y + 1)).getbbox() for y in range(60, 460)]
        lines = "".join("x" if row else " " for row in rows).split()
        assert len(lines) >= 3
        at = 60
        for part in re.findall(r"x+| +", "".join("x" if row else " " for row in rows)):
            box = difference.crop((0, at, 1200, at + len(part))).getbbox()
            at += len(part)
            assert box is None or box[2] > 1050 or len(part) < 14, box  # dots of letters stand apart

    def test_a_section_in_another_script_is_drawn_too(self):
        assert title_of(share_pictures.drawn(entry("i", section="Политика", language="ru")), top=60, bottom=125)

    def test_a_face_is_chosen_only_where_it_has_every_letter(self):
        assert lettering.faces_for("Gdańsk – Constanța “x”")
        assert lettering.faces_for("Khorgos \U0001f682") == ()


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

    def test_one_whose_title_could_not_be_written_is_drawn_anew_once_a_face_is_there(self, client, monkeypatch):
        with monkeypatch.context() as bare:
            bare.setattr(lettering, "_OTHERS", [])
            article = make_article(title="霍爾果斯")
            assert title_of(client.get(share_pictures.path(article)).content) is None
        assert title_of(share_pictures.made(article))

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
