"""Says who is calling: turns a sign-in or a token into a Caller. Not acts: nothing of a case is read or changed."""

from collections.abc import Mapping
from dataclasses import dataclass

from tidewaiter.access.decide import Reason
from tidewaiter.access.facts import Caller
from tidewaiter.access.verbs import Role
from tidewaiter.actions.act import NotPermitted, clock
from tidewaiter.records import people
from tidewaiter.records.models import Officer
from tidewaiter.treaty.provisions import implements


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


def caller_for_user(user_id: int, *, language: str) -> Caller:
    """The caller behind a signed-in account; NotPermitted when it belongs to no designated officer today."""
    return _caller(people.officer_of_user(user_id), language, "not_designated", "CCO-1.ix")


def caller_for_token(token: str, *, language: str) -> Caller:
    """The caller behind a bearer token; NotPermitted when it is unknown, expired or revoked."""
    officer = people.officer_of_token(token, clock.today())
    return _caller(officer, language, "bad_token", "CCO-47.1")


@implements("CCO-1.ix", "CCO-31.3")
def _caller(officer: Officer | None, language: str, code: str, provision: str) -> Caller:
    """Nobody acts as an official without a designation that runs today; personal data wait for the undertaking."""
    day = clock.today()
    if officer is None:
        raise NotPermitted((Reason(code, provision),))
    if not officer.user.is_active or not people.is_designated(officer, day):
        raise NotPermitted((Reason("not_designated", "CCO-1.ix"),))
    home = officer.administration
    return Caller(
        administration=home.code,
        office=officer.office_id,
        officer=officer.username,
        roles=frozenset(Role(role) for role in people.roles_on(officer, day)),
        day=day,
        organization=home.organization,
        undertaking=home.undertaking_on is not None and home.undertaking_on <= day,
        language=language or officer.language,
    )


def officer_card(caller: Caller) -> OfficerCard:
    """What the head of a page says of the caller."""
    officer = people.officer_named(caller.officer)
    if officer is None:
        raise NotPermitted((Reason("not_designated", "CCO-1.ix"),))
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
    )
