"""A map or a chart as the picture that feeds and other sites show."""

import io
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from articles import lettering, share_pictures
from articles.drawing import ink, making, places
from articles.models import Drawing, Entry, Section
from articles.tests.factories import make_article, make_drawing, make_keyword, make_picture
from articles.tests.test_drawing import COSTS, ROUTE

DAYS = "Stage; Last quarter; A year earlier\nRepair; 4; 5\nWait for parts; 2; 7"
CASES = [("map", ROUTE), ("line", COSTS), ("bars", "Way; Cost\nRail; 6\nSea; 4"), ("compare", DAYS)]
PLACE = st.tuples(st.integers(-89, 89), st.integers(-179, 179))


def painted(kind, data, title="Three falls in a row", unit="$ a box, monthly"):
    drawing = Drawing(kind=kind, data=data, title=title, unit=unit)
    entry = Entry(pk=1, title="A title", section=Section(name="Trade"), drawing=drawing)
    image = Image.open(io.BytesIO(share_pictures.drawn(entry)))
    assert image.size == (1200, 630) and image.format == "JPEG"
    return image


def near(image, token):
    """How many of its pixels have this colour, or nearly: it is a JPEG."""
    wanted = Image.new("RGB", (1, 1), ink.TOKENS[token][0]).getpixel((0, 0))
    colours = Counter(image.get_flattened_data())
    alike = [colour for colour in colours if max(map(abs, map(int.__sub__, colour, wanted))) < 14]
    return sum(colours[colour] for colour in alike)


class TestPainting:
    def test_a_map_shows_land_sea_route_and_story(self):
        image = painted("map", ROUTE)
        assert near(image, "land") > 200_000 and near(image, "sea") > 20_000
        assert near(image, "teal") > 1000 and near(image, "red") > 300 and near(image, "ink") > 1500

    def test_a_lake_is_water(self):
        aktau, baku = (places.known(name) for name in ("Aktau", "Baku"))
        middle = f"{(aktau[1] + baku[1]) / 2:.2f}N {(aktau[0] + baku[0]) / 2:.2f}E"
        image = painted("map", f"sea: Aktau, Baku\nstory: Here {middle}")
        assert near(image.crop((560, 200, 600, 430)), "sea") > 2000

    @pytest.mark.parametrize(("kind", "data"), CASES[1:])
    def test_a_chart_stands_under_its_title_and_unit(self, kind, data):
        image = painted(kind, data)
        assert near(image.crop((0, 0, 1200, 120)), "ink") > 1500
        assert near(image.crop((0, 120, 1200, 630)), "teal") > 500
        assert near(image, "paper") > 400_000

    def test_a_long_title_stays_on_the_sheet(self):
        image = painted("line", COSTS, title="Wide words " * 10, unit="and more of them " * 9)
        edges = [image.crop(box) for box in ((0, 0, 1200, 20), (1184, 0, 1200, 630), (0, 612, 1200, 630))]
        assert [near(edge, "ink") + near(edge, "ink-2") for edge in edges] == [0, 0, 0]

    @pytest.mark.parametrize("words", ["Małaszewicze", "Constanța", "Алматы", "أكتاو", "霍爾果斯"])
    def test_names_come_in_a_face_that_has_them(self, words):
        parts = lettering.type_of(words, False, 30, 500)
        assert "".join(part for part, _ in parts) == words
        assert all(bytes(font.getmask(part)) != bytes(font.getmask("\ufffe")) for part, font in parts)

    @settings(max_examples=15)
    @given(st.lists(PLACE, min_size=2, max_size=5, unique=True), st.sampled_from(["land", "sea", "other"]))
    def test_any_route_is_painted(self, points, way):
        names = [f"P{place} {y}N {x}E" for place, (y, x) in enumerate(points)]
        try:
            making.drawn("map", f"{way}: {', '.join(names)}", title="x", alt="", key="k")
        except making.routes.Wrong:
            return
        painted("map", f"{way}: {', '.join(names)}\nstory: P0\ncall: 5 days, on the way")


@pytest.mark.django_db
class TestAddress:
    def test_it_follows_what_is_drawn(self, client):
        article = make_article(drawing=make_drawing(kind="map"))
        was = share_pictures.path(article)
        page = client.get(article.get_absolute_url()).text
        assert was in page and f'og:image:alt" content="{article.drawing.said}"' in page
        article.drawing.data = "land: Almaty, Khorgos"
        article.drawing.save()
        assert share_pictures.path(article) != was
        assert client.get(was).status_code == 302

    def test_a_picture_of_its_own_goes_first(self, client):
        article = make_article(drawing=make_drawing(), picture=make_picture())
        assert "shared.jpg" not in client.get(article.get_absolute_url()).text

    def test_what_can_no_longer_be_read_leaves_the_title(self):
        drawing = Drawing(kind="map", data="land: Atlantis, Almaty", title="x")
        entry = Entry(pk=1, title="A title", section=Section(name="Trade"), drawing=drawing)
        bare = Entry(pk=1, title="A title", section=Section(name="Trade"))
        assert share_pictures.drawn(entry) == share_pictures.drawn(bare)

    def test_a_feed_looks_nothing_up_for_it(self, client, django_assert_num_queries):
        keyword = make_keyword()
        for _ in range(12):
            make_article(drawing=make_drawing(), keywords=[keyword])
        with django_assert_num_queries(5):
            client.get("/feeds/latest.atom")
        with django_assert_num_queries(6):
            client.get(f"/feeds/keywords/{keyword.slug}.json")
