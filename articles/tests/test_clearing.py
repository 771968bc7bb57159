"""From an author to an editor to readers, where the newsroom works so."""

from email import message_from_bytes, policy

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from articles import clearing
from articles.models import Article, Clearing
from articles.tests.factories import make_article
from articles.tests.test_newsroom import ADD, page_of, said, typed_again
from members.tests.factories import make_user
from portal.inbox import inbox
from portal.lib import links
from portal.lib.models import Mail

pytestmark = pytest.mark.django_db


@pytest.fixture
def article(settings):
    settings.CLEARING = True
    return make_article(published_at=None, title="Berth 19 reopens")


@pytest.fixture
def author(client):
    client.force_login(make_user("author", name="Ann Lee", email="ann@portal.example"))
    return client


def as_editor(client):
    user = make_user("editor", name="Mira Sato", email="mira@portal.example")
    client.force_login(user)
    return user


def test_an_article_goes_from_its_author_to_an_editor_to_readers(author, article):
    editor = make_user("editor", email="otto@portal.example")
    form = author.get(page_of(article)).content.decode()
    assert 'name="_ask"' in form and 'name="_clear"' not in form
    assert author.post(page_of(article), typed_again(article, _ask="Ask for clearing")).url == page_of(article, "ask")
    assert not Clearing.objects.exists(), "Its page says what will happen."
    author.post(page_of(article, "ask"))
    assert "Waits for an editor" in author.get(page_of(article)).content.decode()
    assert Mail.objects.get().recipient == "otto@portal.example"
    waiting = inbox(editor, at=timezone.now())["waiting"][0]
    assert "Ann Lee asked for clearing" in waiting.note and waiting.verb == "Read"
    assert "Nothing was done" in said(author.post(page_of(article, "ask")))
    assert Mail.objects.count() == 1

    author.force_login(editor)
    lacking = author.post(page_of(article, "publish"))
    assert "Nobody has cleared how it stands now." in lacking.content.decode()
    assert Article.objects.get().state == "draft"
    author.post(page_of(article, "clear"))
    assert "is cleared" in author.get(page_of(article)).content.decode()
    author.post(page_of(article, "publish"))
    assert Article.objects.get().state == "published"


def test_an_edit_is_to_be_cleared_again(client, article):
    as_editor(client)
    client.post(page_of(article, "clear"))
    assert not clearing.is_missing(Article.objects.get())
    client.post(page_of(article), typed_again(article, kicker="Other"))
    assert clearing.is_missing(Article.objects.get())
    assert client.post(page_of(article, "schedule"), {"day": "2040-01-01", "time": "06:00"}).context["lacks"]


def test_what_is_changed_after_it_was_scheduled_is_a_draft_again(client, article):
    as_editor(client)
    client.post(page_of(article, "clear"))
    client.post(page_of(article, "schedule"), {"day": "2040-01-01", "time": "06:00"})
    article.refresh_from_db()
    same = {"abstract": article.abstract, "body": article.body}
    client.post(page_of(article), typed_again(article, **same))
    article.refresh_from_db()
    assert article.state == "scheduled"
    answer = client.post(page_of(article), typed_again(article, kicker="Other", **same))
    assert Article.objects.get().state == "draft" and "a draft again" in said(answer)


def mailed():
    """Both parts of the last mail."""
    message = message_from_bytes(bytes(Mail.objects.latest("pk").message), policy=policy.default)
    return [message.get_body((kind,)).get_content() for kind in ("plain", "html")]


def test_an_editor_sends_it_back_with_a_note(author, article):
    author.post(page_of(article, "ask"))
    asked_by = Clearing.objects.get().asked_by
    editor = as_editor(author)
    assert author.post(page_of(article, "send_back"), {"note": " "}).context["form"].errors
    author.post(page_of(article, "send_back"), {"note": "Name the <b>source</b>."})
    assert Mail.objects.latest("pk").recipient == "ann@portal.example"
    text, html = mailed()
    assert "Name the <b>source</b>." in text and "Name the &lt;b&gt;source&lt;/b&gt;." in html
    Article.objects.update(changed_by=editor)  # who mended a word before it went back
    assert "sent back: Name the" in inbox(asked_by, at=timezone.now())["waiting"][0].note
    author.force_login(asked_by)
    form = author.get(page_of(article)).content.decode()
    assert "Name the &lt;b&gt;source&lt;/b&gt;." in form and 'name="_ask"' in form
    assert "Nothing was done" in said(as_editor(author) and author.post(page_of(article, "send_back"), {"note": "x"}))


@pytest.mark.parametrize(("needed", "offered"), [(False, []), (True, ["ask", "clear"])])
def test_a_new_article_offers_what_can_be_done_with_it(client, settings, needed, offered):
    settings.CLEARING = needed
    as_editor(client)
    verbs = client.get(ADD).context["verbs"]
    assert list(verbs) == [*offered, "publish", "schedule"]


def test_an_author_clears_nothing(author, article):
    author.post(page_of(article, "ask"))
    for verb in ("clear", "send_back"):
        assert author.post(page_of(article, verb), {"note": "x"}).status_code == 403
    assert Clearing.objects.get().is_open


