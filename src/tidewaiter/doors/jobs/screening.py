"""The jobs of submitted lists: screened as their officers, held against new entries, deleted on their day."""

import logging
import threading

from procrastinate.contrib.django import app

from tidewaiter.actions.act import Conflict, NotFound, NotPermitted
from tidewaiter.actions.callers import caller_for_officer, system_caller
from tidewaiter.actions.screening import ListWork, find_list_work, rescreen_list, retire_lists, screen_list
from tidewaiter.doors.jobs.indexing import index

logger = logging.getLogger(__name__)

CHANNEL = "lists"
"""On this channel an act says that a list came whole; the job of the minute is the guarantee."""


# The listener and the queue call from threads of their own, and an open index is asked by one at a time.
_alone = threading.Lock()


@app.periodic(cron="* * * * *")
@app.task(name="lists", queueing_lock="lists")
def lists(timestamp: int) -> None:
    """Screen what waits, list after list, on an index that is up to date; what cannot be done waits for next time."""
    if not _alone.acquire(blocking=False):
        return  # whoever is at it finds this work, too, before it ends
    try:
        index(timestamp)
        _do_all()
    finally:
        _alone.release()


def _do_all() -> None:
    left: set[str] = set()
    while work := [each for each in find_list_work(system_caller()) if each.id not in left]:
        left.update(each.id for each in work if not _done(each))


def _done(work: ListWork) -> bool:
    """Do all that there is to do on one list, as its officer is today; False where it must wait."""
    try:
        caller = caller_for_officer(work.officer)
        if work.again:
            while rescreen_list(caller, work.id):
                pass
            return True
        stand = screen_list(caller, work.id, done=work.lines_done)
        while stand.state == "screening":
            stand = screen_list(caller, work.id, done=stand.lines_done)
    except (NotPermitted, NotFound, Conflict) as problem:
        # the officer's account is closed, the list was deleted, or another worker is at it
        logger.info("a list waits: %s", type(problem).__name__)
        return False
    return True


@app.periodic(cron="20 0 * * *")
@app.task(name="lists_retired", queueing_lock="lists_retired")
def lists_retired(timestamp: int) -> None:
    """Delete the lines of lists whose term is over, keeping counts and digests, each night."""
    retire_lists(system_caller())
