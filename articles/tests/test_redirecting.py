"""Old addresses: a table of them is checked line by line, and readers are led on in one hop and counted."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from articles import merging, redirecting
from articles.models import OldAddress
from articles.redirecting import Line
from articles.tests.factories import make_article, make_keyword, make_section
from members.tests.factories import make_user

pytestmark = pytest.mark.django_db
LIST, IMPORT = reverse("admin:articles_oldaddress_changelist"), reverse("admin:articles_oldaddress_import")


@pytest.fixture
def editor(client):
    client.force_login(make_user("editor"))
    return client


def lines(*pairs):
    return [Line(number, old, str(new)) for number, (old, new) in enumerate(pairs, 1)]


def reasons(checked):
    return {refused.line.number: refused.reason for refused in checked.refused}


def hop(client, path):
    answer = client.get(path)
    return answer.status_code, answer.get("Location")


def test_each_form_of_an_address_leads_where_it_should_in_one_hop(client):
    article, section = make_article(), make_section(slug="trade")
    rail, trains = make_keyword("Rail"), make_keyword("Trains")
    merging.merge(rail.pk, [trains.pk])
    table = {
        "/news/1.html": article.pk,
        "https://old.example/news/2/": f"/articles/{article.pk}/an-older-title/",
        "/news/3": f"http://localhost:8000/p/{article.pk}",
        "/n%C3%A9ws/4": "/sections/trade",
        "/news/5": "/keywords/trains/",
        "/news/6": "/search/?q=tea+%26+silk",
        "/news/7": "/news/6",
        "/news/8": "/news/7/",
        "/news/9": "/feeds/keywords/trains.atom",
    }
    checked = redirecting.take(lines(*table.items()))
    assert (len(checked.goals), checked.refused) == (9, [])
    own = article.get_absolute_url()
    assert [hop(client, f"/news/{number}") for number in (2, 3)] == [(301, own)] * 2
    assert hop(client, "/news/1.html/") == hop(client, "/news/1.html") == (301, own)
    assert hop(client, "/n%C3%A9ws/4/") == (301, section.get_absolute_url())
    assert hop(client, "/news/5") == (301, "/keywords/rail/")
    assert [hop(client, f"/news/{number}") for number in (6, 7, 8)] == [(301, "/search/?q=tea+%26+silk")] * 3
    assert hop(client, "/news/9") == (301, "/feeds/keywords/rail.atom")
    road = make_keyword("Roads")
    merging.merge(road.pk, [rail.pk])
    assert hop(client, "/news/5") == (301, "/keywords/roads/")


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("", "12", "missing"),
        ("/a", "", "missing"),
        ("a/b", "{article}", "begins with /"),
        ("/", "{article}", "begins with /"),
        ("/%00a", "{article}", "begins with /"),
        ("/a b", "{article}", "no blanks"),
        ("/" + "a" * 500, "{article}", "at most 500"),
        ("http://[", "{article}", "no address"),
        ("/?p=12", "{article}", "question mark"),
        ("/sections/anything", "{article}", "pages of its own"),
        ("/p/12.html", "{article}", "pages of its own"),
        ("/a", "987654", "no article with the number 987654"),
        ("/a", "9" * 40, "no article with the number"),
        ("/a", f"/p/{'9' * 40}", "no article with the number"),
        ("/a", "/sections/nowhere/", "no page at /sections/nowhere/"),
        ("/a", "/keywords/nothing/", "no page at"),
        ("/a", "/feeds/sections/nowhere.atom", "no page at"),
        ("/a", "/drawings/nothing.svg", "no page at"),
        ("/a", "/weekly/7/", "no page at /weekly/7/"),
        ("/a", "/weekly/99999999999999999999/", "no page at"),
        ("/a", "/nothing/here", "no page at /nothing/here/"),
        ("/a", "/tags/rail", "leads on itself"),
        ("/a", "https://elsewhere.example/", "away from the portal"),
        ("/a", "sections/trade", "begins with /"),
        ("/a", "/%00", "begins with /"),
        ("/a", "/a/", "leads back to itself"),
    ],
)
def test_a_line_that_cannot_be_is_named_with_its_reason_and_the_rest_is_taken(old, new, why):
    article = make_article()
    checked = redirecting.take(lines(("/good", article.pk), (old, new.format(article=article.pk))))
    assert why in reasons(checked)[2]
    assert OldAddress.objects.get().path == "/good"


def test_loops_and_doubles_are_found_before_they_can_be():
    article = make_article()
    OldAddress.objects.create(path="/there/", entry=article)
    table = [("/a", "/b"), ("/b", "/c"), ("/c", "/a"), ("/into", "/a"), ("/once", article.pk), ("/once/", article.pk)]
    table += [("/there", article.pk), ("/there", "/"), ("/over", "/there")]
    other = make_article()
    checked = redirecting.take(lines(*table, ("/there/x", "/there"), ("/there//", other.pk)))
    told = reasons(checked)
    assert told[1] == told[2] == told[3] == "It leads back to itself, over the lines 1, 2, 3."
    assert "leads back to itself" in told[4]
    assert told[6] == "The same old address stands in line 5." and "stands in line 7" in told[8]
    assert checked.same == 1
    assert set(OldAddress.objects.values_list("path", "entry")) == {
        ("/there/", article.pk),
        ("/once", article.pk),
        ("/over", article.pk),
        ("/there/x", article.pk),
    }
    assert "It leads to number" in reasons(redirecting.take(lines(("/once", other.pk))))[1]


@pytest.mark.parametrize("sign", [",", ";", "\t"])
def test_tables_of_every_spreadsheet_are_read(sign):
    text = f'from{sign}to\r\n"/a"{sign} 12 \r\n\r\n/b{sign}/c{sign}more\n"/d{sign}x'
    assert [line.number for line in redirecting.read(text)] == [2, 4, 5]
    assert [(line.old, line.new) for line in redirecting.read(text)][:2] == [("/a", "12"), ("/b", "/c")]


def test_an_editor_sends_a_table_and_mends_what_was_refused(editor):
    article = make_article()
    table = SimpleUploadedFile("table.csv", f"\ufeff/a,{article.pk}\n/b,/nowhere\n".encode())
    answer = editor.post(IMPORT, {"file": table, "check": "1"})
    assert "1 line would be taken" in answer.content.decode() and not OldAddress.objects.exists()
    assert "/a," in answer.context["form"]["lines"].value(), "A trial asks for the file again."
    table.seek(0)
    page = editor.post(IMPORT, {"file": table}).content.decode()
    assert "1 redirect was taken." in page and "The portal has no page at /nowhere/." in page
    assert "/b,/nowhere</textarea>" in page and "/a," not in page
    answer = editor.post(IMPORT, {"lines": f"/a;{article.pk}\n/b;{article.pk}"}, follow=True)
    assert "1 redirect was taken. 1 stood so already." in answer.content.decode()


def test_lines_that_are_checked_or_refused_come_back_as_they_were_meant(editor):
    typed = 'old,new\n"/a, b",/nowhere'
    answer = editor.post(IMPORT, {"lines": typed, "check": "1"})
    assert "Line 2" in answer.text and answer.context["form"]["lines"].value() == typed, "A line keeps its number."
    left = editor.post(IMPORT, {"lines": typed}).context["form"]["lines"].value()
    assert [(line.old, line.new) for line in redirecting.read(left)] == [("/a, b", "/nowhere")]


@pytest.mark.parametrize(
    ("sent", "why"),
    [
        ({}, "Choose a file"),
        ({"file": SimpleUploadedFile("a.csv", b"/caf\xe9,1")}, "not in UTF-8"),
        ({"file": SimpleUploadedFile("a.csv", b"/a,1\n" * 1_000_001), "lines": "/kept,1"}, "larger than 5 MB"),
        ({"lines": "/kept,1\n" * 20_001}, "At most 20000 lines"),
    ],
)
def test_what_is_no_table_is_refused_and_nothing_typed_is_lost(editor, sent, why):
    page = editor.post(IMPORT, sent).content.decode()
    assert why in page
    assert ("/kept,1" in page) is ("lines" in sent)


def test_readers_who_come_by_it_are_counted_and_nobody_else(client):
    old = OldAddress.objects.create(path="/old", entry=make_article())
    answer = client.get("/old")
    assert "no-store" in answer["Cache-Control"] and not answer.cookies
    client.get("/old/"), client.head("/old"), client.get("/oldest")
    old.refresh_from_db()
    assert (old.hits, old.last_hit_on) == (2, timezone.now().date())


def test_one_is_typed_changed_and_filtered_in_the_list(editor):
    article = make_article()
    editor.post(reverse("admin:articles_oldaddress_add"), {"path": "https://old.example/a/", "new": str(article.pk)})
    old = OldAddress.objects.get(path="/a")
    change = reverse("admin:articles_oldaddress_change", args=[old.pk])
    assert editor.post(change, {"path": "/a", "new": "/nowhere"}).context["adminform"].form.errors.keys() == {"new"}
    editor.post(change, {"path": "/b", "new": "/"})
    old.refresh_from_db()
    assert (old.path, old.entry, old.to) == ("/b", None, "/")
    page = editor.get(LIST, {"asked": "never"}).content.decode()
    assert "/b" in page and "From a table" in page
    editor.get("/b")
    assert old in editor.get(LIST, {"asked": "month"}).context["cl"].result_list
    assert not editor.get(LIST, {"asked": "never"}).context["cl"].result_list


def test_an_author_has_no_part_in_it(client):
    client.force_login(make_user("author"))
    assert client.get(IMPORT).status_code == client.post(IMPORT, {"lines": "/a,1"}).status_code == 403


def test_a_long_table_takes_few_queries(django_assert_max_num_queries):
    article = make_article()
    table = [(f"/news/{number}.html", article.pk if number % 2 else "/") for number in range(3000)]
    with django_assert_max_num_queries(20):
        assert len(redirecting.take(lines(*table)).goals) == 3000
