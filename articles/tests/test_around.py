"""What stands beside an article: related, questions, neighbours, more of the section."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import publishing
from articles.around import around
from articles.models import Article, Entry
from articles.tests.factories import make_article, make_author, make_keyword, make_picture, make_section
from members.access import Audience

pytestmark = pytest.mark.django_db


def beside(article):
    return around(Article.objects.get(pk=article.pk), at=timezone.now())


def ago(**age):
    return timezone.now() - timedelta(**age)


def test_a_rare_keyword_says_more_than_a_common_one():
    common, rare = make_keyword("Rail"), make_keyword("Bogies")
    for _ in range(30):
        make_article(keywords=[common])
    old = make_article(keywords=[rare], published_at=ago(days=900))
    both = make_article(keywords=[rare, common], published_at=ago(days=800))
    article = make_article(keywords=[common, rare])
    assert [entry.pk for entry in beside(article).related][:2] == [both.pk, old.pk]


def test_of_those_that_share_the_same_the_newest_come_first():
    keyword = make_keyword()
    article, *others = [make_article(keywords=[keyword], published_at=ago(hours=hours)) for hours in range(6)]
    assert [entry.pk for entry in beside(article).related] == [entry.pk for entry in others[:3]]


def test_nothing_is_related_that_readers_may_not_see():
    keyword, section = make_keyword(), make_section()
    article = make_article(keywords=[keyword], section=section)
    for values in ({"published_at": None}, {"published_at": timezone.now() + timedelta(hours=1)}):
        make_article(keywords=[keyword], section=section, **values)
    gone = make_article(keywords=[keyword], section=section)
    publishing.withdraw(Entry.objects.get(pk=gone.pk), reason="Wrong.", by=None, at=timezone.now())
    found = beside(article)
    assert (found.related, found.answers, found.more, found.older, found.newer) == ([], [], [], None, None)


def test_of_what_is_for_members_the_title_stands_there_and_no_body(client):
    keyword = make_keyword()
    secret = make_article(keywords=[keyword], access=Audience.MEMBERS, title="For members", body="<p>Quincunx.</p>")
    page = client.get(make_article(keywords=[keyword], section=secret.section).get_absolute_url()).content.decode()
    assert "For members" in page and "Quincunx" not in page


def test_neighbours_are_one_step_away_in_the_section(client):
    section, same = make_section(), ago(days=1)
    first, second, third = (make_article(section=section, published_at=same) for _ in range(3))  # the number decides
    make_article(published_at=same)
    assert (beside(first).older, beside(first).newer.pk) == (None, second.pk)
    assert (beside(second).older.pk, beside(second).newer.pk) == (first.pk, third.pk)
    assert (beside(third).older.pk, beside(third).newer) == (second.pk, None)
    page = client.get(second.get_absolute_url()).content.decode()
    assert f'rel="prev" href="{first.get_absolute_url()}"' in page
    assert f'rel="next" href="{third.get_absolute_url()}"' in page


def test_nothing_stands_there_large_and_again():
    section, keyword = make_section(), make_keyword()
    for hours in range(9):
        make_article(section=section, keywords=[keyword], published_at=ago(hours=hours))
    article = make_article(section=section, keywords=[keyword])
    found = beside(article)
    shown = [entry.pk for entry in [*found.related, *found.more]]
    assert (len(found.related), len(found.more), len(set(shown))) == (3, 4, 7)
    assert article.pk not in shown


def test_a_draft_has_no_neighbours_and_shows_the_rest():
    section, keyword = make_section(), make_keyword()
    other = make_article(section=section, keywords=[keyword])
    found = beside(make_article(section=section, keywords=[keyword], published_at=None))
    assert ([entry.pk for entry in found.related], found.older, found.newer) == ([other.pk], None, None)


def test_two_hundred_keywords_cost_no_more_queries(client, django_assert_num_queries):
    keywords = [make_keyword() for _ in range(200)]
    article = make_article(keywords=keywords, authors=[make_author()], picture=make_picture())
    for keyword in keywords[:50]:
        make_article(keywords=[keyword], section=article.section)
    publishing.correct(Entry.objects.get(pk=article.pk), words="It was 31.", by=None, at=timezone.now())
    with django_assert_num_queries(6):
        page = client.get(article.get_absolute_url())
    assert page.content.decode().count('rel="tag"') == 200
