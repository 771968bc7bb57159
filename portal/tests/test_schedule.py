"""What happens by the clock, run by a real worker."""

from datetime import timedelta

import pytest
from captcha.models import CaptchaStore
from django.contrib.sessions.models import Session
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

from members.models import User
from members.tests.factories import make_membership, make_user
from portal import schedule
from portal.lib.models import Limit, Mail, PagesMoment
from portal.lib.tests.listener import Listener
from subscriptions.models import Subscriber
from subscriptions.tests.factories import make_subscriber

pytestmark = pytest.mark.django_db(transaction=True)
LONG_AGO = timezone.now() - timedelta(days=40)


def test_everything_on_the_schedule_has_a_time_and_a_lock():
    planned = app.periodic_registry.periodic_tasks.values()
    assert {task.task.name: task.cron for task in planned if task.task.name.startswith("schedule.")} == {
        "schedule.mails": "* * * * *",
        "schedule.transfers": "* * * * *",
        "schedule.expired": "*/10 * * * *",
        "schedule.most_read": "*/10 * * * *",
        "schedule.doubles": "*/10 * * * *",
        "schedule.renditions": "*/15 * * * *",
        "schedule.appeared": "7 * * * *",
        "schedule.leftovers": "7 3 * * *",
        "schedule.writings": "12 3 * * *",
        "schedule.archives": "14 3 * * *",
        "schedule.sessions": "17 3 * * *",
        "schedule.jobs": "27 3 * * *",
        "schedule.persons": "37 3 * * *",
    }
    assert all(task.task.queueing_lock for task in planned)


def test_mails_whose_wake_was_lost_are_sent(run_jobs, settings):
    with Listener() as listener:
        settings.EMAIL_URL = listener.url
        EmailMultiAlternatives("Subject", "Words.", "portal@example.org", ["ann@example.org"]).send()
        ProcrastinateJob.objects.all().delete()
        schedule.look_for_mails.defer(timestamp=0)
        run_jobs()
        assert Mail.objects.get().state == "sent"
        assert len(listener.taken) == 1


def test_what_expired_is_dropped_and_the_rest_stays(run_jobs):
    now = timezone.now()
    for moment in (LONG_AGO, now + timedelta(days=1)):
        CaptchaStore.objects.create(challenge="A", response="a", hashkey=str(moment), expiration=moment)
        Limit.objects.create(key=str(moment), count=1, ends_at=moment)
        PagesMoment.objects.create(at=moment)
        Session.objects.create(session_key=f"{moment.timestamp():.0f}", session_data="", expire_date=moment)
    schedule.drop_what_expired.defer(timestamp=0)
    schedule.drop_old_sessions.defer(timestamp=0)
    run_jobs()
    assert [model.objects.count() for model in (CaptchaStore, Limit, PagesMoment, Session)] == [1, 1, 1, 1]


def test_old_jobs_that_failed_are_dropped(run_jobs):
    failed, recent = (app.configure_task("send", queueing_lock=f"send.{name}").defer() for name in ("old", "recent"))
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'failed' WHERE id IN (%s, %s)", [failed, recent])
        cursor.execute("UPDATE procrastinate_events SET at = %s WHERE job_id = %s", [LONG_AGO, failed])
    schedule.drop_old_jobs.defer(timestamp=0)
    run_jobs()
    assert ProcrastinateJob.objects.filter(status="failed").values_list("pk", flat=True).get() == recent


def test_persons_are_forgotten_and_who_is_needed_stays(run_jobs):
    long_ago = timezone.now() - timedelta(days=91)
    for values in ({"sent_at": long_ago, "handing_at": long_ago}, {"refused_at": long_ago, "settled_at": long_ago}):
        make_mail(created_at=long_ago, **values)
    kept = [make_mail(created_at=long_ago), make_mail(created_at=long_ago, refused_at=long_ago)]
    kept.append(make_mail(sent_at=timezone.now(), handing_at=timezone.now()))
    make_subscriber(asked_at=long_ago, confirmed_at=None)
    stay = [make_subscriber(asked_at=long_ago), make_subscriber(confirmed_at=None)]
    begun = {"starts_at": long_ago, "ends_at": long_ago + timedelta(days=3), "kind": "trial"}
    make_membership(make_user(), **begun)
    member = make_membership(make_user(), **begun, confirmed_at=long_ago, mailbox="ann@portal.example").user
    schedule.forget_persons.defer(timestamp=0)
    run_jobs()
    assert set(Mail.objects.all()) == set(kept)
    assert set(Subscriber.objects.all()) == set(stay)
    assert list(User.objects.all()) == [member]


def make_mail(**values):
    now = timezone.now()
    return Mail.objects.create(recipient="ann@example.org", message=b"", **{"created_at": now, "due_at": now} | values)
