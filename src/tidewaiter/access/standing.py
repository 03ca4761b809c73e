"""Tells whether an account may be used today: computed from what happened, never from a nightly mark."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tidewaiter.access.decide import Reason
from tidewaiter.treaty.duties import DutyVersion, duties_in_effect
from tidewaiter.treaty.provisions import implements
from tidewaiter.treaty.rules.months import add_months

DORMANT_AFTER = timedelta(days=90)
"""An account that nobody signed in to for so long is closed until its administration opens it again."""
CERTIFIED_MONTHS, CERTIFIED_GRACE = 12, timedelta(days=30)
"""Each account is confirmed by its administration once a year; a month late it is closed."""
DUTIES_GRACE = timedelta(days=30)
"""A new version of the duties is accepted within thirty days of its taking effect (ARU-7)."""


@dataclass(frozen=True, slots=True)
class Account:
    """What the record holds of one account; `accepted` are versions of the duties."""

    designated_from: date
    designated_until: date | None
    suspended: bool = False
    machine: bool = False
    active_since: date | None = None
    last_sign_in: date | None = None
    certified_on: date | None = None
    accepted: frozenset[str] = frozenset()


@implements("CCO-1.ix", "CCO-47.1.ii")
def closed_because(account: Account, day: date) -> Reason | None:
    """Why an account is closed on a day, whoever asks; nothing when it is open."""
    if day < account.designated_from or (account.designated_until is not None and account.designated_until < day):
        return Reason("not_designated", "CCO-1.ix")
    if account.suspended:
        return Reason("suspended", "CCO-47.1.ii")
    if dormant(account, day):
        return Reason("dormant", "CCO-47.1.ii")
    if day > certification_ends(account) + CERTIFIED_GRACE:
        return Reason("not_certified", "CCO-47.1.ii")
    return None


def dormant(account: Account, day: date) -> bool:
    """Whether a person's account lay unused for ninety days; a machine is looked after by who answers for it."""
    if account.machine:
        return False
    return day > _last_use(account) + DORMANT_AFTER


def _last_use(account: Account) -> date:
    used = (account.designated_from, account.active_since, account.last_sign_in)
    return max(moment for moment in used if moment is not None)


def certification_ends(account: Account) -> date:
    """The day by which the administration confirms the account again, one year after it last did."""
    return add_months(account.certified_on or account.active_since or account.designated_from, CERTIFIED_MONTHS)


def duties_missing(account: Account, day: date, known: Sequence[DutyVersion] | None = None) -> DutyVersion | None:
    """The version of the duties without which the account is closed that day: the first at once, a later one in time.

    The time runs from the first version after the one accepted: publishing another one opens no account again.
    A machine has no duties; who answers for it has.
    """
    waiting = _not_accepted(account, day, known)
    if not waiting or (waiting != duties_in_effect(day, known) and day < waiting[0].effective_on + DUTIES_GRACE):
        return None
    return waiting[-1]


def duties_to_accept(account: Account, day: date, known: Sequence[DutyVersion] | None = None) -> DutyVersion | None:
    """The version in effect that the officer has not accepted yet, whether or not the time has run out."""
    waiting = _not_accepted(account, day, known)
    return waiting[-1] if waiting else None


def _not_accepted(account: Account, day: date, known: Sequence[DutyVersion] | None) -> tuple[DutyVersion, ...]:
    """The versions in effect that came after the latest one accepted, the earliest first."""
    effective = duties_in_effect(day, known)
    accepted = [place for place, each in enumerate(effective) if each.version in account.accepted]
    return () if account.machine else effective[max(accepted, default=-1) + 1 :]
