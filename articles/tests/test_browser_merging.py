"""The pages on which keywords are merged and split: nothing wrong by axe, and done without JavaScript."""

import pytest
from django.urls import reverse

from articles import doubles
from articles.admin.merging import merge_path
from articles.models import KeywordAlias
from articles.tests.factories import make_article, make_keyword
from members.tests.factories import make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def rail(sign_in):
    rail = make_keyword("Rail freight")
    make_article(title="Rail ferries wait", keywords=[rail])
    KeywordAlias.objects.create(keyword=rail, name="Rail ferries")
    sign_in(make_user("editor"))
    return rail


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (360, "dark")], ids=["wide", "narrow-dark"])
def test_their_pages_look_right(page, live_server, axe, rail):
    trains = make_keyword("Freight trains", introduction="<p>How boxes cross.</p>")
    make_keyword("Freight train")
    doubles.find()
    merge = merge_path([rail.pk, trains.pk])
    split = reverse("admin:articles_keyword_split", args=[rail.aliases.get().pk])
    for address in (merge, merge_path([]), split, reverse("admin:articles_keyword_doubles")):
        page.goto(f"{live_server.url}{address}", wait_until="load")
        axe()
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), address


@pytest.mark.parametrize("javascript", [False])
def test_two_are_merged_by_plain_forms(page, live_server, rail):
    make_keyword("Freight trains")
    page.goto(live_server.url + reverse("admin:articles_keyword_change", args=[rail.pk]))
    page.get_by_role("link", name="Merge with another").click()
    page.get_by_label("Keywords, with commas between them").fill("freight trains")
    page.get_by_role("button", name="Add to these").click()
    page.get_by_label("Rail freight").check()
    page.get_by_role("button", name="Merge").click()
    assert page.get_by_text("Merged into “Rail freight”: Freight trains.").is_visible()
    assert {alias.name for alias in rail.aliases.all()} == {"Rail ferries", "Freight trains"}
