"""A version shown before its readers have it: in the newsroom, and to somebody outside who may approve it."""

from datetime import timedelta

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from articles import previewing, publishing, versioning
from articles.models import Article, PreviewLink, Response, Version
from articles.tests.factories import make_article, make_author, make_keyword
from articles.tests.test_newsroom import counter, page_of, said, typed_again
from members.access import Audience
from members.tests.factories import make_user
from portal.lib import links
from portal.lib.models import Mail

pytestmark = pytest.mark.django_db
APPROVE = {"say-approves": "1"}


@pytest.fixture
def author(client):
    client.force_login(make_user("author", name="Mira Sato"))
    return client


@pytest.fixture
def jane():
    """Somebody outside, without an account."""
    return Client()


@pytest.fixture
def article():
    return make_article(title="Not yet", published_at=None, keywords=[make_keyword("Rail")], authors=[make_author()])


def offer(article, *, days=7, at=None):
    return previewing.offer(article, name="Jane Doe", days=days, by=None, at=at or timezone.now())


def comment(words):
    return {"say-approves": "", "say-words": words}


def framed(client, link):
    return client.get(f"{previewing.path_of(link)}page/")


def test_an_author_shows_a_draft_outside_and_jane_approves(author, jane, article):
    opened = author.get(page_of(article, "outside"))
    assert opened.status_code == 200 and not Version.objects.exists()
    answer = author.post(page_of(article, "outside"), {"name": "Jane Doe", "days": "3"}, follow=True)
    link = PreviewLink.objects.get()
    assert "Jane Doe can see version 1" in answer.content.decode()
    assert (link.ends_at - link.made_at, str(link.made_by)) == (timedelta(days=3), "Mira Sato")
    assert LogEntry.objects.get().change_message == "Showed version 1 to Jane Doe"
    address = answer.context["links"][0][1]
    assert address.startswith("http")

    path = address.removeprefix(links.absolute(""))
    for page in (jane.get(path), jane.get(f"{path}page/"), jane.get(f"{path}?width=phone")):
        assert page.status_code == 200 and b"Not yet" in page.content
        assert (page["Cache-Control"], page["X-Robots-Tag"]) == ("private, no-store", "noindex")
        assert not page.cookies
    assert not Response.objects.exists(), "Opening it says nothing."

    assert jane.post(path, APPROVE | {"say-words": "Fine."}).url == path
    response = Response.objects.get()
    assert (response.name, response.approves, response.words) == ("Jane Doe", True, "Fine.")
    assert response.digest == Version.objects.get().digest
    assert b"You approved this version" in jane.get(path).content
    for place in ("change", "outside", "history"):
        assert b"Jane Doe approved version 1" in author.get(page_of(article, place)).content, place
    waits = "Jane Doe, outside, approved version 1."
    assert waits in author.get("/admin/").text
    Article.objects.update(changed_at=timezone.now())
    assert waits not in author.get("/admin/").text, "Somebody went on with it."


def test_exactly_that_version_is_shown_whatever_is_saved_later(author, jane, article):
    link = offer(article)
    author.post(page_of(article), typed_again(article, title="Quite different", keywords=["Ports"]))
    page = framed(jane, link).content.decode()
    assert "Not yet" in page and "Quite different" not in page
    assert "Rail" in page and "Ports" not in page


def test_an_edit_voids_the_approval_and_takes_the_buttons_away(author, jane, article):
    link = offer(article)
    path = previewing.path_of(link)
    jane.post(path, APPROVE)
    author.post(page_of(article), typed_again(article, kicker="Other"))
    assert "no longer counts" in author.get(page_of(article)).content.decode()
    page = jane.get(path).content.decode()
    assert "has been changed since" in page and "Approve this version" not in page
    late = jane.post(path, comment("Too late & lost?")).content.decode()
    assert "Too late &amp; lost?" in late
    assert Response.objects.count() == 1
    author.post(reverse("admin:articles_article_version", args=[article.pk, 1]))
    assert "no longer counts" not in author.get(page_of(article)).content.decode()


def test_a_comment_needs_words_and_what_is_typed_is_text(author, jane, article):
    path = previewing.path_of(offer(article))
    empty = jane.post(path, comment("  "))
    assert b"Write what should be different" in empty.content and b"Error:" in empty.content
    assert jane.post(path, comment("x" * 2001)).status_code == 200
    jane.post(path, comment("<script>alert(1)</script>\0 33, not 31"))
    jane.post(path, APPROVE)
    assert [response.approves for response in Response.objects.order_by("made_at")] == [False, True]
    for page in (jane.get(path), author.get(page_of(article, "outside"))):
        assert b"33, not 31" in page.content and b"<script>alert" not in page.content


