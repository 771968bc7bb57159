"""A WordPress export becomes articles: posts and pages, their terms, authors and pictures."""

from datetime import UTC, datetime

import pytest

from articles.models import Article, Entry, OldAddress
from articles.tests.importing_made import bring
from articles.tests.pictures_made import noise, saved
from articles.tests.wordpress_made import attachment, export, meta, post, term

pytestmark = pytest.mark.django_db


@pytest.fixture
def taken(tmp_path, capsys):
    """The article made of one post."""

    def take(*items, **options):
        result = bring(export(tmp_path, *items), capsys, publish=True, **options)
        assert result.status == 0, result.said
        return Article.objects.get()

    return take


def test_whole_post_becomes_an_article(taken):
    more = term("category", "Ports") + term("category", "Cranes") + term("post_tag", "Berths")
    article = taken(post(7, "Berth 7 &#8211; reopened", "Ships come.", excerpt="It is open.", more=more))

    assert article.title == "Berth 7 – reopened"
    assert (article.section.name, article.abstract, article.language) == ("Ports", "It is open.", "en")
    assert {keyword.name for keyword in article.keywords.all()} == {"Cranes", "Berths"}
    assert [author.name for author in article.authors.all()] == ["Ann Lee"]
    assert article.published_at == datetime(2020, 5, 4, 10, tzinfo=UTC)
    assert article.imported.key == "wordpress:quay.example.org:7"
    assert OldAddress.objects.get(path="/2020/7/").entry_id == article.pk


def test_empty_lines_part_paragraphs(taken):
    written = "One.\nStill one.\n\nTwo.\n\n<ul>\n<li>Point</li>\n</ul>\n\n<pre>a\n\nb</pre>"
    body = taken(post(1, content=written)).body
    assert "<p>One.<br>Still one.</p>" in body and "<p>Two.</p>" in body
    assert "<p><ul>" not in body and "<pre>a\n\nb</pre>" in body


def test_text_of_the_block_editor_is_kept_as_it_is(taken):
    written = "<!-- wp:paragraph -->\n<p>One\n\nTwo</p>\n<!-- /wp:paragraph -->"
    assert taken(post(1, content=written)).body == "<p>One\n\nTwo</p>"


def test_pictures_come_from_the_uploads_folder_wherever_they_stand_in_the_file(taken, tmp_path):
    for seed, name in enumerate(["lead", "text", "wall"]):
        file = tmp_path / "2020" / "05" / f"{name}.jpg"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(saved(noise(seed=seed)))
    uploads = "https://quay.example.org/wp-content/uploads/2020/05"
    written = (
        f'[caption id="attachment_3" width="300"]<img src="{uploads}/text-300x200.jpg" alt="A crane" /> The new '
        f'crane[/caption]\n\nWords.\n\n[gallery columns="2" ids="4"]'
    )
    article = taken(
        post(1, content=written, more=meta("_thumbnail_id", "2")),
        attachment(2, "2020/05/lead.jpg", alt="A ship at berth 7", caption="Berth 7"),
        attachment(3, "2020/05/text.jpg"),
        attachment(4, "2020/05/wall.jpg", alt="The quay wall", caption="After the repair"),
    )

    assert (article.picture.alt, article.picture.caption) == ("A ship at berth 7", "Berth 7")
    assert article.body.count("<img ") == 2
    assert 'alt="A crane"' in article.body and "<figcaption>The new crane</figcaption>" in article.body
    assert 'alt="The quay wall"' in article.body and "<figcaption>After the repair</figcaption>" in article.body


@pytest.mark.parametrize(
    ("values", "says"),
    [({"post_password": "x"}, "had a password"), ({"status": "private"}, "was private"), ({"status": "draft"}, "")],
)
def test_what_not_everybody_could_read_stays_a_draft(values, says, tmp_path, capsys):
    result = bring(export(tmp_path, post(1, **values)), capsys, publish=True)
    assert Entry.objects.get().published_at is None
    assert says in result.out


def test_scheduled_post_keeps_its_moment(taken):
    article = taken(post(1, status="future", post_date_gmt="2099-01-02 03:04:05"))
    assert article.published_at == datetime(2099, 1, 2, 3, 4, 5, tzinfo=UTC)


def test_what_is_no_article_is_not_taken(tmp_path, capsys):
    path = export(
        tmp_path,
        post(1, status="trash"),
        post(2, post_type="nav_menu_item"),
        post(3, post_type="page", title="About us"),
    )
    assert bring(path, capsys, publish=True).status == 0
    assert Entry.objects.get().section.name == "Pages"


def test_players_are_named_as_left_out(tmp_path, capsys):
    result = bring(export(tmp_path, post(1, content="Words.\n\n[audio src='x.mp3'][/audio]")), capsys)
    assert "player left out: audio" in result.out
    assert "[audio" not in Article.objects.get().body


def test_second_run_changes_nothing(tmp_path, capsys):
    path = export(tmp_path, post(1), post(2))
    bring(path, capsys)
    assert "0 new, 0 updated, 2 unchanged" in bring(path, capsys).out


def test_file_that_breaks_off_is_named_and_what_came_before_is_taken(tmp_path, capsys):
    result = bring(export(tmp_path, post(1), post(2), foot="<item><title>Half"), capsys)
    assert result.status == 1 and "breaks off" in result.said
    assert Entry.objects.count() == 2


def test_document_type_is_refused_unread(tmp_path, capsys):
    path = tmp_path / "bomb.xml"
    inner = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    path.write_text(f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY e0 "ha">{inner}]><rss>&e11;</rss>')
    result = bring(path, capsys)
    assert result.status == 1 and "declares a document type" in result.said


def test_control_characters_do_not_end_the_file(tmp_path, capsys):
    path = export(tmp_path, post(1, content="Ships\x0b come."), post(2))
    assert bring(path, capsys).status == 0
    assert Entry.objects.count() == 2
