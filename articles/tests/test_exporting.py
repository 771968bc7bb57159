"""What is written out comes in again as it was, and opens no gate."""

import json

import pytest
from django.core.management import CommandError
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from articles.models import Article, Drawing, Entry, Imported, OldAddress, Picture
from articles.tests.exporting_made import articles, comes_back, empty, held, library, make, send
from articles.tests.factories import make_article, make_drawing, make_picture
from articles.tests.importing_made import bring, item, written

pytestmark = pytest.mark.django_db


class _Undone(Exception):
    pass


# A database makes a long business of looking for a shorter example.
@settings(
    max_examples=10,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(st.lists(articles(), min_size=1, max_size=3), st.sampled_from(["jsonl", "ninjs"]))
def test_every_article_comes_back_as_it_was(tmp_path, capsys, several, format):
    with pytest.raises(_Undone), transaction.atomic():
        shown, drawing = library()
        for place, values in enumerate(several):
            make(values, place=place, shown=shown, drawing=drawing)
        comes_back(tmp_path, capsys, format=format)
        raise _Undone


def items_of(file):
    return [json.loads(line) for line in file.read_bytes().splitlines()]


def test_what_is_for_members_is_written_out_whole_and_stays_for_members(tmp_path, capsys, client):
    closed = make_article(access="members", body="<p>Open.</p><p>The secret of berth 7.</p>")
    file = tmp_path / "out.jsonl"
    send(file, capsys=capsys)
    assert "The secret of berth 7" in items_of(file)[0]["body_html"]

    empty()
    bring(file, capsys, publish=True)
    page = client.get(closed.get_absolute_url())
    assert page.status_code == 200
    assert "secret of berth" not in page.text


@pytest.mark.parametrize("access", [None, "", "everybody"])
def test_item_that_does_not_say_who_may_read_it_is_refused(tmp_path, capsys, access):
    make_article()
    file = tmp_path / "out.jsonl"
    send(file, capsys=capsys)
    path = written(tmp_path, items_of(file)[0] | {"access": access}, name="b.jsonl")
    empty()
    assert bring(path, capsys).status == 1
    assert not Entry.objects.exists()


def test_same_portal_takes_nothing_twice(tmp_path, capsys):
    shown, _drawing = library()
    make_article(picture=shown[0])
    bring(written(tmp_path, item()), capsys, publish=True)
    before = held()
    file = tmp_path / "out.jsonl"
    send(file, capsys=capsys)

    assert "0 new, 0 updated, 2 unchanged, 0 left" in bring(file, capsys, publish=True).out
    Entry.objects.filter(imported=None).update(title="Changed since")
    result = bring(file, capsys, publish=True)
    assert "0 new, 0 updated, 1 unchanged, 1 left as edited here" in result.out
    assert {entry["title"] for entry in held().values()} == {before[max(before)]["title"], "Changed since"}
    assert Picture.objects.count() == len(shown)


def test_number_that_is_taken_leaves_its_address(tmp_path, capsys, client):
    theirs = make_article(title="Theirs")
    file, number, address = tmp_path / "out.jsonl", theirs.pk, theirs.get_absolute_url()
    send(file, capsys=capsys)
    path = written(tmp_path, items_of(file)[0] | {"id": "https://elsewhere.example/p/1"}, name="b.jsonl")
    Article.objects.update(title="Ours", slug="ours")

    result = bring(path, capsys, publish=True)

    came = Imported.objects.get().entry
    assert came.pk > number
    assert f"number taken by another entry, has a new one: {number} is {came.pk} here" in result.out
    assert client.get(address).headers["Location"] == came.get_absolute_url()
    assert client.get(f"/articles/{number}/any/").headers["Location"] == f"/articles/{number}/ours/"


def test_numbers_that_come_after_are_not_given_twice(tmp_path, capsys):
    make_article()
    file = tmp_path / "out.jsonl"
    send(file, capsys=capsys)
    fields = items_of(file)[0]
    wanted = fields["number"] + 40
    several = [fields | {"id": f"x{count}", "number": wanted} for count in range(2)]
    bring(written(tmp_path, *several, name="b.jsonl"), capsys)
    assert Imported.objects.filter(entry=wanted).count() == 1
    assert make_article().pk == wanted + 2


def test_a_number_beyond_all_measure_is_refused(tmp_path, capsys):
    make_article()
    file = tmp_path / "out.jsonl"
    send(file, capsys=capsys)
    for number in (0, -1, 10**18, "7", True):
        path = written(tmp_path, items_of(file)[0] | {"id": "x", "number": number}, name="b.jsonl")
        assert "has a number that is none" in bring(path, capsys).said


def test_changed_export_renews_what_nobody_touched(tmp_path, capsys):
    article = make_article(corrected_at=None, drawing=make_drawing())
    file = tmp_path / "out.jsonl"
    send(file, capsys=capsys)
    fields = items_of(file)[0] | {"id": "theirs", "number": None}
    bring(written(tmp_path, fields), capsys, publish=True)
    corrections = [{"words": "It was seven.", "corrected_at": "2026-01-02T03:04:05+00:00"}]
    changed = fields | {"title": "Renewed", "teaser": "Short.", "corrections": corrections, "drawing": None}
    assert "1 updated" in bring(written(tmp_path, changed), capsys, publish=True).out

    came = Imported.objects.get().entry
    assert (came.title, came.teaser, came.drawing) == ("Renewed", "Short.", None)
    assert came.corrections.get().words == "It was seven."
    assert came.corrected_at.year == 2026
    assert Article.objects.get(pk=article.pk).title == article.title


def test_first_taken_as_drafts_it_is_published_by_a_second_run(tmp_path, capsys):
    shown, drawing = library()
    make_article(drawing=drawing, picture=shown[0], access="members", teaser="Short.")
    before = held()
    send(tmp_path / "out.jsonl", capsys=capsys)
    empty()
    bring(tmp_path / "out.jsonl", capsys)
    assert [one | {"published_at": None} for one in before.values()] == list(held().values())
    assert "1 updated" in bring(tmp_path / "out.jsonl", capsys, publish=True).out
    assert held() == before


def test_picture_whose_file_is_gone_is_named(tmp_path, capsys):
    picture = make_picture()
    make_article(picture=picture)
    Picture.objects.update(name="pictures/no/none.jpg")
    status, said = send(tmp_path / "out.jsonl", capsys=capsys)
    assert status == 1
    assert "picture not copied, No such file or directory: pictures/no/none.jpg" in said.err
    empty()
    result = bring(tmp_path / "out.jsonl", capsys, publish=True)
    assert (result.status, Article.objects.get().picture) == (0, None)
    assert "picture left out, no file came with it: pictures/no/none.jpg" in result.out


def test_standard_output_carries_the_items_and_nothing_else(capfdbinary):
    make_article(picture=make_picture())
    status, said = send("-", capsys=capfdbinary)
    assert status == 0
    assert [json.loads(line)["format"] for line in said.out.splitlines()] == ["portal/1"]
    assert b"1 articles written, 0 pictures copied" in said.err


def test_folder_that_is_not_there_is_named(tmp_path, capsys):
    make_article()
    with pytest.raises(CommandError, match="cannot be written: No such file") as end:
        send(tmp_path / "no" / "out.jsonl", capsys=capsys)
    assert end.value.returncode == 2


@pytest.mark.parametrize(
    ("change", "why"),
    [
        ({"title": " "}, "has no title"),
        ({"kicker": "k" * 61}, "has a kicker of more than 60 letters"),
        ({"tags": "one"}, "has tags that are not a list of texts"),
        ({"images": [{"focus": [101, 0]}]}, "focus is not two numbers from 0 to 100"),
        ({"drawings": [{"key": "x", "kind": "map", "title": "T", "data": "land: Nowhere at all"}]}, "cannot be drawn"),
        ({"drawings": [{"key": "x y", "kind": "pie", "title": "T", "data": ""}]}, "cannot be drawn"),
        ({"corrections": [{"words": ""}]}, "has a correction without its words or moment"),
        ({"withdrawn_at": "2020-01-01", "published_at": None}, "was withdrawn but never published"),
    ],
)
def test_damaged_item_is_refused_with_its_reason(tmp_path, capsys, change, why):
    make_article()
    file = tmp_path / "out.jsonl"
    send(file, capsys=capsys)
    path = written(tmp_path, items_of(file)[0] | {"id": "x"} | change, name="b.jsonl")
    result = bring(path, capsys)
    assert (result.status, why in result.said) == (1, True), result.said
    assert (Entry.objects.count(), Drawing.objects.count(), OldAddress.objects.count()) == (1, 0, 0)


def test_hostile_mark_up_is_cleaned_like_any_other(tmp_path, capsys):
    make_article()
    file = tmp_path / "out.jsonl"
    send(file, capsys=capsys)
    hostile = '<p onclick="x()">Words</p><script>alert(1)</script><img src="https://elsewhere.example/x.png">'
    bring(written(tmp_path, items_of(file)[0] | {"id": "x", "body_html": hostile}, name="b.jsonl"), capsys)
    assert Imported.objects.get().entry.article.body == "<p>Words</p>"
