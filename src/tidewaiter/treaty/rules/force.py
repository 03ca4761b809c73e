"""Since when an instrument is in force, and who is bound by which provision on a given day."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

from tidewaiter.treaty.acts import InstrumentAct, Kind, contains
from tidewaiter.treaty.profile import Profile
from tidewaiter.treaty.provisions import Instrument, implements
from tidewaiter.treaty.rules.annexes import annex_date
from tidewaiter.treaty.rules.consent import Acts, Consent, Kinds, defect
from tidewaiter.treaty.rules.parties import Parties, parties, within
from tidewaiter.treaty.rules.reservations import Party, reserved
from tidewaiter.treaty.rules.territories import coverages

Reason = Literal["", "unverified", "not_in_force", "not_a_party", "annex", "reserved"]
NO_KINDS: Mapping[str, Kind] = {}


@dataclass(frozen=True, slots=True)
class EntryIntoForce:
    """The general date, each unit's own date, and how many units count toward the threshold."""

    general: date | None
    units: Mapping[str, date | None] = field(default_factory=dict)
    count: int = 0


@dataclass(frozen=True, slots=True)
class Bound:
    """Whether a unit is bound, the provisions that decide it, and where it is not, a word for the reason."""

    bound: bool
    because: tuple[str, ...]
    reason: Reason = ""


@implements("CCO-64.1", "CCO-64.2", "NBO-16.1", "NBO-16.2", "NBO-16.3", "BIL-EIF", "JHB-EIF")
def entry_into_force(
    instrument: Instrument,
    acts: Sequence[InstrumentAct],
    kinds: Mapping[str, Kind] = NO_KINDS,
    annex: str | None = None,
) -> EntryIntoForce:
    """The general and own dates of entry into force of the instrument or of one Annex, and the units
    counted.
    """
    profile = instrument.profile
    found = parties(profile, acts, kinds)
    if annex is None:
        own = [(each.unit, each.start) for each in found.consents]
        return EntryIntoForce(found.reached.general, _first(acts, own), found.reached.count)
    total = annex_date(profile, found.acceptances, annex, kinds)
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
    found = parties(profile, acts, kinds)
    answer = bound_party(profile, acts, kinds, found, unit, provision, on)
    because = tuple(dict.fromkeys(profile.cited(each) for each in answer.because if each))
    return Bound(answer.bound, because, answer.reason)


def bound_party(
    profile: Profile, acts: Acts, kinds: Kinds, found: Parties, unit: str, provision: str, on: date
) -> Bound:
    """The same answer from parties already worked out; its provisions are written as in the acts."""
    consent = found.on(unit, on)
    if consent is not None:
        since = own_provision(profile, found, consent)
        return _by(profile, acts, found, Party(consent), provision, on, since)
    scope = coverages(profile, acts, found, unit)
    for row in reversed(scope):
        if row.on(on):
            return _by(profile, acts, found, Party(row.state, unit), provision, on, (row.provision,))
    ended = [(row.start, row.end, row.ended_by) for row in scope]
    ended += [(each.start, each.end, each.ended_by) for each in found.of(unit)]
    for start, end, ended_by in ended:
        if start is not None and end is not None and start < end <= on:
            return _survival(profile, provision, ended_by)
    if scope:
        return Bound(False, tuple(row.provision for row in scope), _waiting(found, on))
    return Bound(False, _why_not(profile, acts, kinds, found, unit), _waiting(found, on))


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


def _why_not(profile: Profile, acts: Acts, kinds: Kinds, found: Parties, unit: str) -> tuple[str, ...]:
    force, joining = profile.force, profile.joining
    if force is None or joining is None:
        return (profile.general_provision,)
    own = found.of(unit)
    if own:
        if found.reached.general is None:
            return (force.general_provision,)
        later = any(each.start != found.reached.general for each in own)
        return (force.later_provision,) if later else (force.general_provision,)
    tried = [act for act in acts if unit in act.units and act.type in (*joining.types, "signature")]
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
    rows = [row for row in found.acceptances if row.annex == annex and row.consent == consent]
    if any(within(row.start, row.end, on) for row in rows):
        return None
    in_force = profile.annex_force.provision if profile.annex_force else ""
    if any(row.start is not None and row.end is not None and row.end <= on for row in rows):
        return Bound(False, ((profile.leaving.annex_provision or "") if profile.leaving else "",), "annex")
    accepting = profile.joining.annex_provision if profile.joining else None
    because = (profile.general_provision, in_force)
    return Bound(False, because if rows else (*because, accepting or ""), "annex")
