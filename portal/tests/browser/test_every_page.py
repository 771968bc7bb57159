"""Every page of the demonstration portal, looked at as a browser and axe see it."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles import publishing
from articles.models import Article, Entry
from members.models import User
from subscriptions.models import Issue

LOOKS = [(360, "dark"), (360, "light"), (768, "light"), (1440, "dark"), (1440, "light")]


@pytest.fixture
def demonstration(page, live_server):
    """The demonstration content, with one article taken away again."""
    call_command("load_demo", verbosity=0)
    withdrawn = Article.objects.order_by("published_at").first()
    publishing.withdraw(withdrawn, reason="A figure could not be confirmed.", by=None, at=timezone.now())
    return withdrawn


def public_pages(withdrawn):
    """Each public page, and the status it answers with."""
    entries = Entry.objects.published()
    article = entries.filter(kind="article", picture__isnull=False).latest("published_at")
    answer = entries.filter(kind="answer").latest("published_at")
    issue = Issue.objects.released().latest("number")
    fine = ["/", article.section.get_absolute_url(), article.keywords.first().get_absolute_url()]
    fine += [article.authors.first().get_absolute_url(), article.get_absolute_url(), answer.get_absolute_url()]
    fine += ["/search/", "/search/?q=gauge", "/search/?q=zzqq", "/questions/", f"/ask/?about={article.pk}", "/ask/"]
    fine += ["/weekly/", issue.get_absolute_url(), "/weekly/subscribe/", "/account/login/", "/account/password/reset/"]
    return [(path, 200) for path in fine] + [("/nowhere/", 404), (withdrawn.get_absolute_url(), 410)]


def look(page, axe, complaints, address, status=200):
    """Ask for the address once, and hold it to every look."""
    if status != 200:
        complaints.expect(str(status))
    answer = page.goto(address)
    assert answer.status == status, address
    assert page.locator("h1").count() == 1, address
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 900})
        page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # no colour in between
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{address} scrolls sideways by {wide} px at {width}"
        axe()


def test_every_public_page(page, axe, complaints, live_server, demonstration):
    for path, status in public_pages(demonstration):
        look(page, axe, complaints, live_server.url + path, status)


def test_every_page_of_staff(page, axe, complaints, live_server, demonstration, sign_in):
    sign_in(User.objects.get(username="administrator"))
    article, issue = Article.objects.published().latest("published_at"), Issue.objects.latest("number")
    paths = ["", "articles/article/", f"articles/article/{article.pk}/change/", "articles/article/add/"]
    paths += ["articles/picture/", "articles/keyword/", "articles/section/", "members/user/", "lib/mail/"]
    paths += ["subscriptions/issue/", f"subscriptions/issue/{issue.pk}/change/", "subscriptions/subscriber/"]
    paths += ["feedback/question/", "feedback/answer/"]
    for path in [f"/admin/{path}" for path in paths] + ["/styleguide/"]:
        look(page, axe, complaints, live_server.url + path)


@pytest.mark.parametrize("javascript", [False])
def test_every_public_page_says_the_same_without_script(page, complaints, live_server, demonstration):
    for path, status in public_pages(demonstration):
        if status != 200:
            complaints.expect(str(status))
        assert page.goto(live_server.url + path).status == status, path
        assert page.locator("main h1").is_visible(), path
