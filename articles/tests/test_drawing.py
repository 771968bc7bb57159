"""Maps and charts: what is typed, what is drawn of it, and what no typing can break."""

import gzip
import re
from math import hypot
from xml.etree import ElementTree

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from articles.drawing import making, places, routes, series
from articles.drawing.coast import rings
from articles.drawing.lines import marks
from articles.drawing.routes import Wrong

ROUTE = """land: Xi’an, (Lanzhou), Khorgos, Almaty, Aktau
sea: Aktau, Baku
land: Baku, Poti
story: Khorgos
call: 29 hours, to change trains
water: Black Sea 43.3N 34E"""
COSTS = "Month; Cost\nSept; $6,720\nOct; $6,480\nNov; $6,180*\nevent; Oct; Third ferry"


def drawn(kind="map", typed=ROUTE, **words):
    return making.drawn(kind, typed, **{"title": "A title", "alt": "", "key": "k"} | words)


def letters(svg):
    """The size of every piece of writing, as a share of the drawing's width."""
    sheets = re.findall(r'<svg[^>]*viewBox="0 0 (\d+) \d+".*?</svg>', svg, re.DOTALL)
    pieces = re.split(r"(?=<svg)", svg)[1:]
    return [
        (int(wide), float(size))
        for wide, piece in zip(sheets, pieces, strict=True)
        for size in re.findall(r'font-size="([\d.]+)"', piece)
    ]


class TestTyping:
    def test_a_route_is_read_as_it_is_typed(self):
        route = routes.read(ROUTE)
        assert [leg.way for leg in route.legs] == ["land", "sea", "land"]
        assert route.story.name == "Khorgos" and route.call == ("29 hours", "to change trains")
        assert [place.name for place in route.named()][:3] == ["Khorgos", "Xi’an", "Poti"]
        assert "Lanzhou" not in [place.name for place in route.named()]

    def test_the_key_names_each_way_once(self):
        assert routes.ways(f"{ROUTE}\nOTHER： Baku, Tehran") == ["land", "sea", "other"]
        assert routes.ways("sea: Aktau, Baku\nstory: Baku") == ["sea"] and routes.ways("place: Baku") == []

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ("land: Almaty, Nowhere", "Line 1: “Nowhere” is not in the list"),
            ("land: Almaty, Aktau\n\nland: Baku", "Line 3: a leg needs two places"),
            ("by land: Almaty, Aktau", "Line 1: begin with land:"),
            ("Almaty", "Line 1: begin with land:"),
            ("land: Almaty, Aktau\ncall: 5 days, too long", "story: Khorgos"),
            ("land: Almaty, " + "x" * 50 + " 40N 50E", "too long for a name"),
            ("place: 40N 50E", "needs a name"),
            ("", "Nothing to draw yet"),
            ("land: Almaty, Here 88N 50E", "not in the list"),
        ],
    )
    def test_a_fault_names_its_line(self, typed, words):
        with pytest.raises(Wrong, match=re.escape(words)):
            routes.read(typed)

    def test_every_fault_is_told_at_once(self):
        with pytest.raises(Wrong) as wrong:
            routes.read("land: A, B\nroad: C")
        assert len(wrong.value.faults) == 3

    def test_a_place_of_ones_own_is_known_from_there_on(self):
        route = routes.read("land: Steppe 45N 60E, Almaty\nsea: steppe, Baku")
        assert route.legs[1].places[0].at == (60, 45)

    @pytest.mark.parametrize(
        "name", ["Khorgos", "KHORGOS", "Xi’an", "Xian", "Constanța", "Małaszewicze", "St Petersburg"]
    )
    def test_spellings_find_a_place(self, name):
        assert places.known(name)

    def test_every_place_of_the_list_lies_where_land_is_or_near_it(self):
        far = {"capeofgoodhope", "eastchinasea", "finisterre", "gulfofaden", "luzonstrait", "offhainan", "offoman"}
        far |= {"offvietnam", "southchinasea", "redsea", "blacksea", "middleoftheblacksea"}
        vertices = [point for ring in rings() for point in ring]
        for name, (x, y) in places._places().items():
            near = any(hypot(a - x, b - y) < 1.2 for a, b in vertices if abs(b - y) < 1.2)
            assert near or name in far or _is_on_land(x, y), name

    @pytest.mark.parametrize(
        ("typed", "words"),
        [
            ("Month; Cost\nSept; many", "Line 2: “many” is not a figure"),
            ("Month; Cost\nSept", "Line 2: 1 fields, where the heads have 2"),
            ("Month; A; B; C\nSept; 1; 2; 3", "Line 1: the first line names"),
            ("Month; Cost\nSept; 1", "Too few rows"),
            ("Month; Cost\nSept; 1\nOct; 2\nevent; Dec; x", "Line 4: an event names a row"),
            ("Month; Cost\nSept; 9999999999999\nOct; 1", "not a figure"),
        ],
    )
    def test_a_fault_in_a_table_names_its_line(self, typed, words):
        with pytest.raises(Wrong, match=re.escape(words)):
            series.read(typed, bars=False)

    def test_figures_are_read_as_people_type_them(self):
        table = series.read("Month\tCost\nSept\t$6,720.50\nOct\t−4 %\nNov\t+1 200*", bars=False)
        assert table.all_values == [6720.5, -4, 1200]
        assert table.rows[2].figures[0].is_provisional and table.rows[2].figures[0].words == "+1 200"

    def test_bars_begin_at_zero(self):
        with pytest.raises(Wrong, match="Bars begin at zero"):
            series.read("Port; Boxes\nPoti; -3", bars=True)


