"""The file of an amendment: its steps from the proposal on, who may propose and object, and what follows from them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta

from tidewaiter.treaty.profile import AmendmentRule
from tidewaiter.treaty.provisions import Instrument, implements
from tidewaiter.treaty.rules.amendments import (
    AdoptedAmendment,
    Amendment,
    Objection,
    Proposal,
    amendment,
    amendment_on,
)
from tidewaiter.treaty.rules.consent import Acts, Kinds
from tidewaiter.treaty.rules.matters import OPENED, Move, Taken, first, state_of, taken
from tidewaiter.treaty.rules.months import add_months
from tidewaiter.treaty.rules.standings import standings

_ENDS = {"accepted": "accepted", "in force": "in_force", "objected": "objected", "void": "void"}


@dataclass(frozen=True, slots=True)
class AmendmentFile:
    """A proposed amendment: what it touches (written as in the acts), its Annex, and the steps taken with it."""

    id: str
    instrument: str
    provisions: tuple[str, ...]
    annex: str
    proposed_on: date
    steps: tuple[Taken, ...]


@dataclass(frozen=True, slots=True)
class Life:
    """How far an amendment has come on a day, and its dates, those to come as they stand if nobody objects.

    `earliest` is the first day on which the Council may adopt it, `last_day` the last day for objections; `held` are
    the units whose objection waits for a decision of the Council.
    """

    state: str
    amendment: Amendment
    earliest: date | None = None
    last_day: date | None = None
    held: tuple[str, ...] = ()


def moves(rule: AmendmentRule) -> tuple[Move, ...]:
    """The steps of an amendment: one Council adopts after the text was communicated, another recommends before."""
    objecting = "notified" if rule.adopted_by_council else "communicated"
    force = Move("force_notified", rule.force_provision, (objecting,), "", ("on",), ("text", "reference"))
    objections = (
        Move("objection", rule.objection_provision, (objecting,), "", ("on", "unit"), ("text", "reference")),
        Move("objection_withdrawn", rule.objection_provision, (objecting,), "", ("on", "unit"), ("reference",)),
    )
    if not rule.adopted_by_council:
        return (
            Move("recommended", rule.proposal_provision, (OPENED,), "recommended", ("on",), ("vote", "reference")),
            Move("communicated", rule.communication_provision, ("recommended",), "communicated", ("on",), ("text",)),
            *objections,
            force,
        )
    return (
        Move("communicated", rule.communication_provision, (OPENED,), "communicated", ("on",), ("text",)),
        Move("adopted", rule.communication_provision, ("communicated",), "adopted", ("vote",), ("text",)),
        Move("notified", rule.communication_provision, ("adopted",), "notified", ("on",), ("text",)),
        *objections,
        Move("hold_lifted", rule.objection_provision, ("notified",), "", ("vote",), ("text",)),
        Move("hold_upheld", rule.objection_provision, ("notified",), "upheld", ("vote",), ("text",)),
        force,
    )


@implements("CCO-62.1", "NBO-20.1")
def may_propose(instrument: Instrument, acts: Acts, kinds: Kinds, unit: str, on: date) -> bool:
    """Whether the unit may propose an amendment on the day: a Member, or a Contracting Party as an input."""
    standing = standings(instrument, acts, kinds, on).get(unit)
    return standing is not None and standing.status in ("party", "withdrawing")


@implements("CCO-62.3", "NBO-20.3")
def may_object(instrument: Instrument, file: AmendmentFile, unit: str, on: date, acts: Acts, kinds: Kinds) -> bool:
    """Whether an objection of the unit would count, or put the file on hold, if it were received in time."""
    rule = instrument.profile.amendment
    proposal = proposal_of(file)
    if rule is None or proposal is None:
        return False
    in_time = min(on, _last_day(rule, proposal) or on)
    return amendment(instrument, rule, proposal, [Objection(unit, in_time)], acts, kinds).state != "in force"


def proposal_of(file: AmendmentFile) -> Proposal | None:
    """The dates of an amendment as the rules take them; None before its text was communicated."""
    days = {code: step.on for code in ("communicated", "adopted", "notified") if (step := first(file.steps, code))}
    if "communicated" not in days:
        return None
    return Proposal(days["communicated"], days.get("adopted"), days.get("notified"))


def objections_of(file: AmendmentFile) -> tuple[Objection, ...]:
    """Each objection with the day on which it was withdrawn, if it was."""
    withdrawn = {step.unit: step.on for step in reversed(taken(file.steps, "objection_withdrawn"))}
    found = []
    for step in taken(file.steps, "objection"):
        back = withdrawn.get(step.unit)
        found.append(Objection(step.unit, step.on, back if back is not None and back >= step.on else None))
    return tuple(found)


@implements("CCO-62.2", "CCO-62.3", "CCO-62.4", "NBO-20.3", "NBO-20.4")
def life(instrument: Instrument, file: AmendmentFile, acts: Acts, kinds: Kinds, day: date) -> Life:
    """How far the amendment has come on the day, with what the Council decided on objections put on hold."""
    rule, proposal = instrument.profile.amendment, proposal_of(file)
    steps = tuple(step for step in file.steps if step.on <= day)
    state = OPENED if rule is None else state_of(moves(rule), steps)
    if rule is None or proposal is None:
        return Life("proposed" if state == OPENED else state, Amendment("none", None, None, True))
    objections = objections_of(replace(file, steps=steps))
    held = tuple(each.unit for each in objections if _holds(instrument, rule, proposal, each, acts, kinds))
    lifted = first(steps, "hold_lifted")
    if lifted is not None:
        waived = {each.unit for each in objections if each.unit in held and each.received <= lifted.on}
        objections = tuple(each for each in objections if each.unit not in waived)
        held = tuple(unit for unit in held if unit not in waived)
    found = amendment_on(instrument, rule, proposal, objections, acts, kinds, day)
    if state == "upheld":
        found, held = Amendment("objected", None, None, found.regular), ()
    if found.state == "legal hold":
        state = "legal_hold"
    else:
        state, held = _ENDS.get(found.state, "proposed" if state == OPENED else state), ()
    return Life(state, found, _earliest(rule, proposal), _last_day(rule, proposal), held)


def as_adopted(file: AmendmentFile, found: Life) -> AdoptedAmendment:
    """The amendment as the rules on whom it binds take it."""
    return AdoptedAmendment(file.id, file.provisions, found.amendment, file.annex or None)


def _holds(
    instrument: Instrument, rule: AmendmentRule, proposal: Proposal, each: Objection, acts: Acts, kinds: Kinds
) -> bool:
    return amendment(instrument, rule, proposal, [each], acts, kinds).state == "legal hold"


def _earliest(rule: AmendmentRule, proposal: Proposal) -> date | None:
    if rule.council_after_months is None:
        return None
    return add_months(proposal.communicated, rule.council_after_months) + timedelta(days=1)


def _last_day(rule: AmendmentRule, proposal: Proposal) -> date | None:
    opens = proposal.notified if rule.adopted_by_council else proposal.communicated
    return None if opens is None else add_months(opens, rule.period_months)
