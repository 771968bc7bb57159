"""Whoever types into an article that an editor lets out meanwhile loses nothing, and hands it over."""

from datetime import timedelta

import pytest
from django.utils import timezone
from django.utils.datastructures import MultiValueDict

from articles import publishing, writing
from articles.models import Article, Writing
from articles.tests.test_newsroom import ADD, page_of, said, typed, typed_again
from articles.tests.test_writing import keep
from members.tests.factories import make_user
from portal.inbox import inbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(client):
    client.user = make_user("author", name="Mira Sato")
    client.force_login(client.user)
    return client


@pytest.fixture
def article(author):
    """Begun by the author, and out while she goes on typing."""
    author.post(ADD, typed(title="Berth 19 reopens"))
    article = Article.objects.get()
    publishing.publish(article, by=make_user("editor"), at=timezone.now())
    article.refresh_from_db()
    return article


def pressed(author, article, **values):
    return author.post(page_of(article), typed_again(article, _save="Save") | values)


def test_what_was_typed_is_kept_shown_and_handed_to_an_editor(author, article):
    key, answer = keep(author, article, kicker="Ports")
    assert "stands as “Published” now: editors alone change it. Your words are kept" in answer["kept"]
    answer = pressed(author, article, kicker="Quays", writing=str(key))
    assert answer.status_code == 302 and "What you typed is kept, below." in said(answer)
    page = author.get(page_of(article))
    [(words, differences)] = page.context["left_over"]
    assert words.key == key and [one.name for one in differences] == ["kicker"] and "Quays" in page.text
    assert "Hand it to an editor" in page.text and 'name="_save"' not in page.text

    answer = author.post(page_of(article, "hand_over"), {"writing": str(key)})
    assert "editors find your changes" in said(answer)
    article.refresh_from_db()
    assert article.kicker == "" and writing.changes_of(article).form["kicker"] == ["Quays"]
    page = author.get(page_of(article))
    assert page.context["left_over"] == [] and "wait for an editor" in page.text
    rows = inbox(make_user("editor"), at=timezone.now())["waiting"]
    assert "Changes by Mira Sato that readers do not see yet." in [row.note for row in rows]
    assert author.post(page_of(article, "hand_over"), {"writing": str(key)}).status_code == 302, "Pressed twice."


def test_an_editors_own_draft_changes_are_not_written_over(author, article):
    editor = make_user("editor")
    writing.put_by(article, editor=editor, at=timezone.now(), typed=MultiValueDict({"kicker": ["Theirs"]}))
    key, _ = keep(author, article, kicker="Mine")
    assert "Other changes wait for an editor already" in author.get(page_of(article)).text
    author.post(page_of(article, "hand_over"), {"writing": str(key)})
    assert writing.changes_of(article).form["kicker"] == ["Theirs"]
    assert Writing.objects.with_words().get().form["kicker"] == ["Mine"]


def test_of_what_is_scheduled_they_wait_and_are_saved_once_it_is_a_draft_again(author):
    author.post(ADD, typed())
    article = Article.objects.get()
    editor = make_user("editor")
    publishing.schedule(article, when=timezone.now() + timedelta(days=1), by=editor, at=timezone.now())
    key, _ = keep(author, article, kicker="Ports")
    page = author.get(page_of(article)).text
    assert "ask an editor for the article to be a draft again" in page and "Hand it to an editor" not in page
    author.post(page_of(article, "hand_over"), {"writing": str(key)})
    assert not writing.changes_of(article)
    publishing.unschedule(Article.objects.get(), by=editor, at=timezone.now())
    assert "You have unsaved words" in author.get(page_of(article)).text


def test_nobody_hands_over_the_words_of_another_and_readers_type_nothing(author, article, client):
    key, _ = keep(author, article, kicker="Ports")
    client.force_login(make_user("author"))
    assert "Ports" not in client.get(page_of(article)).text
    client.post(page_of(article, "hand_over"), {"writing": str(key)})
    assert not writing.changes_of(article)
    client.force_login(make_user())
    for name in ("hand_over", "writing"):
        assert client.post(page_of(article, name), {"writing": str(key)}).status_code in (302, 403)
    assert Writing.objects.with_words().get().key == key


def test_without_a_window_of_its_own_nothing_is_taken(author, article):
    assert pressed(author, article, kicker="Ports").status_code == 403
    assert not Writing.objects.with_words().exists()
