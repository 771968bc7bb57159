"""Querysets whose SQL is made once give what they would give each time."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connections
from django.db.models import BigIntegerField
from django.utils import timezone

from articles import fetching
from articles.models import Entry
from articles.tests.factories import make_article, make_picture
from portal.lib.prepared import Given, Prepared

number = Given("number", BigIntegerField())


@pytest.mark.django_db
def test_each_call_has_its_own_values(django_assert_num_queries):
    first, second = make_article(picture=make_picture()), make_article(published_at=timezone.now() + timedelta(hours=1))
    now, later = timezone.now(), timezone.now() + timedelta(hours=2)
    both = [first.pk, second.pk]
    for at, expected in ((now, [first.pk]), (later, both), (now, [first.pk])):
        with django_assert_num_queries(1):
            found = fetching.published(both, at=at)
            assert all(entry.section.name.startswith("Section") for entry in found.values())  # it came along
        assert sorted(found) == expected
    assert found[first.pk].picture == first.picture
    assert vars(Entry.objects.for_list().get(pk=first.pk)).keys() == vars(found[first.pk]).keys()


@pytest.mark.django_db
def test_nothing_is_asked_for_no_numbers(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert fetching.published([], at=timezone.now()) == {}


@pytest.mark.django_db(transaction=True)
def test_many_threads_ask_at_once():
    articles = [make_article() for _ in range(8)]

    def ask(pk):
        try:
            return fetching.article(pk).pk
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(ask, [each.pk for each in articles] * 4)) == [each.pk for each in articles] * 4


@pytest.mark.django_db
def test_a_value_that_is_missing_is_named():
    with pytest.raises(KeyError, match="number"):
        Prepared(lambda: Entry.objects.filter(pk=number))()


@pytest.mark.django_db
@pytest.mark.parametrize(
    "queryset", [lambda: Entry.objects.values("pk"), lambda: Entry.objects.prefetch_related("keywords")]
)
def test_only_whole_instances_are_prepared(queryset):
    with pytest.raises(TypeError, match="whole instances"):
        Prepared(queryset)()
