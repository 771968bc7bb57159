"""What becomes of an item, field by field."""

import json
from datetime import UTC, datetime

import pytest
from django.core.management.base import CommandError

from articles.models import Article, Entry, Keyword, KeywordAlias, OldAddress, Section
from articles.tests.importing_made import bring, item, written
from portal.lib import pages

pytestmark = pytest.mark.django_db


@pytest.fixture
def taken(tmp_path, capsys):
    """The article made of one item."""

    def take(publish=True, **values):
        fields = item(**values)
        result = bring(written(tmp_path, fields), capsys, publish=publish)
        assert result.status == 0, result.said
        return Article.objects.get(imported__key=fields["id"])

    return take


def test_whole_item_becomes_an_article(taken):
    article = taken(kicker="On the quay", title="Berth 7 reopens", id="seven")

    assert (article.kind, article.title, article.slug) == ("article", "Berth 7 reopens", "berth-7-reopens")
    assert article.kicker == "On the quay"
    assert article.abstract == "Ships are taken again."
    assert article.body == "<p>The berth was closed since spring. It takes ships <em>again</em>.</p>"
    assert article.words == 10
    assert article.published_at == datetime(2020, 5, 4, 10, tzinfo=UTC)
    assert [author.name for author in article.authors.all()] == ["Ann Lee"]
    assert [keyword.name for keyword in article.keywords.all()] == ["Berths"]
    assert article.source == "The archive · CC0-1.0"
    assert article.imported.key == "seven"
    assert article.searchable.open_text
    assert article.listed.count() == 2


def test_pages_are_told(taken):
    before = pages.standing(at=datetime.now(UTC)).counter
    taken()
    assert pages.standing(at=datetime.now(UTC)).counter > before


def test_without_publish_it_is_a_draft(taken):
    assert taken(publish=False).published_at is None


def test_undated_item_stays_a_draft_and_is_named(tmp_path, capsys):
    result = bring(written(tmp_path, item(date=None, title="No day")), capsys, publish=True)
    assert Entry.objects.get().published_at is None
    assert "kept as a draft, it has no date: No day" in result.out


def test_future_date_schedules(taken):
    article = taken(date="2999-01-01")
    assert article.state == "scheduled"
    assert pages.standing(at=datetime.now(UTC)).until == article.published_at


def test_date_without_a_zone_is_read_in_the_one_given(tmp_path, capsys):
    path = written(tmp_path, item(date="2020-05-04 08:30:00"))
    bring(path, capsys, publish=True, timezone="Asia/Shanghai")
    assert Entry.objects.get().published_at == datetime(2020, 5, 4, 0, 30, tzinfo=UTC)


def test_html_is_preferred_and_cleaned(taken):
    hostile = (
        '<h1>Inside</h1><p onclick="x()">Text<script>alert(1)</script> <a href="javascript:x()">link</a></p>'
        "<style>p {color: red}</style><iframe src='https://evil.example'></iframe>"
        '<img src="https://evil.example/pixel.gif"><svg><script>1</script></svg>'
    )
    article = taken(body_html=hostile, body_markdown="Not this.")
    assert article.body == '<h2>Inside</h2><p>Text <a rel="noopener">link</a></p>'


def test_markup_inside_markdown_is_cleaned_as_well(taken):
    article = taken(body_markdown="Text <script>alert(1)</script>\n\n<b>bold</b>\n\n| a | b |\n|---|---|\n| 1 | 2 |\n")
    assert "script" not in article.body and "alert" not in article.body
    assert "<strong>bold</strong>" in article.body and "<td>2</td>" in article.body


def test_heading_that_repeats_the_title_goes(taken):
    article = taken(
        title="Customer experience: beyond surveys", body_markdown="# Customer Experience – beyond surveys\n\nX y."
    )
    assert article.body == "<p>X y.</p>"


def test_entities_in_titles_are_resolved(taken):
    assert (
        taken(title="A &ldquo;front door&rdquo; for M&Ms &amp;amp; <em>all</em>").title
        == "A “front door” for M&Ms & all"
    )


def test_title_is_cut_at_a_word(taken):
    title = taken(title="Berths " * 60).title
    assert len(title) <= 200 and title.endswith("Berths…")


def test_abstract_is_made_of_the_first_sentences(taken):
    body = (
        "https://video.example/1\n\nThe berth was closed since spring, said Sen. Lee. " + "It takes ships again. " * 20
    )
    article = taken(summary=None, body_markdown=body)
    assert article.abstract.startswith("The berth was closed since spring, said Sen. Lee. It takes ships again.")
    assert article.abstract.endswith("again.") and len(article.abstract) <= 300


def test_abstract_is_plain(taken):
    assert taken(summary='<p>See <a href="x">this</a> &mdash; soon</p>').abstract == "See this — soon"


def test_dateline_is_taken_from_the_opening(taken):
    article = taken(body_markdown="BEIJING, June 15 (Xinhua) -- China said so.", summary=None)
    assert article.dateline == "BEIJING, June 15 (Xinhua)"
    assert article.body == "<p>China said so.</p>"
    assert article.abstract == "China said so."


def test_dateline_of_an_export_stands(taken):
    article = taken(dateline="KHORGOS, Nov. 24", body_markdown="BAKU, Nov. 1 -- Text.")
    assert article.dateline == "KHORGOS, Nov. 24"
    assert article.body == "<p>BAKU, Nov. 1 -- Text.</p>"


def test_keywords_meet_by_spelling_and_alias(taken):
    rail = Keyword.objects.create(name="Rail freight")
    KeywordAlias.objects.create(keyword=rail, name="Goods trains")
    article = taken(tags=["rail-freight", "GOODS TRAINS", "#平戶市;鄭成功", "C", "C++"])
    assert {keyword.name for keyword in article.keywords.all()} == {"Rail freight", "平戶市", "鄭成功", "C", "C++"}
    assert len({keyword.slug for keyword in Keyword.objects.all()}) == 5


