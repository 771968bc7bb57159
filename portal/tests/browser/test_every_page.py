"""Every page of the demonstration portal, looked at as a browser and axe see it."""

import pytest
from django.core.management import call_command
from django.utils import timezone

from articles import publishing
from articles.models import Arrangement, Article, Drawing, Entry, Keyword, Page
from articles.tests.factories import make_article
from feedback import emails as question_mails
from feedback.models import Question
from feedback.views import asking
from members.models import User
from portal.lib.models import Mail
from portal.tests.rooms import ROWS
from subscriptions import emails as weekly_mails
from subscriptions.models import Issue
from subscriptions.tests.factories import make_subscriber

LOOKS = [(360, "dark"), (360, "light"), (768, "light"), (1440, "dark"), (1440, "light")]
FEWER = [(360, "dark"), (768, "light"), (1440, "light")]  # for what is built of the same parts


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
    fine += [f"{entry.get_absolute_url()}plain/" for entry in (article, answer)]
    fine += ["/search/", "/search/?q=gauge", "/search/?q=zzqq", "/search/?q=gauge&from=soon"]
    fine += ["/search/?q=gaugee&until=2026", "/questions/", f"/ask/?about={article.pk}", "/ask/"]
    fine += [f"/{slug}/" for slug in Page.Slug.values]
    fine += ["/weekly/", issue.get_absolute_url(), "/weekly/subscribe/", "/account/login/", "/account/password/reset/"]
    fine += ["/trial/", entries.filter(access="members").latest("published_at").get_absolute_url()]
    return [(path, 200) for path in fine] + [("/nowhere/", 404), (withdrawn.get_absolute_url(), 410)]


MAIN = "document.querySelector('main') || document"


@pytest.fixture
def look(page, axe, complaints, live_server):
    """Asks for the path once and holds it to each of the looks.

    A page is looked at whole first; after that masthead, sidebar and footer only where none of the test's pages
    has shown them like this, and between light and dark only the colours: nothing else changes.
    """
    framed = set()

    def look(path, status=200, looks=LOOKS):
        if status != 200:
            complaints.expect(str(status))
        answer = page.goto(live_server.url + path)
        assert answer.status == status, path
        assert page.locator("h1").count() == 1, path
        last = None
        for width, scheme in looks:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # no colour in between
            wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert wide <= 0, f"{path} scrolls sideways by {wide} px at {width}"
            whole = last is None or (width, scheme) not in framed
            axe("document" if whole else MAIN, colours_only=width == last)
            framed.add((width, scheme))
            last = width

    return look


def test_every_public_page(look, demonstration):
    for path, status in public_pages(demonstration):
        look(path, status)


def test_every_page_of_staff(look, demonstration, sign_in):
    sign_in(User.objects.get(username="administrator"))
    article, issue = Article.objects.published().latest("published_at"), Issue.objects.latest("number")
    paths = ["", "articles/article/", f"articles/article/{article.pk}/change/", "articles/article/add/"]
    paths += ["articles/drawing/", "articles/drawing/add/", f"articles/drawing/{Drawing.objects.first().pk}/change/"]
    paths += ["articles/picture/", "articles/keyword/", "articles/section/", "members/user/", "lib/mail/"]
    paths += ["subscriptions/issue/", f"subscriptions/issue/{issue.pk}/change/", "subscriptions/subscriber/"]
    paths += ["feedback/question/", "feedback/answer/"]
    for path in [f"/admin/{path}" for path in paths] + ["/styleguide/"]:
        look(path)


def links_of_mails():
    """Each page that opens by a link made for one person, and the status it answers with."""
    new, reader = make_subscriber(confirmed_at=None), make_subscriber()
    gone = make_subscriber(left_at=timezone.now())
    waiting = Question.objects.create(
        text="Does a split bill of lading need a second seal?",
        email="lena@example.org",
        asked_at=timezone.now(),
        may_publish=True,
    )
    answered = Question.objects.filter(answered_at__isnull=False).first()
    received = f"/ask/received/?question={asking.RECEIVED.token(waiting.pk)}"
    fine = [weekly_mails.confirm_path(new), weekly_mails.preferences_path(reader), weekly_mails.leave_path(reader)]
    fine += [weekly_mails.leave_path(gone), "/weekly/asked/", received]
    fine += [question_mails.status_path(waiting), question_mails.status_path(answered)]
    return [(path, 200) for path in fine] + [("/weekly/confirm/cut-short/", 404)]


