"""Says who is calling: turns a sign-in, a token or a secret into a Caller. Not acts: nothing of a case is touched."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from hmac import compare_digest
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from tidewaiter.access.decide import Reason
from tidewaiter.access.facts import Caller
from tidewaiter.access.standing import closed_because, duties_missing
from tidewaiter.access.verbs import Role, Scope
from tidewaiter.actions.act import NotPermitted, clock
from tidewaiter.records import accounts, people, tokens
from tidewaiter.records.models import Invitation, Officer
from tidewaiter.records.registry import instruments_added
from tidewaiter.treaty.provisions import beside, implements

_NOBODY = NotPermitted((Reason("not_designated", "CCO-1.ix"),))
_BAD_TOKEN = Reason("bad_token", "CCO-47.1")


@dataclass(frozen=True, slots=True)
class OfficerCard:
    """Who is signed in, for the head of each page."""

    username: str
    name: str
    administration: str
    administration_name: Mapping[str, str]
    office: str
    roles: tuple[str, ...]
    language: str


@implements("CCO-47.1.ii")
def caller_for_user(user_id: int, *, language: str, fresh: bool = False, half: bool = False) -> Caller:
    """The caller behind a signed-in account; NotPermitted when it may not be used today.

    `half` lets an account through that still has to set up its second factor or to accept its duties: with the role
    of whoever is invited, which opens just that.
    """
    officer = people.officer_of_user(user_id)
    if officer is None or officer.machine:
        raise _NOBODY
    lacking = not accounts.has_second_factor(user_id)
    if lacking and not half:
        raise NotPermitted((Reason("second_factor", "CCO-47.1.ii"),))
    caller = replace(_caller(officer, language, duties=not half), fresh=fresh)
    if lacking or (half and duties_missing(accounts.account_of(officer), caller.day) is not None):
        return replace(caller, roles=frozenset({Role.INVITED}))
    return caller


def caller_for_officer(username: str, *, language: str = "") -> Caller:
    """The caller that an officer is today, for work that the officer ordered and the worker does."""
    officer = people.officer_named(username)
    if officer is None:
        raise _NOBODY
    return _caller(officer, language, duties=True)


def caller_for_token(token: str, *, language: str, address: str = "") -> Caller:
    """The caller behind a bearer token sent from an address; NotPermitted when it opens nothing (CCO-47.1).

    A token is given for just its scopes, so whoever holds it need not prove anything more: it is fresh.
    """
    found = tokens.token_with(token, day=clock.today(), at=clock.now())
    if found is None:
        raise NotPermitted((_BAD_TOKEN,))
    refuse_address(address, found.networks)
    caller = _caller(found.officer, language, duties=True)
    scopes = frozenset(scope for scope in Scope if scope.value in found.scopes)
    return replace(caller, fresh=True, scopes=scopes, machine=found.officer.machine)


def caller_for_machine(client_id: str, secret: str, *, address: str) -> Caller:
    """The machine that this secret belongs to, before it has a token; NotPermitted where it opens nothing."""
    officer = people.officer_named(client_id)
    given = tokens.digest_of(secret)
    if officer is None or not officer.machine or not compare_digest(officer.secret_digest, given):
        raise NotPermitted((Reason("bad_secret", "CCO-47.1.ii"),))
    refuse_address(address, officer.networks)
    return replace(_caller(officer, "", duties=True), machine=True)


def refuse_address(address: str, networks: Iterable[str]) -> None:
    """Refuses an address outside the networks that a token or a machine is bound to; none binds it to none."""
    bound = [ip_network(network) for network in networks]
    known = _known_address(address)
    if bound and not (known and any(known in network for network in bound)):
        raise NotPermitted((Reason("bad_address", "CCO-47.1.ii"),))


def _known_address(address: str) -> IPv4Address | IPv6Address | None:
    """An address as networks name it, since one of IPv4 may come in the clothes of IPv6; None for what is none."""
    try:
        known = ip_address(address)
    except ValueError:
        return None
    return getattr(known, "ipv4_mapped", None) or known


def caller_for_invitation(invited: Invitation) -> Caller:
    """Whoever holds the link of an invitation: may make this one account, and nothing else."""
    return Caller(
        administration=invited.administration_id,
        office=invited.office_id,
        officer=invited.username,
        roles=frozenset({Role.INVITED}),
        day=clock.today(),
        language=invited.language,
    )


def caller_for_stranger(username: str) -> Caller | None:
    """Whoever tried to sign in to this account and could not: writes that in the journal of its house and does no more.

    Where there is no such account there is no house to tell, and what was typed may have been a password.
    """
    officer = people.officer_named(username)
    if officer is None:
        return None
    return Caller(
        administration=officer.administration_id,
        office="",
        officer="",
        roles=frozenset({Role.STRANGER}),
        day=clock.today(),
    )


@implements("CCO-1.ix", "CCO-31.3", "CCO-47.1.ii")
def _caller(officer: Officer, language: str, *, duties: bool) -> Caller:
    """Nobody acts as an official without a designation that runs today; personal data wait for the undertaking."""
    day = clock.today()
    account, roles = accounts.account_and_roles(officer, day)
    closed = closed_because(account, day)
    if closed is not None:
        raise NotPermitted((closed,))
    if duties and duties_missing(account, day) is not None:
        raise NotPermitted((Reason("duties_not_accepted", "CCO-52.2"),))
    home = officer.administration
    return Caller(
        administration=home.code,
        office=officer.office_id,
        officer=officer.username,
        roles=frozenset(map(Role, roles)),
        day=day,
        organization=home.organization,
        undertaking=home.undertaking_on is not None and home.undertaking_on <= day,
        language=language or officer.language,
    )


@contextmanager
def instruments_known() -> Iterator[None]:
    """Inside, what the register of this installation added to the law is known: for whoever puts answers into words."""
    with beside(instruments_added):
        yield


def caller_for_the_public(language: str) -> Caller:
    """Whoever reads what the register publishes without signing in: sees published facts, and nothing of a house."""
    return Caller(
        administration=people.organization_code() or "system",
        office="",
        officer="",
        roles=frozenset({Role.PUBLIC_READER}),
        day=clock.today(),
        organization=True,
        language=language,
    )


def officer_card(caller: Caller) -> OfficerCard:
    """What the head of a page says of the caller."""
    officer = people.officer_named(caller.officer)
    if officer is None:
        raise _NOBODY
    return OfficerCard(
        username=officer.username,
        name=officer.name,
        administration=caller.administration,
        administration_name=officer.administration.name,
        office=officer.office_id,
        roles=tuple(sorted(role.value for role in caller.roles)),
        language=officer.language,
    )


def system_caller() -> Caller:
    """The system job, acting for the Organization (REQUIREMENTS 4.12); the database takes it from the worker only."""
    return Caller(
        administration=people.organization_code() or "system",
        office="",
        officer="system",
        roles=frozenset({Role.SYSTEM_JOB}),
        day=clock.today(),
        organization=True,
    )


def installer_caller() -> Caller:
    """Whoever has the installation's own shell: may set up administrations and officers, and sees no record."""
    return Caller(
        administration="installation",
        office="",
        officer="installer",
        roles=frozenset({Role.INSTALLER}),
        day=clock.today(),
        fresh=True,
    )
