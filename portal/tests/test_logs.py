"""What an operator reads while the database is away."""

import logging
import sys

import psycopg
import pytest
from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.http.multipartparser import MultiPartParserError

from portal.logs import Brief


def written(error, cause=None, name="django.request"):
    """How a record of this error comes out."""
    try:
        raise error from cause
    except type(error):
        record = logging.LogRecord(name, logging.ERROR, "", 1, "Failed:\n %s", ("/ask/",), sys.exc_info())
    assert Brief().filter(record)
    return logging.Formatter().format(record)


def test_a_database_that_is_away_is_one_line():
    with pytest.raises(psycopg.OperationalError) as away:
        psycopg.connect(host="127.0.0.1", port=9, dbname="none")
    for error in (OperationalError("away"), RuntimeError("a library's own")):
        words = written(error, away.value)
        assert words.startswith("Failed: /ask/ (connection failed:") and "\n" not in words


def test_one_that_was_stopped_under_way_too():
    assert written(psycopg.errors.AdminShutdown("terminating connection")) == "Failed: /ask/ (terminating connection)"


@pytest.mark.parametrize("error", [RequestDataTooBig("much"), MultiPartParserError("nonsense")])
def test_what_a_stranger_sent_wrong_is_no_fault_of_ours(error):
    assert written(error) == "Failed:\n /ask/"


@pytest.mark.parametrize(
    "error", [psycopg.errors.DiskFull("disk"), psycopg.errors.DeadlockDetected("dead"), ValueError("x")]
)
def test_what_else_goes_wrong_is_told_whole(error):
    assert "Traceback" in written(error)


def test_a_pool_says_it_in_one_line():
    record = logging.LogRecord("psycopg.pool", logging.WARNING, "", 1, "refused\n\tIs it %s?", ("up",), None)
    assert Brief().filter(record)
    assert record.getMessage() == "refused Is it up?"


def test_the_console_is_read_through_it(settings):
    assert settings.LOGGING["handlers"]["console"]["filters"] == ["brief"]
