"""Acts on the register: what parties do and file, the directory, and which bases are open between two of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import get_args

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.access.verbs import Role, Verb
from tidewaiter.actions.act import Deed, Fault, Invalid, NotFound, act
from tidewaiter.records import people, registry
from tidewaiter.treaty.acts import ActType, InstrumentAct
from tidewaiter.treaty.provisions import implements, instruments, provision
from tidewaiter.treaty.rules.capability import BasisView, open_bases
from tidewaiter.treaty.rules.ending import ending
from tidewaiter.treaty.rules.force import entry_into_force

FILING_KINDS = ("law_list", "undertaking")


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


def _register_facts(deed: Deed, administration: str) -> None:
    deed.require(Facts(Kind.PUBLIC, owner=administration))
    if people.administration(administration) is None:
        raise NotFound


@act(Verb.RECORD_INSTRUMENT_ACT)
def record_instrument_act(deed: Deed, instrument: str, act_of_party: InstrumentAct, *, reference: str) -> None:
    """Records an act of a party to an instrument, with its legal date (CCO-66.2.iii, SYS-3)."""
    deed.require(Facts(Kind.PUBLIC, owner=deed.caller.administration))
    deed.tell(instrument=instrument, act=act_of_party.type, units=list(act_of_party.units), on=act_of_party.on)
    faults = []
    if instrument not in {known.id for known in instruments()}:
        faults.append(Fault("unknown_choice", "instrument", "SYS-1", {"value": instrument}))
    if act_of_party.type not in get_args(ActType):
        faults.append(Fault("unknown_choice", "type", "CCO-66.2.iii", {"value": act_of_party.type}))
    if not act_of_party.units:
        faults.append(Fault("missing", "units", "CCO-66.2.iii"))
    if act_of_party.on > deed.day:
        faults.append(Fault("in_future", "on", "CCO-66.2.iii"))
    if faults:
        raise Invalid(tuple(faults))
    registry.add_instrument_act(deed.caller.administration, instrument, act_of_party, reference=reference, at=deed.at)


@act(Verb.RECORD_AUTHORITY)
def record_authority(deed: Deed, *, administration: str, authority_for: str, name: str, since: date) -> None:
    """Records an authority designated for a provision (CCO-20.3, CCO-45.3)."""
    _register_facts(deed, administration)
    deed.tell(administration=administration, authority_for=authority_for)
    if provision(authority_for) is None or not name.strip():
        field = "name" if not name.strip() else "authority_for"
        raise Invalid((Fault("not_usable", field, "CCO-20.3"),))
    registry.add_authority(
        deed.caller.administration,
        administration=administration,
        provision=authority_for,
        name=name.strip(),
        since=since,
        at=deed.at,
    )


@act(Verb.RECORD_CONTACT_POINT)
def record_contact_point(deed: Deed, *, administration: str, name: str, email: str, since: date) -> None:
    """Records the official contact point of an administration (CCO-21.1, NBO-6.1)."""
    _register_facts(deed, administration)
    deed.tell(administration=administration)
    if not name.strip() or "@" not in email:
        raise Invalid((Fault("not_usable", "email" if name.strip() else "name", "CCO-21.1"),))
    registry.add_contact_point(
        deed.caller.administration,
        administration=administration,
        name=name.strip(),
        email=email.strip(),
        since=since,
        at=deed.at,
    )


@act(Verb.DESIGNATE_OFFICIAL)
def designate_official(deed: Deed, *, officer: str, since: date, until: date | None = None) -> None:
    """Designates an official to whom information in the central system is open from a day on (CCO-52.2)."""
    named = people.officer_named(officer)
    deed.require(Facts(Kind.PUBLIC, owner=named.administration_id if named else ""))
    deed.tell(official=officer, since=since, until=until)
    if named is None:
        raise NotFound
    if until is not None and until < since:
        raise Invalid((Fault("not_usable", "until", "CCO-52.2"),))
    registry.add_official(
        deed.caller.administration,
        administration=named.administration_id,
        officer=officer,
        since=since,
        until=until,
        at=deed.at,
    )
    people.give_role(officer, Role.CAIS_OFFICIAL.value, since=since, until=until)


@act(Verb.RECORD_FILING)
@implements("CCO-31.3")
def record_filing(deed: Deed, *, administration: str, kind: str, text: str, received: date) -> None:
    """Records a filing under 31.3; personal data open on the day the second of law and undertaking arrived."""
    _register_facts(deed, administration)
    deed.tell(administration=administration, filing=kind, received=received)
    if kind not in FILING_KINDS or not text.strip() or received > deed.day:
        raise Invalid((Fault("not_usable", "kind" if kind not in FILING_KINDS else "text", "CCO-31.3"),))
    registry.add_filing(
        deed.caller.administration,
        administration=administration,
        kind=kind,
        text=text.strip(),
        received=received,
        at=deed.at,
    )
    filed = registry.filings_of(administration)
    if all(needed in filed for needed in FILING_KINDS):
        people.open_personal_data(administration, max(filed[needed] for needed in FILING_KINDS))


@act(Verb.READ_DIRECTORY)
def read_directory(deed: Deed) -> tuple[AdministrationView, ...]:
    """Reads who is who and bound by what today (CCO-21.1, CCO-45.5, CCO-52.6)."""
    deed.require(Facts(Kind.PUBLIC, owner=deed.caller.administration))
    contacts = registry.contact_points_on(deed.day)
    authorities = registry.authorities_on(deed.day)
    officials = registry.officials_on(deed.day)
    bound_by = _bound_by(deed.day)
    views = []
    for known in people.administrations():
        contact = contacts.get(known.code)
        views.append(
            AdministrationView(
                code=known.code,
                name=known.name,
                language=known.language,
                organization=known.organization,
                unit=known.unit,
                contact_name=contact.name if contact else "",
                contact_email=contact.email if contact else "",
                authorities=tuple(f"{row.name} ({row.provision})" for row in authorities.get(known.code, ())),
                officials=officials.get(known.code, ()),
                bound_by=bound_by.get(known.unit, ()),
                undertaking_on=known.undertaking_on,
            )
        )
    return tuple(views)


def _bound_by(day: date) -> Mapping[str, tuple[str, ...]]:
    """The instruments in force for each unit that day, left out from the day on which a withdrawal takes effect."""
    recorded = registry.acts_by_instrument()
    found: dict[str, tuple[str, ...]] = {}
    for instrument in instruments():
        acts = recorded.get(instrument.id, ())
        for unit, since in entry_into_force(instrument, acts).units.items():
            if since is None or since > day:
                continue
            left = ending(instrument, acts, {}, unit).effect
            if left is None or day < left:
                found[unit] = (*found.get(unit, ()), instrument.id)
    return found


@act(Verb.FIND_BASES)
def find_bases(deed: Deed, *, requested: str, type: str) -> tuple[BasisView, ...]:
    """Finds which instruments open this assistance between two administrations today, and what closes the others."""
    deed.require(Facts(Kind.PUBLIC, owner=deed.caller.administration))
    deed.tell(requested=requested, type=type)
    one, other = people.administration(deed.caller.administration), people.administration(requested)
    if one is None or other is None or other.organization or one.code == other.code:
        raise NotFound
    return open_bases(registry.acts_by_instrument(), requesting=one.unit, requested=other.unit, type=type, on=deed.day)
