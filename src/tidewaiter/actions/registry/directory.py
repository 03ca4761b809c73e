"""The directory as it is read: who is who, bound by what, filed what, lacks what, on any day, with the history."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date

from tidewaiter.access.decide import Permit, decide
from tidewaiter.access.facts import Facts, Kind
from tidewaiter.access.verbs import Role, Verb
from tidewaiter.actions.act import Deed, Fault, Invalid, NotFound, act
from tidewaiter.actions.registry.listings import ListingView, listings
from tidewaiter.records import directory, people, registry
from tidewaiter.records.models import Administration, CompetentAuthority, Investigator
from tidewaiter.treaty.acts import ledger
from tidewaiter.treaty.provisions import implements, instruments, load_instrument, provision
from tidewaiter.treaty.register import Register
from tidewaiter.treaty.rules.directory import (
    ConfidentialityFiling,
    Designation,
    Filed,
    Lack,
    customs_administration,
    lacking,
    lacking_of_organization,
)
from tidewaiter.treaty.rules.ending import ending
from tidewaiter.treaty.rules.force import bound, entry_into_force
from tidewaiter.treaty.rules.parties import parties

_AGREEMENT = "cco-2019"
_OFFERED = (
    *(Verb.RECORD_CONTACT_POINT, Verb.RECORD_AUTHORITY, Verb.RECORD_INVESTIGATOR, Verb.RECORD_FILING),
    *(Verb.DESIGNATE_OFFICIAL, Verb.END_LISTING, Verb.END_OFFICIAL, Verb.EXAMINE_AUTHORITY, Verb.NOTE_DIRECT_CONTACT),
)
_ROLES_SHOWN = (
    *(Role.CAIS_AUTHORITY, Role.SECURITY_AUTHORITY),
    *(Role.INDEPENDENT_REPRESENTATIVE, Role.SECRETARIAT_OFFICIAL, Role.DEPOSITARY),
)


@dataclass(frozen=True, slots=True)
class AdministrationView:
    """An administration as the directory shows it on a day."""

    code: str
    name: Mapping[str, str]
    language: str
    organization: bool
    unit: str
    contact_name: str
    contact_email: str
    authorities: tuple[str, ...]
    officials: tuple[str, ...]
    bound_by: tuple[str, ...]
    undertaking_on: date | None
    lacks: tuple[Lack, ...] = ()


@dataclass(frozen=True, slots=True)
class RoleHolder:
    """Somebody who has access to the system by a role, shown beside the lists that the provisions ask for (A-68)."""

    officer: str
    name: str
    role: str


@dataclass(frozen=True, slots=True)
class DirectContactView:
    """A note that two investigators dealt with each other, as the own administration reads it."""

    own: str
    other: str
    administration: str
    on: date
    noted_by: str


@dataclass(frozen=True, slots=True)
class AdministrationPage:
    """All that the directory holds of one administration, as it stood on a day, each item with its history."""

    view: AdministrationView
    on: date
    items: tuple[ListingView, ...]
    holders: tuple[RoleHolder, ...]
    contacts: tuple[DirectContactView, ...]
    may: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AuthoritiesFound:
    """Who is the customs administration for a provision on a day, and why nobody is where the unit is not bound."""

    provision: str
    on: date
    bound: bool
    authorities: tuple[str, ...]
    because: tuple[str, ...]


@act(Verb.READ_DIRECTORY)
@implements("CCO-45.5", "CCO-48.3", "CCO-52.6")
def read_directory(deed: Deed, *, on: date | None = None) -> tuple[AdministrationView, ...]:
    """Reads who is who and bound by what on a day, today if none is named (CCO-21.1, CCO-45.5, CCO-52.6)."""
    deed.require(Facts(Kind.PUBLIC, owner=deed.caller.administration))
    day = on or deed.day
    deed.tell(on=day)
    return _views(people.administrations(), day)


def _views(known: Iterable[Administration], day: date) -> tuple[AdministrationView, ...]:
    contacts, authorities = directory.contact_points_on(day), directory.authorities_on(day)
    officials, filings = directory.officials_on(day), directory.filings()
    register = registry.register()
    bound_by, deposits = _bound_by(register, day), _deposits(register, day)
    views = []
    for each in known:
        contact = contacts.get(each.code)
        own = authorities.get(each.code, ())
        filed = Filed(
            contact_point=contact is not None,
            designations=tuple(_designation(row) for row in own),
            filings=tuple(ConfidentialityFiling(row.kind, row.received) for row in filings.get(each.code, ())),
        )
        views.append(
            AdministrationView(
                code=each.code,
                name=each.name,
                language=each.language,
                organization=each.organization,
                unit=each.unit,
                contact_name=contact.name if contact else "",
                contact_email=contact.email if contact else "",
                authorities=tuple(f"{row.name} ({row.provision})" for row in own),
                officials=officials.get(each.code, ()),
                bound_by=bound_by.get(each.unit, ()),
                undertaking_on=each.undertaking_on,
                lacks=_lacks(each, filed, deposits, day),
            )
        )
    return tuple(views)


def _designation(row: CompetentAuthority) -> Designation:
    return Designation(row.provision, row.name, row.since, row.until, row.examined == "returned")


def _lacks(each: Administration, filed: Filed, deposits: Mapping[str, date], day: date) -> tuple[Lack, ...]:
    if each.organization:
        return lacking_of_organization(filed.designations, day)
    return lacking(filed, deposits[each.unit], day) if each.unit in deposits else ()


def _deposits(register: Register, day: date) -> Mapping[str, date]:
    """The day of the binding deposit of each unit whose consent to the Agreement stands on a day."""
    profile = load_instrument(_AGREEMENT).profile
    consents = parties(profile, ledger(register.under(_AGREEMENT)), register.kinds).consents
    standing = [each for each in consents if each.on <= day and (each.end is None or day < each.end)]
    return {each.unit: each.on for each in standing if each.act.type != "partner_arrangement"}


def _bound_by(recorded: Register, day: date) -> Mapping[str, tuple[str, ...]]:
    """The instruments in force for each unit that day, left out from the day on which a withdrawal takes effect."""
    found: dict[str, tuple[str, ...]] = {}
    for instrument in instruments():
        acts = recorded.under(instrument.id)
        for unit, since in entry_into_force(instrument, acts, recorded.kinds).units.items():
            if since is None or since > day:
                continue
            left = ending(instrument, acts, recorded.kinds, unit).effect
            if left is None or day < left:
                found[unit] = (*found.get(unit, ()), instrument.id)
    return found


@act(Verb.READ_ADMINISTRATION)
@implements("CCO-52.6", "CCO-61.1")
def read_administration(deed: Deed, code: str, *, on: date | None = None) -> AdministrationPage:
    """Reads all that the directory holds of one administration on a day, and what it held before."""
    deed.require(Facts(Kind.PUBLIC, owner=deed.caller.administration))
    home = people.administration(code)
    if home is None:
        raise NotFound
    day = on or deed.day
    deed.tell(administration=code, on=day)
    return AdministrationPage(
        view=_views((home,), day)[0],
        on=day,
        items=listings(code, day),
        holders=_holders(code, day),
        contacts=_contacts() if code == deed.caller.administration else (),
        may=_open_to(deed, code),
    )


def _holders(code: str, day: date) -> tuple[RoleHolder, ...]:
    return tuple(
        RoleHolder(officer.username, officer.name, role.value)
        for role in _ROLES_SHOWN
        for officer in people.holders_on(role.value, day)
        if officer.administration_id == code
    )


def _contacts() -> tuple[DirectContactView, ...]:
    """The notes of the own administration; a name as the directory last gave it, even where it is listed no more."""
    known = {row.fact: row for row in directory.rows_of(Investigator)}
    return tuple(
        DirectContactView(known[row.own].name, theirs.name, theirs.administration, row.on, row.noted_by)
        for row in directory.direct_contacts()
        if (theirs := known[row.other])
    )


def _open_to(deed: Deed, code: str) -> tuple[str, ...]:
    """The acts about this administration that are open to the caller; proof is asked when one is done."""
    caller = replace(deed.caller, fresh=True)
    kinds = {Verb.NOTE_DIRECT_CONTACT: Kind.HOUSE}
    facts = {verb: Facts(kinds.get(verb, Kind.PUBLIC), owner=code) for verb in _OFFERED}
    return tuple(verb.value for verb in _OFFERED if isinstance(decide(caller, verb, facts[verb]), Permit))


@act(Verb.FIND_AUTHORITIES)
@implements("CCO-1.ii", "CCO-20.3")
def find_authorities(deed: Deed, *, administration: str, provision_id: str, on: date | None = None) -> AuthoritiesFound:
    """Finds which authorities are the customs administration of a Member for an article on a day (CCO-1.ii)."""
    deed.require(Facts(Kind.PUBLIC, owner=deed.caller.administration))
    home, day = people.administration(administration), on or deed.day
    deed.tell(administration=administration, provision=provision_id, on=day)
    if home is None or home.organization:
        raise NotFound
    instrument = next((one for one in instruments() if provision_id.startswith(one.prefix + "-")), None)
    if instrument is None or provision(provision_id) is None:
        raise Invalid((Fault("not_usable", "provision", "CCO-20.3"),))
    register = registry.register()
    own = provision_id.removeprefix(instrument.prefix + "-")
    answer = bound(instrument, register.under(instrument.id), register.kinds, home.unit, own, day)
    rows = directory.authorities_on(day).get(administration, ())
    name = home.name.get(deed.caller.language) or home.name.get("en") or home.code
    found = customs_administration(name, map(_designation, rows), provision_id, day) if answer.bound else ()
    return AuthoritiesFound(provision_id, day, answer.bound, found, answer.because)
