"""Since when an instrument is in force, and who is bound by which provision on a given day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from tidewaiter.treaty.acts import InstrumentAct, Kind, acts_of, contains, ledger
from tidewaiter.treaty.profile import Profile
from tidewaiter.treaty.provisions import Instrument, implements
from tidewaiter.treaty.rules.annexes import annex_date
from tidewaiter.treaty.rules.consent import Acts, Consent, Kinds, defect, other_readings, stated
from tidewaiter.treaty.rules.parties import Parties, parties, within
from tidewaiter.treaty.rules.reservations import Party, reserved
from tidewaiter.treaty.rules.territories import coverages

Reason = Literal["", "unverified", "not_in_force", "not_a_party", "annex", "reserved"]


@dataclass(frozen=True, slots=True)
class Seat:
    """What a unit is on a day before any provision is looked at: the party whose reservations count and the
    provisions that bind it, or, of one that left (no party), the provision by which it did.
    """

    party: Party | None
    provisions: tuple[str, ...]


NO_KINDS: Mapping[str, Kind] = {}


@dataclass(frozen=True, slots=True)
class EntryIntoForce:
    """The general date, each unit's own date, and how many units count toward the threshold.

    A date is provisional while it rests on an act that the depositary still examines: without it, it would differ.
    """

    general: date | None
    units: Mapping[str, date | None] = field(default_factory=dict)
    count: int = 0
    provisional: bool = False
    provisional_units: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Bound:
    """Whether a unit is bound, the provisions that decide it, where it is not, a word for the reason, and
    whether the answer rests on an act still under examination.
    """

    bound: bool
    because: tuple[str, ...]
    reason: Reason = ""
    provisional: bool = False


@implements("CCO-64.1", "CCO-64.2", "CCO-66.2.v", "NBO-16.1", "NBO-16.2", "NBO-16.3", "BIL-EIF", "JHB-EIF")
def entry_into_force(
    instrument: Instrument,
    acts: Sequence[InstrumentAct],
    kinds: Mapping[str, Kind] = NO_KINDS,
    annex: str | None = None,
) -> EntryIntoForce:
    """The general and own dates of entry into force of the instrument or of one Annex, and the units
    counted.
    """
    profile, known = instrument.profile, ledger(acts)
    dates = _dates(profile, known, kinds, annex)
    others = [_dates(profile, reading, kinds, annex) for reading in other_readings(known, kinds)]
    differing = {
        unit
        for other in others
        for unit in (*dates.units, *other.units)
        if dates.units.get(unit) != other.units.get(unit)
    }
    provisional = any(other.general != dates.general for other in others)
    return replace(dates, provisional=provisional, provisional_units=frozenset(differing)) if others else dates


def _dates(profile: Profile, acts: Acts, kinds: Kinds, annex: str | None) -> EntryIntoForce:
    found = parties(profile, acts, kinds)
    if annex is None:
        own = [(each.unit, each.start) for each in found.consents]
        return EntryIntoForce(found.reached.general, _first(acts, own), found.reached.count)
    total = stated(acts, annex_date(profile, found.acceptances, annex, kinds), annex)
    dates = [(row.consent.unit, row.start) for row in found.acceptances if row.annex == annex]
    return EntryIntoForce(total.general, _first(acts, dates), total.count)


def _first(acts: Acts, dates: Sequence[tuple[str, date | None]]) -> dict[str, date | None]:
    first: dict[str, date | None] = {unit: None for act in acts for unit in act.units}
    for unit, day in dates:
        known = first[unit]
        if day is not None and (known is None or day < known):
            first[unit] = day
    return first


def bound(
    instrument: Instrument,
    acts: Sequence[InstrumentAct],
    kinds: Mapping[str, Kind],
    unit: str,
    provision: str,
    on: date,
) -> Bound:
    """Whether the unit (a party, or a territory that a State includes) is bound by the provision on the
    day.
    """
    profile = instrument.profile
    if profile.trust == "unverified":
        return Bound(False, (profile.cited(profile.general_provision),), "unverified")
    known = ledger(acts)
    answer = bound_party(profile, known, kinds, parties(profile, known, kinds), unit, provision, on)
    because = tuple(dict.fromkeys(profile.cited(each) for each in answer.because if each))
    others = (
        bound_party(profile, reading, kinds, parties(profile, reading, kinds), unit, provision, on)
        for reading in other_readings(known, kinds)
    )
    provisional = any(other.bound != answer.bound for other in others)
    return Bound(answer.bound, because, answer.reason, provisional)


def bound_party(
    profile: Profile, acts: Acts, kinds: Kinds, found: Parties, unit: str, provision: str, on: date
) -> Bound:
    """The same answer from parties already worked out; its provisions are written as in the acts."""
    place = seat(profile, acts, found, unit, on)
    if place is not None:
        return bound_in(profile, acts, found, place, provision, on)
    scope = coverages(profile, acts, found, unit)
    if scope:
        return Bound(False, tuple(row.provision for row in scope), _waiting(found, on))
    return Bound(False, why_not(profile, acts, kinds, found, unit), _waiting(found, on))


def seat(profile: Profile, acts: Acts, found: Parties, unit: str, on: date) -> Seat | None:
    """The seat of a unit on the day; None of one that was never bound."""
    consent = found.on(unit, on)
    if consent is not None:
        return Seat(Party(consent), own_provision(profile, found, consent))
    scope = coverages(profile, acts, found, unit)
    for row in reversed(scope):
        if row.on(on):
            return Seat(Party(row.state, unit), (row.provision,))
    ended = [(row.start, row.end, row.ended_by) for row in scope]
    ended += [(each.start, each.end, each.ended_by) for each in found.of(unit)]
    for start, end, ended_by in ended:
        if start is not None and end is not None and start < end <= on:
            return Seat(None, (ended_by,))
    return None


def bound_in(profile: Profile, acts: Acts, found: Parties, place: Seat, provision: str, on: date) -> Bound:
    """Whether who has this seat is bound by the provision on the day."""
    if place.party is None:
        return _survival(profile, provision, place.provisions[0])
    return _by(profile, acts, found, place.party, provision, on, place.provisions)


def _waiting(found: Parties, on: date) -> Reason:
    general = found.reached.general
    return "not_in_force" if general is None or general > on else "not_a_party"


def own_provision(profile: Profile, found: Parties, consent: Consent) -> tuple[str, ...]:
    """The provision that gives a consent its date: the general one, that for later parties, or a Partner's."""
    if profile.force is None:
        return ()
    if consent.act.type == "partner_arrangement":
        return (profile.partner_provision or "",)
    if consent.start == found.reached.general:
        counted = consent.act.type in profile.force.counted_types
        return (profile.force.general_provision, "" if counted else profile.force.later_provision)
    return (profile.force.later_provision,)