def _is_on_land(x, y):
    crossings = 0
    for ring in rings():
        for (ax, ay), (bx, by) in zip(ring, ring[1:] + ring[:1], strict=True):
            if (ay > y) != (by > y) and x < (bx - ax) * (y - ay) / (by - ay) + ax:
                crossings += 1
    return crossings % 2 == 1


LONG = (
    "sea: Shanghai, (Taiwan Strait), Singapore, (Malacca Strait), (20S 60E), (Cape of Good Hope), (15N 20W), Rotterdam"
)
PORTS = sorted(places._places())
MANY = "\n".join(f"{way}: {', '.join(PORTS[at : at + 7])}" for at, way in ((0, "land"), (7, "sea"), (14, "other")))
CASES = {
    "map": ("map", ROUTE),
    "half the globe": ("map", LONG),
    "many legs over the globe": ("map", MANY),
    "over the date line": ("map", "sea: Shanghai, (40N 180E), Los Angeles"),
    "one place": ("map", "place: Baku"),
    "the equator": ("map", "sea: Singapore, Mombasa"),
    "line": ("line", COSTS),
    "two lines": ("line", "Year; Land; Sea\n2019; 1; 2\n2020; -3; 4"),
    "level": ("line", "Year; Land\n2019; 0\n2020; 0"),
    "bars": ("bars", "Port; Boxes\nPoti; 1\nA port with a name of many words; 3*"),
    "compare": ("compare", "Stage; Now; Then\nWash; 1; 2\nRepair; 4; 7"),
}


