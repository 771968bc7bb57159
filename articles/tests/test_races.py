"""A round of each race; bench/races.py runs them twenty at once, fifty times."""

from collections import Counter

import pytest

from bench import races


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("race", races.RACES)
def test_several_at_one_moment_leave_one_whole_state(race):
    answers = Counter()
    assert races.run(races.RACES[race], 8, answers) == []
    assert answers.total() == 8


@pytest.mark.django_db(transaction=True)
def test_what_is_left_half_is_told():
    posts, whole = races.publishing()
    assert "not so: published once" in whole()
    assert races.run(lambda: ([("/admin/no/such/room/", {})], list), 2, Counter()) == ["an answer was 404"] * 2
