"""Acts on membership: applications by their gateways, Cooperating Partners and their arrangements (CCO-5, 6, 65.3)."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import cast, get_args

from tidewaiter.access.decide import may_perform
from tidewaiter.access.facts import Facts, Kind
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Deed, Fault, NotFound, act, refuse
from tidewaiter.actions.organization.matters import entry_of, matter_for, opened, opening_faults, step_of, view_of
from tidewaiter.actions.organization.shapes import Computed, MatterDay, MatterDraft, MatterView, Rules, StepDraft
from tidewaiter.records import depositary, matters, registry, votes
from tidewaiter.records.models import Matter
from tidewaiter.records.registry import Recording
from tidewaiter.treaty.acts import InstrumentAct, acts_of
from tidewaiter.treaty.profile import NoticeEvent, Profile
from tidewaiter.treaty.provisions import Instrument, implements, instrument_ids, load_instrument
from tidewaiter.treaty.register import Evidence, Provenance, RecordedAct, Register, Unit
from tidewaiter.treaty.rules.matters import Taken, first, state_of
from tidewaiter.treaty.rules.membership import (
    APPROVED_BY_COUNCIL,
    ARRANGEMENT_FLAGS,
    conditions,
    gateway,
    longer_notice,
    may_take,
    missing_evidence,
    moves,
    variant_of,
)
from tidewaiter.treaty.rules.standings import standings

_WANTED = ("membership", "partnership")
_APPLIED = "CCO-5.1"
_EVIDENCE = frozenset(get_args(Evidence))
_FLAGS = {"arrangement": ARRANGEMENT_FLAGS}
_NOTICES: dict[str, NoticeEvent] = {
    "arrangement": "partner",
    "withdrawal": "partner_withdrawal",
    "removed": "partner",
}


@implements("CCO-5.1", "CCO-5.1.i", "CCO-5.1.ii", "CCO-5.1.iii", "CCO-5.1.iv", "CCO-6.1", "CCO-6.3")
@act(Verb.RECORD_APPLICATION)
def record_application(deed: Deed, draft: MatterDraft) -> str:
    """Records who applies, by which gateway and on what evidence; `flags` are the evidence shown (CCO-5.1, CCO-6.1)."""
    deed.require(Facts(Kind.PUBLIC, owner=deed.caller.administration))
    refuse(*opening_faults(deed, "application", draft, _APPLIED))
    profile = load_instrument(draft.instrument).profile
    way = gateway(profile, draft.gateway)
    if way is None:
        refuse(Fault("unknown_choice", "gateway", _APPLIED, {"value": draft.gateway}))
        raise NotFound
    cited = profile.cited(way.provision)
    kinds = registry.register().kinds
    unit = draft.units[0] if draft.units else ""
    refuse(
        Fault("one_unit", "units", cited) if len(draft.units) != 1 else None,
        Fault("unknown_choice", "variant", cited, {"value": draft.variant}) if draft.variant not in _WANTED else None,
        Fault("gateway_not_for", "gateway", cited, {"unit": unit})
        if not may_take(way, kinds.get(unit, "state"))
        else None,
        *(Fault("unknown_choice", "flags", cited, {"value": each}) for each in draft.flags if each not in _EVIDENCE),
    )
    return opened(deed, "application", draft, variant=variant_of(draft.variant, way))


@implements("CCO-5.1", "CCO-6.1", "CCO-6.2", "CCO-8.2.iv", "CCO-8.2.v", "CCO-11.7.xi", "CCO-65.3", "CCO-65.4")
@act(Verb.RECORD_APPLICATION_STEP)
def record_application_step(deed: Deed, matter: str, draft: StepDraft) -> None:
    """Records the next step of an application or of the arrangement that followed, with all that comes of it."""
    row = matter_for(deed, "application", matter)
    instrument = load_instrument(row.instrument)
    move, step = step_of(deed, row, _rules(row, instrument), draft)
    register = registry.register()
    refuse(*_step_faults(row, instrument, step, register))
    step = replace(step, effect_on=_vote_effect(step)) if step.code == "removed" else step
    matters.add_step(entry_of(deed), row, step, _follow(deed, row, step, register))


def _rules(row: Matter, instrument: Instrument) -> Rules:
    return Rules(instrument.profile, moves(row.variant), _FLAGS)


def _vote_effect(step: Taken) -> date:
    vote = votes.vote_by_id(step.vote)
    return (vote and vote.effective_on) or step.on


def _step_faults(row: Matter, instrument: Instrument, step: Taken, register: Register) -> Iterator[Fault]:
    way = gateway(instrument.profile, row.gateway)
    if way is None or step.code not in ("complete", "eligible"):
        return
    known = register.units.get(row.units[0])
    shown = {*row.flags, *(known.evidence if known else ())}
    for missing in missing_evidence(way, shown):
        yield Fault("evidence_missing", "code", instrument.profile.cited(way.provision), {"evidence": missing})


def _follow(deed: Deed, row: Matter, step: Taken, register: Register) -> str:
    """What a step changes in the register, and whom it is told; gives the fact that it put there, if it did."""
    how = Recording(deed.caller.administration, deed.at, source=row.number)
    unit = row.units[0]
    if step.code == "eligible":
        _show(how, register, unit, tuple(row.flags))
    elif step.code == "approved" and row.variant == "membership_by_council":
        _show(how, register, unit, (*row.flags, APPROVED_BY_COUNCIL))
    performed = _act_of(unit, step)
    fact = ""
    if performed is not None:
        fact = registry.add_instrument_act(
            how, RecordedAct(row.instrument, performed, Provenance("", deed.at), reference=step.reference or row.number)
        )
    event = _NOTICES.get(step.code)
    if event is not None:
        about = {"number": row.number, "unit": unit, "on": (step.effect_on or step.on).isoformat()}
        depositary.draft_notices(
            deed.caller.administration,
            instrument=row.instrument,
            event=event,
            unit=unit,
            about=about,
            fact=fact,
            day=deed.day,
            at=deed.at,
        )
    return fact


def _show(how: Recording, register: Register, code: str, evidence: tuple[str, ...]) -> None:
    """Adds to a unit of the register what its eligibility turns on."""
    facts = {unit.code: known.fact for unit, known in registry.recorded_units()}
    known = register.units.get(code, Unit(code))
    shown = cast(tuple[Evidence, ...], tuple(dict.fromkeys((*known.evidence, *evidence))))
    if shown != known.evidence or code not in facts:
        registry.add_unit(replace(how, fact=facts.get(code, "")), replace(known, evidence=shown))


@implements("CCO-6.2", "CCO-65.3", "CCO-65.4")
def _act_of(unit: str, step: Taken) -> InstrumentAct | None:
    """The act under the instrument that a step is: the arrangement, the notice of leaving, the removal."""
    match step.code:
        case "arrangement":
            on = step.effect_on or step.on
            return InstrumentAct("partner_arrangement", on=on, units=(unit,), received=step.on, articles=step.articles)
        case "withdrawal":
            return InstrumentAct("withdrawal", on=step.on, units=(unit,), received=step.on)
        case "removed":
            return InstrumentAct("partner_removal", on=step.on, units=(unit,), effect_on=step.effect_on)
    return None


@implements("CCO-6.3")
def _has_deposited(row: Matter, instrument: Instrument, register: Register) -> bool:
    """Whether the Partner has deposited what makes it a Member, by the ordinary route."""
    joining = instrument.profile.joining
    return joining is not None and bool(acts_of(register.under(instrument.id), row.units[0], *joining.types))


@act(Verb.READ_APPLICATIONS)
def read_applications(deed: Deed) -> tuple[MatterView, ...]:
    """Reads the applications, the Partners and their conditions, overdue ones marked (CCO-6, CCO-11.7.xi)."""
    deed.require(Facts(Kind.PUBLIC, owner=deed.caller.administration))
    register = registry.register()
    may = ("organization",) if may_perform(deed.caller, Verb.RECORD_APPLICATION_STEP) else ()
    views = []
    for row in matters.matters("application"):
        if row.instrument in instrument_ids():
            instrument = load_instrument(row.instrument)
            views.append(view_of(row, _rules(row, instrument), _computed(deed, row, instrument, register), may))
    return tuple(views)


@implements("CCO-6.3", "CCO-65.3")
def _computed(deed: Deed, row: Matter, instrument: Instrument, register: Register) -> Computed:
    """Where an application stands; a Partner that is bound as a Member is shown as converted."""
    steps = matters.steps_of(row)
    state = state_of(moves(row.variant), steps)
    standing = standings(instrument, register.under(row.instrument), register.kinds, deed.day).get(row.units[0])
    if state == "partner" and standing is not None and standing.status == "party":
        state = "converted"
    ends = standing.until if standing is not None and state in ("leaving", "removed") else None
    days = tuple(_days(deed, steps, instrument.profile, state, ends))
    return Computed(state, days, tuple(_marks(deed, row, steps, instrument, register, state)))


def _days(deed: Deed, steps: Sequence[Taken], profile: Profile, state: str, ends: date | None) -> Iterator[MatterDay]:
    for each in conditions(steps, deed.day):
        if each.due_on is not None and each.met_on is None:
            yield MatterDay("condition_due", each.due_on, "CCO-11.7.xi")
    arrangement = first(steps, "arrangement")
    if arrangement is not None and arrangement.effect_on is not None:
        yield MatterDay("arrangement_in_force", arrangement.effect_on, profile.cited(profile.partner_provision or ""))
    if ends is not None:
        yield MatterDay("ends", ends, "CCO-65.4" if state == "removed" else "CCO-65.3")


def _marks(
    deed: Deed, row: Matter, steps: Sequence[Taken], instrument: Instrument, register: Register, state: str
) -> Iterator[str]:
    if any(each.overdue for each in conditions(steps, deed.day)):
        yield "overdue"
    if state == "leaving" and longer_notice(steps):
        yield "longer_notice"
    if state == "partner" and _has_deposited(row, instrument, register):
        way, known = gateway(instrument.profile, row.gateway), register.units.get(row.units[0])
        approved = known is not None and APPROVED_BY_COUNCIL in known.evidence
        yield "converting_waits" if way is not None and way.needs_council and not approved else "converting"
