"""Consent to be bound: which deposits are in due form, when they bring entry into force, and until when
they bind.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from tidewaiter.treaty.acts import InstrumentAct, Kind, Ledger, acts_naming, acts_of, ledger
from tidewaiter.treaty.profile import Force, Joining, Profile
from tidewaiter.treaty.provisions import implements
from tidewaiter.treaty.rules.months import add_months, first_day_second_month

Acts = Sequence[InstrumentAct]
Kinds = Mapping[str, Kind]


_INSTRUMENTS = ("ratification", "acceptance", "approval", "accession")


@dataclass(frozen=True, slots=True)
class Standing:
    """A unit whose act stands from `since` until `until` (None: still)."""

    unit: str
    since: date
    until: date | None


@dataclass(frozen=True, slots=True)
class Reached:
    """Whether a threshold was reached: the triggering day, the date of entry into force, and the units
    counted.
    """

    trigger: date | None
    general: date | None
    count: int


@dataclass(frozen=True, slots=True)
class Consent:
    """One unit's consent by one act: bound from `start` until `end` (None: still), ended by notice of
    `notice`.
    """

    unit: str
    act: InstrumentAct
    on: date
    start: date | None
    end: date | None = None
    notice: date | None = None
    ended_by: str = ""


@dataclass(frozen=True, slots=True)
class Deposit:
    """An act of consent in due form, with its legal date and the day its withdrawal was received, if any."""

    unit: str
    act: InstrumentAct
    withdrawn: date | None


def kind_of(unit: str, kinds: Kinds) -> Kind:
    """The kind of a unit; a State where nothing else is said."""
    return kinds.get(unit, "state")


@implements("CCO-60.4.i", "CCO-66.2.v")
def other_readings(acts: Ledger, kinds: Kinds) -> tuple[Ledger, ...]:
    """How else the examinations still running may end: the acts fall away, or the autonomous territories that they
    include turn out to be notified as Members. Without an act under examination there is none.
    """
    if not acts.under_examination:
        return ()
    widened = tuple(_with_territories_as_members(act, kinds) for act in acts)
    return (acts.settled(), ledger(widened)) if widened != acts else (acts.settled(),)


def _with_territories_as_members(act: InstrumentAct, kinds: Kinds) -> InstrumentAct:
    if act.form != "under_examination" or act.type not in _INSTRUMENTS:
        return act
    unstated = tuple(each for each in act.territories if kinds.get(each) == "territory" and each not in act.units)
    return replace(act, units=(*act.units, *unstated)) if unstated else act


@implements("CCO-60.1", "NBO-15.2")
def signed_in_time(profile: Profile, acts: Acts, unit: str) -> tuple[InstrumentAct, ...]:
    """The unit's signatures made while the instrument was open for signature."""
    signatures = acts_of(acts, unit, "signature", "definitive_signature")
    if profile.signature is None:
        return signatures
    return tuple(act for act in signatures if act.legal_date <= profile.signature.until)


@implements("CCO-60.2", "CCO-60.3", "NBO-15.1", "NBO-15.1.a", "NBO-15.1.b", "NBO-15.1.c", "NBO-15.5", "NBO-1.ij")
def defect(profile: Profile, acts: Acts, kinds: Kinds, act: InstrumentAct, unit: str) -> str | None:
    """The provision that keeps an act from expressing consent to be bound, or None where it is in due form."""
    joining = profile.joining
    if joining is None or act.type not in joining.types:
        return profile.general_provision if joining is None else joining.provisions[0]
    if kind_of(unit, kinds) not in joining.kinds or (profile.parties and unit not in profile.parties):
        return joining.eligibility_provision
    if _out_of_time(profile, joining, acts, act, unit) and profile.signature is not None:
        return profile.signature.provision
    if joining.annex_provision and not _names_annex(profile, acts, act, unit):
        return joining.annex_provision
    return None


def _out_of_time(profile: Profile, joining: Joining, acts: Acts, act: InstrumentAct, unit: str) -> bool:
    if act.type == "definitive_signature":
        return act not in signed_in_time(profile, acts, unit)
    if act.type == "accession":
        return joining.accession_from is not None and act.legal_date < joining.accession_from
    if act.type not in joining.after_signature or not acts_of(acts, unit, "signature", "definitive_signature"):
        # A ratification without more implies a signature in time.
        return False
    return all(each.legal_date > act.legal_date for each in signed_in_time(profile, acts, unit))


