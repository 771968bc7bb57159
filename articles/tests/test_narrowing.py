"""A search is narrowed by links and plain fields, and every narrowing can be taken back."""

from datetime import UTC, datetime

import pytest
from django.http import Http404
from django.utils import timezone

from articles import narrowing, publishing
from articles.models import Entry
from articles.tests.factories import make_article, make_author, make_keyword, make_section
from members.access import Audience
from portal.lib.models import Limit

pytestmark = pytest.mark.django_db


def on(day):
    return datetime.fromisoformat(day).replace(tzinfo=UTC)


@pytest.fixture
def four():
    trade, policy = make_section(name="Trade", slug="trade"), make_section(name="Policy", slug="policy")
    rail = make_keyword("Rail freight")
    return [
        make_article(section=trade, keywords=[rail], published_at=on("2026-11-02")),
        make_article(section=trade, published_at=on("2026-10-31T23:59:59")),
        make_article(section=policy, keywords=[rail], published_at=on("2025-03-01")),
        make_article(section=policy, published_at=on("2024-01-01")),
    ]


def shown(client, address):
    return [result.entry.pk for result in client.get(address).context["results"]]


def facet(client, address, label):
    """The choices of one facet, with their counts and addresses."""
    one = next(one for one in client.get(address).context["filters"] if one.label == label)
    return {name: (count, url) for name, count, url, _ in one.choices}


def test_facets_count_what_was_found_and_lead_to_it(client, four):
    sections = facet(client, "/search/?q=berth", "Section")
    assert {name: count for name, (count, _) in sections.items()} == {"Policy": 2, "Trade": 2}
    assert set(shown(client, sections["Policy"][1])) == {four[2].pk, four[3].pk}
    years = facet(client, "/search/?q=berth", "Year")
    assert [(year, count) for year, (count, _) in years.items()] == [("2026", 2), ("2025", 1), ("2024", 1)]
    assert shown(client, years["2025"][1]) == [four[2].pk]


def test_narrowings_are_combined_kept_and_taken_back(client, four):
    page = client.get("/search/?q=berth&sort=newest&keyword=rail-freight&section=trade&from=2026&until=2026-11")
    assert [result.entry.pk for result in page.context["results"]] == [four[0].pk]
    assert b'name="section" value="trade"' in page.content and b'value="2026-11"' in page.content
    (section,) = [one for one in page.context["filters"] if one.label == "Section"]
    assert section.is_chosen and section.choices[0][:2] == ("Trade", 1)
    assert section.all_url == "/search/?q=berth&keyword=rail-freight&from=2026&until=2026-11&sort=newest"


@pytest.mark.parametrize(
    ("span", "places"),
    [
        ("from=2026-11", [0]),
        ("until=2026-10", [1, 2, 3]),
        ("from=2025-03-01&until=2026-10-31", [1, 2]),
        ("until=2024-01-01", [3]),
        ("year=2025&from=2025-03-02", []),
        ("year=2026", [0, 1]),
    ],
)
def test_dates_hold_to_the_day(client, four, span, places):
    assert shown(client, f"/search/?q=berth&sort=newest&{span}") == [four[place].pk for place in places]
    assert set(shown(client, f"/search/?q=berth&{span}")) == {four[place].pk for place in places}


def test_a_wrong_date_names_its_field_and_stays(client, four):
    page = client.get("/search/?q=berth&from=31+Feb&until=2026-02-30")
    text = page.content.decode()
    assert page.context["asked"].errors.keys() == {"from", "until"} and not page.context["results"]
    assert 'value="31 Feb"' in text and 'value="2026-02-30"' in text and 'href="#find-from"' in text
    assert "<title>Error: " in text and "From: “31 Feb” is not a date." in text
    assert client.get("/search/?q=berth&from=2026&until=2025").context["asked"].errors.keys() == {"until"}


@pytest.mark.parametrize("wrong", ["section=nowhere", "keyword=none", "kind=poem", "year=20x6", "year=99999"])
def test_what_cannot_be_is_not_there(client, wrong):
    assert client.get(f"/search/?q=berth&{wrong}").status_code == 404


def test_token_of_another_list_is_not_there(client, four):
    assert client.get("/search/?q=berth&sort=newest&after=x").status_code == 404
    with pytest.raises(Http404):
        narrowing.read({"section": "nowhere"})


def test_counts_and_facets_hold_no_word_that_is_for_members(client):
    opening = "".join(f"<p>Paragraph {place} is about berths and cranes.</p>" for place in range(9))
    make_article(body=f"{opening}<p>The demurrage is waived.</p>", access=Audience.MEMBERS)
    page = client.get("/search/?q=demurrage")
    assert page.context["total"] == 0 and page.context["filters"] == []


def test_what_is_withdrawn_goes_and_comes_back(client, four):
    entry = Entry.objects.get(pk=four[0].pk)
    publishing.withdraw(entry, reason="Wrong.", by=None, at=timezone.now())
    assert facet(client, "/search/?q=berth", "Section")["Trade"][0] == 1
    publishing.restore(entry, by=None, at=timezone.now())
    assert facet(client, "/search/?q=berth", "Section")["Trade"][0] == 2


def test_authors_and_kickers_are_found(client):
    article = make_article(authors=[make_author("Aigerim Nurlanova")], kicker="Corridor notes")
    assert shown(client, "/search/?q=nurlanova") == shown(client, "/search/?q=%22corridor+notes%22") == [article.pk]


def test_more_searches_than_people_type_wait_a_minute_and_keep_the_words(client, four):
    client.get("/search/?q=berth")
    Limit.objects.filter(key__startswith="search:").update(count=10_000)
    answer = client.get('/search/?q="berth+19"&section=trade')
    assert answer.status_code == 429 and answer.headers["Retry-After"] == "60"
    assert 'value="&quot;berth 19&quot;"' in answer.content.decode() and b"Too many searches" in answer.content
    assert client.get("/search/?q=berth", REMOTE_ADDR="192.0.2.7").status_code == 200
    assert client.get("/search/").status_code == 200