class TestDrawing:
    @pytest.mark.parametrize("case", CASES)
    def test_it_is_light_and_legible(self, case):
        made = drawn(*CASES[case])
        assert len(gzip.compress(made.full_svg.encode())) <= 6_000
        assert len(gzip.compress(made.small_svg.encode())) <= 2_500
        for svg in (f"<div>{made.full_svg}</div>", made.small_svg, made.file_svg):
            ElementTree.fromstring(svg)
        # What a size is scaled down to, at the most, by the rules in tokens.css.
        least = {300: 275 / 300, 328: 288 / 328, 480: 430 / 480, 700: 600 / 700, 960: 860 / 960}
        sizes = letters(made.full_svg + made.small_svg)
        assert all(size * least[wide] >= 11.9 for wide, size in sizes), sizes

    @pytest.mark.parametrize("case", CASES)
    def test_nothing_in_it_is_inline_style_or_script(self, case):
        made = drawn(*CASES[case])
        assert " style=" not in made.full_svg and "<style" not in made.full_svg + made.small_svg
        assert "<script" not in made.file_svg

    def test_what_no_phone_can_show_is_said(self):
        legs = "\n".join(f"land: {', '.join(PORTS[at : at + 7])}" for at in range(0, 105, 7))
        with pytest.raises(Wrong, match="more than a map on a phone can show"):
            drawn("map", legs)

    def test_land_is_solid_and_sea_is_dotted(self):
        svg = drawn().full_svg
        assert svg.count('stroke-dasharray="0 6"') == 4  # one leg by sea in each of four sizes
        assert svg.count('stroke-width="2.6"') == 8

    def test_the_land_is_said_once_and_named_for_its_page(self):
        svg = drawn(key="abc").full_svg
        assert svg.count('id="land-abc"') == 1 and svg.count('href="#land-abc"') == 4

    def test_each_size_says_what_is_seen_and_a_thumbnail_does_not(self):
        made = drawn()
        assert made.full_svg.count('role="img"') == 4
        assert 'aria-hidden="true"' in made.small_svg and "role" not in made.small_svg
        assert made.said.startswith("A map: by land from Xi’an through Khorgos, Almaty to Aktau; by sea from Aktau to")

    def test_an_editors_own_sentence_goes_first(self):
        assert 'aria-label="Seen &amp; said"' in drawn(alt="Seen & said").full_svg

    def test_what_is_provisional_is_dotted_and_named_in_the_table(self):
        made = drawn("line", COSTS)
        assert 'stroke-dasharray="0 6"' in made.full_svg
        assert '<td class="number">$6,180 (provisional)</td>' in made.table_html

    def test_it_is_not_mirrored(self):
        assert drawn().full_svg.count('direction="ltr"') == 4

    @pytest.mark.parametrize("values", [[0.0], [3.0, 7260.0], [-5.0, 12.0], [0.0003, 0.0009], [1e11]])
    def test_marks_are_round_few_and_hold_zero(self, values):
        found = marks(values)
        assert 2 <= len(found) <= 6 and 0 in found
        assert found[0] <= min(values) and max(values) <= found[-1]


HOSTILE = st.text(alphabet=st.sampled_from("landsea:,;()<>&\"'\n\t 0159.NSEW*$-−’华ا\u202e\x00"), max_size=200)
NAMES = st.text(alphabet=st.sampled_from("aB<>&\"'’华ا "), min_size=1, max_size=12)
POINT = st.tuples(NAMES, st.integers(-84, 84), st.integers(-180, 180))


class TestHostile:
    @given(HOSTILE)
    def test_any_typing_is_drawn_or_told_what_is_wrong(self, typed):
        for kind in ("map", "line", "bars"):
            try:
                made = drawn(kind, typed)
            except Wrong as wrong:
                assert wrong.faults and all(wrong.faults)
            else:
                assert "<script" not in made.full_svg

    @settings(max_examples=12)
    @example([("Nord", 84, 12), ("Alert", 84, -62)], "land")
    @example([("Vostok", -81, 107), ("Dome", -84, 77)], "land")
    @given(st.lists(POINT, min_size=2, max_size=6), st.sampled_from(["land", "sea"]))
    def test_any_places_make_a_well_formed_map(self, points, way):
        items = ", ".join(f"{name} {abs(y)}{'NS'[y < 0]} {abs(x)}{'EW'[x < 0]}" for name, y, x in points)
        try:
            made = drawn("map", f"{way}: {items}")
        except Wrong:
            return
        ElementTree.fromstring(made.small_svg)
        ElementTree.fromstring(made.file_svg)
        assert not re.search(r"\bnan\b|\binf\b", made.full_svg)
        assert len(gzip.compress(made.full_svg.encode())) <= 6_000

    @settings(max_examples=40)
    @given(st.lists(st.tuples(NAMES, st.floats(-1e9, 1e9)), min_size=2, max_size=20))
    def test_any_figures_make_a_well_formed_chart(self, rows):
        typed = "Row; Value\n" + "\n".join(f"{name}; {value:.3f}" for name, value in rows)
        try:
            made = drawn("line", typed)
        except Wrong:
            return
        ElementTree.fromstring(made.file_svg)
        assert not re.search(r"\bnan\b|\binf\b", made.full_svg)
