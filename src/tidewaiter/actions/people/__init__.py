"""Acts on administrations, officers and tokens, and the reading of one's own journal."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.access.verbs import ORGANIZATION_ROLES, PERSONAL_ROLES, Role, Verb
from tidewaiter.actions.act import Conflict, Deed, Fault, Invalid, NotFound, act
from tidewaiter.records import people
from tidewaiter.records.journal_lines import JournalLine, lines
from tidewaiter.treaty.acts import is_unit

__all__ = [
    "AdministrationDraft",
    "JournalLine",
    "OfficerDraft",
    "issue_token",
    "read_journal",
    "record_administration",
    "register_officer",
]

_CODE = re.compile(r"[A-Z]{2,8}")
_USERNAME = re.compile(r"[a-z0-9][a-z0-9._-]{1,62}")
_LANGUAGES = ("en", "fr", "es", "nl")
_SHORTEST_PASSWORD = 12
_MOST_LINES = 1_000


@dataclass(frozen=True, slots=True)
class AdministrationDraft:
    """An administration to be recorded; `unit` is the party to the instruments for which it acts."""

    code: str
    name: Mapping[str, str]
    unit: str
    language: str
    organization: bool = False
    offices: tuple[tuple[str, str], ...] = ()


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


@act(Verb.RECORD_ADMINISTRATION)
def record_administration(deed: Deed, draft: AdministrationDraft) -> None:
    """Records an administration and its offices (CCO-1.ii)."""
    deed.require(Facts(Kind.PUBLIC, owner=draft.code))
    deed.tell(administration=draft.code)
    faults = []
    if not _CODE.fullmatch(draft.code):
        faults.append(Fault("bad_code", "code", "CCO-1.ii"))
    if draft.unit and not is_unit(draft.unit):
        faults.append(Fault("bad_code", "unit", "CCO-1.ii"))
    if not draft.name or not all(text.strip() for text in draft.name.values()):
        faults.append(Fault("missing", "name", "CCO-1.ii"))
    if draft.language not in _LANGUAGES:
        faults.append(Fault("unknown_choice", "language", "CCO-21.3"))
    if faults:
        raise Invalid(tuple(faults))
    if people.administration(draft.code):
        raise Conflict("already_there", administration=draft.code)
    people.add_administration(
        code=draft.code,
        name=draft.name,
        unit=draft.unit or draft.code,
        language=draft.language,
        organization=draft.organization,
        offices=draft.offices or ((f"{draft.code}-HQ", "Headquarters"),),
        at=deed.at,
    )


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
    )
    for role in draft.roles:
        people.give_role(draft.username, role, since=draft.designated_from, until=draft.designated_until)


def _officer_faults(draft: OfficerDraft) -> tuple[Fault, ...]:
    wrong = {
        "username": not _USERNAME.fullmatch(draft.username),
        "name": not draft.name.strip(),
        "office": draft.office not in people.offices_of(draft.administration),
        "language": draft.language not in _LANGUAGES,
        "password": len(draft.password) < _SHORTEST_PASSWORD,
        "totp_secret": len(draft.totp_secret) < 16,
        "roles": not draft.roles or not set(draft.roles) <= _roles_to_give(draft.administration),
        "designated_until": draft.designated_until is not None and draft.designated_until < draft.designated_from,
    }
    return tuple(Fault("not_usable", name, "CCO-1.ix") for name, bad in wrong.items() if bad)


def _roles_to_give(administration: str) -> frozenset[str]:
    """An administrator of a Member must not make a depositary; the designated official needs a designation."""
    home = people.administration(administration)
    closed = {Role.CAIS_OFFICIAL} | (frozenset() if home and home.organization else ORGANIZATION_ROLES)
    return frozenset(role.value for role in PERSONAL_ROLES if role not in closed)


@act(Verb.ISSUE_TOKEN)
def issue_token(deed: Deed, *, username: str, label: str, expires_on: date) -> str:
    """Issues an API token to an officer for own use; it is shown this once and kept only as a digest."""
    officer = people.officer_named(username)
    owner = officer.administration_id if officer else ""
    deed.require(Facts(Kind.PUBLIC, owner=owner, author=username))
    deed.tell(token_of=username, expires_on=expires_on.isoformat())
    if officer is None:
        raise NotFound
    if expires_on <= deed.day or not label.strip():
        field = "label" if not label.strip() else "expires_on"
        raise Invalid((Fault("not_usable", field, "CCO-47.1"),))
    return people.new_token(username, label=label.strip()[:100], expires_on=expires_on, at=deed.at)


@act(Verb.READ_JOURNAL)
def read_journal(deed: Deed, *, limit: int = 100, verb: str = "") -> tuple[JournalLine, ...]:
    """Reads the newest entries of the own administration's journal (CCO-47.1.v)."""
    deed.require(Facts(Kind.JOURNAL, owner=deed.caller.administration))
    deed.tell(limit=limit, of_verb=verb)
    if verb and verb not in {known.value for known in Verb}:
        raise Invalid((Fault("unknown_choice", "verb", "CCO-47.1", {"value": verb[:40]}),))
    return lines(limit=max(1, min(limit, _MOST_LINES)), verb=verb)
