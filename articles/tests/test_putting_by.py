"""Draft changes of what is published: readers see them once they are published, and not before."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from articles import writing
from articles.models import Article, Writing
from articles.tests.factories import make_article
from articles.tests.test_newsroom import counter, page_of, said, typed_again
from members.tests.factories import make_user
from portal.inbox import inbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(client):
    client.user = make_user("editor", name="Mira Sato")
    client.force_login(client.user)
    return client


@pytest.fixture
def article():
    return make_article(title="Berth 19 reopens")


def keep(client, article, **values):
    return client.post(page_of(article), typed_again(article, _put_by="Keep as draft changes") | values)


def published(client, article):
    """What the form sends that opens on the draft changes."""
    key = client.get(page_of(article)).context["put_by"]
    return typed_again(article, _save="Publish changes", put_by=str(key))


def test_changes_are_kept_from_readers_until_they_are_published(editor, article):
    before = counter()
    answer = keep(editor, article, title="Berth 19 reopens <b>early", abstract="", keywords=["Ports"])
    assert "Readers go on seeing what is published." in said(answer)
    article.refresh_from_db()
    assert (article.title, article.revision, counter()) == ("Berth 19 reopens", 1, before)
    assert not article.versions.exists()
    waiting = inbox(editor.user, at=timezone.now())["waiting"]
    assert [row.note for row in waiting] == ["Changes by Mira Sato that readers do not see yet."]

    editor.force_login(make_user("editor", name="Otto Berg"))
    form = editor.get(page_of(article))
    assert "Berth 19 reopens &lt;b&gt;early</textarea>" in form.text and "Mira Sato kept on" in form.text
    assert [difference.name for difference in form.context["changes"]][:2] == ["title", "abstract"]
    assert "Publish changes" in form.text and 'name="_continue"' not in form.text
    preview = f"/preview/draft/{article.pk}/"
    assert preview in form.text and "Berth 19 reopens &lt;b&gt;early" in editor.get(f"{preview}page/").text
    assert (
        "Ports" in editor.get(f"{preview}page/").text and "&lt;b&gt;" not in editor.get(article.get_absolute_url()).text
    )
    editor.post(page_of(article), published(editor, article) | {"title": "Berth 19 is open"})
    article.refresh_from_db()
    assert article.title == "Berth 19 is open" and counter() > before
    assert not Writing.objects.put_by().exists() and "Mira Sato kept on" not in editor.get(page_of(article)).text


def test_a_refused_publishing_loses_nothing_and_keeps_them(editor, article):
    keep(editor, article, kicker="Ports")
    answer = editor.post(page_of(article), published(editor, article) | {"title": " ", "kicker": "More"})
    assert 'name="put_by"' in answer.text and 'value="More"' in answer.text
    assert writing.changes_of(article).form["kicker"] == ["Ports"]


def test_they_are_dropped_by_whoever_may_publish(editor, article, client):
    keep(editor, article, kicker="Ports")
    drop = page_of(article, "drop")
    client.force_login(make_user("author"))
    assert client.post(drop).status_code == 403
    assert keep(client, article, kicker="Mine").status_code == 403
    client.force_login(editor.user)
    asked = client.get(page_of(article)).text.partition("Drop these changes")[2]
    assert "nobody can bring them back" in asked.partition("Drop them for good")[0], "Said before it is done."
    client.post(drop)
    assert writing.changes_of(article) is None and client.post(drop).status_code == 302
    assert 'value="Ports"' not in client.get(page_of(article)).text


def test_changes_under_which_somebody_published_meet_them_side_by_side(editor, article):
    keep(editor, article, kicker="Ports")
    editor.post(page_of(article), typed_again(article, kicker="Urgent"))  # from a window that was open before
    assert Article.objects.get().kicker == "Urgent" and writing.changes_of(article)
    answer = editor.post(page_of(article), published(editor, article) | {"kicker": "Ports"})
    assert "while you were writing" in answer.text and Article.objects.get().kicker == "Urgent"


def test_an_article_has_one_set_of_them_and_time_does_not_take_it(editor, article):
    keep(editor, article, kicker="One")
    keep(editor, article, kicker="Two")
    assert writing.changes_of(article).form["kicker"] == ["Two"]
    assert writing.forget(at=timezone.now() + 2 * writing.KEPT) == 0
    assert not writing.others_at(article, beside=make_user("editor"), at=timezone.now())
    assert not writing.offered(article, to=editor.user)
    row = Writing.objects.put_by().get()
    row.pk = "b1b3a7de-7c1c-4f0b-a8a0-1f3b0ab8d4c1"
    with pytest.raises(IntegrityError, match="writing_one_put_by"), transaction.atomic():
        row.save(force_insert=True)


def test_what_is_withdrawn_or_corrected_says_so(editor, article):
    keep(editor, article, kicker="Ports")
    answer = editor.post(page_of(article), typed_again(article, _correct="Correct", correction="It was 31."))
    assert "Readers have the changed text" in said(answer)
    assert len(inbox(editor.user, at=timezone.now())["waiting"]) == 1
    editor.post(page_of(article, "withdraw"), {"reason": "Another port was meant."})
    assert not inbox(editor.user, at=timezone.now())["waiting"]
    editor.post(page_of(article, "restore"))
    assert 'value="Ports"' in editor.get(page_of(article)).text


def test_a_draft_has_none(editor):
    draft = make_article(published_at=None)
    form = editor.get(page_of(draft)).text
    assert 'name="_put_by"' not in form and 'name="_continue"' in form
    keep(editor, draft, kicker="Ports")
    assert Article.objects.get().kicker == "Ports" and not Writing.objects.put_by().exists()
