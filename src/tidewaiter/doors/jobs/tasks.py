"""The jobs that the queue knows: each is one act of the system, and running it again does no harm."""

from procrastinate.contrib.django import app

from tidewaiter.actions.assistance import deliver_notices
from tidewaiter.actions.callers import system_caller
from tidewaiter.actions.central import run_retention
from tidewaiter.doors.jobs import mails

# The moment that the queue hands to a job is not used: acts ask their own clock, which tests and the demo move.


@app.periodic(cron="* * * * *")
@app.task(name="deliver", queueing_lock="deliver")
def deliver(timestamp: int) -> None:
    """Put on the desks, and mail, what acts left to be told; the guarantee behind the listener's hint."""
    deliver_notices(system_caller(), send=mails.send)


@app.periodic(cron="0 0 * * *")
@app.task(name="retention", queueing_lock="retention")
def retention(timestamp: int) -> None:
    """Give the notices of one month and delete what has reached its day (CCO-51.2, CCO-51.3), at 00:00 UTC."""
    run_retention(system_caller())
