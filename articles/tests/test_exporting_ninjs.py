"""Articles as items of ninjs: valid, closed to the same readers, and taken back by the importer."""

import json
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from urllib.parse import quote

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from articles.exporting import ninjs
from articles.exporting.items import FORMAT
from articles.importing import own_ninjs
from articles.importing.reading import Unfit
from articles.models import Article, Correction, Entry
from articles.tests.exporting_made import LETTERS, PARTS, comes_back, empty, library, send
from articles.tests.factories import make_article, make_author, make_drawing, make_keyword, make_section
from articles.tests.importing_made import bring, item, written
from portal.lib import sanitise
from portal.lib.links import absolute

SCHEMA = Path(__file__).resolve().parents[3] / "shared" / "data" / "ninjs" / "schemas" / "ninjs-schema_3.1.json"
NOW = datetime(2026, 3, 1, tzinfo=UTC)
needs_schema = pytest.mark.skipif(not SCHEMA.is_file(), reason="needs ../shared/data/ninjs beside the checkout")


def whole_article():
    shown, _drawing = library()
    image = f'<img src="{shown[1].url}" alt="A quay" width="12" height="8">'
    article = make_article(
        title="Berth 7 reopens",
        kicker="Ports",
        abstract="It is open.",
        dateline="KHORGOS, Nov. 24",
        body=f'<p>Ships <a href="/p/7">come</a>.</p><p>{image}</p>',
        access="members",
        language="en",
        source="The archive",
        editor="Cara Moon",
        teaser="Short.",
        corrected_at=NOW,
        section=make_section(name="Trade"),
        picture=shown[0],
        drawing=make_drawing(kind="line", title="Rising", data="Year; Cost\n2019; 1\n2020; 2"),
        keywords=[make_keyword("Berths"), make_keyword("Rail freight")],
        authors=[make_author("Ann Lee"), make_author("Ben Ode")],
    )
    Correction.objects.create(entry=article, words="It was seven.", corrected_at=NOW)
    return article


def items_of(file):
    return [json.loads(line) for line in file.read_bytes().splitlines()]


@needs_schema
@pytest.mark.django_db
def test_every_item_is_valid(tmp_path, capsys):
    article = whole_article()
    make_article(published_at=None, abstract="")
    make_article(published_at=timezone.now() + timedelta(days=3))
    make_article(withdrawn_at=timezone.now(), withdrawn_because="Wrong ship.")
    assert send(tmp_path / "out.jsonl", capsys=capsys, format="ninjs")[0] == 0
    items = items_of(tmp_path / "out.jsonl")
    assert [error.message for item in items for error in validator().iter_errors(item)] == []
    assert [item["pubStatus"] for item in items] == ["usable", "withheld", "usable", "canceled"]
    assert ["embargoedUntil" in item for item in items] == [False, False, True, False]
    assert absolute("/p/7") in items[0]["bodies"][0]["value"]
    assert items[0]["uri"].endswith(f"/p/{article.pk}")
    assert [body["role"] for body in items[0]["bodies"]] == ["main"]  # read back out of it, so told once
    assert list(validator().iter_errors(items[0] | {"colour": "red"}))


TEXT = st.text(LETTERS, max_size=20)
SEVERAL = st.lists(TEXT, max_size=2)
AT = st.datetimes(datetime(1, 1, 2)).map(lambda moment: moment.replace(tzinfo=UTC).isoformat())
BODIES = st.lists(
    PARTS
    | st.sampled_from(
        [
            '<p lang="ar"></p>',
            '<p><a href="#x">1</a> <a href="x">2</a> <a href="/p/7#">3</a> <a href="?q=it\'s">4</a></p>',
            '<p><a href="https://portal.example/p/7">1</a> <a href="//other.example">2</a> <a href="">3</a></p>',
        ]
    )
).map(lambda parts: sanitise.body("".join(parts)))
NUMBER = 7
IMAGE = {
    "file": TEXT.map(lambda name: f"pictures/{quote(name)}.jpg"),
    "width": st.integers(1, 9000),
    "height": st.integers(1, 9000),
    "source_path": TEXT.map(lambda name: f"/media/{quote(name)}.jpg"),
    "lang": st.sampled_from(["en", "fr", "zh-hant"]),
    "focus": st.lists(st.integers(0, 100), min_size=2, max_size=2),
    "in_languages": st.dictionaries(
        st.sampled_from(["zh-hant", "fr"]),
        st.dictionaries(st.sampled_from(["alt", "caption"]), TEXT.filter(bool), min_size=1),
    ),
} | dict.fromkeys(["alt", "caption", "credit", "licence"], TEXT)
DRAWING = dict.fromkeys(["key", "kind", "title", "unit", "source", "data", "alt"], TEXT.filter(bool))
CORRECTION = {"words": TEXT.filter(bool), "corrected_at": AT}


def listed(of, name):
    return st.lists(st.fixed_dictionaries(of), max_size=2, unique_by=lambda one: one[name])


