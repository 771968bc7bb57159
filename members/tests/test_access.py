"""Who reads the whole of an article, and who its beginning."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory
from django.utils import timezone

from members.access import Audience, Reader, may_read
from members.middleware import reader_of
from members.tests.factories import make_membership, make_user

pytestmark = pytest.mark.django_db
NOW = timezone.now()
DAY = timedelta(days=1)


class Entry:
    def __init__(self, access):
        self.access = access


OPEN, GATED = Entry(Audience.EVERYONE), Entry(Audience.MEMBERS)


def reading(user):
    return Reader(user=user, at=NOW)


def with_membership(**moments):
    user = make_user()
    make_membership(user, **moments)
    return reading(user)


READERS = {
    "nobody in particular": (lambda: reading(None), False),
    "somebody with an account": (lambda: reading(make_user()), False),
    "a member without end": (lambda: with_membership(starts_at=NOW - DAY), True),
    "a member since this moment": (lambda: with_membership(starts_at=NOW, ends_at=NOW + DAY), True),
    "a member whose time ends at this moment": (lambda: with_membership(starts_at=NOW - DAY, ends_at=NOW), False),
    "a member whose time is over": (lambda: with_membership(starts_at=NOW - 2 * DAY, ends_at=NOW - DAY), False),
    "a member whose time has not begun": (lambda: with_membership(starts_at=NOW + DAY), False),
    "an author": (lambda: reading(make_user("author")), True),
    "an administrator": (lambda: reading(make_user("administrator")), True),
}


@pytest.mark.parametrize(("make", "whole"), READERS.values(), ids=READERS)
def test_the_gate(make, whole):
    reader = make()
    assert may_read(reader, OPEN)
    assert may_read(reader, GATED) is whole


def test_one_open_membership_among_others_is_enough():
    user = make_user()
    make_membership(user, starts_at=NOW - 9 * DAY, ends_at=NOW - 8 * DAY)
    make_membership(user, starts_at=NOW - DAY)
    make_membership(make_user(), starts_at=NOW - DAY)
    assert may_read(reading(user), GATED)


def test_the_gate_is_asked_once_a_page(django_assert_num_queries):
    reader = with_membership(starts_at=NOW - DAY)
    with django_assert_num_queries(1):
        assert [may_read(reader, GATED) for _ in range(5)] == [True] * 5


def test_an_open_entry_asks_no_table(django_assert_num_queries):
    reader = reading(make_user())
    with django_assert_num_queries(0):
        assert may_read(reader, OPEN)


def test_without_a_session_cookie_nobody_reads():
    request = RequestFactory().get("/", headers={"X-User": "root"}, query_params={"member": "1"})
    request.user = make_user("administrator")
    assert reader_of(request).user is None


def test_with_one_it_is_the_sessions_user_or_nobody():
    request = RequestFactory().get("/")
    request.COOKIES["session"] = "x"
    request.user = AnonymousUser()
    assert reader_of(request).user is None
    request.user = make_user()
    assert reader_of(request).user == request.user
