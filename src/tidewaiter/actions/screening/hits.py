"""Acts on hits: listed without a word of the entry, opened one by one with their reasons, and decided."""

from dataclasses import replace
from datetime import timedelta

from tidewaiter.access.handling import entry_caveats
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Conflict, Deed, Fault, Invalid, NotFound, act
from tidewaiter.actions.cursors import cursor_at, cursor_position
from tidewaiter.actions.screening.asking import asked_of
from tidewaiter.actions.screening.assessing import note_confirmed, risks_of
from tidewaiter.actions.screening.shapes import (
    Decision,
    DismissedBecause,
    HitDecision,
    HitEntry,
    HitLine,
    HitPage,
    HitState,
    HitView,
    Outcome,
)
from tidewaiter.actions.screening.standing import counted_for, own_hit, own_list, stand
from tidewaiter.records import central, outbox, screening
from tidewaiter.records import list_hits as kept_hits
from tidewaiter.records.models import CentralEntry, ListHit, SubmittedList
from tidewaiter.records.subjects import subject_of
from tidewaiter.screening.compare import compare
from tidewaiter.screening.lists.submitted import Party, SubmittedLine
from tidewaiter.screening.quiet import party_digest
from tidewaiter.screening.reasons import Band
from tidewaiter.screening.subjects import Subject
from tidewaiter.treaty.provisions import implements

_MOST = 200
_LONGEST_REASON = 1_000
_LONGEST_PLACE = 200
_LONGEST_VALID = timedelta(days=366)
_OPEN = frozenset({HitState.OPEN.value, HitState.QUIET.value})
_FROM = {
    Decision.CONFIRM: _OPEN | {HitState.PASSED.value},
    Decision.DISMISS: _OPEN | {HitState.PASSED.value},
    Decision.PASS: _OPEN,
    Decision.REOPEN: frozenset({HitState.CONFIRMED.value, HitState.DISMISSED.value, HitState.PASSED.value}),
}
_BECOMES = {
    Decision.CONFIRM: HitState.CONFIRMED,
    Decision.DISMISS: HitState.DISMISSED,
    Decision.PASS: HitState.PASSED,
    Decision.REOPEN: HitState.OPEN,
}
_TOLD = {Decision.CONFIRM: "entry_hit_confirmed", Decision.PASS: "entry_hit_passed"}


@act(Verb.LIST_HITS)
def list_hits(
    deed: Deed, list_id: str, *, state: str = "open", band: str = "", limit: int = 50, after: str = ""
) -> HitPage:
    """Lists the hits of a list, strongest first; of the entries nothing is told until a hit is opened."""
    row = own_list(deed, list_id)
    counted = counted_for(deed, [row])[row.id]
    _refuse_unknown(state, band)
    if stand(deed, row, counted).state == screening.DELETED:
        return HitPage((), counted.hits)
    start, most = cursor_position(after), max(1, min(limit, _MOST))
    found = list(kept_hits.hits_of(row, deed.day, state=state, band=band)[start : start + most + 1])
    items = tuple(_line(deed, hit) for hit in found[:most])
    return HitPage(items, counted.hits, cursor_at(start + most) if len(found) > most else "")


def _refuse_unknown(state: str, band: str) -> None:
    faults = []
    if state and state not in tuple(HitState):
        faults.append(Fault("unknown_choice", "state", "SYS-7", {"value": state[:40]}))
    if band and band not in tuple(Band):
        faults.append(Fault("unknown_choice", "band", "SYS-7", {"value": band[:40]}))
    if faults:
        raise Invalid(tuple(faults))


def _line(deed: Deed, hit: ListHit) -> HitLine:
    party = SubmittedLine.of(hit.line.content).parties[hit.party]
    return HitLine(
        id=str(hit.id),
        list_id=str(hit.list_id),
        line=hit.line.line,
        row_id=hit.line.row_id,
        role=party.role.value,
        name=_called(party),
        score=hit.score,
        band=hit.band,
        state=_standing(deed, hit),
        quiet_because=hit.quiet_because,
        found_at=hit.found_at,
        decided_by=hit.decided_by,
        decided_at=hit.decided_at,
    )


