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
from articles.tests.test_newsroom import counter, page_of, typed_again
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


def test_an_editor_corrects(client, editor):
    article = make_article(body="<p>The wait is 33 hours.</p>")
    form = editor.get(page_of(article)).content.decode()
    assert 'name="_correct"' in form
    saved = editor.post(page_of(article), typed_again(article, body="<p>The wait is 31 hours.</p>", _correct="Correct"))
    assert saved.headers["Location"] == page_of(article, "correct")
    before = counter()

    answer = editor.post(page_of(article, "correct"), {"words": f" {WRONG}\n"})

    assert answer.headers["Location"] == page_of(article)
    correction = Correction.objects.get()
    entry = Entry.objects.get(pk=article.pk)
    assert (correction.words, correction.entry_id) == (WRONG, article.pk)
    assert correction.corrected_at == entry.corrected_at == entry.changed_at
    assert correction.corrected_by.groups.get().name == "editor"
    assert LogEntry.objects.filter(object_id=article.pk, change_message="Corrected").count() == 1
    assert counter() > before
    page = client.get(article.get_absolute_url()).content.decode()
    assert "31 hours" in page and WRONG in page
    assert 'href="#correction"' in page and 'id="correction"' in page


def test_a_correction_says_something(editor):
    article = make_article()
    for words in ("", "  \n ", "\x0b", "x" * 1001):
        assert editor.post(page_of(article, "correct"), {"words": words}).status_code == 200
    assert not Correction.objects.exists()
    with pytest.raises(IntegrityError, match="correction_has_words"), transaction.atomic():
        Correction.objects.create(entry=article, words="", corrected_at=timezone.now())


def test_only_what_readers_see_is_corrected_and_only_by_editors(client, editor):
    draft, published = make_article(published_at=None), make_article()
    assert editor.post(page_of(draft, "correct"), {"words": WRONG}).status_code == 302
    client.force_login(make_user("author"))
    assert client.post(page_of(published, "correct"), {"words": WRONG}).status_code == 403
    later = make_article(published_at=timezone.now() + timedelta(hours=1))
    gone = make_article()
    publishing.withdraw(gone, reason="Wrong.", by=None, at=timezone.now())
    assert not any(correct(entry) for entry in (draft, later, gone))
    assert not Correction.objects.exists()
    assert Article.objects.filter(corrected_at__isnull=False).count() == 0


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
