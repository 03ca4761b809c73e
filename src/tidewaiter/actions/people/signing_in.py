"""Acts of an officer on the own account: signing in, changing the means of signing in, accepting the duties."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from tidewaiter.access.facts import Caller, Facts, Kind
from tidewaiter.access.standing import (
    CERTIFIED_GRACE,
    DUTIES_GRACE,
    certification_ends,
    duties_missing,
    duties_to_accept,
)
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Conflict, Deed, Fault, Invalid, NotFound, act
from tidewaiter.records import accounts, people
from tidewaiter.treaty.duties import DutyVersion, current_duties
from tidewaiter.treaty.provisions import implements

CHANGES = (
    "password",
    "totp_added",
    "totp_removed",
    "passkey_added",
    "passkey_renamed",
    "passkey_removed",
    "recovery_codes",
    "session_ended",
    "sign_on_bound",
    "sign_on_unbound",
)
"""What an officer may change about signing in; the journal says which."""
METHODS = ("password", "passkey", "sign_on", "invitation")
"""How an officer may have signed in; an invitation opens the account until its second factor is set up."""
FAILING = ("password", "second_factor", "secret", "closed")
"""What may have been wrong in a sign-in that failed: what was given, or the account that it fits is closed."""
_REMOVALS = frozenset({"totp_removed", "passkey_removed"})


@dataclass(frozen=True, slots=True)
class OwnAccount:
    """What an officer sees of the own account beside name and roles."""

    email: str
    designated_from: date
    designated_until: date | None
    certified_on: date | None
    certified_until: date
    closed_after: date
    second_factor: bool


def _own(deed: Deed) -> Facts:
    return Facts(Kind.PUBLIC, owner=deed.caller.administration, author=deed.caller.officer)


@act(Verb.SIGN_IN)
def note_sign_in(deed: Deed, *, method: str) -> None:
    """Records that the caller signed in, and how; an account that nobody signs in to goes dormant."""
    deed.require(_own(deed))
    deed.tell(method=method)
    if method not in METHODS:
        raise Invalid((Fault("unknown_choice", "method", "CCO-47.1.ii", {"value": method[:40]}),))
    accounts.note_sign_in(deed.caller.officer, deed.at)


@act(Verb.NOTE_FAILED_SIGN_IN)
@implements("CCO-47.1.v")
def note_failed_sign_in(deed: Deed, *, username: str, method: str) -> None:
    """Records that somebody tried to sign in to an account and could not, and what failed (CCO-47.1.v)."""
    officer = people.officer_named(username)
    if officer is None:
        raise NotFound
    deed.require(Facts(Kind.PUBLIC, owner=officer.administration_id))
    deed.tell(account=username, method=method)
    if method not in FAILING:
        raise Invalid((Fault("unknown_choice", "method", "CCO-47.1.ii", {"value": method[:40]}),))


@act(Verb.CHANGE_SIGN_IN)
def change_sign_in(deed: Deed, *, what: str, making: Callable[[Deed], None] | None = None) -> None:
    """Records a change of the caller's own means of signing in, which must have been proved lately.

    `making` makes the change in the same transaction, so that none is made unrecorded. The last second factor stays:
    without one an account would be closed to its own officer.
    """
    deed.require(_own(deed))
    deed.tell(change=what)
    if what not in CHANGES:
        raise Invalid((Fault("unknown_choice", "what", "CCO-47.1.ii", {"value": what[:40]}),))
    officer = people.officer_named(deed.caller.officer)
    if officer is None:
        raise NotFound
    if what in _REMOVALS:
        accounts.hold(officer.user_id)
    if making is not None:
        making(deed)
    if what in _REMOVALS and not accounts.has_second_factor(officer.user_id):
        raise Conflict("last_second_factor")


@act(Verb.ACCEPT_DUTIES)
def accept_duties(deed: Deed, *, version: str) -> None:
    """Accepts the version of the duties that is in force; Conflict where another one is."""
    deed.require(_own(deed))
    deed.tell(version=version)
    current = current_duties(deed.day)
    if current is None or current.version != version:
        raise Conflict("duties_changed")
    accounts.accept_duties(deed.caller.officer, version, deed.at)


def duties_waiting(caller: Caller) -> tuple[DutyVersion, bool] | None:
    """The version that the caller has yet to accept, and whether the account is closed until then."""
    officer = people.officer_named(caller.officer)
    account = accounts.account_of(officer) if officer else None
    waiting = duties_to_accept(account, caller.day) if account else None
    if waiting is None or account is None:
        return None
    return waiting, duties_missing(account, caller.day) is not None


def duties_end(version: DutyVersion) -> date:
    """The day from which the account of whoever has not accepted this version is closed."""
    return version.effective_on + DUTIES_GRACE


def accepted_before(caller: Caller) -> frozenset[str]:
    """The versions of the duties that the caller accepted earlier."""
    officer = people.officer_named(caller.officer)
    return accounts.account_of(officer).accepted if officer else frozenset()


def own_account(caller: Caller) -> OwnAccount:
    """What the caller sees of the own account; of nobody else's."""
    officer = people.officer_named(caller.officer)
    if officer is None:
        raise NotFound
    ends = certification_ends(accounts.account_of(officer))
    return OwnAccount(
        email=officer.email,
        designated_from=officer.designated_from,
        designated_until=officer.designated_until,
        certified_on=officer.certified_on,
        certified_until=ends,
        closed_after=ends + CERTIFIED_GRACE,
        second_factor=accounts.has_second_factor(officer.user_id),
    )