def _called(party: Party) -> str:
    """What a party is called: its first name, or the first of its numbers."""
    names = [name.text for name in party.subject.names] or [one.value for one in party.subject.identifiers]
    return names[0]


def _standing(deed: Deed, hit: ListHit) -> str:
    """The state in which a hit stands today: what was quiet until an earlier day is open again."""
    ended = hit.valid_until is not None and hit.valid_until < deed.day
    quiet = hit.state in (HitState.DISMISSED, HitState.QUIET)
    return HitState.OPEN.value if quiet and ended else hit.state


@act(Verb.READ_HIT)
@implements("CCO-47.1", "CCO-50.4")
def read_hit(deed: Deed, hit_id: str) -> HitView:
    """Opens a hit: the line, the entry as this official may see it, and why they are alike, compared now."""
    row, hit = own_hit(deed, hit_id)
    return _view(deed, row, hit, _known_entry(deed, hit))


def _known_entry(deed: Deed, hit: ListHit) -> CentralEntry:
    entry = central.entry_by_id(str(hit.entry))
    if entry is None:
        raise NotFound
    deed.tell(hit=hit.id, entry=entry.id, number=entry.number)
    return entry


def _view(deed: Deed, row: SubmittedList, hit: ListHit, entry: CentralEntry) -> HitView:
    line = SubmittedLine.of(hit.line.content)
    party = line.parties[hit.party]
    listed = subject_of(entry.subject)
    asked = replace(party.subject, kind=listed.kind) if party.supposed else party.subject
    match = compare(asked, listed)
    own = entry.supplier == deed.caller.administration
    state = _standing(deed, hit)
    return HitView(
        id=str(hit.id),
        list=stand(deed, row),
        line=line,
        party=party,
        entry=_entry(deed, hit, entry, own=own),
        found_name=_best_name(asked, listed),
        score=match.score,
        band=match.band.value,
        reasons=match.reasons,
        differs=match.differs,
        state=state,
        quiet_because=hit.quiet_because if state == HitState.QUIET else "",
        found_at=hit.found_at,
        decided_by=hit.decided_by,
        decided_at=hit.decided_at,
        reason_code=hit.reason_code,
        reason=hit.reason,
        valid_until=hit.valid_until,
        outcome=hit.outcome,
        place=hit.place,
        may=_may(state, own=own),
        ask=None if own else asked_of(row, line, party, entry),
        risks=risks_of(str(row.id), [hit.line.number]).get(hit.line.number, ()),
    )


def _entry(deed: Deed, hit: ListHit, entry: CentralEntry, *, own: bool) -> HitEntry:
    return HitEntry(
        id=str(entry.id),
        number=entry.number,
        supplier=entry.supplier,
        subject=subject_of(entry.subject),
        reason=entry.reason,
        action=entry.action,
        version=entry.version,
        changed=entry.version != hit.entry_version,
        own=own,
        released_at=entry.released_at,
        delete_on=entry.delete_on,
        caveats=entry_caveats(central.facts_about(entry), deed.caller),
    )


def _may(state: str, *, own: bool) -> tuple[str, ...]:
    """What can be decided on a hit now; one's own entry is passed to nobody."""
    return tuple(
        decision.value
        for decision, states in _FROM.items()
        if state in states and not (own and decision is Decision.PASS)
    )


def _best_name(asked: Subject, listed: Subject) -> str:
    """The name of the entry that is most like what was handed in; its first where only a number agrees."""
    if not asked.names or not listed.names:
        return listed.names[0].text if listed.names else ""
    return max(listed.names, key=lambda name: compare(asked, replace(listed, names=(name,))).score).text


