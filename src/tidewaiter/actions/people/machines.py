"""Acts on machine accounts, with which a national system connects: a person answers for each, and decides for none."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from ipaddress import ip_network

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.access.standing import closed_because
from tidewaiter.access.verbs import MACHINE_ROLES, Role, Verb, rank_of
from tidewaiter.actions.act import Conflict, Deed, Fault, Invalid, NotFound, act
from tidewaiter.actions.people.managed import managed
from tidewaiter.actions.people.registering import USERNAME
from tidewaiter.actions.people.tokens import network_faults, scope_faults
from tidewaiter.records import accounts, people, tokens
from tidewaiter.records.models import Officer

SESSION = timedelta(hours=1)
"""How long an access token of a machine lasts (OAuth 2.0, client credentials)."""


@dataclass(frozen=True, slots=True)
class MachineDraft:
    """A machine account: its client id is `username`; `answerable` is the officer who answers for it."""

    username: str
    name: str
    office: str
    roles: tuple[str, ...]
    scopes: tuple[str, ...]
    networks: tuple[str, ...]
    answerable: str
    designated_until: date


@dataclass(frozen=True, slots=True)
class MachineSession:
    """An access token of a machine, given this once, its scopes, and how many seconds it lasts."""

    token: str
    scopes: tuple[str, ...]
    seconds: int
    expires_at: datetime


@act(Verb.REGISTER_MACHINE)
def register_machine(deed: Deed, draft: MachineDraft) -> str:
    """Registers a machine account of one's own administration; gives its secret, shown this once."""
    home = deed.caller.administration
    rank = rank_of(Role(role) for role in draft.roles if role in set(Role))
    deed.require(Facts(Kind.PUBLIC, owner=home, author=draft.username, rank=rank))
    deed.tell(machine=draft.username, roles=list(draft.roles), scopes=list(draft.scopes), answerable=draft.answerable)
    faults = _faults(home, draft, deed.day)
    if faults:
        raise Invalid(tuple(faults))
    if draft.username in people.usernames():
        raise Conflict("already_there", officer=draft.username)
    administration = people.administration(home)
    secret = accounts.add_machine(
        username=draft.username,
        name=draft.name.strip(),
        administration=home,
        office=draft.office,
        language=administration.language if administration else "en",
        answerable=draft.answerable,
        scopes=sorted(set(draft.scopes)),
        networks=[str(ip_network(network.strip(), strict=False)) for network in draft.networks],
        since=deed.day,
        until=draft.designated_until,
        by=deed.caller.officer,
    )
    for role in sorted(set(draft.roles)):
        people.give_role(draft.username, role, since=deed.day, until=draft.designated_until)
    return secret


def _faults(home: str, draft: MachineDraft, day: date) -> list[Fault]:
    responsible = people.officer_named(draft.answerable) if USERNAME.fullmatch(draft.answerable) else None
    wrong = {
        "username": not USERNAME.fullmatch(draft.username),
        "name": not draft.name.strip() or len(draft.name) > 200 or not draft.name.isprintable(),
        "office": draft.office not in people.offices_of(home),
        "roles": not draft.roles or not set(draft.roles) <= {role.value for role in MACHINE_ROLES},
        "answerable": responsible is None or not _may_answer(responsible, home, day),
        "designated_until": not day <= draft.designated_until <= day + timedelta(days=366),
    }
    faults = [Fault("not_usable", name, "CCO-47.1.ii") for name, bad in wrong.items() if bad]
    if responsible is not None and Role.LIST_SENDER in draft.roles and not _official(responsible, day):
        faults.append(Fault("answerable_no_official", "answerable", "CCO-52.2"))
    return faults + scope_faults(draft.scopes) + network_faults(draft.networks)


def _may_answer(officer: Officer, home: str, day: date) -> bool:
    """Only a person of the own administration, whose account is open, answers for a machine."""
    of_ours = officer.administration_id == home and not officer.machine
    return of_ours and closed_because(accounts.account_of(officer), day) is None


def _official(officer: Officer, day: date) -> bool:
    """Lists are screened as the official who answers for the machine that sends them."""
    return Role.CAIS_OFFICIAL in people.roles_on(officer, day)


@act(Verb.RENEW_MACHINE_SECRET)
def renew_machine_secret(deed: Deed, username: str) -> str:
    """Gives a machine account a new secret, shown this once; the old one, and what it opened, opens nothing more."""
    managed(deed, username, machine=True)
    deed.tell(machine=username)
    tokens.revoke_all(username, by=deed.caller.officer, at=deed.at)
    return accounts.renew_secret(username)


@act(Verb.OPEN_MACHINE_SESSION)
def open_machine_session(deed: Deed, *, scopes: tuple[str, ...] = ()) -> MachineSession:
    """Gives a machine an access token for an hour, for the scopes it asks among its own; all of them by default."""
    officer = people.officer_named(deed.caller.officer)
    if officer is None:
        raise NotFound
    deed.require(Facts(Kind.PUBLIC, owner=officer.administration_id, author=officer.username))
    beyond = sorted(set(scopes) - set(officer.scopes))
    if beyond:
        raise Invalid((Fault("unknown_choice", "scope", "CCO-47.1.ii", {"value": beyond[0][:40]}),))
    given = tuple(sorted(set(scopes))) or tuple(officer.scopes)
    expires_at = deed.at + SESSION
    token = tokens.new_token(
        officer.username,
        label="client_credentials",
        expires_on=expires_at.date(),
        expires_at=expires_at,
        at=deed.at,
        scopes=given,
        networks=officer.networks,
    )
    deed.tell(scopes=list(given))
    return MachineSession(token, given, int(SESSION.total_seconds()), expires_at)