def test_every_page_behind_a_mailed_link(look, demonstration):
    for path, status in links_of_mails():
        look(path, status, FEWER)


ARCHIVED = """<h3>What an archive began with</h3><p>A <code>word</code> of code.</p><ol><li>One</li><li>Two</li></ol>
<pre><code>=IF(C2 = 0, "Data is pending.", CONCATENATE("visitors per day: ", TEXT(ROUND(B2 / C2))))</code></pre>
<table><thead><tr><th></th><th>Terminal</th><th>Boxes that waited for more than two days</th><th>Hours</th></tr></thead>
<tbody><tr><td>1</td><td>Khorgos, first yard</td><td>4,180</td><td>29</td></tr></tbody></table>
<p>Averylongwordthatnobodywouldbreakbutanarchivemayholdallthesame_and_an_address/that/goes/on/for/ever</p>"""


def test_texts_that_archives_bring(look, transactional_db):
    """Code, tables and long words stay inside a phone; so does a page that runs from the right."""
    title = "Ask us: what is the difference between a contracting officer’s representative and an owner of a product?"
    for language in ("en", "ar", "zh-hant"):
        article = make_article(title=title, body=ARCHIVED, language=language)
        look(article.get_absolute_url(), looks=FEWER)


def test_every_page_of_an_account(look, demonstration, sign_in):
    sign_in(User.objects.get(username="author"))
    for path in ("/account/", "/trial/", "/account/email/", "/account/password/change/", "/account/logout/"):
        look(path, looks=FEWER)


def test_every_step_of_staff(look, demonstration, sign_in):
    """What leads on from the lists: verbs, histories, what is asked before something goes, mails as they arrive."""
    sign_in(User.objects.get(username="administrator"))
    weekly_mails.please_confirm(make_subscriber(confirmed_at=None)).send()
    article = Article.objects.published().latest("published_at")
    question = Question.objects.order_by("pk").first()
    making = Issue.objects.filter(released_at=None).first()
    keyword = Keyword.objects.order_by("pk").first()
    paths = [f"articles/article/{article.pk}/{step}/" for step in ("withdraw", "history")]
    paths += [f"articles/keyword/{keyword.pk}/{step}/" for step in ("change", "history", "delete")]
    draft = Arrangement.objects.create(lead=article, made_at=timezone.now())
    draft.blocks.create(section=article.section)
    paths += [f"articles/arrangement/{draft.pk}/{step}/" for step in ("change", "preview", "history", "delete")]
    paths += ["articles/article/plan/", "articles/article/choose/"]
    paths += [f"articles/{room}/{ROWS[f'articles.{room}']().pk}/change/" for room in ("import", "export")]
    paths += ["articles/import/", "articles/import/add/", "articles/export/add/"]
    paths += ["articles/arrangement/", "articles/arrangement/add/", "articles/page/", "articles/page/about/change/"]
    paths += [f"articles/picture/{article.picture_id}/change/", "articles/oldaddress/", "articles/author/"]
    paths += [f"subscriptions/issue/{making.pk}/{step}/" for step in ("preview", "release")]
    paths += [f"subscriptions/issue/{Issue.objects.released().first().pk}/change/", "subscriptions/delivery/"]
    paths += [f"feedback/question/{question.pk}/change/", "members/user/add/", "members/membership/add/"]
    paths += [f"lib/mail/{Mail.objects.latest('pk').pk}/change/", "portal/job/"]
    for path in paths:
        look(f"/admin/{path}", looks=FEWER)


@pytest.mark.parametrize("javascript", [False])
def test_every_public_page_says_the_same_without_script(page, complaints, live_server, demonstration):
    for path, status in public_pages(demonstration):
        if status != 200:
            complaints.expect(str(status))
        assert page.goto(live_server.url + path).status == status, path
        assert page.locator("main h1").is_visible(), path