@implements("CCO-59", "NBO-19.5")
def _survival(profile: Profile, provision: str, ended_by: str) -> Bound:
    """After leaving, a party stays bound by what protects information and by the completion of
    investigations.
    """
    leaving = profile.leaving
    if leaving is not None and any(contains(each, provision) for each in leaving.survives):
        return Bound(True, (leaving.survival_provision, ended_by))
    return Bound(False, (ended_by,), "not_a_party")


def why_not(profile: Profile, acts: Acts, kinds: Kinds, found: Parties, unit: str) -> tuple[str, ...]:
    """The provisions that leave a unit outside: a date not reached yet, an act out of due form, or none made."""
    force, joining = profile.force, profile.joining
    if force is None or joining is None:
        return (profile.general_provision,)
    own = found.of(unit)
    if own:
        if found.reached.general is None:
            return (force.general_provision,)
        later = any(each.start != found.reached.general for each in own)
        return (force.later_provision,) if later else (force.general_provision,)
    tried = acts_of(acts, unit, *joining.types, "signature")
    defects = [defect(profile, acts, kinds, act, unit) or "" for act in tried]
    return tuple(dict.fromkeys((*defects, *joining.provisions)))


def _by(
    profile: Profile,
    acts: Acts,
    found: Parties,
    party: Party,
    provision: str,
    on: date,
    since: tuple[str, ...],
) -> Bound:
    annex = provision.split(".")[0]
    if annex in profile.annexes:
        closed = _annex(profile, found, party.consent, annex, on)
        if closed is not None:
            return closed
        since = (*since, profile.annex_force.provision if profile.annex_force else "")
    answer = reserved(profile, acts, found, party, provision, on)
    if answer.reserved:
        return Bound(False, answer.because, "reserved")
    return Bound(True, (*since, *answer.because))


@implements("NBO-10", "NBO-16.3")
def _annex(profile: Profile, found: Parties, consent: Consent, annex: str, on: date) -> Bound | None:
    """An Annex binds only who accepted it, from its own date until its withdrawal; None where it binds."""
    rows = [row for row in found.annexes_of(consent) if row.annex == annex]
    if any(within(row.start, row.end, on) for row in rows):
        return None
    in_force = profile.annex_force.provision if profile.annex_force else ""
    if any(row.start is not None and row.end is not None and row.end <= on for row in rows):
        return Bound(False, ((profile.leaving.annex_provision or "") if profile.leaving else "",), "annex")
    accepting = profile.joining.annex_provision if profile.joining else None
    because = (profile.general_provision, in_force)
    return Bound(False, because if rows else (*because, accepting or ""), "annex")
