import re
from datetime import UTC, datetime

import pytest
from django.db.models import F
from django.utils import timezone

from articles import indexing, publishing
from articles.models import Entry, KeywordAlias, Listed, Searchable
from articles.tests.factories import make_article, make_author, make_keyword, make_section
from articles.words import words
from feedback.models import Answer
from members.access import Audience

pytestmark = pytest.mark.django_db

PARAGRAPHS = "".join(f"<p>Paragraph {number} says something of about forty letters.</p>" for number in range(12))


def found(query, *, vector="open_vector"):
    held = Searchable.objects.extra(where=[f"{vector} @@ to_tsquery('english', %s)"], params=[query])
    return set(held.values_list("entry_id", flat=True))


def test_title_keywords_aliases_abstract_and_body_are_found():
    keyword = make_keyword("Rail freight")
    KeywordAlias.objects.create(keyword=keyword, name="Goods trains")
    article = make_article(
        title="Gauges", abstract="Two bays.", body="<p>A <em>crane</em> came.</p>", keywords=[keyword]
    )
    for query in ("gauge", "freight", "goods <-> train", "bay", "crane"):
        assert found(query) == {article.pk}, query


def test_title_weighs_more_than_body():
    article = make_article(title="Gauges", body="<p>Cranes and gauges</p>")
    vector = Searchable.objects.values_list("open_vector", flat=True).get(pk=article.pk)
    assert "'gaug':1A" in vector and "'crane'" in vector


def test_accents_and_full_stops_do_not_count():
    article = make_article(title="U.S. exports to Málaga reach 10,000 boxes: CIM/SMGS")
    for query in ("us & malaga", "10000", "cim <-> smgs"):
        assert found(query) == {article.pk}, query


def test_every_language_has_its_stems():
    french = make_article(title="Les négociations commerciales", language="fr")
    russian = make_article(title="Новые порты", language="ru")
    arabic = make_article(title="الموانئ الجديدة", language="ar")
    held = Searchable.objects.in_bulk([french.pk, russian.pk, arabic.pk])
    assert "'negoci'" in held[french.pk].open_vector and "'порт'" in held[russian.pk].open_vector
    assert "'جديد'" in held[arabic.pk].open_vector


def test_chinese_is_found_by_pairs():
    article = make_article(title="一帶一路 2023年", language="zh-hant")
    assert words("一帶一路 2023年") == ["一帶", "帶一", "一路", "路", "2023", "年"]
    assert found("一帶 <-> 帶一 <-> 一路") == {article.pk}


def test_gated_body_is_in_the_full_vector_only():
    body = f"{PARAGRAPHS}<p>The demurrage is waived.</p>"
    gated = make_article(body=body, access=Audience.MEMBERS)
    everyone = make_article(body=body)
    assert found("demurrage") == {everyone.pk}
    assert found("demurrage", vector="full_vector") == {gated.pk}
    held = Searchable.objects.get(pk=gated.pk)
    assert "Paragraph 0" in held.open_text and "Paragraph 5" not in held.open_text


def test_children_of_other_apps_bring_their_bodies():
    answer = Answer.objects.create(
        title="What is a TIR carnet?",
        section=make_section(),
        body="<p>A customs <b>booklet</b>.</p>",
        changed_at=timezone.now(),
    )
    indexing.reindex([answer.pk])
    assert found("booklet") == {answer.pk}


def test_lists_hold_what_has_a_moment_and_is_not_withdrawn():
    keyword, author = make_keyword(), make_author()
    places = {"keywords": [keyword], "authors": [author]}
    make_article(published_at=None, **places)
    article = make_article(**places)
    assert Listed.objects.count() == 2
    assert Listed.objects.filter(published_at=F("entry__published_at"), entry=article, keyword=keyword).exists()

    publishing.withdraw(Entry.objects.get(pk=article.pk), reason="Wrong.", by=None, at=timezone.now())
    assert not Listed.objects.exists()


def test_indexing_again_changes_nothing():
    article = make_article(keywords=[make_keyword()])
    before = Searchable.objects.values().get(pk=article.pk)
    indexing.reindex([article.pk, article.pk, 999_999_999])
    assert Searchable.objects.values().get(pk=article.pk) == before
    assert Listed.objects.count() == 1


def test_huge_and_hostile_bodies_are_indexed():
    body = "<p>" + " ".join(f"一{chr(0x4E00 + n % 20000)}w{n}" for n in range(80_000)) + "</p>"
    article = make_article(body=body, title="x" * 200, abstract="\ufdfa" * 600)
    assert found("x:*") == {article.pk}


def test_a_hundred_entries_take_as_many_queries_as_one(django_assert_num_queries):
    keyword = make_keyword()
    numbers = [make_article(keywords=[keyword]).pk for _ in range(100)]
    with django_assert_num_queries(11):
        indexing.reindex(numbers)


def test_marks_say_where_an_entry_stands_and_go_with_what_they_say():
    rail, tea = make_keyword("Rail freight"), make_keyword("Tea")
    KeywordAlias.objects.create(keyword=rail, name="Goods trains")
    article = make_article(keywords=[rail, tea], published_at=datetime(2026, 3, 31, 23, tzinfo=UTC))
    marks = {f"s:{article.section_id}", "d:article", "y:2026", "m:202603", f"k:{rail.pk}", f"k:{tea.pk}"}
    assert marks_of(article) == marks
    article.keywords.remove(tea)
    publishing.edited(Entry.objects.get(pk=article.pk))
    assert marks_of(article) == marks - {f"k:{tea.pk}"}
    publishing.withdraw(Entry.objects.get(pk=article.pk), reason="Wrong.", by=None, at=timezone.now())
    assert marks_of(article) == set()
    assert Searchable.objects.get(pk=article.pk).published_at is None


def marks_of(article):
    lexemes = re.findall(r"'([^']*)'", Searchable.objects.get(pk=article.pk).open_vector)
    return {lexeme for lexeme in lexemes if ":" in lexeme}
