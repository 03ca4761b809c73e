"""Opt-outs and reservations: which of them have effect, on which provisions, and until when."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from tidewaiter.treaty.acts import InstrumentAct, acts_naming, acts_of, contains, ledger
from tidewaiter.treaty.profile import Profile, Reservations
from tidewaiter.treaty.provisions import implements
from tidewaiter.treaty.rules.consent import Acts, Consent, signed_in_time
from tidewaiter.treaty.rules.parties import Parties


@dataclass(frozen=True, slots=True)
class Party:
    """The one whose reservations are asked about: a consent, and a territory where it is scope of that
    consent.
    """

    consent: Consent
    territory: str = ""


@dataclass(frozen=True, slots=True)
class Reserved:
    """Whether a provision is reserved, the provisions that decide it, and what reserves it."""

    reserved: bool
    because: tuple[str, ...] = ()
    by: Literal["", "opt_out", "reservation", "arrangement"] = ""


def reserved(profile: Profile, acts: Acts, found: Parties, party: Party, provision: str, day: date) -> Reserved:
    """Whether the party is free of exactly this provision on the day, by an opt-out or reservation in
    effect.
    """
    rule = profile.reservations
    if rule is None:
        return Reserved(False)
    if party.consent.act.type == "partner_arrangement":
        return _excluded_by_arrangement(profile, party.consent, provision)
    because: list[str] = []
    acts = ledger(acts)
    for act in reserving(acts, party):
        for item in act.articles:
            if not contains(item, provision):
                continue
            stopped_by = _no_effect(profile, rule, acts, found, party, act, item)
            if stopped_by is None and not lifted(rule, acts, party, act, provision, day):
                if not rule.bites_after_receipt or day > act.receipt:
                    by: Literal["opt_out", "reservation"] = "opt_out" if act.type == "opt_out" else "reservation"
                    return Reserved(True, (rule.scope_provision, rule.moment_provision), by)
                because.append(rule.moment_provision)
            else:
                because.append(stopped_by or rule.withdrawal_provision)
    return Reserved(False, tuple(dict.fromkeys(because)) or _presumed(rule, provision))


@implements("CCO-43.2")
def _presumed(rule: Reservations, provision: str) -> tuple[str, ...]:
    """Who did not opt out when joining is deemed to have accepted all the optional Articles."""
    if rule.articles is None or any(contains(article, provision) for article in rule.articles):
        return (rule.moment_provision,)
    return ()


@implements("CCO-6.2")
def _excluded_by_arrangement(profile: Profile, consent: Consent, provision: str) -> Reserved:
    """A Cooperating Partner's arrangement may except Articles from its participation."""
    excepted = any(contains(item, provision) for item in consent.act.articles)
    if not excepted or profile.partner_provision is None:
        return Reserved(excepted)
    return Reserved(True, (profile.partner_provision,), "arrangement")


def reserving(acts: Acts, party: Party) -> tuple[InstrumentAct, ...]:
    """The opt-outs and reservations that concern the party, whether or not they have effect."""
    return _concerning(acts, party, "opt_out", "reservation")


def _concerning(acts: Acts, party: Party, *types: str) -> tuple[InstrumentAct, ...]:
    # The few acts that name the unit or the territory at all, before each is read more closely.
    names = (party.consent.unit, party.territory) if party.territory else (party.consent.unit,)
    known = ledger(acts)
    found = known.concerning.get((names, types))
    if found is None:
        rows = [act for name in names for act in (*acts_of(known, name, *types), *acts_naming(known, name, *types))]
        found = tuple(act for act in dict.fromkeys(rows) if concerns(act, party)) if rows else ()
        known.concerning[names, types] = found
    return found


@implements("CCO-60.5")
def concerns(act: InstrumentAct, party: Party) -> bool:
    """An opt-out concerns the units that make it and the autonomous territories that it names."""
    unit = party.consent.unit
    if not party.territory:
        return unit in act.units or unit in act.territories
    if party.territory in act.units or party.territory in act.territories:
        return True
    return unit in act.units and not act.territories


@implements("CCO-43.1", "CCO-43.2", "NBO-18", "NBO-TXT")
def _no_effect(
    profile: Profile,
    rule: Reservations,
    acts: Acts,
    found: Parties,
    party: Party,
    act: InstrumentAct,
    item: str,
) -> str | None:
    """The provision that leaves an opt-out or reservation of this item without effect, or None where it has
    effect.
    """
    if rule.articles is not None and not any(contains(article, item) for article in rule.articles):
        return rule.scope_provision
    if act.type == "reservation" and rule.reasons_required and not act.reasons:
        return rule.moment_provision
    if rule.only_at_joining:
        return None if _at_joining(profile, acts, party.consent, act) else rule.moment_provision
    if not _of_this_consent(found, party.consent, act.receipt):
        return rule.moment_provision
    if act.receipt <= party.consent.on or _at_annex_acceptance(found, party.consent, act):
        return None
    late = rule.later_from is not None and act.receipt < rule.later_from
    return rule.moment_provision if late else None


def _at_joining(profile: Profile, acts: Acts, consent: Consent, act: InstrumentAct) -> bool:
    moments = {consent.act.on, consent.on}
    if profile.joining is not None and consent.act.type in profile.joining.after_signature:
        for signature in signed_in_time(profile, acts, consent.unit):
            moments |= {signature.on, signature.legal_date}
    return act.legal_date in moments


def _of_this_consent(found: Parties, consent: Consent, day: date) -> bool:
    own = found.of(consent.unit)
    return consent == next((each for each in own if each.end is None or each.end > day), None)


def _at_annex_acceptance(found: Parties, consent: Consent, act: InstrumentAct) -> bool:
    return any(row.on in (act.on, act.receipt) for row in found.annexes_of(consent))


@implements("CCO-43.3", "NBO-18")
def lifted(rule: Reservations, acts: Acts, party: Party, act: InstrumentAct, provision: str, day: date) -> bool:
    """A withdrawal, in whole or in part, has effect from the date it names, but not before its receipt."""
    for each in _concerning(acts, party, "reservation_withdrawal"):
        if each.receipt < act.legal_date or (each.effect_on is None and rule.withdrawal_date_required):
            continue
        covers = not each.articles or any(contains(item, provision) for item in each.articles)
        if covers and max(each.effect_on or each.receipt, each.receipt) <= day:
            return True
    return False
