"""Each saved version of an article: kept, compared, put back."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from articles import publishing, tagging, versioning
from articles.models import Article, Author, Section, Version
from articles.tests.factories import make_article, make_author, make_keyword, make_section
from articles.tests.test_newsroom import ADD, counter, page_of, said, typed, typed_again
from members.tests.factories import make_user
from portal.inbox import inbox

pytestmark = pytest.mark.django_db


@pytest.fixture
def author(client):
    client.force_login(make_user("author", name="Mira Sato"))
    return client


def version_of(article, number):
    return reverse("admin:articles_article_version", args=[article.pk, number])


def compared(client, article, old, new):
    return client.get(page_of(article, "compare"), {"old": old, "new": new})


def test_a_new_article_begins_with_its_first_version(author):
    author.post(ADD, typed(keywords=["Rail"]))
    version = Version.objects.get()
    assert (version.number, version.form["title"], version.form["keywords"]) == (1, "Berth 19 reopens", ["Rail"])
    assert str(version.saved_by) == "Mira Sato"
    assert len(version.digest) == 64


def test_the_first_edit_of_what_an_archive_brought_keeps_how_it_stood(author):
    long_ago = timezone.now() - timedelta(days=900)
    article = make_article(published_at=None, kicker="Ports", changed_at=long_ago, keywords=[make_keyword("Rail")])
    author.post(page_of(article), typed_again(article, kicker="Rail", keywords=["Rail"]))
    first, second = article.versions.order_by("number")
    assert (first.form["kicker"], first.saved_at, first.saved_by) == ("Ports", long_ago, None)
    assert (first.form["keywords"], second.form["kicker"]) == (["Rail"], "Rail")
    assert set(second.changed) == {"kicker", "abstract", "body"}


def test_saving_the_same_again_is_no_new_version(author):
    author.post(ADD, typed())
    article = Article.objects.get()
    author.post(page_of(article), typed_again(article))
    assert article.versions.count() == 1


def test_a_version_from_before_editors_were_named_is_the_same(author):
    author.post(ADD, typed())
    article, version = Article.objects.get(), Version.objects.get()
    del version.form["editor"]
    assert versioning.digest_of(version.form) == version.digest
    version.save()
    author.post(page_of(article), typed_again(article))
    assert article.versions.count() == 1
    article.refresh_from_db()
    author.post(page_of(article), typed_again(article, editor="Cara Moon"))
    assert article.versions.get(number=2).changed == ["editor"]
    page = compared(author, article, 1, 2).content.decode()
    assert "Editor" in page and "Cara Moon" in page


def test_the_history_says_who_when_and_what(author):
    author.post(ADD, typed())
    article = Article.objects.get()
    author.post(page_of(article), typed_again(article, body="<p>It takes forty ships.</p>", keywords=["Rail"]))
    page = author.get(page_of(article, "history")).content.decode()
    assert "How it began." in page
    assert "Body, Keywords" in page and "+1 word" in page
    assert page.count("Mira Sato") > 2


def test_the_difference_marks_words(author):
    article = make_article(published_at=None, title="Berth 19 reopens", body="<p>It takes ships.</p><p>Soon.</p>")
    again = typed_again(article, title="Berth 20 reopens", body="<p>It takes <em>ships</em>.</p><p>Soon.</p>")
    author.post(page_of(article), again)
    answer = compared(author, article, 1, 2)
    page = answer.content.decode()
    assert "<del>19 </del><ins>20 </ins>" in page
    assert '<ins class="mark">italic</ins>ships<ins class="mark">/italic</ins>' in page
    assert [difference.name for difference in answer.context["differences"]] == ["title", "abstract", "body"]
    assert compared(author, article, 2, 1).content.decode().count("<del>19") == 1, "the older is what went"
    assert "Both say the same." in compared(author, article, 2, 2).content.decode()


def test_what_was_typed_is_text_in_the_difference(author):
    article = make_article(published_at=None)
    author.post(page_of(article), typed_again(article, kicker="<script>alert(1)</script>"))
    assert "<script>alert" not in compared(author, article, 1, 2).content.decode()


@pytest.mark.parametrize("asked", [{}, {"old": "1"}, {"old": "x", "new": "\0"}, {"old": "9" * 30, "new": "٣"}])
def test_versions_that_are_not_there_are_not_found(author, asked):
    article = make_article(published_at=None)
    author.post(page_of(article), typed_again(article))
    assert author.get(page_of(article, "compare"), asked).status_code == 404
    assert author.get(version_of(article, 77)).status_code == 404


def test_restoring_makes_a_new_version_and_opening_its_page_does_not(author):
    rail, ann = make_keyword("Rail"), make_author("Ann Lee")
    article = make_article(published_at=None, kicker="Ports", keywords=[rail], authors=[ann])
    author.post(page_of(article), typed_again(article, kicker="Other"))
    author.get(version_of(article, 1))
    assert article.versions.count() == 2

    answer = author.post(version_of(article, 1))

    assert answer.url == page_of(article)
    assert "says again what version 1 said" in said(answer)
    article.refresh_from_db()
    assert (article.kicker, article.revision) == ("Ports", 3)
    assert (list(article.keywords.all()), list(article.authors.all())) == ([rail], [ann])
    newest = article.versions.get(number=3)
    assert newest.restored.number == 1
    assert newest.digest == article.versions.get(number=1).digest
    assert "stands as version 1 says" in said(author.post(version_of(article, 1)))
    assert article.versions.count() == 3


def test_what_is_no_longer_there_stays_as_it_is(author):
    article = make_article(published_at=None, authors=[make_author()], section=make_section(name="Old"))
    author.post(page_of(article), typed_again(article, section=make_section(name="New").pk))
    Author.objects.all().delete()
    Section.objects.get(name="Old").delete()
    answer = author.post(version_of(article, 1))
    assert "No longer there, so as it was: Section, Authors." in said(answer)
    article.refresh_from_db()
    assert (article.section.name, article.versions.count()) == ("New", 3)


def test_restoring_what_is_published_shows_it_to_readers_at_once(client):
    client.force_login(make_user("editor"))
    article = make_article(kicker="Ports")
    client.post(page_of(article), typed_again(article, kicker="Other"))
    before = counter()
    client.post(version_of(article, 1))
    assert counter() > before
    assert "Ports" in client.get(article.get_absolute_url()).content.decode()


def test_an_author_looks_at_what_is_published_and_restores_nothing(author):
    article = make_article()
    versioning.keep(article, by=None, at=timezone.now())
    page = author.get(version_of(article, 1))
    assert page.status_code == 200 and b"Restore" not in page.content
    assert author.post(version_of(article, 1)).status_code == 403


def test_who_is_not_of_the_newsroom_sees_no_version(client):
    article = make_article()
    versioning.keep(article, by=None, at=timezone.now())
    client.force_login(make_user())
    for address in (version_of(article, 1), page_of(article, "history"), page_of(article, "compare")):
        assert client.get(address).status_code in (302, 403)


def test_a_merged_keyword_is_found_again_by_its_name(author):
    article = make_article(published_at=None, keywords=[make_keyword("Rail")])
    author.post(page_of(article), typed_again(article, keywords=[]))
    article.keywords.model.objects.all().delete()
    author.post(version_of(article, 1))
    assert list(article.keywords.all()) == [tagging.keyword_named("rail")]


def test_a_deleted_draft_takes_its_versions_with_it(client):
    client.force_login(make_user("editor"))
    article = make_article(published_at=None)
    versioning.keep(article, by=None, at=timezone.now())
    client.post(page_of(article, "delete"), {"post": "yes"})
    assert not Version.objects.exists() and not Article.objects.exists()


def test_publishing_changes_no_version(client):
    article = make_article(published_at=None)
    versioning.keep(article, by=None, at=timezone.now())
    publishing.publish(article, by=None, at=timezone.now())
    assert versioning.keep(Article.objects.get(), by=None, at=timezone.now()) is None


def test_the_newsroom_comments_on_one_version_and_is_told_at_its_first_page(client):
    author, editor = make_user("author", name="Ann Lee"), make_user("editor", name="Mira Sato")
    client.force_login(author)
    client.post(ADD, typed())
    article = Article.objects.get()
    page = version_of(article, 1)
    client.force_login(editor)
    assert client.post(f"{page}comment/", {"words": " "}).context["form"].errors
    client.post(f"{page}comment/", {"words": "Who says <b>so</b>?"})
    assert "Who says &lt;b&gt;so&lt;/b&gt;?" in client.get(page).text
    assert "1 comment<" in client.get(page_of(article, "history")).text
    assert "Mira Sato on version 1" in client.get(page_of(article)).text
    told = "Mira Sato on version 1: Who says"
    assert any(told in row.note for row in inbox(author, at=timezone.now())["waiting"])
    assert not any(told in row.note for row in inbox(editor, at=timezone.now())["waiting"])
    client.force_login(author)
    client.post(page_of(article), typed_again(article, kicker="Sourced"))
    assert not any(told in row.note for row in inbox(author, at=timezone.now())["waiting"])
    client.force_login(make_user())
    assert client.post(f"{page}comment/", {"words": "x"}).status_code in (302, 403)


def test_who_began_a_text_hears_of_comments_after_an_editor_changed_it(client):
    author, editor, chief = make_user("author"), make_user("editor"), make_user("chief", name="Lena Park")
    client.force_login(author)
    client.post(ADD, typed())
    article = Article.objects.get()
    client.force_login(editor)
    client.post(page_of(article), typed_again(article, kicker="Sourced"))
    client.force_login(chief)
    client.post(f"{version_of(article, 2)}comment/", {"words": "By whom?"})
    for told in (author, editor):
        assert any("Lena Park on version 2: By whom?" in row.note for row in inbox(told, at=timezone.now())["waiting"])
    assert not any("By whom?" in row.note for row in inbox(make_user("author"), at=timezone.now())["waiting"])
