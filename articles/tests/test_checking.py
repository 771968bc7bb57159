"""What an article lacks: said where it is written, cleared and published, and what alone keeps it back."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import checking, linking
from articles.models import OldAddress
from articles.tests.factories import make_article, make_author, make_drawing, make_keyword, make_picture
from articles.tests.test_newsroom import ADD, page_of
from members.tests.factories import make_user

CHOOSE = "/admin/articles/article/choose/"
pytestmark = pytest.mark.django_db


@pytest.fixture
def author(client):
    client.force_login(make_user("author"))
    return client


def fields(lacks):
    return [lack.field for lack in lacks]


def advised(**values):
    return fields(checking.advised(make_article(published_at=None, **values)))


@pytest.mark.parametrize(
    ("abstract", "body", "is_repeated"),
    [
        ("The berth takes ships again this week.", "<p>The berth takes ships again this week. It was shut.</p>", 1),
        ("the Berth takes ships again, this week", "<p>The berth takes ships again this week.</p>", 1),
        ("Berth 19 opened. The berth takes ships again this week.", "<p>The berth takes ships again this week.", 1),
        ("Ships call again after a year.", "<p>OSH, Nov. 24 (Ours) -- Ships call again after a year. It is.</p>", 1),
        ("口岸今天起重新开放，每天接待四十列班列，等候时间缩短到二十九小时。",
         "<p>口岸今天起重新开放，每天接待四十列班列，等候时间缩短到二十九小时。司机表示欢迎。</p>", 1),
        ("Why the berth matters to grain.", "<p>The berth takes ships again since Monday. It was shut.</p>", 0),
        ("It opens.", "<p>It opens. More follows.</p>", 0),
        ("", "", 0), ("Words only here, and quite a few.", "", 0),
    ],
)  # fmt: skip
def test_an_abstract_that_repeats_how_the_text_begins_is_told(abstract, body, is_repeated):
    assert fields(checking.of_words(title="x", abstract=abstract, body=body)) == ["abstract"] * is_repeated


def test_what_would_be_missed_keeps_nothing_back():
    assert advised(title="x" * 101, body="", keywords=[]) == ["title", "body", "authors", "keywords"]
    assert advised(title="x" * 100, keywords=[make_keyword()], authors=[make_author()]) == []
    article = make_article(published_at=None, title="x" * 101, body="")
    assert checking.lacking(article) == []


def test_a_picture_in_the_text_says_what_is_seen():
    picture, drawing = make_picture(alt="A quay"), make_drawing()
    said = f'<figure><img src="{picture.url}"></figure><p><img src="{drawing.get_absolute_url()}" alt=""></p>'
    assert checking.missing(make_article(body=said)) == []
    picture.alt = ""
    picture.save()
    assert fields(checking.missing(make_article(body=said))) == ["body"]


def test_links_that_lead_nowhere_are_named(settings):
    there, draft = make_article(), make_article(published_at=None)
    coming = make_article(published_at=timezone.now() + timedelta(days=1))
    OldAddress.objects.create(path="/story/7", entry=there)
    fine = [there.get_absolute_url(), there.short_path, f"{settings.BASE_URL}{there.short_path}", "/search/?q=rail"]
    fine += [
        "/about/",
        "https://example.org/gone",
        "mailto:ann@example.org",
        "/story/7/",
        "#notes",
        "//[x",
        "/tags/rail",
    ]
    bad = ["/articles/999999/x/", "/nowhere/", draft.get_absolute_url(), "/sections/none/", coming.short_path]
    body = "".join(f'<p><a href="{href}">x</a></p>' for href in fine + bad)
    assert [broken.href for broken in linking.broken(body)] == bad
    assert [broken.href for broken in linking.broken(body, at=coming.published_at)] == bad[:-1]
    assert advised(body=body, keywords=[make_keyword()], authors=[make_author()]) == ["body"] * 5


def test_the_form_and_each_page_about_the_text_say_it(author):
    article = make_article(published_at=None, title="x" * 101, abstract="")
    form = author.get(page_of(article)).text
    assert "One thing is missing before readers can have it, 3 are better mended" in form
    author.force_login(make_user("editor"))
    verb = author.get(page_of(article, "publish"))
    assert fields(verb.context["lacks"]) == ["abstract"]
    assert fields(verb.context["advised"]) == ["title", "authors", "keywords"]
    article.abstract = "Now it has one."
    article.save()
    assert "Better mended first" in author.get(page_of(article, "publish")).text


def test_it_is_told_while_somebody_types(author):
    typed = {"writing": "b1b3a7de-7c1c-4f0b-a8a0-1f3b0ab8d4c1", "title": "x" * 101}
    told = author.post("/admin/articles/article/writing/", typed | {"abstract": "A", "body": "<p>B</p>"}).json()
    assert told["advice"].keys() == {"title"} and "101 characters" in told["advice"]["title"]
    assert "advice" not in author.post("/admin/articles/article/writing/", {"writing": typed["writing"]}).json()


def test_known_series_are_proposed_with_how_often_each_is_used(author):
    for kicker in ("Explained", "Explained", "Corridors", ""):
        make_article(kicker=kicker)
    form = author.get(ADD).text
    assert '<option value="Corridors">1 article</option><option value="Explained">2 articles</option>' in form
    assert 'list="kicker_known"' in form and form.count("<datalist") == 1


def test_what_a_text_links_to_is_looked_up(author):
    make_article(title="A crane at Khorgos")
    make_article(title="A crane <b>withdrawn", withdrawn_at=timezone.now())
    make_article(title="A crane not yet written", published_at=None)
    due = make_article(title="A crane to come", published_at=timezone.now() + timedelta(days=1))
    page = author.get(CHOOSE, {"q": "crane"}).text
    assert "A crane at Khorgos" in page and "Scheduled" in page
    assert "withdrawn" not in page and "not yet written" not in page
    assert "A crane to come" in author.get(CHOOSE, {"q": due.pk}).text
    assert "Nothing has these words." in author.get(CHOOSE, {"q": "zzqqx"}).text
    assert author.get(CHOOSE, {"q": "\x00%'\"<" * 50}).status_code == 200
    author.logout()
    assert author.get(CHOOSE).status_code == 302
