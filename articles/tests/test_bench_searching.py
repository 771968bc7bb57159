"""The benchmarks of search, in small: they measure, and they fail where search would not be good."""

import pytest
from django.db import connection

from bench import search_quality, searching
from bench.load import DATA, load
from bench.searching import Round

ARCHIVES = pytest.mark.skipif(not DATA.exists(), reason="The archives under ../shared/data are not beside it.")


@ARCHIVES
@pytest.mark.django_db(transaction=True)
def test_every_search_of_the_mix_is_measured(monkeypatch):
    monkeypatch.setattr(searching, "ROUNDS", 1)
    monkeypatch.setattr(searching, "filled", lambda ours, size: load(size) or connection.settings_dict["NAME"])
    found = searching.measured("", [60])
    assert len(found[60].waits) == len(found[60].cpu) == len(searching.MIX) and min(found[60].waits) > 0


def test_a_limit_that_is_not_kept_fails(capsys):
    fast, slow = Round([9.0] * 50, [5.0] * 50), Round([9.0] * 45 + [200.0] * 5, [5.0] * 50)
    assert searching.report({1000: fast}) == 0
    assert searching.report({1000: fast, 2000: slow}) == 1
    assert "NOT KEPT" in capsys.readouterr().out


def test_quality_is_reckoned_as_it_says():
    truth = {"rail": {1, 2, 3, 4}, "port": {9}}
    got = search_quality.measured(truth, {"rail": [1, 7, 2], "port": []})
    assert (got.precision, got.recall) == (0.1, 0.25)


def test_without_the_archives_quality_says_so(tmp_path, capsys):
    assert search_quality.run(tmp_path) == 2
    assert "Skipped" in capsys.readouterr().out
