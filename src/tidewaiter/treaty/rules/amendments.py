"""Amendments by silence: until when States may object, what an objection does, when the text is in force, and
whom it binds since when.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from tidewaiter.treaty.acts import acts_of, contains, ledger
from tidewaiter.treaty.profile import AmendmentRule, Profile
from tidewaiter.treaty.provisions import Instrument, implements
from tidewaiter.treaty.rules.consent import Acts, Consent, Kinds, kind_of
from tidewaiter.treaty.rules.months import add_months
from tidewaiter.treaty.rules.parties import Parties, parties, within
from tidewaiter.treaty.rules.reservations import Party, reserving
from tidewaiter.treaty.rules.territories import coverages

State = Literal["none", "communicated", "adopted", "accepted", "in force", "objected", "void", "legal hold"]
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


@dataclass(frozen=True, slots=True)
class AdoptedAmendment:
    """An amendment with the provisions that it touches, written as in the acts, the Annex that it amends where it
    amends one, and its life as `amendment` computed it.
    """

    id: str
    provisions: tuple[str, ...]
    life: Amendment
    annex: str | None = None


@dataclass(frozen=True, slots=True)
class BindingAmendment:
    """An amendment that binds a unit: since when, by which provision (an id), and the provisions that it touches
    from which the unit has an opt-out or reservation, on which the unit is to be asked.
    """

    id: str
    since: date
    because: str
    ask_about: tuple[str, ...] = ()


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


def amendment_on(
    instrument: Instrument,
    rule: AmendmentRule,
    proposal: Proposal,
    objections: Sequence[Objection],
    acts: Acts,
    kinds: Kinds,
    day: date,
) -> Amendment:
    """How far an amendment has come on a day, from what had reached the depositary by then; dates still to come
    stand if no further objection arrives.
    """
    if proposal.communicated > day:
        return Amendment("none", None, None, True)
    known = replace(proposal, adopted=_by(proposal.adopted, day), notified=_by(proposal.notified, day))
    received = [replace(each, withdrawn=_by(each.withdrawn, day)) for each in objections if each.received <= day]
    foreseen = amendment(instrument, rule, known, received, acts, kinds)
    if foreseen.in_force is None or foreseen.accepted is None or foreseen.in_force <= day:
        return foreseen
    if foreseen.accepted <= day:
        return replace(foreseen, state="accepted")
    return replace(foreseen, state="communicated" if known.adopted is None else "adopted")


def _by(moment: date | None, day: date) -> date | None:
    return moment if moment is not None and moment <= day else None


@implements("CCO-60.6", "CCO-62.4", "NBO-20.3", "NBO-21.1", "NBO-21.2")
def amendments_binding(
    instrument: Instrument,
    amendments: Sequence[AdoptedAmendment],
    acts: Acts,
    kinds: Kinds,
    unit: str,
    on: date,
) -> tuple[BindingAmendment, ...]:
    """The amendments that bind the unit on the day: those in force when it deposited its instrument (or notified
    its acceptance of the Annex amended) bind it from its own date, later ones from the day they bind all parties.
    """
    profile, known = instrument.profile, ledger(acts)
    bond = _bond(profile, known, parties(profile, known, kinds), unit, on)
    if profile.amendment is None or bond is None:
        return ()
    found = (_binding(profile, profile.amendment, known, each, bond, on) for each in amendments)
    return tuple(sorted((each for each in found if each is not None), key=lambda each: (each.since, each.id)))


@dataclass(frozen=True, slots=True)
class _Bond:
    # What holds a unit on the day: its consent (or its State's), its own first day, and its Annexes.
    party: Party
    start: date
    found: Parties


def _bond(profile: Profile, acts: Acts, found: Parties, unit: str, on: date) -> _Bond | None:
    own = found.on(unit, on)
    if own is not None and own.start is not None:
        return _Bond(Party(own), own.start, found)
    for row in reversed(coverages(profile, acts, found, unit)):
        if row.on(on) and row.start is not None:
            return _Bond(Party(row.state, unit), row.start, found)
    return None


def _binding(
    profile: Profile, rule: AmendmentRule, acts: Acts, each: AdoptedAmendment, bond: _Bond, on: date
) -> BindingAmendment | None:
    accepted = _accepted(each, bond.found, bond.party.consent, on)
    in_force = each.life.in_force
    if accepted is None or in_force is None:
        return None
    notified, start = accepted
    start = max(start, bond.start)
    at_joining = (each.annex and rule.annex_provision) or rule.joining_provision
    known = in_force <= notified
    since = start if known else max(in_force, start)
    if since > on:
        return None
    asked = tuple(item for item in each.provisions if _reserved(acts, bond.party, item))
    return BindingAmendment(each.id, since, profile.cited(at_joining if known else rule.force_provision), asked)


def _accepted(each: AdoptedAmendment, found: Parties, consent: Consent, on: date) -> tuple[date, date] | None:
    """The day of deposit or of the notified acceptance, and the first day bound; None where the Annex is not."""
    if each.annex is None:
        return None if consent.start is None else (consent.on, consent.start)
    for row in found.annexes_of(consent):
        if row.annex == each.annex and row.start is not None and within(row.start, row.end, on):
            return row.on, row.start
    return None


def _reserved(acts: Acts, party: Party, item: str) -> bool:
    # An old reservation stays as far as the text is unchanged: whether it is, the Member is asked (REQUIREMENTS 3.7).
    named = [article for act in reserving(acts, party) for article in act.articles]
    return any(contains(article, item) or contains(item, article) for article in named)


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
    unit, acts = objection.unit, ledger(acts)
    kind = kind_of(unit, kinds)
    if not acts:
        # A case that names no acts says that every objecting State is a party.
        party, signatory = True, False
    else:
        # 62.3 speaks of States: a Partner, who may not propose either, takes part without being a party.
        consent = parties(profile, acts, kinds).on(unit, objection.received)
        party = consent is not None and consent.act.type != "partner_arrangement"
        joining = profile.joining.after_signature if profile.joining else ()
        signatory = bool(acts_of(acts, unit, "signature", "definitive_signature", *joining))
    if party and kind == "state":
        return "effective"
    holds = (party and kind == "territory") or (signatory and kind == "state")
    return "hold" if holds and rule.objection_stops == "objected" else "none"
