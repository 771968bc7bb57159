"""What readers see of published answers."""

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from articles import publishing as entries
from articles.models import Entry
from articles.tests.factories import make_article, make_keyword
from feedback.publishing import abstract_of
from feedback.tests.factories import make_answer, make_staff


@pytest.fixture
def answer(db):
    article = make_article(title="Nine free zones compared")
    return make_answer(
        keywords=[make_keyword("Origin")], about=article, title="Does it expire?", asked="Ours <is> a year old."
    )


def test_reader_finds_question_answer_and_the_way_on(client, answer):
    page = client.get(answer.get_absolute_url()).content.decode()
    for seen in (
        '<h1 class="title">Does it expire?</h1>',
        "Ours &lt;is&gt; a year old.",
        "Twelve months from issue.",
        "Nine free zones compared",
        ">Origin</a>",
        f"/p/{answer.pk}/qr.svg?v=",
        'href="/ask/"',
        "Scan the QR code and push it to your mobile phone",
    ):
        assert seen in page


def test_a_correction_stands_under_the_answer_and_is_told_to_machines(client, answer):
    hostile = "It expires </script><script>alert(1)</script> after <b>twelve</b> months."
    entry = Entry.objects.get(pk=answer.pk)
    entries.correct(entry, words=hostile, by=None, at=timezone.now())
    page = client.get(answer.get_absolute_url()).content.decode()
    assert 'href="#correction"' in page and 'id="correction"' in page
    assert "<script>alert" not in page and "<b>twelve" not in page
    told = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])
    assert [one["text"] for one in told["@graph"][0]["mainEntity"][0]["acceptedAnswer"]["correction"]] == [hostile]


def test_machines_are_told_no_more_than_the_page_shows(client, answer):
    answer.asked = "Is </script> an end?"
    answer.save()
    page = client.get(answer.get_absolute_url()).content.decode()
    told = json.loads(re.search(r'<script type="application/ld\+json">(.*?)</script>', page)[1])
    [question] = told["@graph"][0]["mainEntity"]
    assert [thing["@type"] for thing in told["@graph"]] == ["FAQPage", "BreadcrumbList"]
    assert question["name"] == "Does it expire?"
    assert question["text"] == "Is </script> an end?"
    assert question["acceptedAnswer"]["text"] == "Twelve months from issue."
    assert "email" not in json.dumps(told)


def test_a_members_answer_shows_its_beginning_to_others(client, db):
    answer = make_answer(access="members", body="<p>The secret tariff.</p>", abstract="It depends.")
    page = client.get(answer.get_absolute_url()).content.decode()
    assert "It depends." in page
    assert "secret tariff" not in page
    client.force_login(make_staff())
    assert "secret tariff" in client.get(answer.get_absolute_url()).content.decode()


def test_a_wrong_slug_leads_to_the_right_one(client, answer):
    for wrong in ("old-title/", "x/", ""):
        page = client.get(f"/questions/{answer.pk}/{wrong}")
        assert (page.status_code, page.url) == (301, answer.get_absolute_url())


def test_the_short_address_leads_to_it(client, answer):
    assert client.get(f"/p/{answer.pk}").url == answer.get_absolute_url()


def test_withdrawn_is_gone_and_says_why(client, answer):
    entries.withdraw(answer, reason="The rule has changed.", by=None, at=timezone.now())
    page = client.get(answer.get_absolute_url())
    assert page.status_code == 410
    assert "This answer was withdrawn" in page.content.decode()
    assert "The rule has changed." in page.content.decode()
    assert answer.title not in client.get("/questions/").content.decode()


@pytest.mark.parametrize("published_at", [None, timezone.now() + timedelta(days=1)])
def test_a_draft_is_nobody_s(client, db, published_at):
    answer = make_answer(published_at=published_at)
    assert client.get(answer.get_absolute_url()).status_code == 404
    assert answer.title not in client.get("/questions/").content.decode()


def test_an_article_is_not_found_among_answers(client, db):
    article = make_article()
    assert client.get(f"/questions/{article.pk}/{article.slug}/").status_code == 404


def test_list_goes_on_by_the_last_one_seen(client, db, settings):
    settings.PAGE_SIZE = 2
    now = timezone.now()
    answers = [make_answer(published_at=now - timedelta(hours=number)) for number in range(5)]
    address, seen = "/questions/", []
    while address:
        page = client.get(address).content.decode()
        seen += [answer for answer in answers if answer.get_absolute_url() in page]
        older = re.search(r'rel="next" href="(/questions/\?after=[^"]+)"', page)
        address = older and older[1]
    assert seen == answers


def test_an_empty_list_invites(client, db):
    page = client.get("/questions/").content.decode()
    assert "No answer is published yet." in page
    assert "Ask Us A Question" in page


def test_the_list_costs_the_same_however_many(client, db, django_assert_num_queries):
    for _ in range(3):
        make_answer()
    with django_assert_num_queries(2):  # the page's rows, the masthead's sections
        client.get("/questions/")


def test_a_page_costs_few_queries(client, answer, django_assert_max_num_queries):
    with django_assert_max_num_queries(7):
        client.get(answer.get_absolute_url())


@pytest.mark.parametrize(
    ("body", "begins"),
    [
        ("<p>Short.</p>", "Short."),
        ("<p>" + "word " * 100 + "</p>", "word " * 55 + "word…"),
        ("<p>" + "字" * 400 + "</p>", "字" * 280 + "…"),
    ],
)
def test_an_answer_in_short_is_how_it_begins(body, begins):
    assert abstract_of(body) == begins
