"""Cuts what takes too long, so that no question of one reader is answered at the cost of the others."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import OperationalError, connection, transaction
from psycopg.errors import QueryCanceled

# No table is read from end to end: the planner takes words that are never together for words that often are.
# A bitmap of a million rows is 40 MB; where it does not fit, every row is looked at again.
_WITHIN = "SET LOCAL enable_seqscan TO off; SET LOCAL jit TO off; SET LOCAL work_mem TO '64MB'"
_AFTER = "; ".join(
    f"SET LOCAL {name} TO DEFAULT" for name in ("enable_seqscan", "jit", "work_mem", "statement_timeout")
)


class TooSlow(Exception):
    """The query was cut; fewer and rarer words, or fewer days, are faster."""


@contextmanager
def patience(milliseconds: int) -> Iterator[Callable[[], None]]:
    """Cut the statement inside that is not done after so long; TooSlow where one was.

    What is yielded gives the next statement what is left.
    """
    until = time.monotonic() + milliseconds / 1000
    try:
        with transaction.atomic(), connection.cursor() as cursor:

            def renew() -> None:
                left = max(1, round((until - time.monotonic()) * 1000))
                cursor.execute("SELECT set_config('statement_timeout', %s, true)", [str(left)])

            cursor.execute(_WITHIN)
            renew()
            yield renew
            cursor.execute(_AFTER)
    except OperationalError as error:
        if isinstance(error.__cause__, QueryCanceled):
            raise TooSlow from error
        raise
