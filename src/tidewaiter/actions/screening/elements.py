"""Acts on the approved elements of advance information, as the Executive Committee adopts them (CCO-28.2)."""

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Conflict, Deed, Fault, Invalid, act
from tidewaiter.actions.screening.shapes import ElementListDraft, ElementListView
from tidewaiter.records import screening
from tidewaiter.screening.lists.submitted import ELEMENTS
from tidewaiter.treaty.provisions import implements

_LONGEST = 64


@act(Verb.RECORD_ELEMENT_LIST)
@implements("CCO-28.2")
def record_element_list(deed: Deed, draft: ElementListDraft) -> str:
    """Records which elements advance information may hold from a day on, under the decision that adopted them."""
    home = deed.caller.administration
    deed.require(Facts(Kind.PUBLIC, owner=home))
    deed.tell(version=draft.version, decision=draft.decision, elements=list(draft.elements))
    faults = _faults(deed, draft)
    if faults:
        raise Invalid(faults)
    if any(row.version == draft.version.strip() for row in screening.element_lists()):
        raise Conflict("already_there")
    row = screening.add_elements(
        home,
        deed.caller.officer,
        deed.at,
        version=draft.version.strip(),
        decision=draft.decision.strip(),
        decided_on=draft.decided_on,
        in_force_from=draft.in_force_from,
        elements=sorted(set(draft.elements)),
    )
    return str(row.id)


def _faults(deed: Deed, draft: ElementListDraft) -> tuple[Fault, ...]:
    unknown = sorted(set(draft.elements) - set(ELEMENTS))
    wrong = (
        (not draft.version.strip(), Fault("missing", "version", "CCO-28.2")),
        (not draft.decision.strip(), Fault("missing", "decision", "CCO-28.2")),
        (len(draft.version) > _LONGEST, Fault("too_long", "version", "SYS-7", {"limit": str(_LONGEST)})),
        (len(draft.decision) > _LONGEST, Fault("too_long", "decision", "SYS-7", {"limit": str(_LONGEST)})),
        (not draft.version.isprintable(), Fault("control_character", "version", "SYS-7")),
        (not draft.decision.isprintable(), Fault("control_character", "decision", "SYS-7")),
        (not draft.elements, Fault("missing", "elements", "CCO-28.2")),
        (draft.decided_on > deed.day, Fault("in_future", "decided_on", "CCO-28.2")),
        (draft.in_force_from < draft.decided_on, Fault("not_usable", "in_force_from", "CCO-28.2")),
    )
    faults = [fault for bad, fault in wrong if bad]
    faults += [Fault("unknown_choice", "elements", "CCO-28.2", {"value": name[:40]}) for name in unknown]
    return tuple(faults)


@act(Verb.LIST_ELEMENT_LISTS)
def list_element_lists(deed: Deed) -> tuple[ElementListView, ...]:
    """Lists the adopted lists of elements, the latest first, and says which one counts today."""
    deed.require(Facts(Kind.PUBLIC, owner=deed.caller.administration))
    counting = screening.elements_in_force(deed.day)
    return tuple(
        ElementListView(
            id=str(row.id),
            version=row.version,
            decision=row.decision,
            decided_on=row.decided_on,
            in_force_from=row.in_force_from,
            elements=tuple(row.elements),
            recorded_by=row.recorded_by,
            recorded_at=row.recorded_at,
            in_force=counting is not None and row.id == counting.id,
        )
        for row in screening.element_lists()
    )
