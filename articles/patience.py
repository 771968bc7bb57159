"""Cuts what takes too long, so that no question of one reader is answered at the cost of the others."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction
from psycopg.errors import QueryCanceled

# No table is read from end to end: the planner takes words that are never together for words that often are.
# A bitmap of a million rows is 40 MB; where it does not fit, every row is looked at again.
_SETTINGS = {"enable_seqscan": "off", "jit": "off", "work_mem": "64MB"}
_WITHIN = "".join(f"SET LOCAL {name} TO '{value}'; " for name, value in _SETTINGS.items())
_AFTER = "; ".join(f"SET LOCAL {name} TO DEFAULT" for name in (*_SETTINGS, "statement_timeout"))


class TooSlow(Exception):
    """The query was cut; fewer and rarer words, or fewer days, are faster."""


@contextmanager
def patience(milliseconds: int) -> Iterator[Callable[[], None]]:
    """Cut the statement inside that is not done after so long; TooSlow where one was.

    What is yielded gives the next statement what is left.
    """
    until = time.monotonic() + milliseconds / 1000
    is_inner = connection.in_atomic_block  # where this is all of a transaction, its end takes the settings back
    try:
        with transaction.atomic(), connection.cursor() as cursor:

            def renew(besides: str = "") -> None:
                left = max(1, round((until - time.monotonic()) * 1000))
                cursor.execute(f"{besides}SET LOCAL statement_timeout TO {left}")

            renew(_WITHIN)
            yield renew
            if is_inner:
                cursor.execute(_AFTER)
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise TooSlow from error
        raise
