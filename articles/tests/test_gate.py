"""What is for members stays with members, on every way an article can leave the house."""

from datetime import timedelta

import pytest
from django.utils import timezone

from articles import sitemaps
from articles.models import Entry
from articles.tests.factories import make_article, make_author, make_keyword
from members.access import Audience
from members.tests.factories import make_membership, make_user
from portal.lib import sanitise

pytestmark = pytest.mark.django_db

SECRET = "xylograph"
OPENING = "".join(f"<p>Paragraph {place}: the berths are counted once a month.</p>" for place in range(4))
BODY = f"{OPENING}<p>Only members read that the {SECRET} was sold.</p>{OPENING}"


@pytest.fixture
def gated():
    values = {"keywords": [make_keyword("Rail")], "authors": [make_author("Ann Lee")]}
    return make_article(title="Berths counted", body=BODY, access=Audience.MEMBERS, **values)


def plain_account():
    return make_user()


def expired_member():
    user = make_user()
    then = timezone.now() - timedelta(days=30)
    make_membership(user, starts_at=then, ends_at=then + timedelta(days=14))
    return user


def future_member():
    user = make_user()
    make_membership(user, starts_at=timezone.now() + timedelta(days=1))
    return user


def member():
    user = make_user()
    make_membership(user)
    return user


def staff():
    return make_user("author")


def everywhere(article):
    section, keyword, author = article.section, article.keywords.get(), article.authors.get()
    return [
        "/",
        section.get_absolute_url(),
        keyword.get_absolute_url(),
        author.get_absolute_url(),
        "/search/?q=berths",
        "/search/?q=berths&sort=newest",
        f"/search/?q={SECRET}",
        *[
            f"/feeds/{place}.{form}"
            for form in ("atom", "json")
            for place in (
                "latest",
                "questions",
                f"sections/{section.slug}",
                f"keywords/{keyword.slug}",
                f"authors/{author.slug}",
            )
        ],
        "/sitemap.xml",
        "/news-sitemap.xml",
        "/llms.txt",
        f"/sitemap-{article.pk // sitemaps.RANGE}.xml",
        article.short_path,
        f"{article.short_path}/qr.svg",
    ]


def said_by(client, path):
    """The page without the words that the reader typed."""
    page = client.get(path).content.decode()
    return page.replace(f'value="{SECRET}"', "").replace(f"?q={SECRET}", "")


@pytest.mark.parametrize("reader", [None, plain_account, expired_member, future_member])
def test_others_get_the_teaser_and_nowhere_the_secret(client, gated, reader):
    if reader:
        client.force_login(reader())
    page = client.get(gated.get_absolute_url())
    assert page.status_code == 200
    assert b"Paragraph 0" in page.content and b"Paragraph 3" not in page.content
    assert "The rest of this article is for members." in page.content.decode()
    for path in [gated.get_absolute_url(), *everywhere(gated)]:
        assert SECRET not in said_by(client, path), path
    assert client.get(f"/search/?q={SECRET}").context["total"] == 0


@pytest.mark.parametrize("reader", [member, staff])
def test_members_and_staff_read_the_whole_and_find_it(client, gated, reader):
    client.force_login(reader())
    page = client.get(gated.get_absolute_url())
    assert SECRET in page.content.decode() and "for members." not in page.content.decode()
    assert page.headers["Cache-Control"] == "private, no-store"
    assert client.get(f"/search/?q={SECRET}").context["total"] == 1
    for path in everywhere(gated):  # a list holds no body, whoever looks at it
        assert SECRET not in said_by(client, path), path


def test_reader_is_never_made_by_an_address_or_a_header(client, gated):
    for query in ("?member=1", "?whole=1", "?reader=staff", "?preview=1"):
        assert SECRET not in client.get(gated.get_absolute_url() + query).content.decode()
    headers = {"User-Agent": "Googlebot/2.1", "X-Forwarded-For": "127.0.0.1", "Cookie": "session=made-up"}
    assert SECRET not in client.get(gated.get_absolute_url(), headers=headers).content.decode()


def test_teaser_is_at_most_three_paragraphs_and_a_third(client):
    long = "".join(f"<p>Sentence {place} of many.</p>" for place in range(60))
    for body in (
        long,
        "<p>One single paragraph whose every word was paid for by somebody.</p>",
        "<ul><li>First</li><li>Second</li><li>Third</li></ul>" + "<p>End.</p>",
        "<blockquote><p>Quoted at length</p></blockquote><p>" + "and on and on " * 9 + "</p>",
        '<p><a href="/x" title="a &gt; b > c">Link</a> one</p><p>two</p><p>three</p><p>four</p>',
        "<p>" + "港口" * 30 + "</p>",
    ):
        article = make_article(body=body, access=Audience.MEMBERS)
        shown = client.get(article.get_absolute_url()).context["body"]
        assert shown.count("<p>") <= 3
        assert len(sanitise.text(shown)) <= len(sanitise.text(article.body)) / 3, body[:40]
        assert shown.count("<p>") == shown.count("</p>") > 0


def test_editors_teaser_stands_instead(client, gated):
    Entry.objects.filter(pk=gated.pk).update(teaser="What the editor chose. <script>alert(1)</script>")
    page = client.get(gated.get_absolute_url()).content.decode()
    assert "<p>What the editor chose.</p>" in page.replace(" </p>", "</p>") and "alert(1)" not in page


def test_structured_data_says_it_is_not_free_and_holds_no_body(client, gated):
    page = client.get(gated.get_absolute_url()).content.decode()
    assert '"isAccessibleForFree": false' in page
    assert "articleBody" not in page
