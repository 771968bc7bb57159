"""However common a word is and however far back it stands, the newest matches come, in order."""

from datetime import UTC, datetime, timedelta

import pytest

from articles import matching
from articles.matching import Wanted
from articles.tests.factories import make_article, make_section

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.fixture
def entries():
    """Forty entries over sixteen years, dense at the newest end; every fifth is of the rare kind."""
    section, made = make_section(), []
    for number in range(40):
        at = NOW - timedelta(days=number * number * 4)
        made.append(make_article(section=section, title="Zebra" if number % 5 == 0 else "Ox", published_at=at))
    return made


def numbers(words, **span):
    most, before = span.pop("most", 1000), span.pop("before", None)
    found = matching.newest(Wanted(words, (), until=span.pop("until", NOW), **span), most=most, before=before)
    assert found == sorted(found, reverse=True)
    return [number for _, number in found]


@pytest.mark.parametrize("most", [1, 3, 7, 8, 100])
def test_the_newest_come_whatever_is_asked_for(entries, most):
    assert numbers("'zebra'", most=most) == [entry.pk for entry in entries[::5]][:most]
    assert numbers("'berth'", most=most) == [entry.pk for entry in entries][:most]


def test_several_searches_find_what_each_finds_alone(entries):
    since = entries[20].published_at
    wanted = [
        Wanted("'zebra'", (), until=NOW),
        Wanted("'gnu'", (), until=NOW),
        Wanted("'berth'", (), until=entries[3].published_at, since=since),
        Wanted("'berth'", (), until=NOW - timedelta(days=40_000)),
    ]
    each = matching.each(wanted, most=6)
    assert each == [matching.newest(one, most=6) for one in wanted]
    assert [len(found) for found in each] == [6, 0, 6, 0]
    assert matching.each([], most=6) == []


def test_walking_back_meets_each_once(entries):
    seen, before = [], None
    while found := matching.newest(Wanted("'berth'", (), until=NOW), most=7, before=before):
        seen += [number for _, number in found]
        before = found[-1]
    assert seen == [entry.pk for entry in entries]


def test_a_span_holds_at_both_ends(entries):
    since, until = entries[30].published_at, entries[10].published_at
    assert numbers("'berth'", since=since, until=until) == [entry.pk for entry in entries[10:31]]
    assert numbers("'berth'", since=NOW - timedelta(days=1), until=NOW - timedelta(hours=1)) == []
    assert numbers("'berth'", since=datetime(1000, 1, 1, tzinfo=UTC)) == [entry.pk for entry in entries]


def test_nothing_is_found_where_nothing_is():
    assert numbers("'berth'") == []