@implements("NBO-15.3")
def _names_annex(profile: Profile, acts: Acts, act: InstrumentAct, unit: str) -> bool:
    """At least one Annex is named, in the instrument or at the signature that it ratifies; a cure supplies
    one.
    """
    return bool(annexes_named(profile, acts, act, unit)) or act.cured_on is not None


def annexes_named(profile: Profile, acts: Acts, act: InstrumentAct, unit: str) -> tuple[str, ...]:
    """The Annexes accepted by an act of consent: its own and those named at the signature that it ratifies."""
    named = list(act.annexes or ())
    if profile.joining is not None and act.type in profile.joining.after_signature:
        for signature in signed_in_time(profile, acts, unit):
            if signature.legal_date <= act.legal_date:
                named.extend(signature.annexes or ())
    return tuple(dict.fromkeys(named))


@implements("CCO-66.2.v")
def deposits(profile: Profile, acts: Acts, kinds: Kinds) -> tuple[Deposit, ...]:
    """Every act of consent in due form, one for each unit it names, by legal date (the day a defect was
    cured).
    """
    acts = ledger(acts)
    found = [
        Deposit(unit, act, _withdrawn(acts, unit, act.legal_date))
        for act in acts
        for unit in dict.fromkeys(act.units)
        if defect(profile, acts, kinds, act, unit) is None
    ]
    return tuple(sorted(found, key=lambda deposit: (deposit.act.legal_date, deposit.unit)))


def _withdrawn(acts: Acts, unit: str, since: date) -> date | None:
    days = (act.legal_date for act in acts_of(acts, unit, "deposit_withdrawn"))
    return min((day for day in days if day >= since), default=None)


def reached(threshold: int, standing: Iterable[Standing]) -> tuple[date | None, int]:
    """The first day on which so many units stand, and how many count in all; a later ending uncounts
    nobody.
    """
    rows = tuple(standing)
    trigger = None
    for day in sorted({row.since for row in rows}):
        if len({row.unit for row in rows if _stands(row, day)}) >= threshold:
            trigger = day
            break
    kept = {row.unit for row in rows if row.until is None or (trigger is not None and row.until > trigger)}
    return trigger, len(kept)


def _stands(row: Standing, day: date) -> bool:
    return row.since <= day and (row.until is None or row.until > day)


@implements("CCO-64.1", "NBO-16.1")
def general_date(profile: Profile, found: Sequence[Deposit], kinds: Kinds) -> Reached:
    """The instrument enters into force so many months after the deposit that brings the last unit needed."""
    force = profile.force
    if force is None:
        return Reached(None, None, 0)
    trigger, count = reached(
        force.threshold,
        (
            Standing(each.unit, _counted(force, each.act), each.withdrawn)
            for each in found
            if each.act.type in force.counted_types and kind_of(each.unit, kinds) in force.counted_kinds
        ),
    )
    return Reached(trigger, None if trigger is None else _after(force, trigger), count)


def stated(acts: Acts, found: Reached, part: str = "") -> Reached:
    """The same with the date that the depositary published, where the recorded acts do not give an earlier one:
    acts that the register lacks can only make the computed date later.
    """
    day = ledger(acts).stated.get(part)
    return found if day is None or (found.general and found.general <= day) else replace(found, general=day)


def _counted(force: Force, act: InstrumentAct) -> date:
    """The day from which the period runs: that of the act, or, where the text says so, of its receipt."""
    return act.receipt if force.counted_from == "receipt" else act.legal_date


@implements("BIL-EIF")
def _after(force: Force, day: date) -> date:
    """The end of the period: the first day of the second month after, so many days, or so many months."""
    if force.counting == "days":
        return day + timedelta(days=force.delay_days)
    if force.counting == "first_day_second_month":
        return first_day_second_month(day)
    return add_months(day, force.delay_months)


@implements("CCO-64.2", "CCO-5.2", "NBO-16.2")
def own_date(force: Force, general: date | None, deposited: date) -> date | None:
    """A later party is bound so many months after its own deposit, and nobody before the general date."""
    return None if general is None else max(general, _after(force, deposited))


def consents(profile: Profile, acts: Acts, deposited: Sequence[Deposit], general: date | None) -> tuple[Consent, ...]:
    """Every consent with the dates between which it binds, before any Annex is looked at."""
    force = profile.force
    if force is None:
        return ()
    found = []
    acts = ledger(acts)
    for deposit in deposited:
        on = deposit.act.legal_date
        start = own_date(force, general, _counted(force, deposit.act))
        consent = Consent(deposit.unit, deposit.act, on, start)
        if deposit.withdrawn is not None and (start is None or deposit.withdrawn < start):
            consent = replace(consent, start=None, end=deposit.withdrawn, notice=deposit.withdrawn)
        found.append(_ended(profile, acts, consent))
    found.extend(_partners(profile, acts, general))
    return tuple(found)


