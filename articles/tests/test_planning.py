"""The coming fortnight: what goes out when, what is thin, what waits."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from articles import clearing, planning
from articles.tests.factories import make_article
from members.tests.factories import make_user

PLAN = "/admin/articles/article/plan/"
NOW = datetime(2026, 11, 30, 10, tzinfo=UTC)  # a Monday
DAY = timedelta(days=1)
pytestmark = pytest.mark.django_db


def test_each_day_is_held_against_what_its_weekday_usually_has():
    for week in range(1, 6):  # three in five of the last eight weeks
        for hour in range(3):
            make_article(published_at=NOW - week * 7 * DAY + timedelta(hours=hour))
    make_article(published_at=NOW - 6 * DAY)  # one Tuesday is no habit
    today = make_article(published_at=NOW - timedelta(hours=1))
    due = [make_article(published_at=NOW + 7 * DAY + timedelta(hours=hour)) for hour in (2, 1, 3)]
    make_article(published_at=NOW + DAY, withdrawn_at=NOW)
    make_article(published_at=NOW + 14 * DAY)
    days = planning.fortnight(at=NOW)
    assert [day.on.day for day in days] == [30, *range(1, 14)]
    assert [day.usual for day in days] == [3, 0, 0, 0, 0, 0, 0] * 2
    assert [entry.pk for entry in days[0].entries] == [today.pk]
    assert [entry.pk for entry in days[7].entries] == [due[1].pk, due[0].pk, due[2].pk]
    assert [day.on for day in days if day.is_thin] == [NOW.date()]


def test_the_page_names_days_their_times_and_what_waits(client, django_assert_max_num_queries):
    user = make_user("author", name="Ann Lee")
    client.force_login(user)
    for number in range(12):
        make_article(title=f"Due {number}", published_at=timezone.now() + (1 + number) * DAY)
    asked = make_article(title="Waits for Mira", published_at=None)
    clearing.ask(asked, by=user, at=timezone.now())
    with django_assert_max_num_queries(9):
        page = client.get(PLAN).text
    assert all(f"Due {number}" in page for number in range(12))
    assert "Days and times are UTC." in page and "Waits for Mira" in page and "Ann Lee" in page
    assert PLAN in client.get("/admin/").text
    client.force_login(make_user())
    assert client.get(PLAN).status_code in (302, 403)
