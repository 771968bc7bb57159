"""The trial of bench/exact.py in small, and whether it would see a stale answer."""

import pytest

from bench.exact import Trial, late
from portal.tests.served import Served

THEN = 100.0


@pytest.mark.django_db(transaction=True)
def test_no_reader_is_shown_what_was_no_longer_so(tmp_path):
    with Served(tmp_path, workers=4) as served:
        trial = Trial(served, reads=1500)
        assert trial.run() == []
        assert trial.killed


@pytest.mark.parametrize(
    ("shown", "began", "missing"),
    [({2}, 101.5, 0), ({1}, 101.5, 2), ({1}, 100.9, 0), (set(), 101.5, 2), ({3}, 101.5, 0)],
)
def test_a_title_that_was_replaced_over_a_second_ago_is_stale(shown, began, missing):
    assert late([(1, THEN - 50), (2, THEN), (3, THEN + 1)], began, shown, is_edit=True) == missing


def test_an_article_that_has_not_appeared_a_second_after_its_moment_is_missed():
    assert late([(7, THEN), (14, THEN + 1)], 101.5, {0}, is_edit=False) == 7
    assert late([(7, THEN), (14, THEN + 1)], 100.5, set(), is_edit=False) == 0