def test_to_approve_twice_is_to_approve_once_and_nobody_fills_the_newsroom(jane, article):
    path = previewing.path_of(offer(article))
    for _ in range(2):
        assert jane.post(path, APPROVE).status_code == 302
    for number in range(previewing.MOST_RESPONSES + 3):
        answer = jane.post(path, comment(f"Number {number}"))
    assert answer.status_code == 200 and b"as much as one link takes" in answer.content
    assert Response.objects.count() == previewing.MOST_RESPONSES


def test_a_link_that_is_over_or_taken_back_says_so(author, jane, article):
    over = offer(article, at=timezone.now() - timedelta(days=8))
    back = offer(article)
    revoke = reverse("admin:articles_article_revoke", args=[article.pk, back.pk])
    assert author.get(revoke).status_code == 405
    assert "opens nothing any more" in said(author.post(revoke))
    assert author.post(revoke).status_code == 302
    for link in (over, back):
        path = previewing.path_of(link)
        for answer in (jane.get(path), jane.post(path, APPROVE), framed(jane, link)):
            assert answer.status_code == 410
            assert b"Not yet" not in answer.content and b"This preview has ended" in answer.content
            assert (answer["Cache-Control"], answer["X-Robots-Tag"]) == ("private, no-store", "noindex")
    assert not Response.objects.exists()


def test_a_link_of_another_purpose_opens_nothing(jane, article):
    other = links.Purpose("articles.preview").token(offer(article).pk)
    for token in ("x", "Mg:1x:abc", "%00", other):
        assert jane.get(f"/preview/{token}/").status_code == 404
        assert jane.post(f"/preview/{token}/", APPROVE).status_code == 404


