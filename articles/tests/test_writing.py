"""What is typed into the form of an article and not saved: kept, offered again, side by side with what others saved."""

import re
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import writing
from articles.models import Article, Writing
from articles.tests.factories import make_article, make_author, make_keyword
from articles.tests.test_newsroom import ADD, page_of, said, typed, typed_again
from members.tests.factories import make_user

pytestmark = pytest.mark.django_db
LEAVE = reverse("admin:articles_article_leave")
NEW = reverse("admin:articles_article_writing_new")


@pytest.fixture
def author(client):
    client.force_login(make_user("author", name="Mira Sato"))
    return client


@pytest.fixture
def other():
    client = Client()
    client.force_login(make_user("author", name="Ann Lee"))
    return client


def keep(client, article, key=None, **values):
    """As js/keeping.js sends it; the key of the window."""
    key = key or uuid4()
    address = page_of(article, "writing") if article else NEW
    fields = typed_again(article, **values) if article else typed(**values)
    answer = client.post(address, fields | {"writing": str(key)})
    assert answer.status_code == 200
    return key, answer.json()


def form_at(client, address, **asked):
    return client.get(address, asked).context["adminform"].form


def test_words_are_kept_beside_the_article_and_offered_again(author):
    article = make_article(published_at=None, kicker="Ports", keywords=[make_keyword("Rail")])
    ann = make_author("Ann Lee")
    key, answer = keep(
        author, article, kicker="Typed", keywords=["Rail", "Gauge"], authors=[ann.pk], keywords_typed="A, B"
    )
    assert answer["kept"].endswith("UTC.")
    article.refresh_from_db()
    assert (article.kicker, article.revision) == ("Ports", 1)

    page = author.get(page_of(article))
    assert "You have unsaved words" in page.content.decode()
    assert page.context["adminform"].form["kicker"].value() == "Ports"

    form = form_at(author, page_of(article), writing=key)
    assert form["kicker"].value() == "Typed"
    assert form["keywords"].value() == ["Rail", "Gauge", "A", "B"]
    assert [str(value) for value in form["authors"].value()] == [str(ann.pk)]
    assert form["body"].value() == "<p>It takes ships.</p>"


def test_words_that_were_taken_up_and_saved_are_offered_no_more(author):
    article = make_article(published_at=None)
    key, _ = keep(author, article, kicker="Typed")
    page = author.get(page_of(article), {"writing": key}).content.decode()
    assert f'name="writing" value="{key}"' in page and "stand below" in page
    author.post(page_of(article), typed_again(article, kicker="Typed", writing=str(key)))
    assert not Writing.objects.with_words().exists()
    assert b"You have unsaved words" not in author.get(page_of(article)).content


def test_what_a_window_sends_after_it_was_saved_is_not_kept(author):
    article = make_article(published_at=None)
    key = uuid4()
    author.post(page_of(article), typed_again(article, writing=str(key)))
    article.refresh_from_db()
    assert keep(author, article, key, kicker="Late")[1]["kept"] == ""
    assert not Writing.objects.with_words().exists()


def test_a_new_article_that_was_never_saved_is_offered_where_one_begins(author):
    key, _ = keep(author, None, title="Half a story")
    page = author.get(ADD).content.decode()
    assert "“Half a story”" in page
    assert form_at(author, ADD, writing=key)["title"].value() == "Half a story"
    author.post(ADD, typed(title="A story", writing=str(key)))
    assert Article.objects.get().title == "A story"
    assert b"You have unsaved words" not in author.get(ADD).content


def test_words_can_be_left(author):
    article = make_article(published_at=None)
    key, _ = keep(author, article)
    asked = author.get(page_of(article)).text.partition("Throw them away")[2]
    assert "nobody can bring it back" in asked.partition("Throw them away for good")[0], "Said before it is done."
    assert author.get(LEAVE, {"writing": key}).status_code == 405
    answer = author.post(LEAVE, {"writing": str(key)})
    assert answer.url == page_of(article) and "are gone" in said(answer)
    assert b"You have unsaved words" not in author.get(page_of(article)).content
    for nonsense in ("", "x", str(uuid4())):
        assert author.post(LEAVE, {"writing": nonsense}).status_code == 302


def test_words_are_nobody_elses(author, other):
    article = make_article(published_at=None)
    key, _ = keep(author, article, kicker="Secret")
    assert b"You have unsaved words" not in other.get(page_of(article)).content
    assert form_at(other, page_of(article), writing=key)["kicker"].value() == ""
    other.post(LEAVE, {"writing": str(key)})
    assert keep(other, article, key, kicker="Stolen")[1]["kept"] == ""
    words = Writing.objects.with_words().get()
    assert (words.form["kicker"], str(words.editor)) == (["Secret"], "Mira Sato")


def test_who_may_not_save_keeps_nothing(author, other):
    other.post(ADD, typed())
    article = Article.objects.get()
    assert author.post(page_of(article, "writing"), typed_again(article, writing=str(uuid4()))).status_code == 403
    assert b"data-keep" not in author.get(page_of(article)).content
    author.logout()
    assert author.post(NEW, typed(writing=str(uuid4()))).status_code == 302
    assert not Writing.objects.exists()


