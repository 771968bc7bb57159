"""Writing and publishing in the admin: what is asked, what is said, and what readers get."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from articles.models import Article, Entry, Keyword, KeywordAlias
from articles.tests.factories import make_article, make_author, make_keyword, make_picture, make_section
from members.tests.factories import make_user
from portal.lib import pages

pytestmark = pytest.mark.django_db
ADD = reverse("admin:articles_article_add")


@pytest.fixture
def editor(client):
    client.force_login(make_user("editor", name="Mira Sato"))
    return client


@pytest.fixture
def author(client):
    client.force_login(make_user("author"))
    return client


def page_of(article, name="change"):
    return reverse(f"admin:articles_article_{name}", args=[article.pk])


def typed(**values):
    section = values.pop("section", None) or make_section()
    form = {"title": "Berth 19 reopens", "abstract": "Two weeks early.", "body": "<p>It takes ships.</p>"}
    return form | {"section": section.pk, "language": "en", "access": "everyone"} | values


def typed_again(article, **values):
    return typed(section=article.section, revision=article.revision, title=article.title) | values


def said(answer):
    return " ".join(str(message) for message in get_messages(answer.wsgi_request))


def counter():
    return pages.standing(at=timezone.now()).counter


# Writing


def test_a_draft_may_lack_what_readers_need(author):
    answer = author.post(ADD, typed(abstract="", body=""))
    assert answer.status_code == 302
    article = Article.objects.get()
    assert (article.state, article.kind, article.revision) == ("draft", "article", 1)
    assert article.changed_by.groups.get().name == "author"


def test_whoever_begins_a_text_stands_among_its_authors_where_the_portal_knows_them(client):
    ann = make_author("Ann Lee")
    for name, chosen in (("ann lee", [ann.pk]), ("Mira Sato", [])):
        client.force_login(make_user("author", name=name))
        assert client.get(ADD).context["adminform"].form["authors"].value() == chosen


def test_a_version_that_is_no_number_is_refused_in_the_form(author):
    assert author.post(ADD, typed(revision="NaN")).status_code == 200


def test_title_and_section_are_asked_for(author):
    answer = author.post(ADD, typed(title=" ", section=make_section()) | {"section": ""})
    assert answer.context["adminform"].form.errors.keys() == {"title", "section"}
    assert b"Error:" in answer.content
    assert not Article.objects.exists()


def test_keywords_are_found_by_any_spelling_and_made_where_new(author):
    rail = make_keyword("Rail freight")
    KeywordAlias.objects.create(keyword=rail, name="Railway cargo")
    author.post(ADD, typed(keywords=["rail-freight", "Railway Cargo", "2026", "C++", "C", " ports ", "Ports"]))
    names = list(Article.objects.get().keywords.order_by("folded").values_list("name", flat=True))
    assert names == ["2026", "C", "C++", "ports", "Rail freight"]
    assert Keyword.objects.get(name="C").slug != Keyword.objects.get(name="C++").slug


@pytest.mark.parametrize("words", [["x" * 81], [f"word {n}" for n in range(31)], ["ß" * 79]])
def test_too_much_of_a_keyword_is_refused_and_kept_in_the_form(author, words):
    answer = author.post(ADD, typed(keywords=words))
    assert "keywords" in answer.context["adminform"].form.errors
    assert words[0].encode() in answer.content
    assert not Keyword.objects.exists()


def test_what_no_page_can_hold_is_dropped(author):
    author.post(ADD, typed(title="Berth\x0b 19", kicker="\x1fPorts", abstract="Two\x08 weeks"))
    article = Article.objects.get()
    assert (article.title, article.kicker, article.abstract) == ("Berth 19", "Ports", "Two weeks")


def test_a_body_is_cleaned(author):
    author.post(ADD, typed(body="<p onclick='x()'>Yes <script>alert(1)</script><b>bold</b></p>"))
    assert Article.objects.get().body == "<p>Yes <strong>bold</strong></p>"


@pytest.mark.parametrize(
    "values",
    [
        {"section": "999999"}, {"section": "x"}, {"language": "xx"}, {"access": "nobody"}, {"picture": "9" * 20},
        {"picture": "x"}, {"authors": ["x", "7"]}, {"title": "x" * 201}, {"title": "x\0y"}, {"revision": "x"},
        {"revision": "9" * 30}, {"abstract": "x" * 601},
    ],
)  # fmt: skip
def test_hostile_values_get_a_clear_answer(author, values):
    article = make_article(published_at=None)
    answer = author.post(page_of(article), typed_again(article) | values)
    assert answer.status_code == 200
    assert answer.context["adminform"].form.errors
    article.refresh_from_db()
    assert article.revision == 1


def test_saving_counts_versions_and_says_who(author):
    article = make_article(published_at=None, changed_at=timezone.now() - timedelta(days=3))
    author.post(page_of(article), typed_again(article, kicker="Ports"))
    article.refresh_from_db()
    assert (article.revision, article.kicker) == (2, "Ports")
    assert timezone.now() - article.changed_at < timedelta(minutes=1)


def test_over_a_newer_version_nothing_is_saved_and_nothing_lost(author):
    article = make_article(published_at=None)
    old = typed_again(article, kicker="Mine")
    author.post(page_of(article), typed_again(article, kicker="Theirs"))
    answer = author.post(page_of(article), old)
    assert b"while you were writing" in answer.content
    assert b'value="Mine"' in answer.content
    author.post(page_of(article), old | {"over": 1})  # a number that is not the one that stands
    article.refresh_from_db()
    assert article.kicker == "Theirs"
    author.post(page_of(article), old | {"over": article.revision})
    article.refresh_from_db()
    assert (article.kicker, article.revision) == ("Mine", 3)


def test_saving_a_published_article_finds_it_by_its_new_keyword_and_drops_pages(editor):
    article = make_article()
    before = counter()
    editor.post(page_of(article), typed_again(article, keywords=["Zeppelin"]))
    assert Entry.objects.filter(listed__keyword__name="Zeppelin").get().pk == article.pk
    assert "zeppelin" in article.searchable.open_vector
    assert counter() > before


def test_saving_a_draft_drops_no_page(author):
    article = make_article(published_at=None)
    before = counter()
    author.post(page_of(article), typed_again(article, keywords=["Zeppelin"]))
    assert counter() == before
    assert "zeppelin" in article.searchable.open_vector


def test_the_moments_are_nobodys_to_type(editor):
    article = make_article(published_at=None)
    stolen = {"published_at": "2020-01-01", "published_at_0": "2020-01-01", "published_at_1": "00:00", "kind": "answer"}
    editor.post(page_of(article), typed_again(article, **stolen))
    article.refresh_from_db()
    assert (article.published_at, article.kind) == (None, "article")


# The verbs


def test_opening_a_verbs_page_changes_nothing(editor):
    article = make_article(published_at=None)
    for name in ("publish", "schedule"):
        answer = editor.get(page_of(article, name))
        assert answer.status_code == 200
        assert article.title in answer.content.decode()
    article.refresh_from_db()
    assert article.state == "draft"


def test_publishing_says_where_readers_find_it(editor, client):
    article = make_article(published_at=None)
    answer = editor.post(page_of(article, "publish"))
    article.refresh_from_db()
    assert article.state == "published"
    assert article.get_absolute_url() in said(answer)
    assert LogEntry.objects.get(object_id=article.pk).change_message == "Published"
    client.logout()
    assert client.get(article.get_absolute_url()).status_code == 200


@pytest.mark.parametrize(
    ("values", "field"),
    [
        ({"abstract": " "}, "abstract"), ({"picture": ""}, "picture"),
        ({"body": '<figure><img src="/media/a.png" alt=" "></figure>'}, "body"),
    ],
)  # fmt: skip
@pytest.mark.parametrize("verb", ["publish", "schedule"])
def test_what_readers_need_is_named_with_its_remedy(editor, values, field, verb):
    if field == "picture":
        values = {"picture": make_picture(alt="")}
    article = make_article(published_at=None, **values)
    when = {"day": "2040-01-01", "time": "06:00"}
    answer = editor.post(page_of(article, verb), when)
    assert [lack.field for lack in answer.context["lacks"]] == [field]
    assert f"#id_{field}" in answer.content.decode()
    article.refresh_from_db()
    assert article.state == "draft"


def test_a_scheduled_article_appears_by_itself_and_can_be_taken_back(editor, client):
    article = make_article(published_at=None)
    editor.post(page_of(article, "schedule"), {"day": "2040-01-01", "time": "06:30"})
    article.refresh_from_db()
    assert article.published_at == datetime(2040, 1, 1, 6, 30, tzinfo=UTC)
    assert not Entry.objects.published().exists()
    assert Entry.objects.published(at=article.published_at).exists()
    editor.post(page_of(article, "unschedule"))
    article.refresh_from_db()
    assert article.state == "draft"


def test_a_full_hour_that_is_to_come_is_proposed(editor):
    article = make_article(published_at=None)
    form = editor.get(page_of(article, "schedule")).context["form"]
    proposed = datetime.combine(form["day"].value(), form["time"].value(), tzinfo=UTC)
    assert proposed.minute == 0 and timedelta(minutes=14) < proposed - timezone.now() < timedelta(minutes=76)
    assert f'value="{proposed:%Y-%m-%d}"' in str(form["day"]) and f'value="{proposed:%H}:00"' in str(form["time"])


@pytest.mark.parametrize(
    "when",
    [
        {"day": "2020-01-01", "time": "06:00"}, {"day": "x", "time": "06:00"}, {"day": "2040-13-01", "time": "06:00"},
        {"day": "2040-01-01", "time": "25:00"}, {"day": "2040-01-01"}, {}, {"day": "0000-00-00", "time": "\0"},
    ],
)  # fmt: skip
def test_a_moment_that_cannot_be_is_refused_in_the_form(editor, when):
    article = make_article(published_at=None)
    answer = editor.post(page_of(article, "schedule"), when)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    article.refresh_from_db()
    assert article.state == "draft"


def test_withdrawing_takes_a_reason_that_readers_are_given(editor, client):
    article = make_article()
    assert editor.post(page_of(article, "withdraw"), {"reason": " "}).context["form"].errors
    editor.post(page_of(article, "withdraw"), {"reason": "Another port was meant."})
    assert "Withdrawn by Mira Sato, " in editor.get(page_of(article)).text
    client.logout()
    answer = client.get(article.get_absolute_url())
    assert answer.status_code == 410
    assert b"Another port was meant." in answer.content


def test_what_was_withdrawn_comes_back_under_its_old_date(editor):
    article = make_article(published_at=datetime(2026, 1, 5, tzinfo=UTC), withdrawn_at=timezone.now())
    editor.post(page_of(article, "restore"))
    article.refresh_from_db()
    assert (article.state, article.published_at.day) == ("published", 5)


def test_a_verb_that_comes_too_late_says_how_it_stands(editor):
    article = make_article()
    first = article.published_at
    assert "stands as “Published”" in said(editor.post(page_of(article, "publish")))
    article.refresh_from_db()
    assert article.published_at == first


def test_saving_goes_on_to_the_verb(editor):
    answer = editor.post(ADD, typed(_publish="Publish now"))
    assert answer.url == page_of(Article.objects.get(), "publish")


def test_an_author_saves_where_an_editor_would_go_on(author):
    answer = author.post(ADD, typed(_publish="Publish now"))
    assert answer.url == reverse("admin:articles_article_changelist")
    assert author.get(page_of(Article.objects.get(), "publish")).status_code == 403


@pytest.mark.parametrize("moments", [{}, {"published_at": datetime(2040, 1, 1, tzinfo=UTC)}])
def test_what_readers_have_or_will_have_is_not_deleted(editor, moments):
    article = make_article(**moments)
    assert editor.post(reverse("admin:articles_article_delete", args=[article.pk]), {"post": "yes"}).status_code == 403
    draft = make_article(published_at=None)
    editor.post(reverse("admin:articles_article_delete", args=[draft.pk]), {"post": "yes"})
    assert list(Article.objects.values_list("pk", flat=True)) == [article.pk]


# The list


def test_the_list_finds_by_words_and_by_number(editor):
    ferry = make_article(title="Third ferry joins the Aktau run")
    tea = make_article(title="Tea by rail", published_at=None, body="<p>From Xi'an.</p>")
    for asked, expected in [("ferries aktau", [ferry]), (str(tea.pk), [tea]), ("tea -rail", []), ("xi'an", [tea])]:
        found = editor.get(reverse("admin:articles_article_changelist"), {"q": asked}).context["cl"].result_list
        assert list(found) == expected, asked


@pytest.mark.parametrize(
    ("state", "title"), [("draft", "A"), ("scheduled", "B"), ("published", "C"), ("withdrawn", "D")]
)
def test_the_list_is_filtered_by_state(editor, state, title):
    now = timezone.now()
    make_article(title="A", published_at=None)
    make_article(title="B", published_at=now + timedelta(days=1))
    make_article(title="C")
    make_article(title="D", withdrawn_at=now)
    found = editor.get(reverse("admin:articles_article_changelist"), {"state": state}).context["cl"].result_list
    assert [article.title for article in found] == [title]


def test_the_list_counts_no_further_than_it_leafs(editor, monkeypatch):
    monkeypatch.setattr("portal.lib.choosing.COUNTED", 3)
    for _ in range(5):
        make_article()
    assert editor.get(reverse("admin:articles_article_changelist")).context["cl"].result_count == 3


def test_what_is_to_be_mended_is_named_above_and_leads_there(author):
    page = author.post(ADD, {"title": "", "body": "One.\n\nTwo."}).text
    assert '<a href="#id_title">' in page and '<a href="#id_section">' in page
    assert "One." in page, "what was typed stays"


def test_a_text_typed_into_a_bare_box_keeps_its_paragraphs(editor):
    article = make_article(published_at=None)
    editor.post(page_of(article), typed_again(article, body="One.\r\n\r\nTwo."))
    assert Article.objects.get().body == "<p>One.</p>\n<p>Two.</p>"
