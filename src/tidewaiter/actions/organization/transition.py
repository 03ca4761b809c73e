"""Acts on what begins with the Organization: inventory, memoranda, data sets, first session, registration."""

from collections.abc import Iterator
from dataclasses import dataclass

from tidewaiter.access.decide import may_perform
from tidewaiter.access.facts import Facts, Kind
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Deed, Fault, act, refuse
from tidewaiter.actions.organization.matters import entry_of, matter_for, opened, opening_faults, step_of, view_of
from tidewaiter.actions.organization.shapes import Computed, MatterDraft, MatterView, Rules, StepDraft
from tidewaiter.records import depositary, matters, registry
from tidewaiter.records.models import Matter
from tidewaiter.treaty.profile import NoticeEvent
from tidewaiter.treaty.provisions import Instrument, implements, instrument_ids, instruments, load_instrument
from tidewaiter.treaty.register import Register
from tidewaiter.treaty.rules.matters import Taken, first, state_of, taken
from tidewaiter.treaty.rules.transition import (
    FLAGS,
    VARIANTS,
    Registration,
    moves,
    registration_due,
    still_to_do,
)

_KEPT = "CCO-56"
_PROVISIONS = {
    "inventory": "CCO-55",
    "memorandum": "CCO-56",
    "first_session": "CCO-58",
    "provisional_depositary": "CCO-66.1",
    "registration": "CCO-67",
}


@dataclass(frozen=True, slots=True)
class TransitionView:
    """What the beginning of the Organization asks for, and the registrations that are due and not begun."""

    items: tuple[MatterView, ...]
    due: tuple[Registration, ...]


@implements("CCO-55", "CCO-56", "CCO-58", "CCO-67", "NBO-23")
@act(Verb.RECORD_TRANSITION)
def record_transition(deed: Deed, draft: MatterDraft) -> str:
    """Begins an inventory, a memorandum, the first session, a provisional depositary or a registration (CCO-55-67)."""
    deed.require(Facts(Kind.PUBLIC, owner=deed.caller.administration))
    refuse(*opening_faults(deed, "transition", draft, _PROVISIONS.get(draft.variant, _KEPT)))
    register = registry.register()
    refuse(*_variant_faults(deed, draft, register))
    made = opened(deed, "transition", draft)
    if draft.variant == "registration":
        _tell(deed, draft.instrument, "registration", draft.number, (), register)
    return made


def _variant_faults(deed: Deed, draft: MatterDraft, register: Register) -> Iterator[Fault]:
    cited = _PROVISIONS.get(draft.variant, _KEPT)
    if draft.variant not in VARIANTS:
        yield Fault("unknown_choice", "variant", cited, {"value": draft.variant})
    if draft.variant == "inventory" and not draft.reference.strip():
        yield Fault("missing", "reference", cited)
    if draft.variant == "memorandum" and len(draft.units) != 1:
        yield Fault("one_partner", "units", cited)
    if draft.variant == "registration":
        due = _due(load_instrument(draft.instrument), register, deed)
        if due is None:
            yield Fault("not_in_force_yet", "instrument", cited)
        elif any(row.variant == "registration" and row.instrument == draft.instrument for row in _rows()):
            yield Fault("registration_begun", "instrument", due.provision)


def _rows() -> tuple[Matter, ...]:
    return matters.matters("transition")


def _due(instrument: Instrument, register: Register, deed: Deed) -> Registration | None:
    return registration_due(instrument, register.under(instrument.id), register.kinds, deed.day)


def _tell(
    deed: Deed, instrument: str, event: NoticeEvent, number: str, units: tuple[str, ...], register: Register
) -> None:
    depositary.draft_notices(
        deed.caller.administration,
        instrument=instrument,
        event=event,
        units=units,
        about={"number": number},
        day=deed.day,
        at=deed.at,
        known=register,
    )


@implements("CCO-55", "CCO-56", "CCO-57", "CCO-58", "CCO-67", "NBO-23")
@act(Verb.RECORD_TRANSITION_STEP)
def record_transition_step(deed: Deed, matter: str, draft: StepDraft) -> None:
    """Records the next step; a memorandum that is transferred gets its letter of information drafted (CCO-56)."""
    row = matter_for(deed, "transition", matter)
    instrument = load_instrument(row.instrument)
    move, step = step_of(deed, row, _rules(row, instrument), draft)
    cited = instrument.profile.cited(move.provision)
    refuse(
        Fault("missing", "flags", cited) if move.code in FLAGS and not step.flags else None,
        *_decision_faults(row, step, cited),
    )
    matters.add_step(entry_of(deed), row, step)
    if step.code == "transferred":
        _tell(deed, row.instrument, "memorandum", row.number, tuple(row.units), registry.register())


@implements("CCO-55")
def _decision_faults(row: Matter, step: Taken, cited: str) -> Iterator[Fault]:
    """Nothing passes to the Organization before the decision of the predecessor's conference is recorded."""
    decided = [other.opened_on for other in _rows() if other.variant == "inventory"]
    if step.code == "transferred" and not any(day <= step.on for day in decided):
        yield Fault("no_conference_decision", "on", cited)


def _rules(row: Matter, instrument: Instrument) -> Rules:
    asked = next((rule for rule in instrument.profile.notice if rule.event == "registration"), None)
    provision = asked.provision if asked is not None and row.variant == "registration" else ""
    return Rules(instrument.profile, moves(row.variant, provision), FLAGS)


@act(Verb.READ_TRANSITION)
def read_transition(deed: Deed) -> TransitionView:
    """Reads what the beginning of the Organization asks for, and which registrations are due (CCO-55 to 58, CCO-67)."""
    deed.require(Facts(Kind.PUBLIC, owner=deed.caller.administration))
    register = registry.register()
    may = ("organization",) if may_perform(deed.caller, Verb.RECORD_TRANSITION_STEP) else ()
    rows = [row for row in _rows() if row.instrument in instrument_ids()]
    items = tuple(view_of(row, _rules(row, load_instrument(row.instrument)), _computed(row), may) for row in rows)
    begun = {row.instrument for row in rows if row.variant == "registration"}
    found = (_due(instrument, register, deed) for instrument in instruments() if instrument.id not in begun)
    return TransitionView(items, tuple(each for each in found if each is not None))


def _computed(row: Matter) -> Computed:
    steps = matters.steps_of(row)
    state = state_of(moves(row.variant), steps)
    if row.variant == "first_session":
        left = still_to_do(steps)
        return Computed("open" if left else "closed", marks=tuple(f"to_do_{each}" for each in left))
    marks = ()
    if row.variant == "memorandum" and first(steps, "transferred") is not None:
        approved = {step.concerns for step in taken(steps, "data_approval")}
        open_sets = [step for step in taken(steps, "dataset") if step.id not in approved]
        marks = (
            *(() if first(steps, "informed") else ("partner_not_informed",)),
            *(("data_not_approved",) if open_sets else ()),
        )
    return Computed(state, (), marks)
