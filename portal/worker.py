"""The worker: does the jobs of every queue, keeps the schedule, and ends where it cannot be trusted any more.

A worker that has lost its database ends with an error, whatever it was doing: the supervisor starts it again, and
what it had begun is given to the next one.
"""

import asyncio
import logging
import os
import signal

import psycopg
from procrastinate.app import WorkerOptions
from procrastinate.contrib.django import app
from procrastinate.contrib.django.utils import connector_params
from procrastinate.exceptions import UniqueViolation
from procrastinate.jobs import Status
from procrastinate.psycopg_connector import PsycopgConnector

from portal.lib import jobs

logger = logging.getLogger(__name__)

STOPS_WITHIN = 4  # seconds; a job that has not ended by then is given to the next worker
ENDS_WITHIN = 1  # seconds, where the database is lost and no job can end well
HEARTBEAT = 2
DEAD_AFTER = 15  # seconds without a heartbeat
TRIES = 5  # a job that takes its worker with it every time is given up

OPTIONS = WorkerOptions(
    concurrency=4,
    delete_jobs="successful",
    install_signal_handlers=False,
    shutdown_graceful_timeout=0.5,  # then jobs are told to stop
    stalled_worker_timeout=DEAD_AFTER,
    update_heartbeat_interval=HEARTBEAT,
)
# One more hand for mails alone: an archive's thousand pictures would hold all the others for an hour.
FOR_MAILS = WorkerOptions(**{**OPTIONS, "concurrency": 1, "queues": ["mail"]})


class DatabaseLost(Exception):
    """The database went away, or would not answer."""


def run() -> None:
    """Work until SIGTERM or SIGINT; DatabaseLost where there is nothing to work with."""
    jobs.wake()  # for mails that were left when the last worker ended
    connector = PsycopgConnector(kwargs=connector_params(), min_size=1, max_size=5, timeout=5)
    with app.replace_connector(connector):
        if not asyncio.run(_work()):
            raise DatabaseLost("The database went away; start me again.")


async def _work() -> bool:
    """Whether the work ended because somebody asked for it."""
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with (
        app.open_async(),
        await psycopg.AsyncConnection.connect(**connector_params(), autocommit=True) as session,
    ):
        asked = asyncio.create_task(stop.wait())
        working = {asyncio.create_task(app.run_worker_async(**options)) for options in (OPTIONS, FOR_MAILS)}
        watching = asyncio.create_task(_watch(session))
        await asyncio.wait({asked, watching, *working}, return_when=asyncio.FIRST_COMPLETED)
        if not stop.is_set():
            reason = watching.exception() if watching.done() else None
            logger.error("The database went away (%s); the worker ends, to be started again.", reason)
        for task in (*working, watching):
            task.cancel()
        _, left = await asyncio.wait(working, timeout=STOPS_WITHIN if stop.is_set() else ENDS_WITHIN)
        if left:
            logger.warning("A job did not stop in time; the next worker gets it.")
            os._exit(0 if stop.is_set() else 1)  # threads would keep the process
        asked.cancel()
        return stop.is_set()


async def _watch(session: psycopg.AsyncConnection) -> None:
    """Ends with an error when its session does; until then, gives out again what dead workers had begun."""
    while True:
        await session.execute("SELECT 1")
        await retry_stalled()
        await asyncio.sleep(HEARTBEAT)


async def retry_stalled() -> None:
    """Jobs may be killed anywhere and begin anew: each of ours can be done twice without harm."""
    for job in await app.job_manager.get_stalled_jobs(seconds_since_heartbeat=DEAD_AFTER):
        if job.attempts >= TRIES:
            logger.error("Given up, as it ended its worker %d times: %s", job.attempts, job.call_string)
            await app.job_manager.finish_job(job, status=Status.FAILED, delete_job=False)
            continue
        try:
            await app.job_manager.retry_job(job)
            logger.warning("Trying again what a dead worker had begun: %s", job.call_string)
        except UniqueViolation:  # its like waits already
            await app.job_manager.finish_job(job, status=Status.ABORTED, delete_job=True)
