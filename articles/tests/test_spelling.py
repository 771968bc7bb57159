"""Typing errors lead to words that readers can see, and to nothing else."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from articles import indexing, publishing, spelling
from articles.models import Article, Entry, Word
from articles.tests.factories import make_article, make_keyword
from members.access import Audience

pytestmark = pytest.mark.django_db


def meant(client, words, more=""):
    wider = client.get(f"/search/?q={words}{more}").context["wider"]
    return wider.suggestion.asked.q if wider.suggestion else None


def test_each_wrong_word_is_corrected_and_the_rest_stays(client):
    make_article(title="Letter of credit refused at Aktau", body="<p>The bank was right.</p>")
    assert meant(client, "letetr of credti aktau") == "letter of credit aktau"
    assert meant(client, '"lettr of credit" -rail') == '"letter of credit" -rail'
    assert meant(client, "Aktua") == "Aktau"  # as it is printed
    assert meant(client, "zzqqvv") is None
    assert "wider" not in client.get("/search/").context or client.get("/search/").context["wider"] is None


def test_what_another_language_would_make_of_a_typing_error_hides_nothing(client):
    make_article(title="Letter of credit refused at Aktau")
    for _ in range(spelling.LITTLE + 1):
        make_article(body="<p>Let the bank say so.</p>")
    assert meant(client, "leter of credit") == "letter of credit"  # in French a form of "let"


def test_a_word_that_stands_is_not_taken_for_one_that_looks_little_like_it(client):
    for _ in range(2):
        make_article(title="Two auctions")
    make_article(body="<p>It was sanctioned.</p>")
    assert meant(client, "sanctions") is None
    assert meant(client, "actions") == "auctions"


def test_many_wrong_words_cost_the_questions_of_one(client, django_assert_max_num_queries):
    make_article(title="Letter of credit refused at Aktau by customs and the harbour master")
    with CaptureQueriesContext(connection) as one:
        assert meant(client, "credti") == "credit"
    with django_assert_max_num_queries(len(one) + 8):  # which of the words alone find something is one go more
        assert meant(client, "letetr credti refusde cusotms habrour mastre")


def test_what_is_printed_as_two_words_is_found_by_whoever_writes_one(client):
    make_article(title="An anti-dumping duty on yarn", body="<p>Dumping of anti rust paint.</p>")
    make_article(title="A duty on rust")
    assert meant(client, "antidumping duty") == "anti-dumping duty"
    assert meant(client, "rustpaint") is None  # side by side in a title or a keyword, or not at all
    assert client.get("/search/?q=anti-dumping+duty").context["total"] == 1


def test_keywords_count_as_titles_do(client):
    make_article(keywords=[make_keyword("Phytosanitary checks")])
    assert meant(client, "phytosanitery") == "phytosanitary"


def test_a_suggestion_finds_something_within_the_same_limits(client):
    make_article(title="Demurrage waived", published_at=timezone.now())
    assert meant(client, "demurage") == "demurrage"
    assert meant(client, "demurage", "&until=1999") is None


def hidden(case):
    now = timezone.now()
    article = make_article(title="Zanzibar merger", published_at=None if case == "draft" else now)
    if case == "scheduled":
        Article.objects.filter(pk=article.pk).update(published_at=now + timedelta(hours=1))
    if case == "withdrawn":
        publishing.withdraw(Entry.objects.get(pk=article.pk), reason="Wrong.", by=None, at=now)
    if case == "changed":
        Article.objects.filter(pk=article.pk).update(title="Berths reopen")
    if case == "gated":
        Article.objects.filter(pk=article.pk).update(
            title="Berths reopen", access=Audience.MEMBERS, abstract="", body="<p>Open.</p>" * 9 + "<p>Zanzibar</p>"
        )
    indexing.reindex([article.pk])


@pytest.mark.parametrize("case", ["draft", "scheduled", "withdrawn", "changed", "gated"])
def test_no_word_is_offered_that_readers_cannot_see(client, case):
    hidden(case)
    assert meant(client, "zanzibra") is None
    hidden("published")
    assert meant(client, "zanzibra") == "zanzibar"


def test_words_of_what_is_not_published_are_not_even_kept():
    hidden("draft")
    assert not Word.objects.filter(word="zanzibar").exists()


def test_words_of_what_appeared_by_itself_are_caught_up():
    now = timezone.now()
    article = make_article(title="Zanzibar reopens", published_at=now + timedelta(hours=1))
    spelling.keep_appeared(since=now, at=now)
    assert not Word.objects.filter(word="zanzibar").exists()
    spelling.keep_appeared(since=now, at=now + timedelta(hours=2))
    assert Word.objects.filter(word="zanzibar").exists() and article.pk


@pytest.mark.parametrize(
    ("one", "other", "far"),
    [("trade", "tarde", 1), ("port", "port", 0), ("aktau", "aktua", 1), ("gauge", "guage", 1), ("a", "abc", 2)],
)
def test_distance(one, other, far):
    assert spelling.distance(one, other) == spelling.distance(other, one) == far


def test_fewer_words_and_wider_limits_each_find_something(client):
    make_article(title="Demurrage at Aktau")
    wider = client.get("/search/?q=demurrage+aktau+xylograph&year=1999&kind=answer").context["wider"]
    assert [text for text, _ in wider.words] == ["demurrage", "aktau"]
    assert wider.limits == []  # without the word that nothing has, no limit would help
    limits = client.get("/search/?q=demurrage&year=1999&kind=answer").context["wider"].limits
    assert [text for text, _ in limits] == ["Search everywhere, at any time"]
    assert client.get(limits[0][1]).context["total"] == 1


def test_a_last_word_is_a_beginning_where_it_is_no_word_by_itself(client):
    make_article(title="Portal opens")
    assert client.get("/search/?q=port").context["total"] == 1
    make_article(title="A port opens")
    assert client.get("/search/?q=port").context["total"] == 1
