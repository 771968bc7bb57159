import re
from datetime import UTC, datetime, timedelta
from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.core.management import call_command
from django.test import Client

from articles.models import Arrangement, Article, Author, Drawing, Entry, Keyword, Picture, Section
from articles.tests.exporting_made import comes_back
from feedback.models import Answer
from members.models import User
from portal import demo
from portal.lib.models import Mail
from portal.roles import ROLES
from subscriptions.models import Delivery, Issue

EARLY = datetime(2026, 3, 1, 0, 5, tzinfo=UTC)
LATE = datetime(2026, 3, 1, 23, 55, tzinfo=UTC)
pytestmark = pytest.mark.django_db


def test_first_run_fills_the_portal_and_tells_the_passwords_once(tmp_path, capsys):
    out = StringIO()
    call_command("load_demo", stdout=out)

    for role in ROLES:
        username, password = re.search(rf"^  (\S+) +{role} +(\S+)$", out.getvalue(), re.MULTILINE).groups()
        signs_in(username, password)
        assert EmailAddress.objects.get(user__username=username).verified
        assert User.objects.get(username=username).groups.get().name == role
    everything_is_open_to_readers()
    editors_have_written_around_it()
    weekly_has_an_archive_and_a_draft()

    again = StringIO()
    call_command("load_demo", stdout=again)
    assert again.getvalue() == "The portal has content already; nothing was loaded.\n"
    assert User.objects.count() == len(ROLES)
    articles_go_out_and_come_back_as_they_were(tmp_path, capsys)


def signs_in(username, password):
    client = Client()
    answer = client.post("/account/login/", {"login": username, "password": password})
    assert answer.status_code == 302, username
    assert client.get("/admin/").status_code == 200


def everything_is_open_to_readers():
    assert Article.objects.published().count() == 40
    assert Answer.objects.published().count() == 6
    assert Picture.objects.exclude(alt="").count() == 12
    assert Section.objects.in_masthead().count() == Section.objects.count() == 7
    assert Keyword.objects.filter(aliases__isnull=False).exists()
    assert not Entry.objects.filter(searchable=None).exists()
    for entry in Entry.objects.all():
        assert Client().get(entry.get_absolute_url()).status_code == 200, entry


def editors_have_written_around_it():
    live = Arrangement.objects.live().get()
    front = Client().get("/").context
    assert front["lead"].pk == live.lead_id
    assert [block.section.slug for block in front["blocks"]][:2] == ["policy", "economy"]
    assert live.blocks.get(section__slug="trade").pinned.get() in front["blocks"][2].entries
    topics = Keyword.objects.exclude(introduction="")
    assert topics.count() == 6
    for topic in topics:
        assert topic.introduction in Client().get(topic.get_absolute_url()).content.decode()
    for author in Author.objects.exclude(about=""):
        assert "made up" in author.about
        assert author.about in Client().get(author.get_absolute_url()).content.decode()


def articles_go_out_and_come_back_as_they_were(folder, capsys):
    """Here, because loading everything takes longer than all the rest."""
    Issue.objects.all().delete()  # which hold on to their articles
    there = Drawing.objects.count(), Picture.objects.count()
    comes_back(folder, capsys)
    assert (Drawing.objects.count(), Picture.objects.count()) == there


def weekly_has_an_archive_and_a_draft():
    sent, draft = Issue.objects.order_by("number")
    assert sent.released_at and draft.released_at is None
    assert sent.placed.count() == 6 and draft.placed.count() == 8
    assert not Delivery.objects.exists() and not Mail.objects.exists()


@pytest.mark.parametrize(("at", "day"), [(EARLY, "Feb. 28"), (LATE, "March 1")])
def test_every_moment_is_counted_back_from_the_day_of_loading(at, day):
    """And where that moment is still to come, it was the day before."""
    demo.load(at=at, show=lambda _: None)

    moments = list(Entry.objects.values_list("published_at", flat=True))
    assert at - timedelta(days=1) < max(moments) <= at
    khorgos = Article.objects.get(dateline__startswith="KHORGOS")
    assert khorgos.dateline == f"KHORGOS, {day}"
    assert khorgos.published_at.strftime("%b %-d") == day.replace(".", "").replace("March", "Mar")


def test_portal_with_anything_in_it_is_left_alone():
    Section.objects.create(name="Ours", slug="ours")
    assert not demo.load(at=LATE, show=lambda _: pytest.fail("no account was made"))
    assert not Entry.objects.exists()


def test_nothing_stays_where_the_passwords_could_not_be_shown():
    def killed(_accounts):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        demo.load(at=LATE, show=killed)
    assert not User.objects.exists() and not Entry.objects.exists() and not Section.objects.exists()
