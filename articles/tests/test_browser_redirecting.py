"""The page that takes a table of redirects, before and after it refused a line."""

import pytest
from django.urls import reverse

from articles.tests.factories import make_article
from members.tests.factories import make_user

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.mark.parametrize(("width", "scheme"), [(1440, "light"), (360, "dark")], ids=["wide", "narrow-dark"])
def test_it_looks_right(page, live_server, sign_in, axe):
    sign_in(make_user("editor"))
    page.goto(live_server.url + reverse("admin:articles_oldaddress_import"))
    axe()
    page.get_by_label("Or lines typed here").fill(f"/a,{make_article().pk}\n/b,/nowhere/{'at/all/' * 12}")
    page.get_by_role("button", name="Take these redirects").click()
    page.get_by_role("heading", name="Refused").wait_for()
    axe()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
