"""What is read most this week: counted by the worker, shown on the front page."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import most_read, publishing
from articles.models import Entry, MostRead
from articles.tests.factories import make_article
from portal.lib import pages, tally
from portal.schedule import count_most_read

pytestmark = pytest.mark.django_db


def read(article, times, days_ago=0):
    tally.add("read", article.pk, on=timezone.now().date() - timedelta(days=days_ago), count=times)


def refresh():
    return most_read.refresh(at=timezone.now())


def counter():
    return pages.standing(at=timezone.now()).counter


def shown(client):
    return [entry.pk for entry in client.get("/").context["most_read"]]


def test_a_week_is_counted_and_the_front_page_has_the_first_five(client):
    articles = [make_article() for _ in range(7)]
    for place, article in enumerate(articles):
        read(article, 10 + 2 * place)
    read(articles[0], 9, days_ago=6)
    read(articles[1], 500, days_ago=7)  # the week before
    tally.add("scan", articles[2].pk, on=timezone.now().date(), count=900)
    count_most_read(0)
    order = [articles[n].pk for n in (6, 5, 0, 4, 3)]
    assert shown(client) == order
    page = client.get("/").content.decode()
    assert "Most read" in page and "This week" in page


def test_nothing_is_shown_where_little_was_read(client):
    for article in (make_article(), make_article()):
        read(article, 3)
    refresh()
    assert shown(client) == []
    assert "Most read" not in client.get("/").content.decode()


def test_only_what_is_published_and_another_moves_up(client):
    articles = [make_article() for _ in range(7)]
    for place, article in enumerate(articles):
        read(article, 10 - place)
    draft = make_article(published_at=None)
    read(draft, 100)
    tally.add("read", 999_999_999, on=timezone.now().date(), count=100)
    refresh()
    assert shown(client) == [article.pk for article in articles[:5]]
    publishing.withdraw(Entry.objects.get(pk=articles[1].pk), reason="Wrong.", by=None, at=timezone.now())
    assert shown(client) == [articles[n].pk for n in (0, 2, 3, 4, 5)]


def test_stored_pages_go_only_when_what_they_show_changed():
    articles = [make_article() for _ in range(7)]
    for place, article in enumerate(articles):
        read(article, 100 - place)
    before = counter()
    assert refresh()
    assert counter() == before + 1
    read(articles[0], 50)
    assert not refresh()  # more reads, the same order
    read(articles[6], 1)
    assert not refresh()  # beyond what is shown
    assert list(MostRead.objects.order_by("place").values_list("entry", flat=True))[5:] == [
        articles[6].pk,
        articles[5].pk,
    ]
    assert counter() == before + 1
    read(articles[4], 200)
    assert refresh()
    assert counter() == before + 2


def test_a_week_without_readers_empties_it(client):
    articles = [make_article() for _ in range(3)]
    for article in articles:
        read(article, 1, days_ago=6)
    refresh()
    assert len(shown(client)) == 3
    assert most_read.refresh(at=timezone.now() + timedelta(days=1))
    assert not MostRead.objects.exists()


def test_costs_two_queries_to_count_however_many_were_read(django_assert_max_num_queries):
    for article in [make_article() for _ in range(12)]:
        read(article, 1)
    refresh()
    with django_assert_max_num_queries(5):
        refresh()
