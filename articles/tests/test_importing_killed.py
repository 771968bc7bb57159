"""An import that is killed, and two at once."""

import signal
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, connections

from articles.importing import writing
from articles.models import Article, Entry, Imported, Keyword, OldAddress, Searchable
from articles.tests.importing_made import bring, item, written
from portal.lib.tests.processes import manage

COUNT = 1300  # three batches
# The locks of all databases stand in one list; tests beside this one import too.
WRITES = """
SELECT 1 FROM pg_locks JOIN pg_database ON pg_database.oid = pg_locks.database
WHERE locktype = 'advisory' AND objid = %s AND datname = current_database()
"""
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def path(tmp_path):
    items = (item(tags=[f"Berth {number % 40}", "Ports"], authors=[f"Author {number % 7}"]) for number in range(COUNT))
    return written(tmp_path, *items)


def until(condition, *, within=60):
    """A process of its own can only be watched."""
    deadline = time.monotonic() + within
    while not condition():
        assert time.monotonic() < deadline, "It did not happen in time."
        threading.Event().wait(0.005)


def a_batch_waits_to_be_written():
    with connection.cursor() as cursor:
        cursor.execute(f"{WRITES} AND NOT granted", [writing.LOCK])
        return bool(cursor.fetchone())


def first_batch_is_in():
    return Imported.objects.exists()


def first_batch_is_being_written():
    with connection.cursor() as cursor:
        cursor.execute(WRITES, [writing.LOCK])
        return bool(cursor.fetchone())


def second_batch_is_being_written():
    return first_batch_is_in() and first_batch_is_being_written()


def everything_is_there_once():
    assert Entry.objects.count() == Article.objects.count() == Searchable.objects.count() == COUNT
    assert Imported.objects.count() == OldAddress.objects.count() == COUNT
    assert Entry.keywords.through.objects.count() == 2 * COUNT
    assert Entry.authors.through.objects.count() == COUNT
    assert Keyword.objects.count() == 41


@pytest.mark.parametrize(
    "moment",
    [first_batch_is_being_written, first_batch_is_in, second_batch_is_being_written],
    ids=lambda one: one.__name__,
)
def test_killed_and_run_again_ends_like_run_once(path, capsys, moment):
    with manage("import_articles", str(path), "--publish") as process:
        until(moment)
        process.send_signal(signal.SIGKILL)
        process.wait()

    assert Entry.objects.count() in (0, 500, 1000, COUNT)
    assert not Entry.objects.filter(article=None).exists()
    assert not Entry.objects.filter(searchable=None).exists()

    result = bring(path, capsys, publish=True)

    assert result.status == 0
    everything_is_there_once()


def test_two_runs_of_one_file_at_once_end_like_one(path):
    together = threading.Barrier(2)

    def run(_):
        out = StringIO()
        together.wait()
        try:
            call_command("import_articles", str(path), publish=True, stdout=out)
        finally:
            connections.close_all()
        return int(out.getvalue().split(" new")[0])

    with ThreadPoolExecutor(2) as threads:
        new = list(threads.map(run, range(2)))

    assert sum(new) == COUNT
    everything_is_there_once()


def test_stopped_by_hand_says_how_to_go_on(path):
    with connection.cursor() as cursor, manage("import_articles", str(path), "--publish") as process:
        cursor.execute("SELECT pg_advisory_lock(%s)", [writing.LOCK])
        until(a_batch_waits_to_be_written)
        process.send_signal(signal.SIGINT)
        _out, said = process.communicate(timeout=30)
        cursor.execute("SELECT pg_advisory_unlock(%s)", [writing.LOCK])
    assert process.returncode == 130
    assert "the same command goes on from there" in said
    assert not Entry.objects.filter(article=None).exists()
