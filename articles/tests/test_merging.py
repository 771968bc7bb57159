"""Keywords that become one, and one that becomes two."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from articles import merging, tagging
from articles.admin.merging import merge_path
from articles.importing import places
from articles.models import Entry, Keyword, KeywordAlias, Listed
from articles.naming import free_keyword_slug
from articles.tests.at_once import at_once
from articles.tests.factories import make_article, make_keyword, make_picture
from articles.tests.importing_made import bring, item, written
from members.tests.factories import make_user
from portal.lib import pages

LIST = reverse("admin:articles_keyword_changelist")


@pytest.fixture
def editor(client, db):
    client.force_login(make_user("editor"))
    return client


def said(answer):
    return " ".join(map(str, get_messages(answer.wsgi_request)))


def places_of(keyword):
    return set(Listed.objects.filter(keyword=keyword).values_list("entry_id", flat=True))


@pytest.mark.django_db(transaction=True)
def test_an_editor_merges_two_and_readers_find_everything_under_one(client, run_jobs):
    client.force_login(make_user("editor"))
    rail, trains = make_keyword("Rail freight"), make_keyword("Freight trains")
    KeywordAlias.objects.create(keyword=trains, name="Cargo trains")
    only, both = make_article(keywords=[trains]), make_article(keywords=[rail, trains])
    before = pages.standing(at=timezone.now()).counter
    chosen = client.post(LIST, {"action": "merge_chosen", "_selected_action": [rail.pk, trains.pk]})
    page = client.get(chosen.url).content.decode()
    assert "Cargo trains" in page and "2 articles" in page
    answer = client.post(chosen.url, {"stays": rail.pk}, follow=True)
    assert "Merged into “Rail freight”: Freight trains. 2 articles moved." in answer.content.decode()
    assert {alias.name for alias in rail.aliases.all()} == {"Freight trains", "Cargo trains"}
    assert places_of(rail) == {only.pk, both.pk} == set(rail.entries.values_list("pk", flat=True))
    assert pages.standing(at=timezone.now()).counter > before
    for old in ("/keywords/freight-trains/", "/tags/cargo-trains"):
        moved = client.get(old)
        assert (moved.status_code, moved.url) == (301, "/keywords/rail-freight/")
    for form in ("atom", "json"):
        assert client.get(f"/feeds/keywords/freight-trains.{form}").url == f"/feeds/keywords/rail-freight.{form}"
    run_jobs()
    vector = Entry.objects.get(pk=only.pk).searchable.open_vector
    assert f"k:{rail.pk}" in vector and f"k:{trains.pk}" not in vector and "cargo" in vector
    assert client.get("/search/?keyword=freight-trains").status_code == 200


def test_old_pages_lead_on_in_one_hop_however_often_keywords_were_merged(client, db):
    first, second, third = (make_keyword(name) for name in ("One", "Two", "Three"))
    merging.merge(second.pk, [first.pk])
    merging.merge(third.pk, [second.pk])
    assert [client.get(f"/keywords/{slug}/").url for slug in ("one", "two")] == ["/keywords/three/"] * 2
    assert [keyword.pk for keyword in tagging.keywords_named(["ONE", "two"])] == [third.pk]


def test_what_stays_takes_the_introduction_and_picture_that_it_lacks(db):
    picture = make_picture()
    stays, other = (
        make_keyword(introduction="<p>Ours.</p>"),
        make_keyword(introduction="<p>Theirs.</p>", picture=picture),
    )
    merging.merge(stays.pk, [other.pk])
    stays.refresh_from_db()
    assert (stays.introduction, stays.picture) == ("<p>Ours.</p>", picture)


def test_an_address_of_before_is_given_to_nobody_else(db):
    rail, plus = make_keyword("Rail"), make_keyword("C", slug="c")
    merging.merge(rail.pk, [plus.pk])
    assert free_keyword_slug("C+") == "c-2"
    assert places.keywords(["C++"])["C++"].slug == "c-2"


def test_what_is_gone_is_said_so_and_nothing_is_done(editor):
    rail, trains = make_keyword("Rail"), make_keyword("Trains")
    address = merge_path([rail.pk, trains.pk])
    trains.delete()
    with pytest.raises(merging.Gone):
        merging.merge(rail.pk, [trains.pk or 0])
    assert "Choose at least one more keyword" in editor.post(address, {"stays": rail.pk}).content.decode()
    answer = editor.post(reverse("admin:articles_keyword_split", args=[4711]))
    assert (answer.url, "Nothing was done" in said(answer)) == (LIST, True)


def test_keywords_are_added_by_any_spelling_and_a_word_that_is_none_is_named(editor):
    rail, trains = make_keyword("Rail"), make_keyword("Trains")
    KeywordAlias.objects.create(keyword=trains, name="Wagons")
    page = editor.get(merge_path([rail.pk]), {"keyword": rail.pk, "more": "wagons", "more_typed": ""})
    assert {keyword.pk for keyword in page.context["chosen"]} == {rail.pk, trains.pk}
    page = editor.get(merge_path([rail.pk]) + "&more_typed=Zeppelins,+Trains").content.decode()
    assert "There is no keyword “Zeppelins”." in page


def test_which_one_stays_has_to_be_said(editor):
    rail, trains, other = make_keyword("Rail"), make_keyword("Trains"), make_keyword("Other")
    for stays in ("", other.pk, "x", "9" * 30):
        answer = editor.post(merge_path([rail.pk, trains.pk]), {"stays": stays})
        assert answer.context["form"].errors.keys() == {"stays"}
    assert Keyword.objects.count() == 3


def test_an_author_merges_and_splits_nothing(client, db):
    client.force_login(make_user("author"))
    rail, trains = make_keyword("Rail"), make_keyword("Trains")
    alias = KeywordAlias.objects.create(keyword=rail, name="Railways")
    for address in (merge_path([rail.pk, trains.pk]), reverse("admin:articles_keyword_split", args=[alias.pk])):
        assert client.get(address).status_code == client.post(address, {"stays": rail.pk}).status_code == 403


def test_a_spelling_whose_address_leads_here_is_not_deleted(editor):
    rail = make_keyword("Rail freight")
    merging.merge(rail.pk, [make_keyword("Rail ferries").pk])
    plain = KeywordAlias.objects.create(keyword=rail, name="Railways")
    for alias, left in ((rail.aliases.get(slug="rail-ferries"), 2), (plain, 1)):
        form = {"aliases-TOTAL_FORMS": 1, "aliases-INITIAL_FORMS": 1, "aliases-0-DELETE": "on"}
        form |= {
            "name": rail.name,
            "aliases-0-id": alias.pk,
            "aliases-0-keyword": rail.pk,
            "aliases-0-name": alias.name,
        }
        editor.post(reverse("admin:articles_keyword_change", args=[rail.pk]), form)
        assert rail.aliases.count() == left
    assert editor.get("/keywords/rail-ferries/").status_code == 301


def test_a_spelling_becomes_a_keyword_with_the_articles_that_say_it(editor):
    rail = make_keyword("Rail freight")
    ferries = make_keyword("Rail ferries")
    merging.merge(rail.pk, [ferries.pk])
    alias = rail.aliases.get()
    says = make_article(title="Two rail-ferries for Baku", keywords=[rail])
    other = make_article(title="Trail ferriesmen", keywords=[rail])
    address = reverse("admin:articles_keyword_split", args=[alias.pk])
    assert "The 1 article that says" in editor.get(address).content.decode()
    editor.post(address, {"with_articles": "1"})
    made = Keyword.objects.get(name="Rail ferries")
    assert made.slug == "rail-ferries" and not rail.aliases.exists()
    assert (places_of(made), places_of(rail)) == ({says.pk}, {other.pk})
    assert list(Entry.objects.get(pk=says.pk).keywords.all()) == [made]


def test_a_spelling_may_leave_without_articles(editor):
    rail = make_keyword("Rail")
    alias = KeywordAlias.objects.create(keyword=rail, name="铁路")
    article = make_article(title="中欧铁路班列", keywords=[rail])
    assert list(merging.saying(alias)) == [Entry.objects.get(pk=article.pk)]
    editor.post(reverse("admin:articles_keyword_split", args=[alias.pk]), {})
    assert places_of(rail) == {article.pk}
    assert Keyword.objects.get(name="铁路").entries.count() == 0


NAMES = ("Ports", "Harbours", "Quays", "Berths")


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("round", range(3))
def test_twenty_who_merge_tag_and_rename_at_once_leave_nothing_half(client, round):
    keywords = [make_keyword(name) for name in NAMES]
    articles = [make_article(keywords=[keyword], published_at=timezone.now()) for keyword in keywords]
    merges = [
        (merge_path([one.pk, other.pk]), {"stays": one.pk})
        for one, other in zip(keywords * 2, keywords[1:] + keywords[:1] + keywords[2:] + keywords[:2], strict=True)
    ]
    edits = [
        (reverse("admin:articles_article_change", args=[article.pk]), article_form(article, list(NAMES[::turn])))
        for article in articles
        for turn in (1, -1)
    ]
    renames = [
        (reverse("admin:articles_keyword_change", args=[keyword.pk]), keyword_form(f"{keyword} at sea"))
        for keyword in keywords
    ]
    assert set(at_once([*merges, *edits, *renames], role="editor")) <= {200, 302}
    assert Keyword.objects.filter(folded__in=KeywordAlias.objects.values("folded")).count() == 0
    for article in articles:
        tagged = set(Entry.objects.get(pk=article.pk).keywords.values_list("pk", flat=True))
        assert tagged and tagged == set(article.listed.values_list("keyword_id", flat=True))
    for name in NAMES:
        answer = client.get(f"/keywords/{name.lower()}/")
        assert answer.status_code == 200 or client.get(answer.url).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_an_archive_that_comes_in_meanwhile_is_whole(tmp_path, capsys):
    kept = make_keyword("Harbours")
    make_keyword("Ports")
    archive = written(tmp_path, *(item(tags=["Ports", "Harbours", "Rail"]) for _ in range(1100)))

    def brought():
        try:
            return bring(archive, capsys, publish=True)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        run = pool.submit(brought)
        while not run.done():
            merging.merge(kept.pk, Keyword.objects.filter(name="Ports").values_list("pk", flat=True))
            merging.split(KeywordAlias.objects.get(name="Ports").pk, with_articles=False)
    assert run.result().status == 0, run.result().said
    tagged = Entry.keywords.through.objects.values_list("entry_id", "keyword_id")
    assert set(tagged) == set(Listed.objects.filter(author=None).values_list("entry_id", "keyword_id"))
    assert kept.entries.count() == Keyword.objects.get(name="Rail").entries.count() == 1100


def article_form(article, names):
    form = {"title": article.title, "abstract": article.abstract, "body": article.body, "section": article.section_id}
    return form | {"language": "en", "access": "everyone", "revision": article.revision, "keywords": names}


def keyword_form(name):
    return {"name": name, "aliases-TOTAL_FORMS": 0, "aliases-INITIAL_FORMS": 0}
