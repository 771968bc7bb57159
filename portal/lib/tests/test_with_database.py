"""The leaf helpers that count and remember, on a real PostgreSQL."""

import threading
from datetime import UTC, date, datetime, timedelta

import psycopg
import pytest
from django.db import IntegrityError, connection, transaction
from django.http import Http404

from members.models import User
from portal.lib import keyset, pages, qr, tally, throttle
from portal.lib.models import Code, Limit, PagesCounter, PagesMoment, Tally

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)


@pytest.mark.django_db
class TestThrottle:
    def test_the_limit_itself_is_allowed_and_one_more_is_not(self):
        answers = [throttle.allow("ask:10.0.0.1", limit=3, seconds=60, at=NOON) for _ in range(4)]
        assert answers == [True, True, True, False]

    def test_the_window_ends(self):
        throttle.allow("k", limit=1, seconds=60, at=NOON)
        assert not throttle.allow("k", limit=1, seconds=60, at=NOON + timedelta(seconds=59))
        assert throttle.allow("k", limit=1, seconds=60, at=NOON + timedelta(seconds=60))

    def test_keys_do_not_share(self):
        throttle.allow("a", limit=1, seconds=60, at=NOON)
        assert throttle.allow("b", limit=1, seconds=60, at=NOON)

    def test_what_is_over_is_dropped(self):
        throttle.allow("k", limit=1, seconds=60, at=NOON)
        assert throttle.forget(before=NOON + timedelta(seconds=61)) == 1
        assert not Limit.objects.exists()

    def test_the_table_is_unlogged(self):
        with connection.cursor() as cursor:
            cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'lib_limit'")
            assert cursor.fetchone() == ("u",)


@pytest.mark.django_db(transaction=True)
def test_throttle_is_exact_when_many_try_at_once():
    answers = []

    def try_often():
        for _ in range(25):
            answers.append(throttle.allow("k", limit=40, seconds=60, at=NOON))
        connection.close()

    threads = [threading.Thread(target=try_often) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert answers.count(True) == 40


@pytest.mark.django_db
class TestTally:
    def test_one_row_a_day_and_thing(self):
        tally.add("scan", 7, on=date(2026, 11, 24))
        tally.add("scan", 7, on=date(2026, 11, 24), count=2)
        tally.add("scan", 7, on=date(2026, 11, 25))
        assert list(Tally.objects.order_by("day_on").values_list("count", flat=True)) == [3, 1]


@pytest.mark.django_db
class TestPages:
    def test_the_counter_rises(self):
        before = pages.standing(at=NOON).counter
        pages.changed()
        assert pages.standing(at=NOON).counter == before + 1

    def test_the_next_moment_is_known(self):
        pages.will_change(NOON + timedelta(hours=2))
        pages.will_change(NOON + timedelta(hours=1))
        pages.will_change(NOON + timedelta(hours=1))
        assert pages.standing(at=NOON).until == NOON + timedelta(hours=1)
        assert pages.standing(at=NOON + timedelta(hours=1)).until == NOON + timedelta(hours=2)

    def test_passed_moments_are_forgotten(self):
        pages.will_change(NOON)
        assert pages.forget_moments(before=NOON + timedelta(minutes=1)) == 1
        assert not PagesMoment.objects.exists()

    def test_there_is_one_counter(self):
        with pytest.raises(IntegrityError), transaction.atomic():
            PagesCounter.objects.create(pk=2)


@pytest.mark.django_db(transaction=True)
class TestTellingOthers:
    def listener(self):
        listening = psycopg.connect(**connection.get_connection_params() | {"autocommit": True})
        listening.execute(f"LISTEN {pages.CHANNEL}")
        return listening

    def test_a_change_is_told_when_it_commits(self):
        with self.listener() as listening:
            with transaction.atomic():
                pages.changed()
                assert not list(listening.notifies(timeout=0.1))
            assert [told.channel for told in listening.notifies(timeout=5, stop_after=1)] == ["pages"]

    def test_a_change_that_is_rolled_back_is_not_told(self):
        with self.listener() as listening:
            with pytest.raises(RuntimeError), transaction.atomic():
                pages.changed()
                raise RuntimeError
            assert not list(listening.notifies(timeout=0.1))


@pytest.mark.django_db
class TestKeyset:
    def people(self, count):
        for number in range(count):
            User.objects.create(username=f"u{number}", date_joined=NOON - timedelta(minutes=number // 2))

    def walk(self, size):
        seen, after = [], None
        while True:
            page = keyset.page(User.objects.all(), after=after, size=size, moment="date_joined")
            seen.append([user.pk for user in page])
            after = page.older
            if not after:
                return seen

    def test_every_row_is_met_once_newest_first(self):
        self.people(25)
        met = [pk for page in self.walk(4) for pk in page]
        assert met == list(User.objects.order_by("-date_joined", "-pk").values_list("pk", flat=True))

    def test_a_full_last_page_ends_the_list(self):
        self.people(8)
        assert [len(page) for page in self.walk(4)] == [4, 4]

    def test_pages_stand_still_while_rows_arrive(self):
        self.people(8)
        first = keyset.page(User.objects.all(), after=None, size=4, moment="date_joined")
        second = [u.pk for u in keyset.page(User.objects.all(), after=first.older, size=4, moment="date_joined")]
        User.objects.create(username="new", date_joined=NOON + timedelta(hours=1))
        again = keyset.page(User.objects.all(), after=first.older, size=4, moment="date_joined")
        assert [u.pk for u in again] == second

    def test_an_archive_may_be_older_than_1970(self):
        for day in range(9):
            User.objects.create(username=f"old{day}", date_joined=datetime(1969, 12, 27 + day % 5, tzinfo=UTC))
        assert [len(page) for page in self.walk(4)] == [4, 4, 1]

    @pytest.mark.parametrize(
        "token", ["x", "1", "1-", "-1", "1-x", "9" * 400 + "-1", "1-" + "9" * 400, "１-１x", "1--1", "%00", "1-1'"]
    )
    def test_a_token_that_is_not_ours_is_not_found(self, token):
        with pytest.raises(Http404):
            keyset.page(User.objects.all(), after=token, size=4, moment="date_joined")


@pytest.mark.django_db
class TestCodes:
    def test_a_code_is_drawn_once(self):
        first = qr.code("https://portal.example/p/1")
        assert qr.code("https://portal.example/p/1").svg == first.svg
        assert Code.objects.count() == 1

    def test_the_drawing_is_small_and_one_path(self):
        svg = qr.code("https://portal.example/p/20871").svg
        assert len(svg) < 6000
        assert svg.count("<path") == 2  # the white ground and the code

    def test_the_version_follows_the_address_of_the_site(self, settings):
        settings.BASE_URL = "https://one.example"
        one = qr.version()
        settings.BASE_URL = "https://two.example"
        assert qr.version() != one
