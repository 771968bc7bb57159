from datetime import timedelta

import psycopg
import pytest
from django.db import connection
from django.utils import timezone

from articles import narrowing, searching
from articles.models import Entry, KeywordAlias
from articles.queries import parse
from articles.tests.factories import make_article, make_keyword, make_section
from members.access import Audience, Reader


def found(asked, *, sort="newest", after="", reader=None):
    reader = reader or Reader(user=None, at=timezone.now())
    return searching.search(narrowing.read({"q": asked, "sort": sort, "after": after}), reader=reader)


def numbers(asked, **options):
    return [result.entry.pk for result in found(asked, **options).results]


@pytest.mark.parametrize(
    ("asked", "wanted", "excluded"),
    [
        ("demurrage aktau", "('demurrage') & ('aktau':*)", ""),
        ('"block train" -policy', "('block' <-> 'train')", "('policy')"),
        ("“bill of lading", "('bill' <-> 'of' <-> 'lading')", ""),
        ("CIM/SMGS note", "('cim' <-> 'smgs') & ('note':*)", ""),
        ("一帶一路 港", "('一帶' <-> '帶一' <-> '一路') & ('港':*)", ""),
        ("- -- \" ' & | ! ( ) :* <->", "", ""),
        ("to it", "('to') & ('it')", ""),
    ],
)
def test_query_is_read(asked, wanted, excluded):
    query = parse(asked)
    assert (query.wanted, query.excluded) == (wanted, excluded)


@pytest.mark.django_db
class TestFinding:
    def test_forms_phrases_exclusion_and_beginnings(self):
        queue = make_article(title="Queues at Khorgos fall", body="<p>The block train waits.</p>")
        train = make_article(title="A train without a block", body="<p>Policy on queues.</p>")
        assert set(numbers("queue")) == {queue.pk, train.pk}
        assert numbers('"block trains"') == [queue.pk]
        assert numbers("queues -policies") == [queue.pk]
        assert numbers("khorg") == [queue.pk]
        assert numbers("khorg queue") == []  # only the last word may be a beginning
        assert numbers("-queues") == []

    def test_a_beginning_is_what_was_typed_and_not_its_stem(self):
        regular = make_article(title="A regular train")
        rules = make_article(title="New regulations")
        make_article(title="A target")
        assert set(numbers("regul")) == {regular.pk, rules.pk}
        for typed in ("regulat", "regulatio", "regulation"):
            assert numbers(typed) == [rules.pk]
        assert numbers("tari") == []  # French would stem it to "tar"
        assert found("regulat").results[0].title == "New <mark>regulations</mark>"

    def test_exclusion_holds_across_languages(self):
        make_article(title="Customs policies")
        assert numbers("customs -policy") == []

    def test_accents_case_and_languages(self):
        french = make_article(title="Les négociations à Málaga", language="fr")
        russian = make_article(title="Новые порты Каспия", language="ru")
        arabic = make_article(title="الموانئ الجديدة", language="ar")
        chinese = make_article(title="一帶一路的港口", language="zh-hant")
        assert numbers("NEGOCIATION malaga") == [french.pk]
        assert numbers("порт") == [russian.pk]
        assert numbers("الجديدة") == [arabic.pk]
        assert numbers("一路") == numbers("港") == numbers('"一帶一路"') == [chinese.pk]
        assert numbers("路一") == []

    def test_spanish_forms_meet_with_and_without_accents(self):
        one = make_article(title="La exportación crece", language="es", abstract="", body="")
        many = make_article(title="Crecen las exportaciones", language="es", abstract="", body="")
        for typed in ("exportación", "exportacion", "EXPORTACIONES"):
            assert numbers(typed) == [many.pk, one.pk]
        assert found("exportaciones").results[1].title == "La <mark>exportación</mark> crece"

    def test_keyword_by_any_spelling(self):
        keyword = make_keyword("Rail freight")
        KeywordAlias.objects.create(keyword=keyword, name="Goods trains")
        article = make_article(keywords=[keyword])
        assert numbers("goods trains") == [article.pk]

    def test_title_comes_before_body_in_relevance_and_age_in_newest(self):
        now = timezone.now()
        title = make_article(title="Demurrage waived", published_at=now - timedelta(days=2))
        body = make_article(body="<p>The demurrage is halved.</p>", published_at=now - timedelta(days=1))
        assert numbers("demurrage", sort="relevance") == [title.pk, body.pk]
        assert numbers("demurrage", sort="newest") == [body.pk, title.pk]

    def test_what_another_language_alone_would_find_comes_last(self):
        own = make_article(title="A workshop", body="<p>One pallet of old tires.</p>")
        french = make_article(title="Le pneu", body="<p>On tire.</p>", language="fr")
        other = make_article(title="TIR carnet", body="<p>TIR, and TIR again.</p>")
        assert numbers("tires", sort="relevance")[-1] == other.pk
        assert set(numbers("tires", sort="relevance")) == {own.pk, french.pk, other.pk}

    def test_pages_follow_each_other(self):
        section = make_section()
        wanted = [make_article(section=section).pk for _ in range(45)]
        for sort in ("newest", "relevance"):
            seen, after = [], ""
            while True:
                page = found("berth", sort=sort, after=after)
                seen += [result.entry.pk for result in page.results]
                after = page.older
                if not after:
                    break
            assert sorted(seen) == wanted and page.total == 45 and page.total_is_exact

    def test_counts_are_exact_to_a_thousand_and_relevance_ranks_the_newest_500(self, monkeypatch):
        monkeypatch.setattr(searching, "COUNTED", 4)
        monkeypatch.setattr(searching, "RANKED", 3)
        now = timezone.now()
        oldest = make_article(title="Berth berth berth", published_at=now - timedelta(days=9))
        section = make_section()
        for _ in range(3):
            make_article(section=section)
        assert (found("berth").total, found("berth").total_is_exact) == (4, True)
        assert oldest.pk not in numbers("berth", sort="relevance")
        make_article(section=section)
        assert (found("berth").total, found("berth").total_is_exact) == (4, False)
        assert len(numbers("berth", sort="newest")) == 5

    def test_what_is_not_published_is_neither_found_nor_counted(self):
        section = make_section()
        make_article(section=section, published_at=None)
        make_article(section=section, published_at=timezone.now() + timedelta(hours=1))
        wanted = [make_article(section=section).pk for _ in range(5)][::-1]
        for sort in ("newest", "relevance"):
            assert numbers("berth", sort=sort) == wanted
            assert found("berth", sort=sort).total == 5

    def test_page_says_that_only_the_newest_were_ranked(self, client, monkeypatch):
        monkeypatch.setattr(searching, "RANKED", 2)
        section = make_section()
        for _ in range(3):
            make_article(section=section)
        words = b"among the newest 2;"
        assert words in client.get("/search/?q=berth").content
        assert words not in client.get("/search/?q=berth&sort=newest").content

    def test_member_finds_the_gated_text_but_sees_only_the_open_one(self):
        opening = "".join(f"<p>Paragraph {place} is about berths and cranes.</p>" for place in range(9))
        article = make_article(body=f"{opening}<p>The demurrage is waived.</p>", access=Audience.MEMBERS)
        member = Reader(user=None, at=timezone.now())
        member.is_member = True
        assert numbers("demurrage") == []
        for sort in ("newest", "relevance"):
            page = found("demurrage", sort=sort, reader=member)
            assert [result.entry.pk for result in page.results] == [article.pk]
            assert "waived" not in page.results[0].snippet


