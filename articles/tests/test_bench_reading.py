"""The benchmark of reading, in small: it loads, measures every page, and fails where a budget is not kept."""

import pytest
from django.db import connection

from articles.models import Article, Entry, Listed, Searchable
from bench import reading
from bench.load import DATA
from bench.reading import Measured


@pytest.mark.django_db(transaction=True)  # the application closes its connection, as it does in production
@pytest.mark.skipif(not DATA.exists(), reason="The archives under ../shared/data are not beside this checkout.")
def test_every_page_is_measured(monkeypatch, capsys):
    for name, value in {"ROUNDS": 1, "WARM": 1, "TIMES": 2}.items():
        monkeypatch.setattr(reading, name, value)
    few, many = pages_of(30), pages_of(90)
    assert Article.objects.count() == Entry.objects.published().count() == Searchable.objects.count() == 90
    assert Listed.objects.filter(keyword__isnull=False).count() > 90
    for what, (_, most) in reading.BUDGETS.items():
        assert 0 < many[what].queries <= most
    for what, measured in many.items():
        assert measured.queries <= few[what].queries, what
    reading.report(few, many, few=30, many=90)
    assert "article" in capsys.readouterr().out


def pages_of(total):
    reading.load(total)
    assert reading.indexed_again() > 0
    (found,) = reading.in_turns([connection.settings_dict["NAME"]])
    return found


def test_budget_that_is_not_kept_fails():
    kept = dict.fromkeys(reading.BUDGETS, Measured(cpu=4, wait=5, slowest=6, queries=5))
    assert reading.report(kept, kept, few=1, many=2) == 0
    for worse in (Measured(9, 9, 9, 5), Measured(4, 5, 6, 8), Measured(7, 8, 9, 5)):
        assert reading.report(kept, kept | {"article": worse}, few=1, many=2) == 1
