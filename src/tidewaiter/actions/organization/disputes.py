"""Acts on disputes, from negotiation to recommendation; only the parties and the Organization know of them (CCO-63)."""

from collections.abc import Iterator, Mapping
from datetime import date

from tidewaiter.access.decide import Permit, Reason, decide
from tidewaiter.access.facts import Facts, Kind
from tidewaiter.access.verbs import Role, Verb
from tidewaiter.actions.act import Deed, Fault, NotPermitted, act, refuse
from tidewaiter.actions.organization.matters import (
    entry_of,
    matter_for,
    opened,
    opening_faults,
    provision_faults,
    step_of,
    view_of,
)
from tidewaiter.actions.organization.shapes import Computed, MatterDraft, MatterView, Rules, StepDraft
from tidewaiter.records import matters, registry
from tidewaiter.records.models import Matter
from tidewaiter.treaty.provisions import Instrument, implements, instrument_ids, load_instrument
from tidewaiter.treaty.rules.disputes import ABOUT, bound_by_recommendation, moves, too_late
from tidewaiter.treaty.rules.matters import Taken, state_of
from tidewaiter.treaty.rules.standings import UnitStanding, standings

_OPENED = "CCO-63.1"
_MEMBER = ("party", "withdrawing")
_SIDES = (*_MEMBER, "partner", "former")
_TWO = 2


@implements("CCO-63.1", "CCO-63.2", "NBO-14")
@act(Verb.OPEN_DISPUTE)
def open_dispute(deed: Deed, draft: MatterDraft) -> str:
    """Opens a dispute between parties, or of one of them with the Council on a condition (CCO-63, NBO-14)."""
    deed.require(matters.facts_for("dispute", deed.caller.administration, draft.units))
    refuse(*opening_faults(deed, "dispute", draft, _OPENED))
    refuse(*_dispute_faults(load_instrument(draft.instrument), draft))
    return opened(deed, "dispute", draft)


def _dispute_faults(instrument: Instrument, draft: MatterDraft) -> Iterator[Fault]:
    profile = instrument.profile
    if draft.variant not in ABOUT or not moves(profile, draft.variant):
        yield Fault("unknown_choice", "variant", _OPENED, {"value": draft.variant})
        return
    cited = profile.cited(profile.dispute[0].provision)
    yield from provision_faults(profile, draft, cited)
    if len(set(draft.units)) < (_TWO if draft.variant == "members" else 1):
        yield Fault("two_sides", "units", cited)
    found = _standings(instrument, draft.opened_on)
    for place, unit in enumerate(draft.units):
        if _status(found, unit) not in _SIDES:
            yield Fault("not_a_party", f"units.{place}", cited, {"unit": unit})
    if draft.variant == "members" and not any(_status(found, unit) in (*_MEMBER, "former") for unit in draft.units):
        yield Fault("no_member", "units", cited)


def _standings(instrument: Instrument, day: date) -> Mapping[str, UnitStanding]:
    register = registry.register()
    return standings(instrument, register.under(instrument.id), register.kinds, day)


def _status(found: Mapping[str, UnitStanding], unit: str) -> str:
    return found[unit].status if unit in found else "none"


@implements("CCO-63.1", "CCO-63.2", "CCO-63.3", "CCO-63.4", "CCO-63.5", "NBO-14")
@act(Verb.RECORD_DISPUTE_STEP)
def record_dispute_step(deed: Deed, matter: str, draft: StepDraft) -> None:
    """Records the next step of a dispute: a round, a referral, an agreement to be bound, a recommendation (CCO-63)."""
    row = matter_for(deed, "dispute", matter)
    instrument = load_instrument(row.instrument)
    move, step = step_of(deed, row, _rules(row, instrument), draft)
    cited = instrument.profile.cited(move.provision)
    if move.by == "organization" and Role.SECRETARIAT_OFFICIAL not in deed.caller.roles:
        raise NotPermitted((Reason("role", cited),))
    refuse(*_step_faults(row, instrument, step, cited))
    matters.add_step(entry_of(deed), row, step)


def _rules(row: Matter, instrument: Instrument) -> Rules:
    return Rules(instrument.profile, moves(instrument.profile, row.variant), {})


def _step_faults(row: Matter, instrument: Instrument, step: Taken, cited: str) -> Iterator[Fault]:
    if step.unit and step.unit not in row.units:
        yield Fault("not_of_dispute", "unit", cited, {"unit": step.unit})
    if step.code == "agreement_to_be_bound" and too_late(matters.steps_of(row), step):
        yield Fault("after_recommendation", "on", cited)
    if step.code == "executive_committee" and step.unit in row.units:
        found = _standings(instrument, step.on)
        if _status(found, step.unit) not in _MEMBER:
            yield Fault("referral_by_partner", "unit", cited, {"unit": step.unit})


@act(Verb.READ_DISPUTES)
def read_disputes(deed: Deed) -> tuple[MatterView, ...]:
    """Reads the disputes of which the caller may know: its own, and for the Organization all (CCO-63)."""
    deed.require(Facts(Kind.PUBLIC, owner=deed.caller.administration))
    rows = (row for row in matters.matters("dispute") if row.instrument in instrument_ids())
    return tuple(_view(deed, row) for row in rows)


def _view(deed: Deed, row: Matter) -> MatterView:
    rules, steps = _rules(row, load_instrument(row.instrument)), matters.steps_of(row)
    permitted = isinstance(decide(deed.caller, Verb.RECORD_DISPUTE_STEP, matters.facts_of_matter(row)), Permit)
    official = Role.SECRETARIAT_OFFICIAL in deed.caller.roles
    may = ("party", *(("organization",) if official else ())) if permitted else ()
    return view_of(row, rules, Computed(state_of(rules.moves, steps), bound=bound_by_recommendation(steps)), may)
