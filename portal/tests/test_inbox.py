"""The newsroom's first page: what each person finds there, and what it costs."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from articles import clearing, jobs, publishing, versioning
from articles.models import Article, Entry, Import, Writing
from articles.tests.factories import make_article
from articles.tests.test_newsroom import typed
from feedback.tests.factories import make_question
from members.tests.factories import make_user
from portal.inbox import inbox
from portal.lib.models import Mail
from portal.waiting import OF_A_KIND
from subscriptions.models import Delivery
from subscriptions.tests.factories import make_issue, make_subscriber

pytestmark = pytest.mark.django_db


def ago(**spans):
    return timezone.now() - timedelta(**spans)


def make_mail(**moments):
    at = ago(hours=1)
    return Mail.objects.create(
        recipient="ann@example.org", sender="portal@x.org", subject="Your answer", message=b"", created_at=at,
        due_at=at, **moments,
    )  # fmt: skip


def make_import(name, **values):
    moments = {"asked_at": ago(hours=3), "begun_at": ago(hours=2), "ended_at": ago(hours=1)}
    return Import.objects.create(name=name, **moments | values)


def make_job(status, *, hours, silent=False):
    """A job that has been in `status` for so long."""
    number = jobs.reindex.defer(numbers=[])
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = %s, attempts = 5 WHERE id = %s", [status, number])
        cursor.execute("UPDATE procrastinate_events SET at = %s WHERE job_id = %s", [ago(hours=hours), number])
        if not silent and status == "doing":
            cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id")
            cursor.execute("UPDATE procrastinate_jobs SET worker_id = %s WHERE id = %s", [cursor.fetchone()[0], number])
    return number


def seen_by(role, **values):
    return inbox(make_user(role, **values), at=timezone.now())


def titles(found):
    return [row.title for row in found["waiting"]]


def test_the_longest_waiting_comes_first_whatever_it_is():
    make_article(title="A young draft", published_at=None, changed_at=ago(hours=1))
    make_question(text="An old question?", asked_at=ago(hours=5))
    make_article(title="An old draft", published_at=None, changed_at=ago(hours=9))
    assert titles(seen_by("editor")) == ["An old draft", "An old question?", "A young draft"]


def test_an_author_finds_their_own_drafts_and_nothing_else():
    author = make_user("author")
    make_article(title="Mine", published_at=None, changed_by=author)
    make_article(title="Theirs", published_at=None)
    make_question()
    make_issue(stories=[])
    make_mail(refused_at=ago(minutes=5))
    found = inbox(author, at=timezone.now())
    assert [(row.title, row.verb) for row in found["waiting"]] == [("Mine", "Write")]
    assert found["last_weekly"] is None
    assert found["may_write"]


def test_the_weekly_waits_for_who_may_release_it():
    make_issue(number=213, stories=[])
    assert titles(seen_by("editor")) == []
    assert titles(seen_by("chief")) == ["The Weekly, No. 213"]


def test_failed_mails_wait_for_an_administrator_until_they_are_seen_to():
    make_mail(refused_at=ago(minutes=9))
    make_mail(handing_at=ago(minutes=7), uncertain_at=ago(minutes=5))
    make_mail(refused_at=ago(minutes=3), settled_at=ago(minutes=1))
    make_mail()
    assert titles(seen_by("chief")) == []
    notes = [row.note for row in seen_by("administrator")["waiting"]]
    assert notes == [
        "“Your answer” was refused by the mail server.",
        "“Your answer” may have arrived or not: the connection broke.",
    ]


def test_deliveries_that_failed_are_one_row_an_issue():
    issue = make_issue(number=7, stories=[], released_at=ago(days=1))
    for moments in ({"refused_at": ago(hours=2)}, {"handing_at": ago(hours=2), "uncertain_at": ago(hours=1)}):
        Delivery.objects.create(issue=issue, subscriber=make_subscriber(), due_at=ago(days=1), **moments)
    found = seen_by("chief")
    assert [(row.title, row.note) for row in found["waiting"]] == [
        ("The Weekly, No. 7, did not reach everybody", "1 refused, 1 uncertain.")
    ]
    assert (found["last_weekly"].refused, found["last_weekly"].uncertain) == (1, 1)


def test_jobs_that_stand_still_wait_for_an_administrator():
    failed = make_job("failed", hours=4)
    make_job("doing", hours=3, silent=True)
    make_job("doing", hours=3)
    make_job("todo", hours=2)
    make_job("todo", hours=0)
    rows = seen_by("administrator")["waiting"]
    assert [row.title for row in rows] == [
        "Job articles.jobs.reindex", "Job articles.jobs.reindex", "1 job waits for a worker"
    ]  # fmt: skip
    assert rows[0].url == reverse("admin:portal_job_change", args=[failed])
    assert titles(seen_by("chief")) == []


def test_a_failed_job_can_be_tried_again(client):
    number = make_job("failed", hours=1)
    client.force_login(make_user("administrator"))
    address = reverse("admin:portal_job_change", args=[number])
    assert b"Try again" in client.get(address).content
    client.post(address, {"_again": "Try again"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT status FROM procrastinate_jobs WHERE id = %s", [number])
        assert cursor.fetchone() == ("todo",)


def test_what_goes_out_next_stands_in_the_order_of_its_minutes():
    soon = timezone.now() + timedelta(hours=1)
    make_article(title="Tomorrow", published_at=soon + timedelta(days=1))
    make_article(title="Soon", published_at=soon)
    make_article(title="Out already")
    assert [row.title for row in seen_by("author")["going_out"]] == ["Soon", "Tomorrow"]


def test_the_last_weekly_says_how_it_fared():
    at = ago(hours=3)
    issue = make_issue(stories=[], released_at=at)
    make_issue(stories=[], released_at=ago(days=8))
    for moments in ({"handing_at": at, "sent_at": at}, {"refused_at": at, "settled_at": at}, {}):
        Delivery.objects.create(issue=issue, subscriber=make_subscriber(), due_at=at, **moments)
    make_subscriber(left_at=ago(hours=1))
    make_subscriber(confirmed_at=ago(days=9), left_at=ago(days=8))
    last = seen_by("editor")["last_weekly"]
    assert last.issue == issue
    assert (last.sent, last.refused, last.uncertain, last.waiting, last.left) == (1, 1, 0, 1, 1)


def test_no_kind_hides_another_and_all_are_counted():
    for _ in range(OF_A_KIND + 3):
        make_article(published_at=None, changed_at=ago(days=9))
    make_question(text="And I?")
    found = seen_by("editor")
    assert titles(found)[-1] == "And I?"
    assert [more.words for more in found["waiting_more"]] == ["3 more drafts"]
    assert found["waiting_in_all"] == OF_A_KIND + 4


def test_a_new_story_that_was_not_saved_is_found_by_its_writer(client):
    author, editor, at = make_user("author"), make_user("editor"), timezone.now()
    for title, whose, article in (
        ("Half a story", author, None),
        ("", author, None),
        ("Other", editor, make_article()),
    ):
        form = {"title": [title], "body": ["<p>It began.</p>"]}
        Writing.objects.create(key=uuid4(), editor=whose, article=article, seen_at=at, typed_at=at, form=form)
        at += timedelta(minutes=1)
    client.force_login(author)
    page = client.get(reverse("admin:index"))
    assert [story.title for story in page.context["unsaved"]] == ["It began.", "Half a story"]
    assert "New stories you have not saved:" in page.text
    taken_up = client.get(page.context["unsaved"][1].url)
    assert taken_up.context["adminform"].form["title"].value() == "Half a story"
    assert inbox(editor, at=at)["unsaved"] == [], "It is a change of an article, and offered there."


def test_changes_that_readers_do_not_see_wait_beside_it():
    chief, at = make_user("chief"), timezone.now()
    for title in ("One", "Two"):
        Writing.objects.create(
            key=uuid4(), editor=chief, article=make_article(title=title), seen_at=at, typed_at=at, put_by_at=at
        )
        at += timedelta(minutes=1)
    Writing.objects.create(key=uuid4(), editor=chief, seen_at=at, typed_at=at, form={"title": ["New"]})
    found = inbox(chief, at=at)
    assert titles(found) == ["One", "Two"] and [story.title for story in found["unsaved"]] == ["New"]
    assert titles(seen_by("author")) == []


def test_the_page_costs_the_same_however_much_waits(client, django_assert_max_num_queries):
    client.force_login(make_user("administrator"))
    for _ in range(4):
        make_article(published_at=None)
        make_question(about=Entry.objects.order_by("pk").first())
        make_issue(stories=[])
        make_mail(refused_at=ago(minutes=9))
        make_job("failed", hours=1)
    with django_assert_max_num_queries(23):
        assert client.get(reverse("admin:index")).status_code == 200


@pytest.mark.parametrize("role", ["author", "editor", "chief", "administrator"])
def test_every_address_on_the_page_opens(client, role):
    user = make_user(role)
    for _ in range(OF_A_KIND + 1):
        make_article(published_at=None, changed_by=user)
        make_question()
        make_mail(refused_at=ago(minutes=9))
        make_job("failed", hours=1)
    make_article(published_at=timezone.now() + timedelta(days=1))
    make_issue(stories=[])
    issue = make_issue(stories=[], released_at=ago(days=1))
    Delivery.objects.create(issue=issue, subscriber=make_subscriber(), due_at=ago(days=1), refused_at=ago(hours=1))
    make_job("todo", hours=1)
    client.force_login(user)
    found = client.get(reverse("admin:index")).context
    assert found["waiting_more"]
    rows = [*found["waiting"], *found["waiting_more"], *found["going_out"], *filter(None, [found["last_weekly"]])]
    assert rows
    for address in [row.url for row in rows]:
        assert client.get(address).status_code == 200, address


def test_what_an_author_handed_over_waits_for_an_editor_and_not_for_them(client):
    author, editor = make_user("author"), make_user("editor")
    client.force_login(author)
    for title in ("Asked", "Kept"):
        client.post(reverse("admin:articles_article_add"), typed(title=title))
    asked = Article.objects.get(title="Asked")
    clearing.ask(asked, by=author, at=timezone.now())
    found = inbox(author, at=timezone.now())
    assert titles(found) == ["Kept"] and found["waiting_in_all"] == 1
    assert [one.article.title for one in found["with_editors"]] == ["Asked"]
    page = client.get(reverse("admin:index")).text
    assert "With an editor" in page and reverse("admin:articles_article_change", args=[asked.pk]) in page
    assert "Asked" in titles(inbox(editor, at=timezone.now())) and not inbox(editor, at=timezone.now())["with_editors"]

    clearing.send_back(asked, note="Whose figures?", by=editor, at=timezone.now())
    found = inbox(author, at=timezone.now())
    assert sorted(titles(found)) == ["Asked", "Kept"] and not found["with_editors"]


def test_archives_wait_for_a_word_while_their_files_are_kept():
    make_import("looked through.jsonl")
    make_import("broken.xml", is_dry=False, failure="Line 3 is no XML.")
    make_import("brought in.jsonl", is_dry=False)
    make_import("given up.jsonl", cancelled_at=ago(hours=1))
    make_import("at work.jsonl", ended_at=None)
    make_import("too old.jsonl", removed_at=ago(minutes=1))
    found = seen_by("chief")
    assert titles(found) == ["looked through.jsonl", "broken.xml"]
    assert "Line 3" in found["waiting"][1].note
    assert titles(seen_by("author")) == []


def test_what_was_handed_over_waits_since_then_whoever_saves_it_later():
    author, editor = make_user("author", name="Ann Lee"), make_user("editor", name="Mira Sato")
    first, second = (make_article(title=title, published_at=None, changed_by=author) for title in ("First", "Second"))
    make_article(title="A draft", published_at=None, changed_at=ago(hours=2))
    clearing.ask(first, by=author, at=ago(hours=5))
    clearing.ask(second, by=author, at=ago(hours=4))
    first.kicker = "Explained"
    first.changed_at, first.changed_by = ago(hours=1), editor
    first.save()
    versioning.keep(first, by=editor, at=first.changed_at)
    rows = inbox(editor, at=timezone.now())["waiting"]
    assert [(row.title, row.verb) for row in rows] == [("First", "Read"), ("Second", "Read"), ("A draft", "Publish")]
    assert "Changed since, by Mira Sato" in rows[0].note and "Changed since" not in rows[1].note
    clearing.send_back(first, note="Name the source.", by=editor, at=ago(minutes=9))
    found = inbox(author, at=timezone.now())
    assert (titles(found), [one.article.title for one in found["with_editors"]]) == (["First"], ["Second"])
    clearing.ask(first, by=author, at=ago(minutes=5))
    assert [row.title for row in inbox(editor, at=timezone.now())["waiting"]] == ["Second", "A draft", "First"]


def test_older_drafts_of_an_archive_hide_nothing_that_was_handed_over():
    for _ in range(OF_A_KIND + 3):
        make_article(published_at=None, changed_at=ago(days=9))
    clearing.ask(make_article(title="Asked", published_at=None), by=make_user("author"), at=ago(minutes=5))
    found = seen_by("editor")
    assert titles(found)[-1] == "Asked" and len(titles(found)) == OF_A_KIND
    assert [more.words for more in found["waiting_more"]] == ["4 more drafts"]


def test_who_does_not_see_the_weekly_is_told_nothing_of_it(client):
    make_issue(number=46, stories=[], released_at=ago(days=1))
    client.force_login(make_user("author"))
    assert "Last Weekly" not in client.get(reverse("admin:index")).content.decode()
    client.force_login(make_user("editor"))
    assert "Last Weekly, No. 46" in client.get(reverse("admin:index")).content.decode()


def test_whoever_wrote_it_is_told_what_became_of_it():
    author, editor = make_user("author"), make_user("editor")
    stories = {}
    for title in ("Out", "Corrected", "Withdrawn", "Old", "Still a draft"):
        stories[title] = make_article(title=title, published_at=None, changed_by=author)
        versioning.keep(stories[title], by=author, at=ago(days=9))
    for title, days in (("Out", 2), ("Corrected", 8), ("Withdrawn", 9), ("Old", 8)):
        publishing.publish(stories[title], by=editor, at=ago(days=days))
    publishing.correct(stories["Corrected"], words="It was 31 hours.", by=editor, at=ago(days=1))
    publishing.withdraw(stories["Withdrawn"], reason="The operator put it off.", by=editor, at=ago(hours=1))
    make_article(title="Of somebody else", changed_by=editor)
    found = inbox(author, at=timezone.now())["became"]
    assert [(one.title, one.said) for one in found] == [
        ("Withdrawn", "Withdrawn: The operator put it off."),
        ("Corrected", "Corrected: It was 31 hours."),
        ("Out", "Published."),
    ]
    assert found[1].url == f"{stories['Corrected'].get_absolute_url()}#correction"
    assert inbox(editor, at=timezone.now())["became"] == []
    publishing.publish(stories["Still a draft"], by=author, at=timezone.now())
    assert len(inbox(author, at=timezone.now())["became"]) == 3, "What they did themselves they know."