@st.composite
def items(draw):
    """What may be written out, as JSON Lines have it."""
    words = draw(
        st.fixed_dictionaries(dict.fromkeys(["kicker", "summary", "teaser", "section", "source", "editor"], TEXT))
    )
    images, drawings = draw(listed(IMAGE, "file")), draw(listed(DRAWING, "key"))
    authors, published_at = draw(SEVERAL), draw(st.none() | AT)
    withdrawn_at = draw(st.none() | AT) if published_at else None
    return words | {
        "format": FORMAT,
        "id": draw(TEXT.filter(bool)),
        "number": NUMBER,
        "url": absolute(f"/articles/{NUMBER}/x/"),
        "old_addresses": draw(SEVERAL),
        "lang": "en",
        "access": draw(st.sampled_from(["everyone", "members"])),
        "title": draw(TEXT.filter(bool)),
        "author": ", ".join(authors),
        "authors": authors,
        "tags": draw(SEVERAL),
        "dateline": draw(TEXT),
        "body_html": draw(BODIES),
        "licence": None,
        "date": published_at,
        "published_at": published_at,
        "withdrawn_at": withdrawn_at,
        "withdrawn_because": draw(TEXT) if withdrawn_at else "",
        "changed_at": draw(AT),
        "picture": images[0]["file"] if images and draw(st.booleans()) else None,
        "images": images,
        "drawing": drawings[0]["key"] if drawings and draw(st.booleans()) else None,
        "drawings": drawings,
        "corrections": draw(st.lists(st.fixed_dictionaries(CORRECTION), max_size=2)),
    }


@settings(max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(items())
def test_item_of_any_words_says_the_same_in_the_standards_words(item):
    told = json.loads(json.dumps(ninjs.shape(item, at=NOW)))
    assert own_ninjs.fields_of(told) == item
    if SCHEMA.is_file():
        assert [error.message for error in validator().iter_errors(told)] == []


@cache
def validator():
    return Draft202012Validator(json.loads(SCHEMA.read_text()))


@pytest.mark.django_db
def test_importer_takes_back_teaser_corrections_and_drawings(tmp_path, capsys):
    article = whole_article()
    comes_back(tmp_path, capsys, format="ninjs")

    came = Article.objects.get()
    assert (came.pk, came.access, came.teaser) == (article.pk, "members", "Short.")
    assert [one.words for one in came.corrections.all()] == ["It was seven."]
    assert came.drawing.data == article.drawing.data


@pytest.mark.django_db
def test_item_that_no_longer_says_who_may_read_it_is_refused(tmp_path, capsys):
    whole_article()
    send(tmp_path / "out.jsonl", capsys=capsys, format="ninjs")
    fields = items_of(tmp_path / "out.jsonl")[0]
    rights = [None, {"langId": "urn:elsewhere", "encodedRights": "everyone"}, []]
    several = [
        fields | {"altIds": [{"role": "archive", "value": f"{at}"}], "rightsInfo": one} for at, one in enumerate(rights)
    ]
    empty()
    assert bring(written(tmp_path, *several), capsys).status == 1
    assert not Entry.objects.exists()


@pytest.mark.parametrize("part", ["headlines", "bodies", "altIds", "associations", "people", "uri", "edNote", "genres"])
@pytest.mark.parametrize("value", [7, {"a": 1}, ["x"], [{"role": "main", "value": [1]}], True])
def test_damaged_item_is_refused_or_taken_and_nothing_else(part, value):
    fields = {"profile": FORMAT, "uri": "https://portal.example/p/7", part: value}
    try:
        assert own_ninjs.fields_of(fields)["format"] == FORMAT
    except Unfit as unfit:
        assert part in str(unfit) or "value" in str(unfit)


@pytest.mark.django_db
def test_withdrawn_and_scheduled_stay_what_they_are(tmp_path, capsys):
    make_article(withdrawn_at=timezone.now(), withdrawn_because="Wrong ship.")
    make_article(published_at=timezone.now() + timedelta(days=3))
    make_article(published_at=None)
    before = list(Entry.objects.order_by("pk").values("published_at", "withdrawn_at", "withdrawn_because"))
    send(tmp_path / "out.jsonl", capsys=capsys, format="ninjs")
    empty()
    bring(tmp_path / "out.jsonl", capsys, publish=True)
    assert list(Entry.objects.order_by("pk").values("published_at", "withdrawn_at", "withdrawn_because")) == before


@pytest.mark.django_db
def test_same_portal_makes_no_second_article_of_it(tmp_path, capsys):
    whole_article()
    make_article(published_at=timezone.now() + timedelta(days=3))
    bring(written(tmp_path, item()), capsys, publish=True)
    send(tmp_path / "out.jsonl", capsys=capsys, format="ninjs")
    assert (
        "0 new, 0 updated, 3 unchanged, 0 left as edited here"
        in bring(tmp_path / "out.jsonl", capsys, publish=True).out
    )
    Entry.objects.filter(imported=None).update(title="Changed since")
    result = bring(tmp_path / "out.jsonl", capsys, publish=True)
    assert "0 new, 0 updated, 1 unchanged, 2 left as edited here" in result.out
