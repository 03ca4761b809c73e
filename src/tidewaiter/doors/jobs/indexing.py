"""The jobs that keep the index of names: at each change, each minute, and clear of the deleted on their day."""

import time

from procrastinate.contrib.django import app

from tidewaiter.actions.callers import system_caller
from tidewaiter.actions.central import IndexWork, keep_index, warm_search

CHANNEL = "index_changes"
"""On this channel the database says that an entry changed; the job of the minute is the guarantee."""
SETTLING = 0.2
"""For so many seconds further changes are waited for, so that a batch of them is one act."""
# A change is taken once no transaction older than its own runs, which is mostly at once.
_PAUSES = (0.2, 0.4, 0.8)


@app.periodic(cron="* * * * *")
@app.task(name="index", queueing_lock="index")
def index(timestamp: int) -> None:
    """Bring the index up to date, and merge it when it has grown; the guarantee behind the listener's hint."""
    for pause in (*_PAUSES, None):
        report = keep_index(system_caller())
        if report.work == IndexWork.BUILD:
            warm_search()  # what is compiled here is kept, and the web processes need not
        while report.more and report.put + report.dropped:  # a whole slice was taken, and more may stand behind it
            report = keep_index(system_caller())
        if report.grown:
            keep_index(system_caller(), IndexWork.CLEAR)
        if not report.more or pause is None:
            return
        time.sleep(pause)


@app.periodic(cron="10,50 0,23 * * *")
@app.task(name="index_clear", queueing_lock="index_clear")
def index_clear(timestamp: int) -> None:
    """Let the bytes of what was deleted leave the disk: at the end of a day, and after the deletions of 00:00 UTC."""
    index(timestamp)
    keep_index(system_caller(), IndexWork.CLEAR)
