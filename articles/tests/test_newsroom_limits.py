"""What a form of the newsroom takes at once, what it keeps, and what its lists cost."""

import time
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from articles.models import Article
from articles.tests.factories import make_article, make_keyword, make_section
from articles.widgets import MOST_KEYWORDS
from members.access import Audience
from members.tests.factories import make_user

pytestmark = pytest.mark.django_db
ADD = reverse("admin:articles_article_add")
LIST = reverse("admin:articles_article_changelist")


@pytest.fixture
def editor(client):
    client.force_login(make_user("editor"))
    return client


def typed(**values):
    form = {"title": "Berth 19 reopens", "abstract": "Early.", "body": "<p>It takes ships.</p>", "language": "en"}
    return form | {"section": make_section().pk, "access": "everyone"} | values


def test_far_too_many_keywords_are_refused_by_name_and_kept(editor):
    words = [f"Keyword {number}" for number in range(1900)]
    begun = time.perf_counter()
    page = editor.post(ADD, typed(keywords=words)).content.decode()
    assert time.perf_counter() - begun < 10, "A bound against hours; on a quiet machine it is under two seconds."
    assert f"At most {MOST_KEYWORDS} keywords." in page
    assert "Keyword 1899" in page and "It takes ships." in page
    assert not Article.objects.exists()


def test_typed_without_script_they_are_one_field(editor):
    page = editor.post(ADD, typed(keywords_typed=", ".join(f"Keyword {number}" for number in range(10_000))))
    assert page.status_code == 200
    assert f"At most {MOST_KEYWORDS} keywords." in page.content.decode()


@pytest.mark.parametrize(("rows", "words"), [(1500, "At most 50 new rows at once"), (100_000, "Please submit at most")])
def test_rows_that_a_form_only_says_it_has_are_not_built(editor, rows, words):
    keyword = make_keyword("Rail")
    form = {"name": "Rail", "aliases-TOTAL_FORMS": rows, "aliases-INITIAL_FORMS": "0"}
    begun = time.perf_counter()
    page = editor.post(reverse("admin:articles_keyword_change", args=[keyword.pk]), form).content.decode()
    assert time.perf_counter() - begun < 5
    assert words in page
    assert page.count('name="aliases-') < 400


def test_the_list_asks_for_no_dates_of_all_rows(editor):
    make_article()
    with CaptureQueriesContext(connection) as asked:
        page = editor.get(LIST)
    assert page.status_code == 200
    assert not [query for query in asked.captured_queries if "DATE_TRUNC" in query["sql"] or "MIN(" in query["sql"]]


@pytest.mark.parametrize(
    ("chosen", "many"), [("today", 1), ("week", 1), ("month", 2), ("1999", 1), ("x", 4), ("²²²²", 4)]
)
def test_the_list_is_narrowed_by_when_something_was_published(editor, chosen, many):
    now = timezone.now()
    section = make_section()
    for moment in (now, now - timedelta(days=20), now.replace(year=1999, month=6, day=1), None):
        make_article(published_at=moment, section=section)
    assert editor.get(LIST, {"published": chosen}).context["cl"].result_count == many


def test_an_editor_writes_the_teaser(editor):
    article = make_article(body="<p>Long.</p>" * 20, access=Audience.MEMBERS)
    page = reverse("admin:articles_article_change", args=[article.pk])
    form = typed(section=article.section_id, title=article.title, access="members", revision=article.revision)
    editor.post(page, form | {"beginning": "What everyone may read.\n\nAnd <b>no</b> more."})
    article.refresh_from_db()
    assert article.teaser == "What everyone may read.\n\nAnd <b>no</b> more."
    editor.logout()
    shown = editor.get(article.get_absolute_url()).context["body"]
    assert shown.count("<p>") == 2 and "And <strong>no</strong> more." in shown


def test_words_that_many_articles_have_are_found_newest_first_too(editor, monkeypatch):
    monkeypatch.setattr("articles.admin.lists.FEW", 2)
    now = timezone.now()
    made = [make_article(title=f"Quayside {day}", published_at=now - timedelta(days=day)) for day in range(1, 6)]
    make_article(title="Something else")
    for asked, wanted in {"quayside": made, "quayside -3": [*made[:2], *made[3:]], "quayside 4": [made[3]]}.items():
        found = editor.get(LIST, {"q": asked}).context["cl"].result_list
        assert [article.pk for article in found] == [article.pk for article in wanted], asked


def test_a_later_page_goes_on_where_the_first_ends(editor):
    for number in range(60):
        make_keyword(f"Word {number:02}")
    rooms = [editor.get(reverse("admin:articles_keyword_changelist"), {"p": page}).context["cl"] for page in (1, 2)]
    names = [keyword.name for room in rooms for keyword in room.result_list]
    assert names == [f"Word {number:02}" for number in range(60)]
    assert {keyword.used for keyword in rooms[1].result_list} == {0}
