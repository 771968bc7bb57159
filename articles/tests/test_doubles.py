"""Keywords that may be one: found, merged, or told apart for good."""

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import doubles, jobs, merging
from articles.models import Keyword, LikelyDouble
from articles.tests.factories import make_article, make_keyword
from members.tests.factories import make_user

PAGE = reverse("admin:articles_keyword_doubles")


@pytest.fixture
def editor(client, db):
    client.force_login(user := make_user("editor"))
    client.user = user
    return client


@pytest.mark.parametrize(
    ("one", "other", "why"),
    [
        ("port", "ports", "plural"),
        ("free trade zone", "free trade zones", "plural"),
        ("ferry", "ferries", "plural"),
        ("rail freight", "freight rail", "order"),
        ("kazakhstan", "kazahkstan", "spelling"),
        ("côte d'ivoire", "cote d'ivoire", "spelling"),
        ("u.s. trade", "us trade", "spelling"),
        ("e commerce", "ecommerce", "spelling"),
        ("iran", "iraq", ""),
        ("austria", "australia", ""),
        ("cop 28", "cop 29", ""),
        ("rail", "road", ""),
        ("铁路", "公路", ""),
    ],
)
def test_why_two_names_may_mean_the_same(one, other, why):
    assert doubles.reason(one, other) == doubles.reason(other, one) == why


def pairs():
    return {(pair.one.name, pair.other.name) for pair in LikelyDouble.objects.filter(apart_at=None)}


def test_all_are_compared_some_at_a_time_and_again_when_they_are_renamed(db):
    names = ("Ports", "Port", "Cities", "City", "Steel")
    ports, port, *_ = (make_keyword(name) for name in names)
    assert [doubles.find(most=2) for _ in range(4)] == [2, 2, 1, 0]
    assert pairs() == {("Ports", "Port"), ("Cities", "City")}
    port.name = "Airport"
    port.save()
    assert doubles.find() == 1
    assert pairs() == {("Cities", "City")}


@pytest.mark.django_db(transaction=True)
def test_the_worker_goes_on_until_all_are_compared(run_jobs, monkeypatch):
    monkeypatch.setattr(doubles, "AT_ONCE", 2)
    monkeypatch.setattr(doubles.find, "__kwdefaults__", {"most": 2})
    for name in ("Ports", "Port", "Cities", "City", "Steel"):
        make_keyword(name)
    jobs.find_doubles.defer()
    run_jobs()
    assert len(pairs()) == 2 and not Keyword.objects.filter(compared="").exists()


def test_an_editor_merges_one_pair_and_tells_another_apart(editor):
    ports, port = make_keyword("Ports"), make_keyword("Port")
    make_keyword("New"), make_keyword("News")
    make_article(keywords=[port])
    doubles.find()
    page = editor.get(PAGE)
    assert page.context["many"] == 2 and "Singular and plural" in page.content.decode()
    row = next(row for row in page.context["rows"] if ports in row["keywords"])
    assert [keyword.used for keyword in row["keywords"]] == [0, 1]
    assert editor.post(row["merge_url"], {"stays": port.pk}).url == PAGE
    left = LikelyDouble.objects.get()
    editor.post(PAGE, {"pair": left.pk, "apart": "1"})
    left.refresh_from_db()
    assert left.apart_by == editor.user and pairs() == set()
    Keyword.objects.update(compared="")
    doubles.find()
    assert pairs() == set(), "What was told apart is proposed again."
    assert "Told apart by" in editor.get(PAGE + "?apart=1").content.decode()
    editor.post(PAGE, {"pair": left.pk, "again": "1"})
    assert pairs() == {("New", "News")}


def test_who_comes_too_late_is_told(editor):
    pair = LikelyDouble.objects.create(one=make_keyword("Port"), other=make_keyword("Ports"), why="plural")
    merging.merge(pair.one_id, [pair.other_id])
    for number in (pair.pk, "x", "9" * 30):
        assert "somebody was faster" in editor.post(PAGE, {"pair": number}, follow=True).content.decode()


def test_an_author_has_no_part_in_it(client, db):
    client.force_login(make_user("author"))
    assert client.get(PAGE).status_code == client.post(PAGE, {"pair": 1}).status_code == 403
    assert not doubles.tell_apart(1, by=make_user("author"), at=timezone.now())


def test_the_page_costs_the_same_however_many_pairs_there_are(editor, django_assert_max_num_queries):
    for number in range(12):
        make_keyword(f"Harbour {'x' * number}berth"), make_keyword(f"Harbour {'x' * number}berths")
    doubles.find()
    with django_assert_max_num_queries(12):
        assert len(editor.get(PAGE).context["rows"]) >= 12


def test_the_list_of_keywords_leads_editors_there(editor, client):
    keywords = reverse("admin:articles_keyword_changelist")
    assert f'<a href="{PAGE}">Likely doubles</a>' in editor.get(keywords).text
    assert "No two keywords seem to mean the same." in editor.get(PAGE).text
    client.force_login(make_user("author"))
    assert PAGE not in client.get(keywords).text
