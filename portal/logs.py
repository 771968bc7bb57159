"""What is logged without its traceback, which tells nothing more: a database that is away, a request that is wrong."""

import logging

import psycopg
from django.core.exceptions import BadRequest, SuspiciousOperation
from django.http.multipartparser import MultiPartParserError

# Classes of SQLSTATE: the connection failed; somebody or a crash stopped the server, or it is just starting.
AWAY = ("08", "57P")


class Brief(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if isinstance(record.exc_info, tuple) else None
        if reason := away(error):
            record.msg = " ".join(f"{record.getMessage()} ({reason})".split())
            record.args, record.exc_info, record.exc_text = (), None, None
        elif isinstance(error, SuspiciousOperation | BadRequest | MultiPartParserError):
            record.exc_info, record.exc_text = None, None
        elif record.name.startswith("psycopg"):
            record.msg, record.args = " ".join(record.getMessage().split()), ()
        return True


def away(error: BaseException | None) -> str:
    """Why the database cannot be reached, where that is what this error comes from; else nothing."""
    while error is not None and not isinstance(error, psycopg.OperationalError):
        error = error.__cause__
    if error is None or not (error.sqlstate is None or error.sqlstate.startswith(AWAY)):
        return ""
    return str(error)