def test_another_site_cannot_approve_for_somebody(jane, article):
    path = previewing.path_of(offer(article))
    assert jane.post(path, APPROVE, headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403
    assert not Response.objects.exists()


def test_a_link_opens_one_version_of_a_text_for_members_and_nothing_else(jane):
    article = make_article(access=Audience.MEMBERS, body="<p>One.</p>" * 9 + "<p>The last word.</p>")
    assert b"The last word." in framed(jane, offer(article)).content
    assert b"The last word." not in jane.get(article.get_absolute_url()).content


def test_only_our_own_pages_frame_it(jane, article):
    page = framed(jane, offer(article))
    assert page["X-Frame-Options"] == "SAMEORIGIN"
    assert "frame-ancestors 'self'" in page["Content-Security-Policy"]
    assert jane.get(previewing.path_of(offer(article)))["X-Frame-Options"] == "DENY"


def test_looking_changes_nothing_that_readers_see(jane, article):
    link, before = offer(article), counter()
    framed(jane, link)
    jane.post(previewing.path_of(link), APPROVE)
    assert counter() == before
    assert Article.objects.get().state == "draft"


def test_who_got_it_to_read_reads_it_no_more_once_it_is_withdrawn(author, jane):
    article = make_article(title="A claim", body="<p>That was false.</p>")
    link = offer(article)
    publishing.withdraw(article, reason="It was false.", by=None, at=timezone.now())
    for answer in (
        jane.get(previewing.path_of(link)),
        framed(jane, link),
        jane.post(previewing.path_of(link), APPROVE),
    ):
        assert answer.status_code == 410
        assert b"A claim" not in answer.content and b"That was false." not in answer.content
    draft = reverse("articles:draft_page", args=[article.pk])
    assert b"That was false." in author.get(draft).content, "Whoever mends it sees what it said."


def test_the_newsroom_sees_how_it_stands_and_nobody_else_does(author, jane, article):
    draft = author.get(page_of(article)).context["preview_url"]
    assert b"Only the newsroom sees this" in author.get(draft).content
    assert b"Not yet" in author.get(f"{draft}page/").content
    for address in (draft, f"{draft}page/"):
        assert jane.get(address).status_code == 404
        assert author.get(address)["Cache-Control"] == "private, no-store"
    jane.force_login(make_user())
    assert jane.get(draft).status_code == 404


@pytest.mark.parametrize(
    "values", [{}, {"name": " ", "days": "3"}, {"name": "J", "days": "0"}, {"name": "J", "days": "99"}]
)
def test_a_link_without_a_name_or_an_end_is_refused(author, article, values):
    assert author.post(page_of(article, "outside"), values).context["form"].errors
    assert not PreviewLink.objects.exists()


def test_an_author_shows_nothing_that_is_published(author):
    article = make_article()
    link = offer(article)
    page = author.get(page_of(article, "outside"))
    assert page.status_code == 200 and b"Make a link" not in page.content and b"/preview/" not in page.content
    assert author.post(page_of(article, "outside"), {"name": "J", "days": "1"}).status_code == 403
    assert author.post(reverse("admin:articles_article_revoke", args=[article.pk, link.pk])).status_code == 403


def test_a_link_is_taken_back_under_its_own_article_only(author, article):
    other = make_article(published_at=None)
    link = offer(other)
    assert author.post(reverse("admin:articles_article_revoke", args=[article.pk, link.pk])).status_code == 404


def test_a_keyword_that_is_gone_is_shown_by_its_name(jane, article):
    link = offer(article)
    article.keywords.model.objects.all().delete()
    assert b"Rail" in framed(jane, link).content
    assert not article.keywords.model.objects.exists()


def test_the_digest_is_of_what_stands(article):
    version = offer(article).version
    assert version.digest == versioning.digest_of(version.form) == versioning.digest_now(article)


def test_whoever_made_the_link_gets_a_mail_that_carries_none_of_the_words(jane, article):
    mira = make_user("author", email="mira@portal.example")
    link = previewing.offer(article, name="Jane & Doe", days=7, by=mira, at=timezone.now())
    for fields in (comment("Visit casino.example"), APPROVE, APPROVE):
        jane.post(previewing.path_of(link), fields)
    mails = list(Mail.objects.order_by("pk"))
    assert [mail.subject for mail in mails] == ["Jane & Doe commented on version 1", "Jane & Doe approved version 1"]
    assert all(mail.recipient == "mira@portal.example" for mail in mails)
    assert not any(b"casino" in bytes(mail.message) for mail in mails)
    assert page_of(article, "outside").encode() in bytes(mails[0].message).replace(b"=\r\n", b"").replace(b"=\n", b"")


def test_draft_changes_of_what_is_published_are_shown_approved_and_published(client, jane):
    client.force_login(make_user("editor", name="Mira Sato"))
    article = make_article(title="Berth 19 reopens")
    keep = typed_again(article, title="Berth 19 is open", keywords=["Ports"], _put_by="Keep as draft changes")
    outside = page_of(article, "outside")
    assert "What they see" not in client.get(outside).text
    client.post(page_of(article), keep)
    assert "The draft changes, which readers do not have yet" in client.get(outside).text
    answer = client.post(outside, {"name": "Jane Doe", "days": "3", "shows": "changes"}, follow=True)
    assert "Jane Doe can see the draft changes under the link below" in answer.text
    assert LogEntry.objects.latest("pk").change_message == "Showed the draft changes to Jane Doe"
    link = PreviewLink.objects.get()
    path = previewing.path_of(link)
    assert "Berth 19 is open" in jane.get(path).text and "Draft changes of" in jane.get(path).text
    shown = framed(jane, link).text
    assert "Berth 19 is open" in shown and "Ports" in shown and "Berth 19 is open" not in jane.get("/").text

    jane.post(path, APPROVE)
    for place in (page_of(article), outside):
        assert "Jane Doe approved the draft changes" in client.get(place).text
        assert "no longer counts" not in client.get(place).text
    form = client.get(page_of(article))
    put_by = {"put_by": form.context["put_by"], "_save": "Publish changes"}
    client.post(page_of(article), {name: value for name, value in keep.items() if name != "_put_by"} | put_by)
    article.refresh_from_db()
    assert article.title == "Berth 19 is open" and "no longer counts" not in client.get(outside).text
    client.post(page_of(article), typed_again(article, kicker="Other"))
    assert "no longer counts" in client.get(outside).text and "has been changed since" in jane.get(path).text
    gone = client.post(outside, {"name": "Jane Doe", "days": "3", "shows": "changes"})
    assert "published or dropped meanwhile" in gone.text and PreviewLink.objects.count() == 1


def test_draft_changes_that_change_void_what_was_said_of_them(client, jane):
    client.force_login(make_user("editor"))
    article = make_article(title="Berth 19 reopens")
    keep = typed_again(article, title="Berth 19 is open", _put_by="Keep as draft changes")
    client.post(page_of(article), keep)
    client.post(page_of(article, "outside"), {"name": "Jane Doe", "days": "3", "shows": "changes"})
    path = previewing.path_of(PreviewLink.objects.get())
    client.post(page_of(article), keep | {"title": "Berth 19 is shut"})
    late = jane.post(path, APPROVE)
    assert "has been changed since" in late.text and "Berth 19 is open" in framed(jane, PreviewLink.objects.get()).text
    assert not Response.objects.exists()
    client.post(page_of(article, "outside"), {"name": "Ben Ode", "days": "3", "shows": ""})
    assert "Berth 19 reopens" in framed(jane, PreviewLink.objects.latest("pk")).text
