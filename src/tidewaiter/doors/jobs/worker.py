"""The worker: catches up, listens, and does the queued and periodic jobs one at a time until told to stop."""

import logging
from collections.abc import Callable

from django.db import close_old_connections
from procrastinate import PsycopgConnector
from procrastinate.contrib.django import app, connector_params

from tidewaiter.doors.jobs import indexing, screening
from tidewaiter.doors.jobs.listener import Listener
from tidewaiter.doors.jobs.tasks import accounts, deliver, retention

logger = logging.getLogger(__name__)

_NO_MOMENT = 0


def run_worker() -> None:
    """Work until told to stop by SIGTERM or SIGINT; returns then."""
    catch_up()
    # an index of millions is first built beside the jobs, which do not wait for it
    listeners = (
        Listener(lambda: attempt(deliver)),
        Listener(lambda: attempt(indexing.index), channel=indexing.CHANNEL, settling=indexing.SETTLING),
        Listener(lambda: attempt(screening.lists), channel=screening.CHANNEL),
    )
    for listener in listeners:
        listener.start()
    try:
        with app.replace_connector(PsycopgConnector(kwargs=connector_params())) as working:
            # one at a time (settled point 13); the next period's job does again what a failed one left
            working.run_worker(concurrency=1, name="tidewaiter", delete_jobs="successful")
    finally:
        for listener in listeners:
            listener.end()


def catch_up() -> None:
    """Do once what may have come due while no worker ran."""
    attempt(retention)
    attempt(accounts)
    attempt(deliver)
    attempt(screening.lists_retired)


def attempt(job: Callable[[int], None]) -> None:
    """Do a job now, outside the queue; a failure is logged, since the queue will do the job at its time."""
    close_old_connections()
    try:
        job(_NO_MOMENT)
    except Exception:
        logger.exception("a job failed outside the queue and waits for its time")
    finally:
        close_old_connections()