@act(Verb.DECIDE_HIT)
@implements("CCO-53.1")
def decide_hit(deed: Deed, hit_id: str, decision: HitDecision) -> HitView:
    """Confirms a hit, dismisses it with a reason for a time, passes it to the supplier, or takes that back."""
    row, hit = own_hit(deed, hit_id)
    entry = _known_entry(deed, hit)
    deed.tell(decision=decision.decision, outcome=decision.outcome, reason_code=decision.reason_code)
    _refuse_unfit(deed, decision)
    chosen = Decision(decision.decision)
    if kept_hits.hit_by_id(hit_id, hold=True) is None:
        raise NotFound
    hit.refresh_from_db()
    if chosen.value not in _may(_standing(deed, hit), own=entry.supplier == deed.caller.administration):
        raise Conflict("hit_decided")
    _write(deed, hit, entry, chosen, decision)
    _keep_pair(deed, hit, chosen)
    if chosen is Decision.CONFIRM:
        note_confirmed(deed, SubmittedLine.of(hit.line.content))
    if chosen in _TOLD and entry.supplier != deed.caller.administration:
        _tell(deed, entry, _TOLD[chosen], decision)
    return _view(deed, row, hit, entry)


def _refuse_unfit(deed: Deed, given: HitDecision) -> None:
    """What each decision must say, naming each point that is missing or cannot be."""
    confirms, dismisses = given.decision == Decision.CONFIRM, given.decision == Decision.DISMISS
    last = deed.day + _LONGEST_VALID
    until = given.valid_until
    wrong = (
        (
            given.decision not in tuple(Decision),
            Fault("unknown_choice", "decision", "SYS-7", {"value": given.decision[:40]}),
        ),
        (confirms and given.outcome not in tuple(Outcome), Fault("missing", "outcome", "CCO-47.1")),
        (confirms and not given.place.strip(), Fault("missing", "place", "CCO-47.1")),
        (len(given.place) > _LONGEST_PLACE, Fault("too_long", "place", "SYS-7", {"limit": str(_LONGEST_PLACE)})),
        (not given.place.isprintable(), Fault("control_character", "place", "SYS-7")),
        (dismisses and given.reason_code not in tuple(DismissedBecause), Fault("missing", "reason_code", "CCO-47.1")),
        (dismisses and not given.reason.strip(), Fault("missing", "reason", "CCO-47.1")),
        (len(given.reason) > _LONGEST_REASON, Fault("too_long", "reason", "SYS-7", {"limit": str(_LONGEST_REASON)})),
        ("\0" in given.reason, Fault("control_character", "reason", "SYS-7")),
        (dismisses and until is None, Fault("missing", "valid_until", "CCO-51.1")),
        (until is not None and until < deed.day, Fault("not_in_future", "valid_until", "CCO-51.1")),
        (until is not None and until > last, Fault("too_far", "valid_until", "CCO-51.1", {"until": last.isoformat()})),
    )
    faults = tuple(fault for bad, fault in wrong if bad)
    if faults:
        raise Invalid(faults)


def _write(deed: Deed, hit: ListHit, entry: CentralEntry, chosen: Decision, given: HitDecision) -> None:
    dismissed, confirmed = chosen is Decision.DISMISS, chosen is Decision.CONFIRM
    kept_hits.decide(
        hit,
        state=_BECOMES[chosen].value,
        quiet_because="",
        entry_version=entry.version,
        decided_by=deed.caller.officer,
        decided_at=deed.at,
        reason_code=given.reason_code if dismissed else "",
        reason=given.reason.strip(),
        valid_until=given.valid_until if dismissed else None,
        outcome=given.outcome if confirmed else "",
        place=given.place.strip() if confirmed else "",
    )


def _keep_pair(deed: Deed, hit: ListHit, chosen: Decision) -> None:
    """What is dismissed stays quiet in other lists, too; any later decision lets the pair be seen again."""
    party = SubmittedLine.of(hit.line.content).parties[hit.party]
    digest = party_digest(party.subject, screening.digest_key())
    home = deed.caller.administration
    if chosen is Decision.DISMISS and hit.valid_until is not None:
        kept_hits.keep_quiet(hit, home, digest, until=hit.valid_until, at=deed.at)
    else:
        kept_hits.forget_pair(home, digest, hit.entry)


def _tell(deed: Deed, entry: CentralEntry, event: str, given: HitDecision) -> None:
    home = deed.caller.administration
    outbox.put(
        home,
        event=event,
        addressee=entry.supplier,
        subject=str(entry.id),
        params={
            "number": entry.number,
            "other": home,
            "day": deed.day.isoformat(),
            "outcome": given.outcome,
            "place": given.place.strip(),
        },
        at=deed.at,
    )
