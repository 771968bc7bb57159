"""The worker as a process: wakes, stops, is killed, loses its database."""

import asyncio
import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from django.core.mail import EmailMultiAlternatives
from django.db import connection
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob
from procrastinate.contrib.django.utils import connector_params
from procrastinate.psycopg_connector import PsycopgConnector

from articles import jobs
from articles.tests.factories import make_article
from portal import worker
from portal.lib.models import Mail
from portal.lib.tests.listener import Listener
from portal.lib.tests.processes import manage

NAME = "worker-under-test"  # how its sessions are found


@pytest.fixture
def listener(transactional_db):
    with Listener() as listener:
        yield listener


def write(*recipients):
    for recipient in recipients:
        EmailMultiAlternatives("Subject", "Words.\n", "portal@example.org", [recipient]).send()


def start(listener):
    return manage("worker", EMAIL_URL=listener.url, PGAPPNAME=NAME)


def until(condition, *, within=20):
    """A process of its own can only be watched."""
    deadline = time.monotonic() + within
    while not condition():
        assert time.monotonic() < deadline, "It did not happen in time."
        threading.Event().wait(0.02)


def states():
    return {mail.recipient: mail.state for mail in Mail.objects.all()}


def test_sends_what_waited_and_what_comes_and_stops_when_asked(listener):
    write("before@example.org")
    with start(listener) as process:
        assert listener.arrived.acquire(timeout=20)
        write("after@example.org")
        assert listener.arrived.acquire(timeout=2), "The wake did not reach it."
        until(lambda: Mail.objects.in_state("sent").count() == 2)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=8) == 0


def test_mails_do_not_wait_for_what_takes_long(listener):
    """As the sizes of an archive's pictures do, which take every hand there is."""
    number = make_article().pk
    with psycopg.connect(**connector_params()) as other, start(listener):
        write("first@example.org")
        assert listener.arrived.acquire(timeout=20)
        other.execute("LOCK TABLE articles_searchable IN ACCESS EXCLUSIVE MODE")
        for _ in range(2 * worker.OPTIONS["concurrency"]):
            jobs.reindex.defer(numbers=[number])
        until(lambda: ProcrastinateJob.objects.filter(status="doing").count() == worker.OPTIONS["concurrency"])
        write("after@example.org")
        assert listener.arrived.acquire(timeout=5), "All hands were at work."
        other.rollback()


def test_a_job_that_does_not_end_holds_nobody_up(listener):
    write("a@example.org")
    listener.answers.clear()
    with start(listener) as process:
        assert listener.arrived.acquire(timeout=20)
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=worker.STOPS_WITHIN + 3) == 0


def test_killed_after_the_dot_leaves_one_uncertain_and_the_next_sends_the_rest(listener):
    write("a@example.org", "b@example.org", "c@example.org")
    listener.answers.clear()
    with start(listener) as process:
        assert listener.arrived.acquire(timeout=20)
        process.kill()
        process.wait()
    listener.answers.set()
    until(lambda: len(listener.taken) == 1)
    with start(listener):
        until(lambda: not Mail.objects.waiting().exists())
        write("d@example.org")  # one more run changes nothing about the first
        until(lambda: Mail.objects.in_state("sent").count() == 3)
    sent = {f"{name}@example.org": "sent" for name in "bcd"}
    assert states() == {"a@example.org": "uncertain"} | sent
    assert [to for to, _ in listener.taken] == ["a@example.org", *sent]


def test_ends_with_an_error_when_the_database_is_lost(listener):
    write("a@example.org")
    with start(listener) as process:
        until(lambda: Mail.objects.in_state("sent").exists())
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = %s"
                " AND datname = current_database()",
                [NAME],
            )
        assert process.wait(timeout=worker.HEARTBEAT + worker.STOPS_WITHIN + 5) == 1
        assert "The database went away" in process.stderr.read()


def test_without_a_database_it_says_so(listener):
    with manage("worker", DATABASE_URL="postgres://nobody@127.0.0.1:9/none") as process:
        assert process.wait(timeout=30) == 1
        assert process.stderr.read().startswith("CommandError: The worker ended")


class TestStalledJobs:
    @pytest.fixture
    def stalled(self, transactional_db):
        """A job that a worker had begun whose heart has stopped."""

        def stalled(*, attempts=0):
            job = app.configure_task("send", queueing_lock="send").defer()
            with connection.cursor() as cursor:
                cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES ('2020-01-01') RETURNING id")
                dead = cursor.fetchone()
                cursor.execute(
                    "UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s, attempts = %s WHERE id = %s",
                    [dead[0], attempts, job],
                )
            return job

        return stalled

    def retry(self):
        async def retry():
            connector = PsycopgConnector(kwargs=connector_params())
            with app.replace_connector(connector):
                async with app.open_async():
                    await worker.retry_stalled()

        with ThreadPoolExecutor(1) as pool:  # where a browser's loop runs in this thread
            pool.submit(asyncio.run, retry()).result(timeout=60)

    def test_is_given_out_again(self, stalled):
        job = stalled()
        self.retry()
        assert ProcrastinateJob.objects.get(pk=job).status == "todo"

    def test_is_dropped_where_its_like_waits_already(self, stalled):
        dead = stalled()
        waiting = app.configure_task("send", queueing_lock="send").defer()
        self.retry()
        assert list(ProcrastinateJob.objects.values_list("pk", "status")) == [(waiting, "todo")]
        assert dead != waiting

    def test_is_given_up_after_a_few_times(self, stalled):
        job = stalled(attempts=worker.TRIES)
        self.retry()
        assert ProcrastinateJob.objects.get(pk=job).status == "failed"
