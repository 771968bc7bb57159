"""The benchmark of the importer, in small; bench/importing.py runs it in full."""

import pytest

from articles.models import Entry
from articles.tests.importing_made import item, written
from bench import importing, importing_many
from bench.importing import Spent

pytestmark = pytest.mark.django_db


def test_it_measures_what_came_in(tmp_path):
    path = written(tmp_path, *(item() for _ in range(12)))
    first = importing.brought(path)
    assert (first.articles, Entry.objects.count()) == (12, 12)
    assert first.cpu > 0 and first.peak > 10

    more = importing.multiplied(path, tmp_path / "more.jsonl", 2)
    assert importing.brought(more).articles == 24
    assert Entry.objects.count() == 36


def test_it_says_what_was_missed():
    kept = Spent(articles=5000, seconds=20, cpu=10, peak=100)
    assert importing.missed(kept, kept) == []
    assert importing.missed(Spent(5000, 20, 20, 100), kept) == ["250 a second of one core, not 300"]
    assert importing.missed(kept, Spent(20000, 80, 40, 190)) == ["memory grew 1.90 times"]


def test_memory_is_told_at_each_quarter(tmp_path, capsys):
    assert importing_many.brought(written(tmp_path, *(item() for _ in range(12))), 12) == 0
    assert capsys.readouterr().out.partition("quarter:")[2].count(",") == 3
    assert Entry.objects.count() == 12
