"""Acts by which an administration looks after its accounts: who has access, and what became of each."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from tidewaiter.access.decide import Reason, Refusal, decide
from tidewaiter.access.facts import Facts, Kind
from tidewaiter.access.standing import certification_ends, closed_because
from tidewaiter.access.verbs import Role, Verb
from tidewaiter.actions.act import Conflict, Deed, Fault, Invalid, act
from tidewaiter.actions.people.inviting import InvitationView, view_of
from tidewaiter.actions.people.managed import account_facts, managed
from tidewaiter.actions.people.registering import roles_to_give
from tidewaiter.records import accounts, directory, people, tokens
from tidewaiter.records.models import Officer
from tidewaiter.treaty.provisions import implements

_CHANGES = (
    Verb.CHANGE_ROLES,
    Verb.RECERTIFY_OFFICER,
    Verb.SUSPEND_OFFICER,
    Verb.RESTORE_OFFICER,
    Verb.RENEW_ACCESS,
    Verb.END_DESIGNATION,
)
_CHANGES_OF_A_MACHINE = (
    Verb.RENEW_MACHINE_SECRET,
    Verb.RECERTIFY_OFFICER,
    Verb.SUSPEND_OFFICER,
    Verb.RESTORE_OFFICER,
    Verb.END_DESIGNATION,
)
SUSPENDED_FOR = ("lost_device", "leave", "inquiry", "other")
"""Why an account may be suspended."""


@dataclass(frozen=True, slots=True)
class ClosedAct:
    """An act on an account that the caller may not perform, and why."""

    verb: str
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class OfficerLine:
    """One account of an administration on a day; `closed` is a reason code.

    `may` are the acts open to the caller once it has proved again who it is; `refused` are the others.
    """

    username: str
    name: str
    office: str
    email: str
    roles: tuple[str, ...]
    machine: bool
    answerable: str
    designated_from: date
    designated_until: date | None
    information_access: bool
    closed: str
    suspended_for: str
    second_factor: bool
    last_sign_in_at: datetime | None
    certified_on: date | None
    certified_until: date
    released_to: str
    may: tuple[str, ...]
    refused: tuple[ClosedAct, ...] = ()


@dataclass(frozen=True, slots=True)
class OfficerList:
    """Who had access on a day, and which invitations wait for an answer now (CCO-47.1.iv)."""

    on: date
    officers: tuple[OfficerLine, ...]
    invitations: tuple[InvitationView, ...]


@act(Verb.LIST_OFFICERS)
@implements("CCO-47.1.iv")
def list_officers(deed: Deed, *, on: date | None = None) -> OfficerList:
    """Lists who had access to the system, and who to information, on a day; today unless another is named."""
    home = deed.caller.administration
    deed.require(Facts(Kind.PUBLIC, owner=home))
    day = on or deed.day
    deed.tell(on=day.isoformat())
    listed = people.officers_of(home)
    seen = accounts.last_sign_ins(officer.username for officer in listed)
    informed = directory.officials_on(day).get(home, ())
    return OfficerList(
        on=day,
        officers=tuple(
            _line(deed, officer, day, seen.get(officer.username), officer.username in informed) for officer in listed
        ),
        invitations=tuple(view_of(found) for found in accounts.open_invitations(home, deed.at)),
    )


def _line(deed: Deed, officer: Officer, day: date, seen: datetime | None, informed: bool) -> OfficerLine:
    account = accounts.account_of(officer)
    if officer.suspended_on is not None and day < officer.suspended_on:
        account = replace(account, suspended=not officer.user.is_active)
    closed = closed_because(account, day)
    roles = tuple(sorted(people.roles_on(officer, day)))
    refused = _refused(deed, officer)
    return OfficerLine(
        username=officer.username,
        name=officer.name,
        office=officer.office_id,
        email=officer.email,
        roles=roles,
        machine=officer.machine,
        answerable=officer.answerable,
        designated_from=officer.designated_from,
        designated_until=officer.designated_until,
        information_access=informed and Role.CAIS_OFFICIAL.value in roles,
        closed=closed.code if closed else "",
        suspended_for=officer.suspended_for,
        second_factor=officer.machine or accounts.has_second_factor(officer.user_id),
        last_sign_in_at=seen,
        certified_on=officer.certified_on,
        certified_until=certification_ends(account),
        released_to=officer.released_to,
        may=tuple(verb.value for verb in _changes_of(officer) if verb not in {each.verb for each in refused}),
        refused=refused,
    )


def _changes_of(officer: Officer) -> tuple[Verb, ...]:
    return _CHANGES_OF_A_MACHINE if officer.machine else _CHANGES


def _refused(deed: Deed, officer: Officer) -> tuple[ClosedAct, ...]:
    """What is closed even to a caller who proves again who it is: the act asks for that by itself."""
    facts, caller = account_facts(officer, deed.day), replace(deed.caller, fresh=True)
    decided = ((verb, decide(caller, verb, facts)) for verb in _changes_of(officer))
    return tuple(ClosedAct(verb.value, found.reasons) for verb, found in decided if isinstance(found, Refusal))


def _told(deed: Deed, username: str, roles: Iterable[str] = ()) -> Officer:
    officer = managed(deed, username, roles)
    deed.tell(officer=username)
    return officer


@act(Verb.CHANGE_ROLES)
def change_roles(deed: Deed, username: str, *, roles: tuple[str, ...]) -> None:
    """Gives an officer just these roles from today; that of designated official comes and goes by designation alone."""
    known = tuple(role for role in roles if role in set(Role))
    officer = _told(deed, username, known)
    deed.tell(roles=list(roles))
    if officer.machine or not set(roles) <= roles_to_give(officer.administration_id):
        raise Invalid((Fault("not_usable", "roles", "CCO-47.1.ii"),))
    held = people.roles_on(officer, deed.day) - {Role.CAIS_OFFICIAL.value}
    if not roles:
        raise Invalid((Fault("missing", "roles", "CCO-47.1.ii"),))
    for role in sorted(set(roles) - held):
        people.give_role(username, role, since=deed.day, until=officer.designated_until)
    for role in sorted(held - set(roles)):
        people.end_role(username, role, deed.day - timedelta(days=1))


@act(Verb.SUSPEND_OFFICER)
def suspend_officer(deed: Deed, username: str, *, why: str) -> None:
    """Closes an account at once, with its sessions, until its administration opens it again."""
    officer = _told(deed, username)
    deed.tell(reason=why)
    if why not in SUSPENDED_FOR:
        raise Invalid((Fault("unknown_choice", "suspended_for", "CCO-47.1.ii", {"value": why[:40]}),))
    if officer.suspended_on is not None:
        raise Conflict("already_suspended")
    accounts.suspend(username, why=why, by=deed.caller.officer, day=deed.day)
    accounts.end_sessions(officer.user_id)


@act(Verb.RESTORE_OFFICER)
def restore_officer(deed: Deed, username: str) -> None:
    """Opens a suspended or dormant account again."""
    officer = _told(deed, username)
    closed = closed_because(accounts.account_of(officer), deed.day)
    if closed is None or closed.code not in ("suspended", "dormant"):
        raise Conflict("not_suspended")
    accounts.restore(username, deed.day)


@act(Verb.RECERTIFY_OFFICER)
def recertify_officer(deed: Deed, username: str) -> None:
    """Confirms for a year that an account is still needed, with just these roles (CCO-47.1.ii, least privilege)."""
    officer = _told(deed, username)
    accounts.certify(officer.username, by=deed.caller.officer, day=deed.day)


@act(Verb.END_DESIGNATION)
def end_designation(deed: Deed, username: str, *, last_day: date, released_to: str = "") -> None:
    """Ends a designation on a day, and with it roles and tokens.

    A release to another administration lets that one invite the officer: membership changes need both sides.
    An account that ended is not opened again: whoever returns is invited anew, under another name.
    """
    officer = _told(deed, username)
    deed.tell(last_day=last_day.isoformat(), released_to=released_to)
    yesterday = deed.day - timedelta(days=1)
    faults = []
    if last_day < yesterday or last_day < officer.designated_from - timedelta(days=1):
        faults.append(Fault("not_later", "last_day", "CCO-1.ix", {"until": yesterday.isoformat()}))
    if released_to and (released_to == officer.administration_id or people.administration(released_to) is None):
        faults.append(Fault("unknown_choice", "released_to", "CCO-1.ix", {"value": released_to[:16]}))
    if officer.designated_until is not None and deed.day <= officer.designated_until < last_day:
        faults.append(Fault("too_far", "last_day", "CCO-1.ix", {"until": officer.designated_until.isoformat()}))
    if faults:
        raise Invalid(tuple(faults))
    if officer.designated_until is not None and officer.designated_until < deed.day:
        raise Conflict("designation_over")
    for role in people.roles_from(officer, deed.day):
        people.end_role(username, role, last_day)
    accounts.end_designation(username, last_day=last_day, released_to=released_to)
    if last_day < deed.day:
        tokens.revoke_all(username, by=deed.caller.officer, at=deed.at)
        accounts.end_sessions(officer.user_id)
