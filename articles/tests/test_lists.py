"""Lists page by page: addresses, titles and links that search engines and readers rely on; keywords as topics."""

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles.models import Keyword
from articles.tests.factories import make_article, make_author, make_keyword, make_picture, make_section
from members.tests.factories import make_user

pytestmark = pytest.mark.django_db
NO_ALIASES = {"aliases-TOTAL_FORMS": 0, "aliases-INITIAL_FORMS": 0}


def full_places(many=65):
    """A section, a keyword and an author with `many` articles, an hour apart."""
    section, keyword, author = make_section(name="Policy"), make_keyword("Policy"), make_author("Policy")
    now = timezone.now()
    for hours in range(many):
        at = now - timedelta(hours=hours)
        make_article(section=section, keywords=[keyword], authors=[author], published_at=at)
    return section, keyword, author


def head(page):
    html = page.content.decode().partition("</head>")[0]
    links = dict(re.findall(r'<link rel="(canonical|prev|next)" href="([^"]+)">', html))
    return links | {"title": re.search(r"<title>([^<]+)</title>", html)[1]}


def test_each_page_leads_to_its_neighbours(client):
    for place in full_places():
        path, seen = place.get_absolute_url(), []
        while path:
            page = client.get(path)
            told = head(page)
            assert told["canonical"].endswith(path)
            assert told.get("prev") == (seen[-1][0] if seen else None)
            seen.append((path, told["title"]))
            path = told.get("next")
        assert len(seen) == 4
        assert seen[0][1].startswith("Policy ·")
        assert all(title.startswith("Policy – older articles, to ") for _, title in seen[1:])
        assert len({title for _, title in seen}) == 4


def test_the_way_back_misses_nothing_when_articles_arrived(client):
    section = full_places(45)[0]
    last = client.get(client.get(section.get_absolute_url()).context["older_url"]).context["older_url"]
    for _ in range(3):
        make_article(section=section)
    path, seen = last, []
    while path:
        context = client.get(path).context
        seen = [entry.pk for _, entries in context["days"] for entry in entries] + seen
        path = context["newer_url"]
    assert len(set(seen)) == 48


def test_one_page_has_one_canonical_address(client):
    section = full_places(30)[0]
    older = client.get(section.get_absolute_url()).context["older_url"]
    moment, number = older.partition("after=")[2].split("-")
    for spelled in (f"0{moment}-{number}", f"%20{moment}-0{number}"):
        assert client.get(f"{section.get_absolute_url()}?after={spelled}").context["canonical"].endswith(older)


@pytest.mark.parametrize("after", ["1-1", "x", "-1--1", "9" * 400, "5", "%00", "<script>", "1764000000000000-x"])
def test_a_page_that_is_none_is_not_there(client, after):
    section = full_places(1)[0]
    answer = client.get(f"{section.get_absolute_url()}?after={after}")
    assert answer.status_code == 404
    assert "<script>alert" not in answer.content.decode()


def test_an_older_page_costs_one_query_more(client, django_assert_num_queries):
    for place in full_places(45):
        older = client.get(place.get_absolute_url()).context["older_url"]
        with django_assert_num_queries(4):
            client.get(older)


class TestTopic:
    INTRODUCTION = "<p>Trains between <strong>two gauges</strong>.</p>"

    def topic(self):
        keyword = make_keyword("Gauge", introduction=self.INTRODUCTION, picture=make_picture(alt="Two gauges"))
        for _ in range(25):
            make_article(keywords=[keyword])
        return keyword

    def test_opens_its_first_page_and_no_other(self, client):
        page = client.get(self.topic().get_absolute_url())
        first = page.content.decode()
        assert self.INTRODUCTION in first and 'alt="Two gauges"' in first
        assert '<meta name="description" content="Trains between two gauges.">' in first
        assert "og:image" in first
        older = client.get(page.context["older_url"]).content.decode()
        assert "two gauges" not in older and "Two gauges" not in older

    def test_a_keyword_without_is_as_it_was(self, client, django_assert_num_queries):
        keyword = make_keyword()
        make_article(keywords=[keyword])
        with django_assert_num_queries(3):
            page = client.get(keyword.get_absolute_url())
        assert page.context["topic"] is None
        assert 'name="description"' not in page.content.decode().partition("</head>")[0]

    def test_is_cleaned_however_it_is_saved(self):
        hostile = "<p onclick=x>Hello<script>alert(1)</script><a href='javascript:x'>a</a><img src='//evil'></p>\0"
        keyword = make_keyword(introduction=hostile)
        assert keyword.introduction == '<p>Hello<a rel="noopener">a</a></p>'

    def test_an_editor_writes_it(self, client):
        keyword, picture = make_keyword("Gauge"), make_picture()
        client.force_login(make_user("editor"))
        address = reverse("admin:articles_keyword_change", args=[keyword.pk])
        form = {"name": "Gauge", "introduction": self.INTRODUCTION, "picture": picture.pk} | NO_ALIASES
        assert client.post(address, form).status_code == 302
        keyword.refresh_from_db()
        assert (keyword.introduction, keyword.picture) == (self.INTRODUCTION, picture)
        assert keyword.history.count() == 2 and keyword.history.first().history_user
        client.logout()
        assert self.INTRODUCTION in client.get(keyword.get_absolute_url()).content.decode()

    def test_an_author_does_not(self, client):
        keyword = make_keyword("Gauge")
        client.force_login(make_user("author"))
        address = reverse("admin:articles_keyword_change", args=[keyword.pk])
        assert client.post(address, {"name": "Gauge", "introduction": "<p>x</p>"} | NO_ALIASES).status_code == 403
        assert Keyword.objects.get().introduction == ""

    def test_its_picture_cannot_be_deleted_under_it(self, client):
        keyword = self.topic()
        client.force_login(make_user("chief"))
        client.post(reverse("admin:articles_picture_delete", args=[keyword.picture_id]), {"post": "yes"})
        assert Keyword.objects.get(pk=keyword.pk).picture
