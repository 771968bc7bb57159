"""Articles as items of ninjs: valid, closed to the same readers, and taken back by the importer."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from articles.exporting import ninjs
from articles.models import Article, Correction, Entry
from articles.tests.exporting_made import LETTERS, empty, library, send
from articles.tests.factories import make_article, make_author, make_drawing, make_keyword, make_section
from articles.tests.importing_made import bring, item, written
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
    assert list(validator().iter_errors(items[0] | {"colour": "red"}))


FIELDS = {"number": 7, "lang": "en", "url": "https://portal.example/articles/7/x/", "id": "7", "old_addresses": []}
TEXT = st.text(LETTERS, max_size=20)
NAMED = ["title", "kicker", "summary", "body_html", "dateline", "author", "section", "source", "editor", "access"]


@needs_schema
@settings(max_examples=25)
@given(st.fixed_dictionaries(dict.fromkeys(NAMED, TEXT)), st.lists(TEXT, max_size=2), st.none() | st.datetimes())
def test_item_of_any_words_is_valid(words, several, moment):
    at = (moment or NOW).replace(tzinfo=UTC).isoformat()
    moments = {"published_at": moment and at, "withdrawn_at": moment and at, "changed_at": at, "withdrawn_because": ""}
    lists = {"authors": several, "tags": several, "images": [], "drawings": [], "corrections": []}
    item = ninjs.shape(FIELDS | words | moments | lists, at=NOW)
    assert [error.message for error in validator().iter_errors(item)] == []


def validator():
    return Draft202012Validator(json.loads(SCHEMA.read_text()))


@pytest.mark.django_db
def test_importer_takes_it_back_and_opens_no_gate(tmp_path, capsys):
    article = whole_article()
    file = tmp_path / "out.jsonl"
    send(file, capsys=capsys, format="ninjs")
    empty()
    result = bring(file, capsys, publish=True)

    assert (result.status, result.said) == (0, "")
    came = Article.objects.get()
    same = ("title", "kicker", "abstract", "access", "language", "source", "editor", "published_at")
    assert {name: getattr(came, name) for name in same} == {name: getattr(article, name) for name in same}
    assert came.section.name == "Trade"
    assert {keyword.name for keyword in came.keywords.all()} == {"Berths", "Rail freight"}
    assert {author.name for author in came.authors.all()} == {"Ann Lee", "Ben Ode"}
    assert "Ships" in came.body and "/media/pictures/" in came.body
    told = ("name", "alt", "caption", "credit", "licence", "focus_y")
    assert {name: getattr(came.picture, name) for name in told} == {
        name: getattr(article.picture, name) for name in told
    }
    assert "0 new, 0 updated, 1 unchanged" in bring(file, capsys, publish=True).out


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
    Entry.objects.update(title="Changed since")
    result = bring(tmp_path / "out.jsonl", capsys, publish=True)
    assert "0 new, 0 updated, 0 unchanged, 3 left as edited here" in result.out