@implements("CCO-6.2")
def _partners(profile: Profile, acts: Acts, general: date | None) -> tuple[Consent, ...]:
    """A Cooperating Partner takes part like a Member from the entry into force of its arrangement."""
    if profile.partner_provision is None:
        return ()
    return tuple(
        _ended(profile, acts, Consent(unit, act, act.legal_date, general and max(general, act.legal_date)))
        for act in acts
        if act.type == "partner_arrangement"
        for unit in act.units
    )


@implements("CCO-65.1", "CCO-65.3", "NBO-19.1", "NBO-19.2", "NBO-19.3", "BIL-END")
def _ended(profile: Profile, acts: Acts, consent: Consent) -> Consent:
    """A party leaves so many months after receipt of its notice."""
    leaving, start = profile.leaving, consent.start
    if leaving is None or start is None:
        return consent
    ends = []
    # Nairobi allows denunciation only once it is in force; the others name no moment before which notice is
    # void.
    earliest = start if leaving.only_after_entry_into_force else consent.on
    for act in acts_of(acts, consent.unit, "withdrawal"):
        notice = act.receipt if leaving.counted_from == "receipt" else act.legal_date
        effect = notice_effect(profile, acts, consent.unit, notice, earliest)
        if effect is not None:
            partner = consent.act.type == "partner_arrangement" and leaving.partner_provision
            ends.append((effect, notice, partner or leaving.provision))
    ends.extend(_removed(profile, acts, consent))
    ends.extend(_excluded(profile, acts, consent))
    if not ends:
        return consent
    effect, notice, provision = min(ends)
    if effect <= start:
        return replace(consent, start=None, end=effect, notice=notice, ended_by=provision)
    return replace(consent, end=effect, notice=notice, ended_by=provision)


@implements("CCO-65.4")
def _removed(profile: Profile, acts: Acts, consent: Consent) -> list[tuple[date, date, str]]:
    """A Partner whose status the Council ends takes part no longer from the day that the decision names."""
    provision = profile.council and profile.council.removal_provision
    if not provision or consent.act.type != "partner_arrangement":
        return []
    removals = acts_of(acts, consent.unit, "partner_removal")
    return [(act.effect_on or act.legal_date, act.receipt, provision) for act in removals if act.receipt >= consent.on]


def notice_effect(
    profile: Profile, acts: Acts, unit: str, notice: date, earliest: date, annex: str = ""
) -> date | None:
    """When a notice of leaving takes effect; None where it came too early or was revoked in time."""
    leaving = profile.leaving
    if leaving is None or notice < earliest or (notice == earliest and leaving.only_after_entry_into_force):
        return None
    effect = add_months(notice, leaving.delay_months)
    for act in acts_of(acts, unit, "withdrawal_revoked"):
        names_it = annex in act.annexes if act.annexes else not act.territories
        if names_it and notice <= act.receipt < effect:
            return None
    return effect


def _excluded(profile: Profile, acts: Acts, consent: Consent) -> list[tuple[date, date, str]]:
    # A territory that a State notified as Member in its own instrument can be taken out by that State (CCO
    # 65.2).
    leaving, territories = profile.leaving, profile.territories
    if leaving is None or territories is None:
        return []
    return [
        (add_months(act.receipt, leaving.delay_months), act.receipt, territories.exclusion_provision)
        for act in acts_naming(acts, consent.unit, "territorial_exclusion")
        if set(act.units) & set(consent.act.units)
        and act.receipt >= consent.on
        and not _exclusion_revoked(profile, acts, act, consent.unit)
    ]


def _exclusion_revoked(profile: Profile, acts: Acts, exclusion: InstrumentAct, territory: str) -> bool:
    delay = 0 if profile.leaving is None else profile.leaving.delay_months
    effect = add_months(exclusion.receipt, delay)
    return any(
        territory in act.territories and exclusion.receipt <= act.receipt < effect
        for unit in exclusion.units
        for act in acts_of(acts, unit, "withdrawal_revoked")
    )


def exclusion_effect(profile: Profile, acts: Acts, exclusion: InstrumentAct, territory: str) -> date | None:
    """When a notice excluding a territory takes effect (CCO 65.2, NBO 17.2); None where it was revoked in
    time.
    """
    if profile.leaving is None or _exclusion_revoked(profile, acts, exclusion, territory):
        return None
    return add_months(exclusion.receipt, profile.leaving.delay_months)
