"""A mistake is put right in the open: on the page, in feeds, in structured data."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from articles import publishing
from articles.models import Article, Correction, Entry
from articles.tests.factories import make_article, make_keyword, make_section
from articles.tests.test_newsroom import counter, page_of, said, typed_again
from members.tests.factories import make_user

pytestmark = pytest.mark.django_db

WRONG = "An earlier version gave the wait as 33 hours. It was 31."
HOSTILE = "</script><script>alert(1)</script> <b>33</b> & ]]> \x0b{{ 7|add:1 }}"
ELEVEN = datetime(2026, 11, 24, 11, 5, tzinfo=UTC)


@pytest.fixture
def editor(client):
    client.force_login(make_user("editor", name="Mira Sato"))
    return client


def correct(entry, words=WRONG, at=None):
    return publishing.correct(Entry.objects.get(pk=entry.pk), words=words, by=None, at=at or timezone.now())


def told(client, entry):
    page = client.get(entry.get_absolute_url()).content.decode()
    return page, json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)[1])


def press(client, article, *, words="", **values):
    """*Correct*, with the text changed in the form."""
    body = "<p>The wait is 31 hours.</p>"
    return client.post(page_of(article), typed_again(article, body=body, _correct="Correct", correction=words) | values)


def refused(answer):
    """What is said at the correction; the page has to hold all that was typed."""
    assert answer.status_code == 200 and "The wait is 31 hours." in answer.text and 'name="correction"' in answer.text
    assert not Correction.objects.exists() and not Article.objects.filter(body__contains="31").exists()
    form = answer.context["adminform"].form
    return " ".join([*form.errors.get("correction", []), str(form["correction"].help_text)])


@pytest.fixture
def article():
    return make_article(title="Queues fall", body="<p>The wait is 33 hours.</p>")


def test_an_editor_is_asked_for_the_words_and_both_are_live_at_once(client, editor, article):
    before = counter()
    assert 'name="_correct"' in editor.get(page_of(article)).text
    asked = press(editor, article)
    assert "Write what was wrong and what is right" in refused(asked) and "autofocus" in asked.text
    assert "errornote" not in asked.text and "errorlist" not in asked.text and "Publish the correction" in asked.text
    assert "33 hours" in client.get(article.get_absolute_url()).text and counter() == before

    answer = press(editor, article, words=f" {WRONG}\n")

    assert answer.headers["Location"] == page_of(article) and "and your correction under it" in said(answer)
    correction = Correction.objects.get()
    entry = Entry.objects.get(pk=article.pk)
    assert (correction.words, correction.entry_id) == (WRONG, article.pk)
    assert correction.corrected_at == entry.corrected_at == entry.changed_at
    assert correction.corrected_by.groups.get().name == "editor"
    assert LogEntry.objects.get(object_id=article.pk).change_message == "Corrected"
    assert article.versions.count() == 2 and counter() > before
    page = client.get(article.get_absolute_url()).text
    assert "31 hours" in page and WRONG in page
    assert 'href="#correction"' in page and 'id="correction"' in page


@pytest.mark.parametrize(
    ("words", "answer"),
    [("  \n ", "Write what was"), ("\x0b", "Write what was"), ("x" * 1001, "at most 1000 characters")],
)
def test_a_correction_says_something(editor, article, words, answer):
    answered = press(editor, article, words=words)
    assert answer in refused(answered) and words.strip() in answered.text
    assert "maxlength" not in str(answered.context["adminform"].form["correction"])  # which cuts what is pasted
    with pytest.raises(IntegrityError, match="correction_has_words"), transaction.atomic():
        Correction.objects.create(entry=article, words="", corrected_at=timezone.now())


def test_words_of_a_correction_do_not_go_with_another_button(editor, article):
    answer = press(editor, article, words=WRONG, _correct=[])
    assert "Press “Correct”" in refused(answer) and WRONG in answer.text
    press(editor, article, words=WRONG, _put_by="Keep as draft changes")
    assert WRONG in editor.get(page_of(article)).text
    assert not Correction.objects.exists()


def test_over_a_newer_version_nothing_is_corrected_and_nothing_lost(editor, article):
    editor.post(page_of(article), typed_again(article, kicker="Theirs"))
    answer = press(editor, article, words=WRONG)
    assert "while you were writing" in answer.text and WRONG in answer.text and "31 hours" in answer.text
    assert not Correction.objects.exists()
    press(editor, article, words=WRONG, over=2)
    assert Correction.objects.get().words == WRONG and "31" in Article.objects.get().body


def test_what_was_withdrawn_meanwhile_is_not_corrected(editor, article):
    key = "b1b3a7de-7c1c-4f0b-a8a0-1f3b0ab8d4c1"
    publishing.withdraw(article, reason="Wrong.", by=None, at=timezone.now())
    answer = press(editor, article, words=WRONG, writing=key)
    assert "Readers do not have it now" in refused(answer) and WRONG in answer.text
    assert WRONG in editor.get(page_of(article), {"writing": key}).text
    assert 'name="correction"' not in editor.get(page_of(article)).text


def test_only_what_readers_see_is_corrected_and_only_by_editors(client, article):
    client.force_login(make_user("author"))
    assert 'name="correction"' not in client.get(page_of(article)).text
    assert press(client, article, words=WRONG).status_code == 403
    draft = make_article(published_at=None)
    later = make_article(published_at=timezone.now() + timedelta(hours=1))
    publishing.withdraw(article, reason="Wrong.", by=None, at=timezone.now())
    assert not any(correct(entry) for entry in (draft, later, article))
    assert not Correction.objects.exists()
    assert Article.objects.filter(corrected_at__isnull=False).count() == 0


def test_a_correction_that_is_wrong_itself_is_amended(client, editor):
    article = make_article(published_at=ELEVEN - timedelta(days=1))
    correct(article, "It was 13.", at=ELEVEN)
    form = editor.get(page_of(article))
    path = reverse("admin:articles_article_correction", args=[article.pk, Correction.objects.get().pk])
    assert path in form.text
    seen = {"seen": editor.get(path).context["form"]["seen"].value()}
    before = counter()
    for words, refusal in (("", "Write the correction"), ("x" * 1001, "at most 1000 characters")):
        assert refusal in editor.post(path, seen | {"words": words}).text
    assert "Nothing was done" in said(editor.post(path, seen | {"words": "It was 13."}))
    assert counter() == before and not LogEntry.objects.exists()

    editor.post(path, seen | {"words": " It was\n31. "})

    correction, entry = Correction.objects.get(), Entry.objects.get(pk=article.pk)
    assert (correction.words, correction.corrected_at, entry.corrected_at) == ("It was 31.", ELEVEN, ELEVEN)
    assert entry.changed_at > ELEVEN and counter() > before
    page, data = told(client, article)
    assert "It was 31." in page and "It was 13." not in page + client.get("/feeds/latest.atom").text
    assert data["@graph"][0]["correction"][0]["text"] == "It was 31."
    assert "which said: It was 13." in editor.get(page_of(article, "history")).text

    answer = editor.post(path, seen | {"words": "It was 30."})  # from a page that was open before
    assert "it says: “It was 31.”" in answer.text and "It was 30." in answer.text
    editor.post(path, {"words": "It was 30.", "seen": answer.context["form"]["seen"].value()})
    assert Correction.objects.get().words == "It was 30."


def test_corrections_are_amended_by_editors_where_readers_have_them(client, article):
    correct(article)
    path = reverse("admin:articles_article_correction", args=[article.pk, Correction.objects.get().pk])
    client.force_login(make_user("author"))
    assert client.get(path).status_code == client.post(path, {"words": "No."}).status_code == 403
    assert path not in client.get(page_of(article)).text
    client.force_login(make_user("editor"))
    other = reverse("admin:articles_article_correction", args=[make_article().pk, Correction.objects.get().pk])
    assert client.get(other).status_code == 404
    publishing.withdraw(article, reason="Wrong.", by=None, at=timezone.now())
    assert "Nothing was done" in said(client.post(path, {"words": "No."}))
    assert Correction.objects.get().words == WRONG


def test_every_correction_stands_on_the_page_newest_first(client):
    entry = make_article(published_at=ELEVEN - timedelta(days=1))
    correct(entry, "The first.", at=ELEVEN)
    correct(entry, "The second.", at=ELEVEN + timedelta(days=1))
    page, data = told(client, entry)
    assert page.index("The second.") < page.index("The first.")
    assert "24 November 2026, 11:05 UTC" in page
    comments = data["@graph"][0]["correction"]
    assert [one["text"] for one in comments] == ["The second.", "The first."]
    assert comments[1] == {
        "@type": "CorrectionComment",
        "text": "The first.",
        "datePublished": "2026-11-24T11:05:00+00:00",
    }


def test_words_of_a_correction_are_text_everywhere(client):
    keyword = make_keyword()
    entry = make_article()
    entry.keywords.add(keyword)
    publishing.edited(Entry.objects.get(pk=entry.pk))
    correct(entry, HOSTILE)
    page, data = told(client, entry)
    assert "<script>alert" not in page and "<b>33</b>" not in page
    assert "{{ 7|add:1 }}" in page and "\x0b" not in page
    assert "alert(1)" in json.dumps(data)
    for path in ("/feeds/latest.atom", f"/feeds/keywords/{keyword.slug}.atom"):
        feed = client.get(path).content.decode()
        assert "Correction, " in feed and "<script>" not in feed and "&lt;script&gt;alert" not in feed, path
        assert "&amp;lt;script&amp;gt;alert(1)" in feed, path  # HTML within XML, of which it is the text
    item = client.get("/feeds/latest.json").json()["items"][0]
    assert "&lt;script&gt;alert(1)" in item["content_html"] and "<script>" not in item["content_html"]


def test_feeds_say_it_and_when(client):
    section = make_section()
    article = make_article(section=section, published_at=ELEVEN - timedelta(days=1), changed_at=ELEVEN)
    correct(article, at=ELEVEN + timedelta(minutes=5))
    feed = client.get(reverse("articles:section_feed", args=[section.slug])).content.decode()
    assert "<updated>2026-11-24T11:10:00Z</updated>" in feed.partition("<entry")[2]
    assert f"Correction, 24 November 2026, 11:10 UTC: {WRONG}" in feed


def test_a_text_too_long_for_a_feed_is_corrected_in_its_summary(client):
    correct(make_article(body=f"<p>{'word ' * 9000}</p>"))
    item = client.get("/feeds/latest.json").json()["items"][0]
    assert item["summary"].endswith(WRONG) and item["content_text"].endswith(WRONG)


def test_what_was_never_corrected_costs_no_look(client, django_assert_max_num_queries):
    article = make_article(keywords=[make_keyword()])
    with django_assert_max_num_queries(7) as captured:
        page = client.get(article.get_absolute_url()).content.decode()
    assert not any("articles_correction" in query["sql"] for query in captured.captured_queries)
    assert "Correct" not in page and "CorrectionComment" not in page


def test_a_correction_on_the_wrong_article_is_taken_back(client, editor):
    article = make_article(published_at=ELEVEN - timedelta(days=1))
    correct(article, "The first.", at=ELEVEN)
    correct(article, "It was 13.", at=ELEVEN + timedelta(days=1))
    path = reverse("admin:articles_article_take_back", args=[article.pk, Correction.objects.latest("pk").pk])
    assert path in editor.get(page_of(article)).text
    asked = editor.get(path)
    assert "“It was 13.”" in asked.text
    seen = {"seen": asked.context["form"]["seen"].value()}
    before = counter()
    assert "Say why" in editor.post(path, seen | {"why": " "}).text
    amended = editor.post(path, {"seen": "of before", "why": "Wrong article."}).text
    assert "it says: “It was 13.” Sent again, it is taken back." in amended and "Wrong article." in amended
    assert counter() == before and Correction.objects.count() == 2

    assert "Taken back" in said(editor.post(path, seen | {"why": "Wrong article."}))

    assert Entry.objects.get(pk=article.pk).corrected_at == ELEVEN and counter() > before
    page, data = told(client, article)
    assert "The first." in page and "It was 13." not in page + client.get("/feeds/latest.atom").text
    assert [one["text"] for one in data["@graph"][0]["correction"]] == ["The first."]
    history = editor.get(page_of(article, "history")).text
    kept = "Took back the correction of 25 Nov 2026, 11:05 UTC, which said: It was 13. The reason: Wrong article."
    assert kept in history and "Mira Sato" in history
    assert "Nothing was done" in said(editor.post(path, seen | {"why": "Again."}))

    publishing.take_back(Correction.objects.get(), by=None, at=timezone.now())
    assert Entry.objects.get(pk=article.pk).corrected_at is None
    assert 'id="correction"' not in told(client, article)[0]


def test_corrections_are_taken_back_by_editors_where_readers_have_them(client, article):
    correct(article)
    path = reverse("admin:articles_article_take_back", args=[article.pk, Correction.objects.get().pk])
    client.force_login(make_user("author"))
    assert client.get(path).status_code == client.post(path, {"why": "No."}).status_code == 403
    client.force_login(make_user("editor"))
    publishing.withdraw(article, reason="Wrong.", by=None, at=timezone.now())
    assert "Nothing was done" in said(client.post(path, {"why": "No."}))
    assert publishing.take_back(Correction.objects.get(), by=None, at=timezone.now()) is False
    assert Correction.objects.get().words == WRONG
