"""About, Contact, Privacy, Terms, Accessibility: what staff say about the portal."""

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from articles import starting
from articles.models import Page
from members.tests.factories import make_user
from portal.lib import pages, sanitise

pytestmark = pytest.mark.django_db
SLUGS = Page.Slug.values
FORM = {"title": "About us", "summary": "Who we are.", "body": "<p>Four editors.</p>"}


def change(slug):
    return reverse("admin:articles_page_change", args=[slug])


@pytest.mark.parametrize("slug", SLUGS)
def test_a_new_portal_has_it_and_every_page_leads_there(client, slug, django_assert_num_queries):
    with django_assert_num_queries(2):
        page = client.get(f"/{slug}/")
    html = page.content.decode()
    assert page.status_code == 200 and not page.cookies
    assert html.count("<h1") == 1 and f'/{slug}/">' in html
    assert f'href="/{slug}/"' in client.get("/").content.decode()
    assert f"/{slug}/</loc>" in client.get("/sitemap-lists.xml").content.decode()
    assert client.post(f"/{slug}/").status_code == 405
    assert client.get(f"/{slug}").status_code == 301


def test_starting_texts_are_as_the_sanitiser_leaves_them():
    assert set(starting.PAGES) == set(SLUGS)
    for title, summary, body in starting.PAGES.values():
        assert sanitise.body(body.replace(' href="/', ' rel="noopener" href="/')) == sanitise.body(body)
        assert sanitise.text(body) and "<script" not in body and len(summary) <= 300 and len(title) <= 120


def test_links_of_the_starting_texts_lead_somewhere(client):
    for slug in SLUGS:
        for part in Page.objects.get(slug=slug).body.split('href="')[1:]:
            assert client.get(part.partition('"')[0]).status_code == 200, part[:40]


@pytest.mark.parametrize(("role", "may"), [("author", 0), ("editor", 0), ("chief", 1), ("administrator", 1)])
def test_chief_and_administrator_write_them(client, role, may):
    client.force_login(make_user(role))
    before = pages.standing(at=timezone.now()).counter
    assert client.get(change("about")).status_code == (200 if may else 403)
    assert client.post(change("about"), FORM).status_code == (302 if may else 403)
    assert (Page.objects.get(slug="about").title == "About us") is bool(may)
    assert (pages.standing(at=timezone.now()).counter > before) is bool(may)


def test_every_version_is_kept_with_who_and_when(client):
    chief = make_user("chief", name="Hanna Lindqvist")
    client.force_login(chief)
    client.post(change("about"), FORM)
    first, began = Page.objects.get(slug="about").history.all()
    assert (first.history_user, first.body, began.history_user) == (chief, FORM["body"], None)
    assert began.title == starting.PAGES["about"][0]
    page = client.get(change("about")).content.decode()
    assert "Hanna Lindqvist" in page and "The portal, to begin with" in page


def test_nobody_adds_or_deletes_one(client):
    client.force_login(make_user("administrator", is_superuser=True))
    assert client.get(reverse("admin:articles_page_add")).status_code == 403
    assert client.post(reverse("admin:articles_page_delete", args=["terms"]), {"post": "yes"}).status_code == 403
    client.post(reverse("admin:articles_page_changelist"), {"action": "delete_selected", "_selected_action": "terms"})
    assert set(Page.objects.values_list("slug", flat=True)) == set(SLUGS)


def test_the_database_takes_no_sixth():
    with pytest.raises(IntegrityError), transaction.atomic():
        Page.objects.create(slug="imprint", title="Imprint", body="", changed_at=timezone.now())


def test_what_staff_write_is_cleaned(client):
    client.force_login(make_user("chief"))
    body = "<p>Hello</p><script>alert(1)</script><table><tr><td onclick='x'>1</td></tr></table>"
    client.post(change("about"), FORM | {"body": body, "title": "<b>About</b>", "summary": "\x07&"})
    html = client.get("/about/").content.decode()
    assert "alert(1)" not in html and "onclick" not in html and "\0" not in html
    assert "&lt;b&gt;About&lt;/b&gt;" in html and '<div class="table-frame"' in html


def test_a_title_is_asked_for(client):
    client.force_login(make_user("chief"))
    answer = client.post(change("about"), FORM | {"title": " "})
    assert answer.status_code == 200 and answer.context["adminform"].form.errors["title"]