def test_section_is_found_by_name_or_made_outside_the_masthead(taken):
    ports = Section.objects.create(name="Ports", slug="ports", in_masthead=True)
    assert taken(section="ports").section == ports
    made = taken(section="港口").section
    assert made.name == "港口" and not made.in_masthead
    assert taken(section=None).section.name == "News"


@pytest.mark.parametrize(
    ("tag", "language"),
    [
        ("en-GB", "en"),
        ("zh-Hant", "zh-hant"),
        ("zh-TW", "zh-hant"),
        ("zh-Hans-SG", "zh-hans"),
        ("zh_CN", "zh-hans"),
        ("zh", "zh-hans"),
        ("ko-KR", "ko"),
        ("FR_ca", "fr"),
        (None, "en"),
    ],
)
def test_language_is_the_nearest_of_ours(taken, tag, language):
    assert taken(lang=tag).language == language


def test_language_we_do_not_have_is_named(tmp_path, capsys):
    result = bring(written(tmp_path, item(lang="tlh")), capsys)
    assert "kept as en: tlh" in result.out
    assert Entry.objects.get().language == "en"


def test_old_address_leads_to_the_article(taken, client):
    article = taken(url="https://old.example.org/2020/05/Caf%C3%A9/?utm_source=feed")
    assert article.old_addresses.get().path == "/2020/05/Café/"
    answer = client.get("/2020/05/Caf%C3%A9/")
    assert (answer.status_code, answer["Location"]) == (301, article.get_absolute_url())


def test_address_that_means_nothing_without_its_query_is_not_kept(tmp_path, capsys):
    items = [item(url=f"https://old.example.org/News.aspx?s={number}") for number in (1, 2)]
    result = bring(written(tmp_path, *items), capsys)
    assert not OldAddress.objects.exists()
    assert "2 × old address not kept, its path says nothing without its query" in result.out


def test_first_article_keeps_an_address_that_two_have(tmp_path, capsys):
    items = [item(url="https://a.example/x", title="One"), item(url="https://b.example/x", title="Two")]
    result = bring(written(tmp_path, *items), capsys)
    assert OldAddress.objects.get().entry.title == "One"
    assert "old address leads to another entry already: /x" in result.out


def test_export_brings_its_gate_and_moments_back(taken):
    article = taken(
        access="members",
        date="2020-05-04",
        published_at="2020-05-04T10:00:00.123456+00:00",
        withdrawn_at="2021-01-01T00:00:00Z",
        withdrawn_because="Wrong figures.",
    )
    assert article.access == "members"
    assert article.published_at == datetime(2020, 5, 4, 10, 0, 0, 123456, tzinfo=UTC)
    assert (article.state, article.withdrawn_because) == ("withdrawn", "Wrong figures.")


def test_draft_of_an_export_opens_no_gate(taken):
    assert taken(published_at=None).published_at is None


def test_names_of_the_archive_are_mapped(tmp_path, capsys):
    names = tmp_path / "names.json"
    keywords = '{"misc": null, "box-ships": "Containers"}'
    names.write_text(f'{{"sections": {{"PORTS": "Trade"}}, "keywords": {keywords}, "authors": {{"alee": "Ann Lee"}}}}')
    path = written(tmp_path, item(section="Ports", tags=["Misc", "Box ships", "Rail"], authors=["alee"]))
    assert bring(path, capsys, map=names).status == 0
    article = Article.objects.get()
    assert article.section.name == "Trade"
    assert {keyword.name for keyword in article.keywords.all()} == {"Containers", "Rail"}
    assert [author.name for author in article.authors.all()] == ["Ann Lee"]


def test_series_are_found_and_become_kickers_by_the_map(tmp_path, capsys):
    titles = [
        "Ask 18F — Why?",
        "Ask 18F: How?",
        "Ask 18F | When?",
        "Note: One",
        "At 10:30 ships come",
        "無題：港口",
    ]
    items = [item(title=title, body_markdown=f"# {title}\n\nA text.") for title in titles]
    path = written(tmp_path, *items, item(title="Ask 18F: Kept", kicker="Column"))
    told = bring(path, capsys, dry_run=True, report=tmp_path / "report.jsonl").out
    assert "Titles that begin alike" in told and "     3 × Ask 18F\n" in told and "Note" not in told
    assert json.loads((tmp_path / "report.jsonl").read_text().splitlines()[-1])["beginnings"] == {"Ask 18F": 3}

    names = tmp_path / "names.json"
    names.write_text('{"kickers": {"ask 18f": "Asked", "note": null, "無題": "港口", "Column": "Columns"}}')
    assert "begin alike" not in bring(path, capsys, map=names).out
    assert {(entry.kicker, entry.title) for entry in Entry.objects.all()} == {
        ("Asked", "Why?"),
        ("Asked", "How?"),
        ("Asked", "When?"),
        ("", "One"),
        ("", "At 10:30 ships come"),
        ("港口", "港口"),
        ("Columns", "Ask 18F: Kept"),
    }
    assert all("<h" not in article.body for article in Article.objects.all()), "The heading repeats the title."


@pytest.mark.parametrize("text", ["", "[]", '{"section": {}}', '{"keywords": {"a": 1}}', '{"keywords": []}'])
def test_map_that_is_none_ends_the_run_before_it_begins(text, tmp_path, capsys):
    names = tmp_path / "names.json"
    names.write_text(text)
    with pytest.raises(CommandError, match=r"names\.json"):
        bring(written(tmp_path, item()), capsys, map=names)
    assert not Entry.objects.exists()
