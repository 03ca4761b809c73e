"""Acts on the register: what parties do and file, the directory, and which bases are open between two of them."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Literal, get_args

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.access.verbs import Role, Verb
from tidewaiter.actions.act import Deed, Fault, Invalid, NotFound, act
from tidewaiter.records import people, registry
from tidewaiter.treaty.acts import ActType, InstrumentAct, is_unit
from tidewaiter.treaty.provisions import implements, instrument_ids, instruments, load_instrument, provision
from tidewaiter.treaty.rules.capability import BasisView, open_bases
from tidewaiter.treaty.rules.ending import ending
from tidewaiter.treaty.rules.force import entry_into_force
from tidewaiter.treaty.rules.mentions import misnamed

FilingKind = Literal["law_list", "undertaking"]
FILING_KINDS: tuple[str, ...] = get_args(FilingKind)

_RECORDED = "CCO-66.2.iii"
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+")


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


def _refuse(*found: Fault | None) -> None:
    faults = tuple(fault for fault in found if fault is not None)
    if faults:
        raise Invalid(faults)


@act(Verb.RECORD_INSTRUMENT_ACT)
def record_instrument_act(deed: Deed, instrument: str, act_of_party: InstrumentAct, *, reference: str) -> None:
    """Records an act of a party to an instrument, with its legal date (CCO-66.2.iii, SYS-3)."""
    deed.require(Facts(Kind.PUBLIC, owner=deed.caller.administration))
    deed.tell(instrument=instrument, act=act_of_party.type, units=list(act_of_party.units), on=act_of_party.on)
    _refuse(*_act_faults(act_of_party, deed.day), *_instrument_faults(instrument, act_of_party))
    registry.add_instrument_act(deed.caller.administration, instrument, act_of_party, reference=reference, at=deed.at)


def _act_faults(performed: InstrumentAct, day: date) -> Iterator[Fault]:
    """What is wrong whatever the instrument: the type, who acts, and days that cannot be."""
    if performed.type not in get_args(ActType):
        yield Fault("unknown_choice", "type", _RECORDED, {"value": performed.type})
    if not performed.units:
        yield Fault("missing", "units", _RECORDED)
    for field in ("units", "territories"):
        for place, code in enumerate(getattr(performed, field)):
            if not is_unit(code):
                yield Fault("bad_code", f"{field}.{place}", _RECORDED)
    for field in ("on", "received", "cured_on", "effect_on"):
        when = getattr(performed, field)
        if when is not None and when < performed.on:
            yield Fault("before_act", field, _RECORDED)
        # the one day that an act may name beforehand is that of its effect
        if when is not None and when > day and field != "effect_on":
            yield Fault("in_future", field, _RECORDED)


def _instrument_faults(instrument: str, performed: InstrumentAct) -> Iterator[Fault]:
    """What the instrument asks the act to name, or does not have; an act out of due form is recorded all the same."""
    if instrument not in instrument_ids():
        yield Fault("unknown_choice", "instrument", "SYS-1", {"value": instrument})
        return
    recorded = registry.acts_by_instrument().get(instrument, ())
    for wrong in misnamed(load_instrument(instrument).profile, recorded, performed):
        code = "missing" if wrong.why == "missing" else "not_in_instrument"
        yield Fault(code, wrong.field, wrong.provision or _RECORDED, {"value": wrong.value})


@act(Verb.RECORD_AUTHORITY)
def record_authority(deed: Deed, *, administration: str, authority_for: str, name: str, since: date) -> None:
    """Records an authority designated for a provision (CCO-20.3, CCO-45.3)."""
    _register_facts(deed, administration)
    deed.tell(administration=administration, authority_for=authority_for)
    _refuse(
        Fault("missing", "name", "CCO-20.3") if not name.strip() else None,
        Fault("not_usable", "authority_for", "CCO-20.3") if provision(authority_for) is None else None,
    )
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
    _refuse(
        Fault("missing", "name", "CCO-21.1") if not name.strip() else None,
        Fault("not_usable", "email", "CCO-21.1") if not _EMAIL.fullmatch(email.strip()) else None,
    )
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
    if named is None or named.machine:  # what a designated official decides, a person decides
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
    _refuse(
        Fault("unknown_choice", "kind", "CCO-31.3", {"value": kind}) if kind not in FILING_KINDS else None,
        Fault("missing", "text", "CCO-31.3") if not text.strip() else None,
        Fault("in_future", "received", "CCO-31.3") if received > deed.day else None,
    )
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
