"""Amendments by silence: until when States may object, what an objection does, and when the text is in
force.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal

from tidewaiter.treaty.acts import acts_of
from tidewaiter.treaty.profile import AmendmentRule, Profile
from tidewaiter.treaty.provisions import Instrument, implements
from tidewaiter.treaty.rules.consent import Acts, Kinds, kind_of
from tidewaiter.treaty.rules.months import add_months
from tidewaiter.treaty.rules.parties import parties

State = Literal["communicated", "adopted", "in force", "objected", "void", "legal hold"]
Weight = Literal["effective", "hold", "none"]


@dataclass(frozen=True, slots=True)
class Objection:
    """One unit's objection, with its receipt and the receipt of its withdrawal, if any."""

    unit: str
    received: date
    withdrawn: date | None = None


@dataclass(frozen=True, slots=True)
class Proposal:
    """An amendment's dates: when its text was communicated, adopted, and its adoption notified to the
    States.
    """

    communicated: date
    adopted: date | None = None
    notified: date | None = None


@dataclass(frozen=True, slots=True)
class Amendment:
    """The final state on the facts known, the dates of acceptance and of force, and whether adoption was
    regular.
    """

    state: State
    accepted: date | None
    in_force: date | None
    regular: bool


@implements("CCO-62.2", "CCO-62.3", "CCO-62.4", "NBO-20.3", "NBO-20.4")
def amendment(
    instrument: Instrument,
    rule: AmendmentRule,
    proposal: Proposal,
    objections: Sequence[Objection],
    acts: Acts,
    kinds: Kinds,
) -> Amendment:
    """An amendment is accepted when its period ends without an objection that counts, and in force some
    months on.
    """
    regular = is_regular(rule, proposal)
    opens = proposal.notified if rule.adopted_by_council else proposal.communicated
    if opens is None:
        return Amendment("communicated" if proposal.adopted is None else "adopted", None, None, regular)
    accepted = add_months(opens, rule.period_months)
    stopped = _stopped(instrument.profile, rule, objections, accepted, acts, kinds)
    if stopped is not None:
        return Amendment(stopped, None, None, regular)
    return Amendment("in force", accepted, add_months(accepted, rule.delay_months), regular)


def is_regular(rule: AmendmentRule, proposal: Proposal) -> bool:
    """Whether the Council met only after the full months that must follow the communication of the text."""
    if proposal.adopted is None or rule.council_after_months is None:
        return True
    return proposal.adopted >= add_months(proposal.communicated, rule.council_after_months) + timedelta(days=1)


def _stopped(
    profile: Profile,
    rule: AmendmentRule,
    objections: Sequence[Objection],
    last: date,
    acts: Acts,
    kinds: Kinds,
) -> State | None:
    found: set[Weight] = set()
    for objection in objections:
        if objection.received > last:
            continue
        weight = _weight(profile, rule, objection, acts, kinds)
        in_time = objection.withdrawn is not None and objection.withdrawn <= last
        # Nairobi knows no way back from an objection; the Agreement leaves a withdrawn one to the Council.
        if weight == "effective" and in_time and rule.objection_stops == "objected":
            weight = "hold"
        found.add(weight)
    if "effective" in found:
        return rule.objection_stops
    return "legal hold" if "hold" in found else None


def _weight(profile: Profile, rule: AmendmentRule, objection: Objection, acts: Acts, kinds: Kinds) -> Weight:
    unit = objection.unit
    kind = kind_of(unit, kinds)
    if not acts:
        # A case that names no acts says that every objecting State is a party.
        party, signatory = True, False
    else:
        party = parties(profile, acts, kinds).on(unit, objection.received) is not None
        joining = profile.joining.after_signature if profile.joining else ()
        signatory = bool(acts_of(acts, unit, "signature", "definitive_signature", *joining))
    if party and kind == "state":
        return "effective"
    holds = (party and kind == "territory") or (signatory and kind == "state")
    return "hold" if holds and rule.objection_stops == "objected" else "none"
