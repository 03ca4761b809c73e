"""The jobs that the queue knows: each performs acts of the system, and running it again does no harm."""

from procrastinate.contrib.django import app

from tidewaiter.actions import uploads
from tidewaiter.actions.assistance import claim_mails, deliver_notices, note_mails
from tidewaiter.actions.callers import system_caller
from tidewaiter.actions.central import run_retention
from tidewaiter.actions.people import review_accounts
from tidewaiter.actions.screening import review_profiles
from tidewaiter.doors.jobs import post

# The moment that the queue hands to a job is not used: acts ask their own clock, which tests and the demo move.


@app.periodic(cron="* * * * *")
@app.task(name="deliver", queueing_lock="deliver")
def deliver(timestamp: int) -> None:
    """Put on the desks, and mail, what acts left to be told; the guarantee behind the listener's hint.

    Digests need no job of their own: they are mails that are due at an hour.
    """
    if deliver_notices(system_caller()).mails_due:
        _send_due()


def _send_due() -> None:
    """Send one mail after another, each claimed alone: what a crash leaves uncertain is one mail, never a batch."""
    while claimed := claim_mails(system_caller()):
        posted = tuple(post.send(mail) for mail in claimed)
        note_mails(system_caller(), posted)
        if any(each.problem == post.UNREACHABLE for each in posted):
            return  # the server answers nobody: the others keep their tries


@app.periodic(cron="0 0 * * *")
@app.task(name="retention", queueing_lock="retention")
def retention(timestamp: int) -> None:
    """Give the notices of one month and delete what has reached its day (CCO-51.2, CCO-51.3), at 00:00 UTC."""
    run_retention(system_caller())


@app.periodic(cron="15 0 * * *")
@app.task(name="profiles", queueing_lock="profiles")
def profiles(timestamp: int) -> None:
    """Tell of risk profiles that end within a month, and delete the digests of traders whose term has come."""
    review_profiles(system_caller())


@app.periodic(cron="30 0 * * *")
@app.task(name="accounts", queueing_lock="accounts")
def accounts(timestamp: int) -> None:
    """Clear away invitations, tokens, unsent forms and keys whose time was over a month ago, each night."""
    review_accounts(system_caller())


@app.periodic(cron="17 * * * *")
@app.task(name="sweep", queueing_lock="sweep")
def sweep(timestamp: int) -> None:
    """Remove the sealed files that officers handed in or made and that nobody needs after two days."""
    uploads.sweep()
