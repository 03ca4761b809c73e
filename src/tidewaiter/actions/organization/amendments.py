"""Acts on amendments: from the proposal to the day on which the text binds everybody (CCO-62, NBO-20)."""

from collections.abc import Iterator
from dataclasses import replace

from tidewaiter.access.decide import Reason, may_perform
from tidewaiter.access.facts import Facts, Kind
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Deed, Fault, NotFound, NotPermitted, act, refuse
from tidewaiter.actions.organization.matters import (
    entry_of,
    matter_for,
    opened,
    opening_faults,
    provision_faults,
    step_of,
    view_of,
)
from tidewaiter.actions.organization.shapes import Computed, MatterDay, MatterDraft, MatterView, Rules, StepDraft
from tidewaiter.records import depositary, matters, organization, people, registry
from tidewaiter.records.models import Matter
from tidewaiter.treaty.profile import AmendmentRule, NoticeEvent
from tidewaiter.treaty.provisions import Instrument, implements, instrument_ids, load_instrument
from tidewaiter.treaty.register import Register
from tidewaiter.treaty.rules.amending import life, may_object, may_propose, moves, objections_of
from tidewaiter.treaty.rules.matters import Taken

_NOTICES: dict[str, NoticeEvent] = {
    "communicated": "amendment_proposed",
    "notified": "amendment_notified",
    "objection": "amendment_objection",
    "objection_withdrawn": "amendment_objection",
    "force_notified": "amendment_accepted",
}


@implements("CCO-62.1", "NBO-20.1", "NBO-12.2.a")
@act(Verb.RECORD_AMENDMENT)
def record_amendment(deed: Deed, draft: MatterDraft) -> str:
    """Records a proposed amendment: by a Member, its own or as the depositary received it (CCO-62.1, NBO-20.1)."""
    deed.require(Facts(Kind.PUBLISHED, owner=deed.caller.administration))
    _refuse_for_another(deed, draft)
    refuse(*opening_faults(deed, "amendment", draft, "CCO-62.1"))
    instrument, rule = _rule(draft.instrument)
    refuse(*_proposal_faults(instrument, rule, draft))
    return opened(deed, "amendment", draft)


def _refuse_for_another(deed: Deed, draft: MatterDraft) -> None:
    """A head proposes for the own administration; what others sent, the Secretariat or the depositary records."""
    if may_perform(deed.caller, Verb.RECORD_AMENDMENT_STEP):
        return
    home = people.administration(deed.caller.administration)
    if home is None or draft.units != (home.unit,):
        raise NotPermitted((Reason("rule", "CCO-62.1"),))


def _rule(instrument_id: str) -> tuple[Instrument, AmendmentRule]:
    instrument = load_instrument(instrument_id) if instrument_id in instrument_ids() else None
    rule = instrument.profile.amendment if instrument else None
    if instrument is None or rule is None:
        refuse(Fault("not_usable", "instrument", "SYS-1"))
        raise NotFound
    return instrument, rule


def _proposal_faults(instrument: Instrument, rule: AmendmentRule, draft: MatterDraft) -> Iterator[Fault]:
    cited = instrument.profile.cited(rule.proposal_provision)
    yield from provision_faults(instrument.profile, draft, cited)
    if not draft.provisions:
        yield Fault("missing", "provisions", cited)
    if rule.adopted_by_council and not draft.units:
        yield Fault("missing", "units", cited)
    register = registry.register()
    acts, kinds = register.under(instrument.id), register.kinds
    for place, unit in enumerate(draft.units):
        if not may_propose(instrument, acts, kinds, unit, draft.opened_on):
            yield Fault("proposal_not_member", f"units.{place}", cited, {"unit": unit})