def test_what_no_row_can_hold_is_dropped_and_a_wrong_key_refused(author):
    article = make_article(published_at=None)
    keep(author, article, kicker="a\0b\x0b", section="x", picture="9" * 40, authors=["x"], revision="x")
    words = Writing.objects.get()
    assert words.form["kicker"] == ["ab"]
    assert author.get(page_of(article), {"writing": words.key}).status_code == 200
    assert author.post(page_of(article, "writing"), {"writing": "x"}).status_code == 400
    assert author.get(page_of(article), {"writing": "\0"}).status_code == 200
    assert author.get(page_of(article, "writing")).json()["token"]


def test_two_at_one_article_see_each_other(author, other):
    article = make_article(published_at=None)
    assert other.post(page_of(article, "writing"), {"writing": str(uuid4())}).json()["others"] == ""
    assert "Ann Lee has this article open too." in author.get(page_of(article)).content.decode()
    keep(other, article)
    assert "Ann Lee is writing here too, last at" in keep(author, article)[1]["others"]
    Writing.objects.update(seen_at=timezone.now() - timedelta(minutes=5))
    assert keep(author, article)[1]["others"] == ""


def test_who_writes_over_a_newer_version_is_told_before_they_save(author, other):
    article = make_article(published_at=None)
    old = typed_again(article, kicker="Mine", writing=str(uuid4()))
    other.post(page_of(article), typed_again(article, kicker="Theirs"))
    told = author.post(page_of(article, "writing"), old).json()["newer"]
    assert told.startswith("Ann Lee saved a newer version at")


def test_who_sees_both_texts_is_told_only_of_a_third(author, other):
    article = make_article(published_at=None)
    old = typed_again(article, kicker="Mine", writing=str(uuid4()))
    other.post(page_of(article), typed_again(article, kicker="Theirs"))
    shown = {"beside": re.search(r'name="beside" value="(\d+)"', author.post(page_of(article), old).text)[1]}
    assert author.post(page_of(article, "writing"), old | shown).json()["newer"] == ""
    article.refresh_from_db()
    other.post(page_of(article), typed_again(article, kicker="Theirs again"))
    assert author.post(page_of(article, "writing"), old | shown).json()["newer"]


def test_the_log_names_what_was_written_and_only_that(author, other):
    article = make_article(published_at=None)
    old = typed_again(article, kicker="Mine")
    other.post(page_of(article), typed_again(article, kicker="Theirs"))
    assert author.post(page_of(article), old | {"over": 2}).status_code == 302
    article.refresh_from_db()
    assert author.post(page_of(article), typed_again(article, kicker="Mine")).status_code == 302
    told = [entry.get_change_message() for entry in LogEntry.objects.order_by("pk")]
    assert told == ["Changed Kicker, Abstract and Body.", "Changed Kicker."]


def test_both_texts_stand_side_by_side_and_what_was_typed_is_kept(author, other):
    article = make_article(published_at=None, body="<p>It takes ships.</p>", abstract="Two weeks early.")
    key = uuid4()
    mine = typed_again(article, body="<p>It takes <em>few</em> ships.</p>", keywords=["Rail"], writing=str(key))
    other.post(page_of(article), typed_again(article, body="<p>It takes many ships.</p>"))
    answer = author.post(page_of(article), mine)
    page = answer.content.decode()
    assert "Saved by Ann Lee" in page and "Typed by you" in page and "To be mended first" not in page
    assert "<del>many </del>" in page and '<ins class="mark">italic</ins><ins>few</ins>' in page
    assert [one.name for one in answer.context["differences"]] == ["body", "keywords"]
    assert f'value="{key}"' in page
    assert Writing.objects.with_words().get().key == UUID(str(key))
    again = author.post(page_of(article), mine | {"revision": "x"} | {"section": "x"})
    assert again.status_code == 200 and "Typed by you" in again.text and "To be mended first" in again.text


def test_a_deleted_draft_leaves_its_unsaved_words_to_a_new_article(author):
    article = make_article(published_at=None)
    key, _ = keep(author, article, title="Nearly lost")
    Article.objects.all().delete()
    assert "“Nearly lost”" in author.get(ADD).content.decode()
    fields = typed(title="Still typing", writing=str(key))
    assert author.post(reverse("admin:articles_article_writing", args=[article.pk]), fields).json()["kept"]
    assert form_at(author, ADD, writing=key)["title"].value() == "Still typing"


def test_what_is_over_is_forgotten(author):
    now = timezone.now()
    kept, saved, looked = uuid4(), uuid4(), uuid4()
    article = make_article(published_at=None)
    keep(author, article, kept)
    keep(author, article, saved)
    author.post(page_of(article), typed_again(article, writing=str(saved)))
    author.post(page_of(article, "writing"), {"writing": str(looked)})
    assert writing.forget(at=now) == 0
    assert writing.forget(at=now + timedelta(days=2)) == 2
    assert Writing.objects.get().key == kept
    assert writing.forget(at=now + timedelta(days=31)) == 1
