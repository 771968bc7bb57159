"""Every page of the demonstration portal, looked at as a browser and axe see it."""

import pytest
from django.utils import timezone

from articles import publishing
from articles.models import Arrangement, Article, Drawing, Entry, Keyword, Page
from articles.tests.factories import make_article
from feedback import emails as question_mails
from feedback.models import Question
from feedback.views import asking
from members.models import User
from portal.lib.models import Mail
from portal.tests import demonstration
from subscriptions import emails as weekly_mails
from subscriptions.models import Issue
from subscriptions.tests.factories import make_subscriber


@pytest.fixture
def withdrawn(page, live_server):
    """The article that was taken away again from the demonstration content."""
    demonstration.load()
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


def test_every_public_page(look, withdrawn):
    for path, status in public_pages(withdrawn):
        look(path, status)


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


def test_every_page_behind_a_mailed_link(look, withdrawn):
    for path, status in links_of_mails():
        look(path, status, few=True)


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
        look(article.get_absolute_url(), few=True)


def test_every_page_of_an_account(look, withdrawn, sign_in):
    sign_in(User.objects.get(username="author"))
    for path in ("/account/", "/trial/", "/account/email/", "/account/password/change/", "/account/logout/"):
        look(path, few=True)


def test_every_step_of_staff(look, withdrawn, sign_in):
    """What leads on from the rooms, which test_rooms.py opens, and what looks otherwise where there is much to see."""
    sign_in(User.objects.get(username="administrator"))
    weekly_mails.please_confirm(make_subscriber(confirmed_at=None)).send()
    article = Article.objects.published().latest("published_at")
    making, released = Issue.objects.filter(released_at=None).first(), Issue.objects.released().first()
    keyword = Keyword.objects.order_by("pk").first()
    draft = Arrangement.objects.create(lead=article, made_at=timezone.now())
    draft.blocks.create(section=article.section)
    paths = ["", "articles/article/", "articles/article/plan/", "articles/article/choose/", "articles/picture/"]
    paths += [f"articles/article/{article.pk}/{step}/" for step in ("change", "withdraw", "history")]
    paths += [f"articles/keyword/{keyword.pk}/{step}/" for step in ("change", "history", "delete")]
    paths += [f"articles/arrangement/{draft.pk}/{step}/" for step in ("change", "preview", "history", "delete")]
    paths += [f"articles/drawing/{Drawing.objects.first().pk}/change/", "articles/page/about/change/"]
    paths += [f"subscriptions/issue/{making.pk}/{step}/" for step in ("change", "preview", "release")]
    paths += [f"subscriptions/issue/{released.pk}/change/", f"lib/mail/{Mail.objects.latest('pk').pk}/change/"]
    for path in [f"/admin/{path}" for path in paths] + ["/styleguide/"]:
        look(path)


@pytest.mark.parametrize("javascript", [False])
def test_every_public_page_says_the_same_without_script(page, complaints, live_server, withdrawn):
    for path, status in public_pages(withdrawn):
        if status != 200:
            complaints.expect(str(status))
        assert page.goto(live_server.url + path).status == status, path
        assert page.locator("main h1").is_visible(), path
