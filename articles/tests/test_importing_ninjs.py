"""IPTC's ninjs, old names and new, by the line and as whole documents."""

import json
import re
from datetime import UTC, datetime
from pathlib import Path

import pytest

from articles.models import Article, Entry
from articles.tests.importing_made import bring, written

pytestmark = pytest.mark.django_db

OLD = {
    "uri": "urn:quay:1",
    "type": "text",
    "versioncreated": "2020-05-04T12:00:00+02:00",
    "headline": "Berth 7 reopens",
    "description_text": "It is open.",
    "body_xhtml": "<p>Ships come.</p>",
    "body_text": "Ships come.",
    "byline": "Ann Lee",
    "language": "en",
    "subject": [{"name": "Ports"}],
    "place": [{"name": "Khorgos"}],
}
NEW = {
    "uri": "urn:quay:2",
    "type": "text",
    "pubStatus": "usable",
    "versionCreated": "2020-05-04T12:00:00+02:00",
    "headlines": [{"role": "short", "value": "Berth 7"}, {"role": "main", "value": "Berth 7 reopens"}],
    "descriptions": [{"role": "summary", "value": "It is open."}],
    "bodies": [
        {"role": "text", "contentType": "text/plain", "value": "Ships come."},
        {
            "role": "html5",
            "contentType": "text/html",
            "value": "<html><head><title>x</title></head><body><p>Ships come.</p></body></html>",
        },
    ],
    "by": "Ann Lee",
    "language": "en",
    "subjects": [{"name": "Ports"}],
    "places": [{"name": "Khorgos"}],
}
EXAMPLES = Path(__file__).resolve().parents[3] / "shared" / "data" / "ninjs" / "examples"


@pytest.mark.parametrize("fields", [OLD, NEW], ids=["1.x", "3.x"])
def test_item_becomes_an_article(fields, tmp_path, capsys):
    assert bring(written(tmp_path, fields), capsys, publish=True).status == 0
    article = Article.objects.get()
    assert (article.title, article.abstract, article.body) == ("Berth 7 reopens", "It is open.", "<p>Ships come.</p>")
    assert {keyword.name for keyword in article.keywords.all()} == {"Ports", "Khorgos"}
    assert [author.name for author in article.authors.all()] == ["Ann Lee"]
    assert article.published_at == datetime(2020, 5, 4, 10, tzinfo=UTC)
    assert article.imported.key == fields["uri"]


def test_plain_text_becomes_paragraphs(tmp_path, capsys):
    plain = {name: value for name, value in OLD.items() if name != "body_xhtml"} | {"body_text": "One < two.\n\nThree."}
    bring(written(tmp_path, plain), capsys)
    assert Article.objects.get().body == "<p>One &lt; two.</p><p>Three.</p>"


def test_embargo_schedules_and_withheld_stays_a_draft(tmp_path, capsys):
    held = OLD | {"embargoed": "2099-01-01T00:00:00Z"}
    withheld = NEW | {"pubStatus": "withheld"}
    bring(written(tmp_path, held, withheld), capsys, publish=True)
    moments = dict(Entry.objects.values_list("imported__key", "published_at"))
    assert moments == {"urn:quay:1": datetime(2099, 1, 1, tzinfo=UTC), "urn:quay:2": None}


def test_cancelled_item_is_withdrawn(tmp_path, capsys):
    bring(written(tmp_path, NEW | {"pubStatus": "canceled"}), capsys, publish=True)
    assert Entry.objects.get().withdrawn_at == datetime(2020, 5, 4, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "document",
    [
        json.dumps(OLD, indent=2),
        json.dumps(OLD, indent=2).replace("{\n", "{ ", 1),  # its first name beside the brace
        json.dumps(OLD, indent=2).replace("{\n", "{", 1).replace(",\n", "\n,"),
        json.dumps([OLD, NEW]),
        json.dumps([OLD, NEW], indent=1),
    ],
)
def test_document_need_not_stand_on_one_line(document, tmp_path, capsys):
    path = tmp_path / "items.json"
    path.write_text(document)
    assert bring(path, capsys).status == 0
    assert Entry.objects.count() == document.count("urn:quay")


def test_documents_may_follow_one_another(tmp_path, capsys):
    path = tmp_path / "items.json"
    path.write_text(json.dumps(OLD, indent=2) + "\n" + json.dumps(NEW, indent=2))
    assert bring(path, capsys).status == 0
    assert Entry.objects.count() == 2


def test_broken_document_is_named(tmp_path, capsys):
    path = tmp_path / "items.json"
    path.write_text("{\n" + json.dumps(OLD, indent=2)[2:-3])
    result = bring(path, capsys)
    assert result.status == 1 and "is not JSON" in result.said


def test_picture_alone_is_refused_by_name(tmp_path, capsys):
    result = bring(written(tmp_path, OLD | {"type": "picture"}, NEW), capsys)
    assert result.status == 1 and "is of type 'picture'" in result.said
    assert Entry.objects.count() == 1


@pytest.mark.skipif(not EXAMPLES.is_dir(), reason="needs ../shared/data/ninjs beside the checkout")
def test_every_text_among_the_published_examples_is_taken(tmp_path, capsys):
    examples = [json.loads(path.read_text()) for path in sorted(EXAMPLES.glob("*/*.json"))]
    several = [example for example in examples if _has_text(example)]
    distinct = {example["uri"]: example for example in several}
    assert len(distinct) > 8
    result = bring(written(tmp_path, *distinct.values()), capsys, publish=True)
    assert result.status == 0, result.said
    assert Entry.objects.count() == len(distinct)


@pytest.mark.skipif(not EXAMPLES.is_dir(), reason="needs ../shared/data/ninjs beside the checkout")
def test_published_examples_are_read_as_they_lie(capsys):
    for path in sorted(EXAMPLES.glob("*/*.json")):
        whole = json.loads(path.read_text())
        result = bring(path, capsys, publish=True)
        expected = len(whole) if isinstance(whole, list) else 1
        assert "is not JSON" not in result.said and _taken_or_refused(result.out) == expected, path


def _taken_or_refused(told):
    return sum(map(int, re.search(r"(\d+) new, (\d+) updated, (\d+) unchanged, .*?, (\d+) refused", told).groups()))


def _has_text(example):
    is_article = example.get("type") in (None, "text", "composite")
    titled = any(name in example for name in ("headline", "headlines", "title"))
    return is_article and titled and any(name.startswith("bod") for name in example)