@pytest.mark.django_db
class TestShowing:
    def test_found_words_are_marked_and_everything_is_escaped(self):
        make_article(
            title="Queue & <b>queues</b>",
            abstract="Short.",
            body=f"<p>{'Before it. ' * 40}Then &lt;i&gt; the queueing began at Málaga. {'After it. ' * 40}</p>",
        )
        result = found("queue malaga").results[0]
        assert result.title == "<mark>Queue</mark> &amp; &lt;b&gt;<mark>queues</mark>&lt;/b&gt;"
        assert "&lt;i&gt; the <mark>queueing</mark> began at <mark>Málaga</mark>." in result.snippet
        assert result.snippet.startswith("…") and result.snippet.endswith("…")
        assert len(result.snippet) < 300

    def test_initials_are_marked_with_their_last_point(self):
        make_article(title="U.S. exports")
        assert found("us exports").results[0].title == "<mark>U.S.</mark> <mark>exports</mark>"

    def test_chinese_is_marked_where_it_stands(self):
        make_article(title="談一帶一路2023年", abstract="港口", language="zh-hant", body="<p>沒有。</p>")
        assert found("一帶一路 2023").results[0].title == "談<mark>一帶一路</mark><mark>2023</mark>年"

    def test_abstract_is_shown_where_only_the_title_was_found(self):
        make_article(title="Khorgos", abstract="Two bays more.")
        assert found("khorgos").results[0].snippet.startswith("Two bays more.")


@pytest.mark.django_db
class TestPage:
    def test_is_not_for_search_engines_and_repeats_nothing(self, client):
        response = client.get("/search/", {"q": "cheap pills"})
        assert response.headers["X-Robots-Tag"] == "noindex"
        page = response.content.decode()
        assert '<meta name="robots" content="noindex">' in page
        assert "pills" not in page.partition("<title>")[2].partition("</title>")[0]
        assert "No articles found" in page and page.count("cheap pills") == 1  # in the field alone

    def test_keeps_the_words_and_the_order_on_the_way_to_older_ones(self, client):
        section = make_section()
        for _ in range(21):
            make_article(section=section)
        context = client.get("/search/", {"q": 'berth "ships again"', "sort": "newest"}).context
        assert context["total"] == 21
        older = client.get(context["older_url"])
        asked = older.context["asked"]
        assert asked.q == 'berth "ships again"' and asked.sort == "newest"
        assert len(older.context["results"]) == 1 and older.context["older_url"] == ""

    @pytest.mark.parametrize(("typed", "is_told"), [("?!", True), ("-khorgos", True), ("zzqqvv", False)])
    def test_whoever_typed_no_word_to_look_for_is_told(self, client, typed, is_told):
        page = client.get("/search/", {"q": typed}).text
        assert ("Type a word to look for" in page) == is_told != ("Check the spelling" in page)

    def test_without_words_it_is_only_the_field(self, client):
        context = client.get("/search/").context
        assert not context["asked"].q and context["results"] == []


@pytest.mark.django_db(transaction=True)
def test_slow_query_is_cut_and_says_so(client):
    make_article()
    options = connection.get_connection_params() | {"cursor_factory": psycopg.Cursor}
    options.pop("context", None)
    with psycopg.connect(**options) as other:
        other.execute("LOCK TABLE articles_searchable IN ACCESS EXCLUSIVE MODE")
        response = client.get("/search/", {"q": "berth"})
        other.rollback()
    assert response.status_code == 200 and response.context["too_slow"] is True
    assert b"took too long" in response.content
    assert client.get("/search/", {"q": "berth"}).context["total"] == 1
    assert Entry.objects.count() == 1
