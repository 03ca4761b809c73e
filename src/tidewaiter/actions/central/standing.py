"""What the acts on entries share: who is a Member today, what the Council opened, and how an entry is shown."""

from dataclasses import replace
from datetime import date

from tidewaiter.access.decide import Refusal, decide
from tidewaiter.access.facts import Facts
from tidewaiter.access.handling import entry_caveats
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Deed, Fault, Invalid, NotFound
from tidewaiter.actions.central.shapes import ClosedAct, EntryView, VersionView
from tidewaiter.actions.membership import CENTRAL_INSTRUMENT, is_member
from tidewaiter.records import assistance, central, organization, people, registry
from tidewaiter.records.models import CentralEntry
from tidewaiter.screening.entries import Audience, EntryDraft, entry_problems
from tidewaiter.treaty.provisions import Instrument, implements, load_instrument

# How many answers are remembered at most.
_MOST_STATES = 1_000
_served: dict[tuple[object, ...], tuple[Instrument, bool]] = {}


def serves(administration: str, day: date) -> bool:
    """Whether the central system serves this administration: `is_member`, reckoned once for each state of the register.

    Every search asks, and the register changes some times a year.
    """
    agreement = load_instrument(CENTRAL_INSTRUMENT)
    state = administration, day, *registry.state_for(administration, agreement.id)
    known = _served.get(state)
    if known is not None and known[0] is agreement:
        return known[1]
    answer = is_member(administration, day)
    # a fact recorded between the two readings would stand under the state of before
    if state[2:] == registry.state_for(administration, agreement.id):
        if len(_served) >= _MOST_STATES:
            _served.clear()
        _served[state] = agreement, answer
    return answer


@implements("CCO-44")
def open_purposes(day: date) -> dict[str, tuple[str, ...]]:
    """No category exists without a decision of the Council: the purposes open for each category that day."""
    found: dict[str, tuple[str, ...]] = {}
    for decision in organization.decisions_in_effect(day):
        for category in decision.categories:
            found[category] = tuple(dict.fromkeys((*found.get(category, ()), *decision.purposes)))
    return found


def refuse_incomplete(deed: Deed, draft: EntryDraft) -> None:
    """Refuses an entry that lacks something or admits somebody who does not exist, naming each point."""
    problems = entry_problems(draft, day=deed.day, open_purposes=open_purposes(deed.day))
    faults = [Fault(one.code, one.field, one.provision, one.params) for one in problems]
    faults.extend(_unknown_audience(draft.audience))
    if draft.linked_request and assistance.request_by_id(draft.linked_request) is None:
        faults.append(Fault("unknown_choice", "linked_request", "SYS-7", {"value": draft.linked_request[:64]}))
    if faults:
        raise Invalid(tuple(faults))


@implements("CCO-52.7")
def _unknown_audience(audience: Audience) -> list[Fault]:
    """A list that names nobody would shut out or admit nobody without saying so."""
    known = {
        "administrations": frozenset(one.code for one in people.administrations()),
        "offices": people.office_codes(),
        "officers": people.usernames(),
    }
    faults = []
    for name in Audience.__dataclass_fields__:
        for code in getattr(audience, name):
            if code not in known[name.partition("_")[2]]:
                faults.append(Fault("unknown_choice", name, "CCO-52.7", {"value": code[:64]}))
    return faults


def known_entry(entry_id: str) -> CentralEntry:
    """The entry with this id; NotFound when the caller may not know of it, or it is not there."""
    entry = central.entry_by_id(entry_id)
    if entry is None:
        raise NotFound
    return entry


def own_entry(deed: Deed, entry_id: str) -> CentralEntry:
    """An entry that the caller may change, after the decision (CCO-53.1)."""
    entry = known_entry(entry_id)
    facts = central.facts_about(entry, bound=is_member(deed.caller.administration, deed.day))
    deed.require(facts)
    deed.tell(entry=entry.id, number=entry.number)
    return entry


def view_of(deed: Deed, entry: CentralEntry, *, with_story: bool) -> EntryView:
    """An entry as this caller may see it; who is admitted or shut out is the supplier's own affair (CCO-52.7)."""
    draft = central.draft_of(entry)
    own = entry.supplier == deed.caller.administration
    facts = central.facts_about(entry, bound=is_member(deed.caller.administration, deed.day) if with_story else True)
    may, closed = _open_and_closed(deed, entry, facts) if with_story else ((), ())
    if not own:
        draft = _as_others_see(draft)
    return EntryView(
        id=str(entry.id),
        number=entry.number,
        supplier=entry.supplier,
        content=draft,
        version=entry.version,
        released=bool(entry.released_by),
        released_by=entry.released_by if own else "",
        released_at=entry.released_at,
        entered_by=entry.entered_by if own else "",
        entered_at=entry.entered_at,
        flags=tuple(entry.flags),
        own=own,
        batch=str(entry.batch_id or "") if own else "",
        notice_on=entry.notice_on,
        caveats=entry_caveats(facts, deed.caller),
        versions=_versions(entry) if own and with_story else (),
        may=may,
        closed=closed if own else (),
    )


def _as_others_see(draft: EntryDraft) -> EntryDraft:
    """Without the audience and the request it came from, of which others may not know that it exists."""
    return replace(draft, audience=Audience(), linked_request="")


def _versions(entry: CentralEntry) -> tuple[VersionView, ...]:
    return tuple(
        VersionView(row.number, row.changed_by, row.changed_at, row.reason) for row in central.versions_of(entry)
    )


def _open_and_closed(deed: Deed, entry: CentralEntry, facts: Facts) -> tuple[tuple[str, ...], tuple[ClosedAct, ...]]:
    """What the caller may do with an entry, and what not and why; proving again who one is is asked when it is done."""
    verbs = [Verb.EDIT_ENTRY, Verb.DELETE_ENTRY]
    if not entry.released_by:
        verbs.append(Verb.RELEASE_ENTRY)
    if entry.delete_on is not None:
        verbs.append(Verb.EXTEND_ENTRY)
    caller = replace(deed.caller, fresh=True)
    decided = {verb.value: decide(caller, verb, facts) for verb in verbs}
    closed = (ClosedAct(verb, one.reasons) for verb, one in decided.items() if isinstance(one, Refusal))
    return tuple(verb for verb, one in decided.items() if not isinstance(one, Refusal)), tuple(closed)