def test_where_nothing_need_be_cleared_who_may_publish_asks_nobody(client):
    article = make_article(published_at=None)
    as_editor(client)
    form = client.get(page_of(article)).content.decode()
    assert not any(f'name="_{verb}"' in form for verb in ("ask", "clear"))
    client.post(page_of(article, "publish"))
    assert Article.objects.get().state == "published"
    assert not Clearing.objects.exists()


@pytest.mark.parametrize(
    ("verb", "typed"),
    [("publish", {}), ("schedule", {"day": "2040-01-01", "time": "06:00"}), ("send_back", {"note": "x"})],
)
def test_an_author_hands_a_text_over_all_the_same(author, verb, typed):
    article = make_article(published_at=None, title="Berth 19 reopens")
    assert 'name="_ask"' in author.get(page_of(article)).content.decode()
    author.post(page_of(article, "ask"))
    assert "Waits for an editor" in author.get(page_of(article)).content.decode()
    editor = as_editor(author)
    assert "Ann Lee asked for clearing" in inbox(editor, at=timezone.now())["waiting"][0].note
    author.post(page_of(article, verb), typed)
    asked = Clearing.objects.get()
    assert not asked.is_open
    assert asked.cleared_by == (None if verb == "send_back" else editor)


def test_an_article_is_asked_for_once_at_a_time(article):
    now, user = timezone.now(), make_user("author")
    assert clearing.ask(article, by=user, at=now)
    assert not clearing.ask(article, by=user, at=now)
    version = article.versions.get()
    with pytest.raises(IntegrityError, match="clearing_one_open"), transaction.atomic():
        Clearing.objects.create(article=article, version=version, asked_at=now)
    assert clearing.send_back(article, note="No.", by=user, at=now)
    assert not clearing.send_back(article, note="No.", by=user, at=now)
    assert clearing.ask(article, by=user, at=now)


def test_editors_read_the_note_of_whoever_asks_and_their_own_of_before(author, article):
    make_user("editor", email="otto@portal.example")
    author.post(page_of(article, "ask"), {"words": "The wait is from <b>the terminal</b>."})
    assert "The wait is from <b>the terminal</b>." in mailed()[0] and "from &lt;b&gt;the terminal" in mailed()[1]
    asked_by, editor = Clearing.objects.get().asked_by, as_editor(author)
    assert "“The wait is from" in inbox(editor, at=timezone.now())["waiting"][0].note
    form = author.get(page_of(article)).text
    assert "The wait is from &lt;b&gt;the terminal" in form and form.count("Ann Lee") == 1, "Once is enough."
    author.post(page_of(article, "send_back"), {"note": "Name the source."})
    author.force_login(asked_by)
    author.post(page_of(article, "ask"), {"words": ""})
    author.force_login(editor)
    form = author.get(page_of(article)).text
    assert "Name the source." in form and "The wait is from" not in form


def test_what_is_changed_after_it_was_asked_for_or_cleared_says_so(author, article):
    author.post(page_of(article, "ask"))
    assert "What changed since" not in author.get(page_of(article)).text
    author.post(page_of(article), typed_again(article, kicker="Other"))
    asked = Clearing.objects.get().version.number
    compare = f"{reverse('admin:articles_article_compare', args=[article.pk])}?old={asked}&amp;new={asked + 1}"
    assert compare in author.get(page_of(article)).text
    as_editor(author)
    author.post(page_of(article, "clear"))
    assert f"Version {asked + 1} is cleared" in author.get(page_of(article)).text
    article.refresh_from_db()
    author.post(page_of(article), typed_again(article, kicker="Third"))
    form = author.get(page_of(article)).text
    assert f"Version {asked + 1} was cleared; it has been changed since" in form and "is cleared" not in form


def test_what_readers_have_is_not_called_cleared_once_it_is_changed(client, article):
    as_editor(client)
    client.post(page_of(article, "clear"))
    client.post(page_of(article, "publish"))
    assert "Version 1 is cleared" in client.get(page_of(article)).text
    client.post(page_of(article), typed_again(article, kicker="Other"))
    assert "Version 1" not in client.get(page_of(article)).text


def test_the_address_at_which_readers_find_it_is_a_link(client, article, settings):
    settings.CLEARING = False
    as_editor(client)
    Article.objects.update(title="Tea & <rails>")
    words = said(client.post(page_of(article, "publish")))
    address = links.absolute(Article.objects.get().get_absolute_url())
    assert f'<a href="{address}">{address}</a>' in words and "Tea &amp; &lt;rails&gt;" in words


def test_the_list_says_which_draft_waits_for_an_editor(author, article):
    other = make_article(published_at=None)
    author.post(page_of(article, "ask"))
    rows = author.get(reverse("admin:articles_article_changelist")).text.split("<tr>")
    told = {pk: next(row for row in rows if f"/{pk}/change/" in row) for pk in (article.pk, other.pk)}
    assert "waits for an editor" in told[article.pk] and "waits for an editor" not in told[other.pk]
