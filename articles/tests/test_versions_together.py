"""Several people save and restore one article at the same moment."""

from uuid import uuid4

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import clearing, previewing, versioning
from articles.models import Article, Clearing, Response, Writing
from articles.tests.at_once import at_once
from articles.tests.factories import make_article
from articles.tests.test_newsroom import page_of, typed_again
from members.tests.factories import make_user
from portal.lib.models import Mail

pytestmark = pytest.mark.django_db(transaction=True)


def restoring(article, number):
    return reverse("admin:articles_article_version", args=[article.pk, number]), {}


def stands_whole(article):
    """Versions are counted without a gap, and the article is what the newest says."""
    article = Article.objects.get(pk=article.pk)
    versions = list(article.versions.order_by("number"))
    assert [version.number for version in versions] == list(range(1, len(versions) + 1))
    assert versioning.form_of(article) == versions[-1].form
    return versions


@pytest.mark.parametrize("published", [False, True], ids=["draft", "published"])
def test_restores_and_saves_at_one_moment_leave_one_whole_state(published):
    moments = {} if published else {"published_at": None}
    article = make_article(kicker="First", **moments)
    versioning.keep(article, by=None, at=timezone.now())
    article.kicker = "Second"
    article.save()
    versioning.keep(article, by=None, at=timezone.now())
    saves = [(page_of(article), typed_again(article, kicker=f"Saved {n}", keywords=[f"Rail {n}"])) for n in range(3)]
    posts = [restoring(article, 1), saves[0], restoring(article, 2), saves[1], restoring(article, 1), saves[2]]
    answers = at_once(posts, role="editor")
    assert set(answers) <= {200, 302}
    assert sum(answer == 302 for answer in answers[1::2]) <= 1, "Of those who saved one version one wins."
    assert 2 <= len(stands_whole(article)) <= 6


def test_two_restores_of_one_version_make_one(db):
    article = make_article(published_at=None, kicker="First")
    versioning.keep(article, by=None, at=timezone.now())
    article.kicker = "Second"
    article.save()
    versioning.keep(article, by=None, at=timezone.now())
    assert at_once([restoring(article, 1)] * 6) == [302] * 6
    assert [version.restored_id is not None for version in stands_whole(article)] == [False, False, True]


def test_who_approves_while_others_save_approves_what_stands_or_nothing():
    article = make_article(published_at=None, kicker="First")
    link = previewing.offer(article, name="Jane Doe", days=1, by=None, at=timezone.now())
    approve = (previewing.path_of(link), {"say-approves": "1"})
    saves = [(page_of(article), typed_again(article, kicker=f"Saved {n}")) for n in range(3)]
    answers = at_once([approve, saves[0], approve, saves[1], approve, saves[2]])
    assert set(answers) <= {200, 302}
    first, second = stands_whole(article)
    assert not second.links.exists()
    approved = list(Response.objects.filter(approves=True))
    assert len(approved) <= 1
    assert all(response.digest == first.digest for response in approved)
    assert not previewing.stands(link), "It was edited: whatever was said is void."


def test_what_a_window_sends_while_it_is_saved_brings_nothing_back():
    article = make_article(published_at=None)
    user, key = make_user("author"), str(uuid4())
    form = typed_again(article, kicker="Mine", writing=key)
    posts = [(page_of(article), form), *[(page_of(article, "writing"), form)] * 5]
    answers = at_once(posts, user=user)
    assert answers[0] == 302 and set(answers[1:]) == {200}
    assert not Writing.objects.with_words().exists()
    stands_whole(article)


def test_of_many_who_ask_for_clearing_one_does_and_editors_get_one_mail(settings):
    settings.CLEARING = True
    article = make_article(published_at=None)
    make_user("editor", email="otto@portal.example")
    assert at_once([(page_of(article, "ask"), {})] * 6) == [302] * 6
    assert Clearing.objects.get().is_open
    assert Mail.objects.count() == 1


def test_clearing_and_sending_back_at_one_moment_end_one_way(settings):
    settings.CLEARING = True
    article = make_article(published_at=None)
    clearing.ask(article, by=make_user("author"), at=timezone.now())
    posts = [(page_of(article, "clear"), {}), (page_of(article, "send_back"), {"note": "Not yet."})] * 3
    assert at_once(posts, role="editor") == [302] * 6
    assert not Clearing.objects.filter(cleared_at=None, returned_at=None).exists()
    stands_whole(article)
