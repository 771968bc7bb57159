"""Lines that cannot be taken: each is named with its number, its id and a reason, and the rest goes on."""

import json
import time

import pytest

from articles.importing import reading
from articles.models import Article, Entry
from articles.tests.importing_made import bring, item, written

pytestmark = pytest.mark.django_db

DEEP = b'{"id": "deep", "title": "x", "more": ' + b"[" * 200_000 + b"]" * 200_000 + b"}"
BAD_LINES = {
    "is not JSON: Expecting": b'{"id": "a", "title": ',
    "is not an object": b'["a", "b"]',
    "is not an object ": b"null",
    "is not UTF-8 (byte 18)": b'{"id": "a", "x": "\xff\xfe"}',
    "is nested too deeply": DEEP,
    "is not JSON: NaN is no number": b'{"id": NaN}',
    "is not JSON: Exceeds the limit": b'{"id": ' + b"9" * 10_000 + b"}",
}
BAD_ITEMS = {
    "has no title": item(title=" \n"),
    "has no title ": item(title="<b></b>"),
    "has a title that is not text": item(title=["a"]),
    "has no text": item(body_markdown=None),
    "has no text ": item(body_html="<script>alert(1)</script><p> </p>", body_markdown=""),
    "has a date that is no date: '2021-02-30'": item(date="2021-02-30"),
    "has a date that is no date: 'spring'": item(date="spring"),
    "is open to 'friends'; known are everyone, members": item(access="friends"),
    "was withdrawn but never published": item(date=None, withdrawn_at="2021-01-01"),
    "has tags that are not a list of texts": item(tags=[1, {"a": 2}]),
    "has authors that are not a list of texts": item(authors={"name": "Ann"}),
    "has images that are not a list of objects": item(images="a.jpg"),
    "has a body of more than 500000 letters": item(body_markdown="x" * 500_001),
}


@pytest.mark.parametrize("reason", BAD_LINES)
def test_line_that_holds_no_item(tmp_path, capsys, reason):
    result = bring(written(tmp_path, item(), BAD_LINES[reason], item()), capsys)
    assert result.status == 1
    assert f"line 2: {reason.strip()}" in result.said
    assert "2 new" in result.out and "1 refused" in result.out
    assert Entry.objects.count() == 2


@pytest.mark.parametrize("reason", BAD_ITEMS)
def test_item_that_makes_no_article(tmp_path, capsys, reason):
    bad = BAD_ITEMS[reason]
    result = bring(written(tmp_path, item(), bad, item()), capsys, publish=True)
    assert result.status == 1
    assert f"line 2, {bad['id']}: {reason.strip()}" in result.said
    assert Entry.objects.count() == 2


def test_line_too_long_is_passed_over_unread(tmp_path, capsys, monkeypatch):
    monkeypatch.setattr(reading, "LONGEST_LINE", 1_000_000)
    huge = b'{"id": "huge", "title": "' + b"x" * 5_000_000 + b'"}'
    result = bring(written(tmp_path, item(), huge, item()), capsys)
    assert "line 2: is longer than 1 MB" in result.said
    assert Entry.objects.count() == 2


def test_nothing_unprintable_comes_in(tmp_path, capsys):
    odd = item(title="Be\0rth\x07 7 \ud800", id="odd\0", body_markdown="Te\0xt \x1b with \udfff.", tags=["Q\0uay"])
    line = json.dumps(odd).encode()
    result = bring(written(tmp_path, line), capsys)
    assert result.status == 0, result.said
    article = Article.objects.get()
    assert (article.title, article.body) == ("Berth 7", "<p>Text  with .</p>")
    assert article.keywords.get().name == "Quay"


def test_blank_lines_and_a_byte_order_mark_are_nothing(tmp_path, capsys):
    path = written(tmp_path, b"\xef\xbb\xbf" + json.dumps(item()).encode(), b"", b"   ", item())
    assert "2 new" in bring(path, capsys).out
    assert "2 new" in bring(written(tmp_path, b"\xef\xbb\xbf", item(), item(), name="b"), capsys).out


def test_last_line_needs_no_end(tmp_path, capsys):
    path = tmp_path / "a.jsonl"
    path.write_bytes(json.dumps(item()).encode())
    assert "1 new" in bring(path, capsys).out


def test_empty_file_is_taken_whole(tmp_path, capsys):
    (tmp_path / "a.jsonl").write_bytes(b"")
    assert bring(tmp_path / "a.jsonl", capsys).out.startswith("0 new")


@pytest.mark.parametrize(
    "body",
    [
        "<blockquote>" * 40_000,
        "<div>" * 20_000 + "deep",
        "x" + "\n" * 400_000 + "y",
        " " * 400_000 + "y",
        "[" * 100_000,
        ">" * 100_000,
        "`" * 100_000 + "y",
        "<img " * 80_000 + "y",
        "<p>x</p>" * 50_000,
    ],
    ids=lambda body: body[:6],
)
def test_hostile_body_takes_no_more_than_seconds(tmp_path, capsys, body):
    began = time.process_time()
    bring(written(tmp_path, item(body_markdown=body), item()), capsys)
    assert time.process_time() - began < 6
    assert Entry.objects.exists()


def test_report_file_names_all(tmp_path, capsys):
    path = written(tmp_path, item(title=""), item(lang="tlh"), b"{")
    bring(path, capsys, report=tmp_path / "report.jsonl")
    told = [json.loads(line) for line in (tmp_path / "report.jsonl").read_text().splitlines()]
    *rows, counts = told
    assert [(row["line"], row["what"]) for row in rows] == [(3, "refused"), (1, "refused"), (2, "new"), (2, "note")]
    assert rows[1]["why"] == "has no title" and rows[3]["why"].endswith("kept as en: tlh")
    assert counts == {
        "what": "counts",
        **{"new": 1, "updated": 0, "same": 0, "edited": 0, "refused": 2},
        "notes": {"language that the portal does not have, kept as en": 1},
    }


def test_report_file_names_what_was_as_before(tmp_path, capsys):
    first, second = item(), item(images=[{"file": "no.jpg", "alt": "A quay"}])
    bring(written(tmp_path, first, second), capsys)
    bring(written(tmp_path, first, second | {"title": "New"}), capsys, report=tmp_path / "report.jsonl")
    rows = [json.loads(line) for line in (tmp_path / "report.jsonl").read_text().splitlines()]
    assert [(row.get("id"), row["what"], row.get("why")) for row in rows[:-1]] == [
        (first["id"], "same", None),
        (second["id"], "updated", None),
        (second["id"], "note", "picture left out, no file came with it: no.jpg"),
    ]
