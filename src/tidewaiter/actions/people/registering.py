"""The act of registering an officer by the right of the installation's shell: the first of an administration."""

import re
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.access.verbs import ORGANIZATION_ROLES, PERSONAL_ROLES, Role, Verb
from tidewaiter.actions.act import Conflict, Deed, Fault, Invalid, act
from tidewaiter.records import people
from tidewaiter.treaty.provisions import LANGUAGES

USERNAME = re.compile(r"(?!(?:invite|certify|machines|invitations|sign-on)$)[a-z0-9][a-z0-9._-]{1,62}")
"""A name of an account; not one of the words that the addresses about people begin with."""
SHORTEST_PASSWORD = 12
_LONGEST_EMAIL = 254


@dataclass(frozen=True, slots=True)
class OfficerDraft:
    """An officer to be registered, with the sign-in account and its second factor."""

    username: str
    name: str
    administration: str
    office: str
    roles: tuple[str, ...]
    language: str
    designated_from: date
    password: str
    totp_secret: str
    designated_until: date | None = None
    email: str = ""


@act(Verb.REGISTER_OFFICER)
def register_officer(deed: Deed, draft: OfficerDraft) -> None:
    """Registers an officer; the role of designated official comes only from a designation (CCO-1.ix, CCO-52.2)."""
    deed.require(Facts(Kind.PUBLIC, owner=draft.administration))
    deed.tell(officer_registered=draft.username, roles=list(draft.roles))
    faults = _officer_faults(draft)
    if faults:
        raise Invalid(faults)
    if draft.username in people.usernames():
        raise Conflict("already_there", officer=draft.username)
    people.add_officer(
        username=draft.username,
        name=draft.name.strip(),
        administration_code=draft.administration,
        office=draft.office,
        language=draft.language,
        since=draft.designated_from,
        until=draft.designated_until,
        password=draft.password,
        totp_secret=draft.totp_secret,
        email=draft.email,
        day=deed.day,
    )
    for role in draft.roles:
        people.give_role(draft.username, role, since=draft.designated_from, until=draft.designated_until)


def _officer_faults(draft: OfficerDraft) -> tuple[Fault, ...]:
    wrong = {
        "username": not USERNAME.fullmatch(draft.username),
        "name": not draft.name.strip() or len(draft.name) > 200 or not draft.name.isprintable(),
        "office": draft.office not in people.offices_of(draft.administration),
        "language": draft.language not in LANGUAGES,
        "password": len(draft.password) < SHORTEST_PASSWORD,
        "totp_secret": len(draft.totp_secret) < 16,
        "roles": not draft.roles or not set(draft.roles) <= roles_to_give(draft.administration),
        "designated_until": draft.designated_until is not None and draft.designated_until < draft.designated_from,
        "email": bool(draft.email) and not is_address(draft.email),
    }
    return tuple(Fault("not_usable", name, "CCO-1.ix") for name, bad in wrong.items() if bad)


def is_address(email: str) -> bool:
    """Tells whether a text can be a mail address, and a short enough one to be kept."""
    try:
        validate_email(email)
    except ValidationError:
        return False
    return len(email) <= _LONGEST_EMAIL


def roles_to_give(administration: str) -> frozenset[str]:
    """The roles that an account of this administration can be given.

    An administrator of a Member must not make a depositary; the designated official needs a designation (CCO-52.2).
    """
    home = people.administration(administration)
    closed = {Role.CAIS_OFFICIAL} | (frozenset() if home and home.organization else ORGANIZATION_ROLES)
    return frozenset(role.value for role in PERSONAL_ROLES if role not in closed)
