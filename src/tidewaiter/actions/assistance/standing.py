"""Where a request stands today: its basis, its problems and its clocks, for the acts that read or move it."""

from datetime import date

from tidewaiter.access.decide import Reason
from tidewaiter.actions.act import Deed, Fault, NotFound
from tidewaiter.assistance.clocks import Clock, clocks
from tidewaiter.assistance.contents import Circumstances, problems
from tidewaiter.assistance.draft import RequestDraft, digest, names_persons
from tidewaiter.assistance.lifecycle import MoveVerb
from tidewaiter.assistance.problems import Problem
from tidewaiter.records import assistance, people, registry
from tidewaiter.records.models import RequestForAssistance, Step
from tidewaiter.treaty.provisions import implements, load_instrument
from tidewaiter.treaty.rules.capability import BasisView
from tidewaiter.treaty.rules.force import bound


def known_request(rfa_id: str) -> RequestForAssistance:
    """The request with this id; NotFound when the caller may not know of it, or it is not there."""
    rfa = assistance.request_by_id(rfa_id)
    if rfa is None:
        raise NotFound
    return rfa


def bases_between(requesting: str, requested: str, type: str, day: date) -> tuple[BasisView, ...]:
    """The bases open and closed between two administrations that day; none when one of them does not exist."""
    one, other = people.administration(requesting), people.administration(requested)
    if one is None or other is None or one.code == other.code or other.organization:
        return ()
    return registry.register().bases(requesting=one.unit, requested=other.unit, type=type, on=day)


def provision_of(bases: tuple[BasisView, ...], instrument: str) -> str:
    """The article or annex on which the chosen instrument gives this type; empty when it gives none."""
    return next((basis.provision for basis in bases if basis.instrument == instrument), "")


def problems_of(requesting: str, draft: RequestDraft, day: date) -> tuple[Problem, ...]:
    """All that keeps the draft from being sent that day."""
    bases = bases_between(requesting, draft.requested_administration, draft.type, day)
    other = people.administration(draft.requested_administration)
    circumstances = Circumstances(
        bases=bases,
        accepted_languages=frozenset({other.language}) if other else frozenset(),
        cannot_reciprocate=_cannot_reciprocate(requesting, draft, provision_of(bases, draft.instrument), day),
    )
    return problems(draft, circumstances, day)


@implements("CCO-42.2", "NBO-4")
def _cannot_reciprocate(requesting: str, draft: RequestDraft, provision: str, day: date) -> bool:
    """A requester not itself bound by the provision could not do the same, whatever the officer ticks."""
    home = people.administration(requesting)
    if not provision or home is None:
        return False
    instrument = load_instrument(draft.instrument)
    known = registry.register()
    name = provision.removeprefix(f"{instrument.prefix}-")
    return not bound(instrument, known.under(instrument.id), known.kinds, home.unit, name, day).bound


def faults_of(found: tuple[Problem, ...]) -> tuple[Fault, ...]:
    """Problems of the core as faults of an act."""
    return tuple(Fault(one.code.value, one.field or "", one.provision, one.params) for one in found)


def is_approved(rfa: RequestForAssistance, draft: RequestDraft) -> bool:
    """Tells whether another officer approved exactly this content (settled point 10)."""
    wanted = digest(draft)
    return any(
        approval.digest == wanted and approval.officer != rfa.edited_by for approval in assistance.approvals_of(rfa)
    )


@implements("CCO-31.3")
def personal_data_refused(deed: Deed, rfa: RequestForAssistance, draft: RequestDraft) -> tuple[Reason, ...]:
    """A Member that has not filed its law and undertaking sends no personal data under the Agreement."""
    if load_instrument(rfa.instrument).prefix != "CCO" or not names_persons(draft) or deed.caller.undertaking:
        return ()
    return (Reason("undertaking_missing", "CCO-31.3"),)


def unready(deed: Deed, rfa: RequestForAssistance, draft: RequestDraft, verb: str) -> tuple[Reason, ...]:
    """Why a complete draft may not yet go by this move: personal data are closed, or nobody else approved it."""
    refused = personal_data_refused(deed, rfa, draft)
    if not refused and verb == MoveVerb.SEND and not is_approved(rfa, draft):
        return (Reason("not_approved", "SYS-7"),)
    return refused


def clocks_of(rfa: RequestForAssistance, steps: list[Step]) -> tuple[Clock, ...]:
    """The service targets of a request, from the moves recorded."""
    events = [(step.verb, step.at) for step in steps]
    return clocks(events, rfa.instrument, str(rfa.content.get("urgency", "")))
