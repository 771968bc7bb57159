"""The second run, and every later one."""

from datetime import UTC, datetime

import pytest
from django.utils import timezone

from articles import publishing, sitemaps
from articles.models import Article, Author, Entry, Imported, Keyword, OldAddress, Picture, Searchable, Section
from articles.tests.importing_made import bring, item, written
from members.models import User

pytestmark = pytest.mark.django_db
MODELS = (Article, Entry, Section, Keyword, Author, OldAddress, Imported, Picture, Searchable)


def everything():
    return {model: list(model.objects.order_by("pk").values()) for model in MODELS}


def test_second_run_changes_nothing(tmp_path, capsys):
    path = written(tmp_path, *(item() for _ in range(5)))
    assert "5 new" in bring(path, capsys, publish=True).out
    before = everything()

    result = bring(path, capsys, publish=True)

    assert result.out == "0 new, 0 updated, 5 unchanged, 0 left as edited here, 0 refused\n"
    assert everything() == before


def test_dry_run_says_all_and_changes_nothing(tmp_path, capsys):
    known = item()
    bring(written(tmp_path, known), capsys)
    before = everything()

    path = written(
        tmp_path, known | {"title": "Changed"}, item(section="Else", tags=["New"]), {"id": "x"}, name="b.jsonl"
    )
    result = bring(path, capsys, dry_run=True)

    assert result.status == 1
    assert "1 new, 1 updated, 0 unchanged, 0 left as edited here, 1 refused" in result.out
    assert "line 3, x: has no title" in result.said
    assert everything() == before


def test_changed_item_renews_its_article(tmp_path, capsys):
    first = item(tags=["One", "Two"], authors=["Ann"])
    bring(written(tmp_path, first), capsys, publish=True)
    number = Article.objects.get().pk

    second = first | {
        "title": "New title",
        "tags": ["Two", "Three"],
        "authors": ["Ben"],
        "body_markdown": "New text here.",
    }
    result = bring(written(tmp_path, second), capsys, publish=True)

    assert "1 updated" in result.out
    article = Article.objects.get()
    assert (article.pk, article.title, article.slug, article.body) == (
        number,
        "New title",
        "new-title",
        "<p>New text here.</p>",
    )
    assert {keyword.name for keyword in article.keywords.all()} == {"Two", "Three"}
    assert article.authors.get().name == "Ben"
    assert "New text" in article.searchable.open_text
    assert article.listed.count() == 3


def test_taking_an_article_over_is_no_edit_of_it_and_a_changed_item_is(tmp_path, capsys, client):
    """What feeds, maps and structured data say of when it was last changed."""
    first, began = item(date="2014-03-12T10:11:00+00:00"), timezone.now()
    bring(written(tmp_path, first), capsys, publish=True)
    entry = Entry.objects.get()
    assert entry.changed_at == entry.published_at == datetime(2014, 3, 12, 10, 11, tzinfo=UTC)
    assert client.get("/feeds/latest.atom").text.count("<updated>2014-03-12T10:11:00Z</updated>") == 2
    told = client.get(f"/sitemap-{entry.pk // sitemaps.RANGE}.xml").text
    assert f"{entry.get_absolute_url()}</loc><lastmod>2014-03-12T10:11:00Z</lastmod>" in told
    bring(written(tmp_path, first | {"title": "New title"}), capsys, publish=True)
    entry.refresh_from_db()
    assert entry.changed_at > began > entry.published_at


def test_what_comes_in_as_a_draft_was_changed_now(tmp_path, capsys):
    began = timezone.now()
    bring(written(tmp_path, item()), capsys)
    assert Entry.objects.get().changed_at > began


def test_changed_item_without_publish_stays_published(tmp_path, capsys):
    first = item()
    bring(written(tmp_path, first), capsys, publish=True)
    bring(written(tmp_path, first | {"title": "New title"}), capsys)
    assert Entry.objects.published().get().title == "New title"


def edit(entry, _user):
    Entry.objects.filter(pk=entry.pk).update(title="Edited here", revision=2)


def publish(entry, user):
    publishing.publish(entry, by=user, at=timezone.now())


@pytest.mark.parametrize("touch", [edit, publish])
def test_what_an_editor_has_touched_is_left_alone_and_named(tmp_path, capsys, touch):
    first = item()
    bring(written(tmp_path, first), capsys)
    touch(Entry.objects.get(), User.objects.create(username="mira"))
    before = everything()

    result = bring(written(tmp_path, first | {"title": "Changed there"}), capsys, publish=True)

    assert "1 left as edited here" in result.out
    assert "changed at the source, but edited here and left alone: Changed there" in result.out
    assert everything() == before


def test_drafts_of_a_first_run_are_published_by_a_second(tmp_path, capsys):
    path = written(tmp_path, item(date="2020-05-04T10:00:00Z"), item(date=None))
    bring(path, capsys)
    assert not Entry.objects.published().exists()

    assert "0 new, 1 updated, 1 unchanged" in bring(path, capsys, publish=True).out
    assert Entry.objects.published().get().published_at == datetime(2020, 5, 4, 10, tzinfo=UTC)
    assert "0 new, 0 updated, 2 unchanged" in bring(path, capsys, publish=True).out


def test_again_takes_items_anew(tmp_path, capsys):
    path = written(tmp_path, item(date="2020-05-04 10:00"))
    bring(path, capsys, publish=True)
    result = bring(path, capsys, publish=True, again=True, timezone="Asia/Shanghai")
    assert "1 updated" in result.out
    assert Entry.objects.get().published_at == datetime(2020, 5, 4, 2, tzinfo=UTC)


def test_one_id_is_one_article_however_often_it_comes(tmp_path, capsys):
    first = item()
    path = written(tmp_path, first, item(), first | {"title": "Another"})
    for _ in range(2):
        result = bring(path, capsys)
        assert result.status == 1
        assert f"line 3, {first['id']}: has the id of line 1" in result.said
    assert {entry.title for entry in Entry.objects.all()} == {first["title"], Entry.objects.latest("pk").title}
    assert Entry.objects.count() == 2


def test_item_without_an_id_is_known_by_its_address_else_by_what_it_says(tmp_path, capsys):
    path = written(tmp_path, item(id=...), item(id=..., url=None), item(id=7, url=None))
    bring(path, capsys)
    assert "3 unchanged" in bring(path, capsys).out
    assert Imported.objects.filter(key="7").exists()
    assert Imported.objects.filter(key__startswith="https://old.example.org/").exists()


def test_order_of_names_is_no_change(tmp_path, capsys):
    first = item()
    bring(written(tmp_path, first), capsys)
    assert "1 unchanged" in bring(written(tmp_path, dict(reversed(first.items()))), capsys).out


def test_deleted_article_comes_again(tmp_path, capsys):
    path = written(tmp_path, item())
    bring(path, capsys)
    Article.objects.get().delete()
    assert "1 new" in bring(path, capsys).out