@implements("CCO-62.2", "CCO-62.3", "CCO-62.4", "NBO-20.2", "NBO-20.3")
@act(Verb.RECORD_AMENDMENT_STEP)
def record_amendment_step(deed: Deed, matter: str, draft: StepDraft) -> None:
    """Records the next step of an amendment and drafts the notices that it asks for (CCO-62.2, NBO-20.2)."""
    row = matter_for(deed, "amendment", matter)
    instrument, rule = _rule(row.instrument)
    move, step = step_of(deed, row, _rules(instrument, rule), draft)
    register = registry.register()
    refuse(*_step_faults(deed, row, instrument, step, register, instrument.profile.cited(move.provision)))
    made = matters.add_step(entry_of(deed), row, step)
    event = _NOTICES.get(step.code)
    if event is not None:
        about = {"number": row.number, "matter": row.title, "on": step.on.isoformat()}
        depositary.draft_notices(
            deed.caller.administration,
            instrument=row.instrument,
            event=event,
            unit=step.unit,
            about=about,
            fact=made,
            day=deed.day,
            at=deed.at,
            known=register,
        )


def _rules(instrument: Instrument, rule: AmendmentRule) -> Rules:
    return Rules(instrument.profile, moves(rule), {})


def _step_faults(
    deed: Deed, row: Matter, instrument: Instrument, step: Taken, register: Register, cited: str
) -> Iterator[Fault]:
    file = organization.amendment_file(row)
    acts, kinds = register.under(row.instrument), register.kinds
    reached = life(instrument, file, acts, kinds, deed.day)
    objected = {each.unit for each in objections_of(file) if each.withdrawn is None}
    if step.code == "objection" and not may_object(instrument, file, step.unit, step.on, acts, kinds):
        yield Fault("objection_not_entitled", "unit", cited, {"unit": step.unit})
    if step.code == "objection" and step.unit in objected:
        yield Fault("objection_twice", "unit", cited, {"unit": step.unit})
    if step.code == "objection_withdrawn" and step.unit not in objected:
        yield Fault("no_objection", "unit", cited, {"unit": step.unit})
    if step.code in ("hold_lifted", "hold_upheld") and not reached.held:
        yield Fault("nothing_on_hold", "vote", cited)
    if step.code == "force_notified" and reached.state not in ("accepted", "in_force"):
        yield Fault("not_accepted_yet", "on", cited)


@act(Verb.READ_AMENDMENTS)
def read_amendments(deed: Deed) -> tuple[MatterView, ...]:
    """Reads the amendments with the dates that follow by rule (CCO-62, NBO-20)."""
    deed.require(Facts(Kind.PUBLISHED, owner=deed.caller.administration))
    register = registry.register()
    may = ("organization", "party") if may_perform(deed.caller, Verb.RECORD_AMENDMENT_STEP) else ()
    views = []
    for row in matters.matters("amendment"):
        if row.instrument in instrument_ids():
            instrument, rule = _rule(row.instrument)
            view = view_of(row, _rules(instrument, rule), _computed(deed, row, instrument, rule, register), may)
            views.append(replace(view, moves=tuple(move for move in view.moves if _may_follow(move.code, view))))
    return tuple(views)


def _may_follow(code: str, view: MatterView) -> bool:
    """Whether a step that its table allows has anything to act on now."""
    match code:
        case "objection_withdrawn":
            return any(step.code == "objection" and not step.taken_back for step in view.steps)
        case "hold_lifted" | "hold_upheld":
            return bool(view.bound)
        case "force_notified":
            return view.state in ("accepted", "in_force")
    return True


def _computed(deed: Deed, row: Matter, instrument: Instrument, rule: AmendmentRule, register: Register) -> Computed:
    file = organization.amendment_file(row)
    reached = life(instrument, file, register.under(row.instrument), register.kinds, deed.day)
    found = (
        ("council_from", reached.earliest, rule.communication_provision),
        ("last_day", reached.last_day, rule.objection_provision),
        ("accepted", reached.amendment.accepted, rule.objection_provision),
        ("in_force", reached.amendment.in_force, rule.force_provision),
    )
    days = tuple(MatterDay(code, day, instrument.profile.cited(by)) for code, day, by in found if day is not None)
    last = reached.last_day
    late = any(each.received > last for each in objections_of(file)) if last else False
    marks = (
        *(() if reached.amendment.regular else ("irregular",)),
        *(("on_hold",) if reached.held else ()),
        *(("late_objection",) if late else ()),
    )
    return Computed(reached.state, days, marks, reached.held)
