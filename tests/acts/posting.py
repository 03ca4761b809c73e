"""Runs of the worker told through acts alone: notices delivered, mails claimed and settled as a test says."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, time

from tests.world import World

from tidewaiter.access.facts import Caller
from tidewaiter.actions import assistance
from tidewaiter.actions.act import Clock
from tidewaiter.actions.assistance import Mail, MailView, NoticeView, Posted
from tidewaiter.actions.callers import system_caller
from tidewaiter.assistance.mailing import Outcome


def taken(_: Mail) -> Outcome:
    """A mail server that takes everything."""
    return Outcome.TAKEN


def failing(_: Mail) -> Outcome:
    """A mail server that takes nothing now."""
    return Outcome.FAILED


def drained(world: World, become: Callable[[Mail], Outcome] = taken) -> list[Mail]:
    """One run of the worker; gives the mails it took to the mail server."""
    with world.as_worker():
        assistance.deliver_notices(system_caller())
        return drained_here(become)


def drained_here(become: Callable[[Mail], Outcome] = taken) -> list[Mail]:
    """Sends what is due on the connection at hand, which is the worker's."""
    mails: list[Mail] = []
    while claimed := assistance.claim_mails(system_caller()):
        mails += claimed
        posted = tuple(Posted(mail.delivery, mail.tries, become(mail), "451") for mail in claimed)
        assistance.note_mails(system_caller(), posted)
    return mails


def person(world: World, username: str) -> Caller:
    """The officer as one who signed in, whom no token binds to scopes."""
    return replace(world.caller(username), scopes=None)


def chooses(world: World, username: str, choice: str, email: str = "") -> str:
    """An officer with a mail address chooses how often mail comes; gives the address."""
    address = email or f"{username}@example.invalid"
    with world.raw("postgres") as installer:
        installer.execute("update records_officer set email = %s where username = %s", [address, username])
    assistance.choose_notices(person(world, username), choice)
    return address


def notices_about(world: World, username: str, subject: str) -> list[NoticeView]:
    """What the officer's administration was told about a record, newest first."""
    found = assistance.read_notices(world.caller(username), limit=200).items
    return [notice for notice in found if notice.subject == subject]


def mails_about(world: World, username: str, subject: str) -> list[MailView]:
    """The mails about a record that the officer may know of."""
    return [mail for notice in notices_about(world, username, subject) for mail in notice.mails]


def turn_to(clock: Clock, moment: datetime) -> None:
    """Sets the clock of acts to a moment."""
    clock.offset = moment - datetime.now(UTC)


def at_hour(clock: Clock, hour: int) -> datetime:
    """The next day's moment at an hour, to which the clock is set."""
    day = clock.today().toordinal() + 1
    moment = datetime.combine(datetime.fromordinal(day), time(hour), UTC)
    turn_to(clock, moment)
    return moment
