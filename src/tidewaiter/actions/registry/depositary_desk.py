"""What the depositary's desk shows: what waits, one act with its history, and what an act would change."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta

from tidewaiter.access.decide import Permit, decide
from tidewaiter.access.facts import Facts, Kind
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Deed, NotFound, act
from tidewaiter.actions.registry.custody import document_view
from tidewaiter.actions.registry.depositary_views import (
    ComingDate,
    DepositaryDesk,
    PartyActPage,
    PartyActView,
    act_view,
)
from tidewaiter.actions.registry.examining import ReceivedAct, weigh
from tidewaiter.actions.registry.noticing import dispatch_view
from tidewaiter.actions.registry.parties import admit
from tidewaiter.records import depositary, registry
from tidewaiter.treaty.provisions import implements, instruments, load_instrument
from tidewaiter.treaty.rules.admission import as_registered
from tidewaiter.treaty.rules.consequences import Consequences, consequences
from tidewaiter.treaty.rules.standings import UnitStanding, standings

_AHEAD = timedelta(days=366)
_MOST = 100


@act(Verb.READ_DEPOSITARY_DESK)
def read_depositary_desk(deed: Deed) -> DepositaryDesk:
    """What waits for the depositary: acts under examination and defective ones, notices, proofs, coming dates."""
    deed.require(Facts(Kind.DISPATCH, owner=deed.caller.administration))
    open_acts = [act_view(each) for each in registry.recorded_acts() if each.act.form != "in_due_form"]
    notices = depositary.notices()
    return DepositaryDesk(
        examining=tuple(each for each in open_acts if each.state == "under_examination"),
        defective=tuple(each for each in open_acts if each.state == "defective"),
        to_dispatch=tuple(dispatch_view(row) for row in notices.filter(depositary.waiting())[:_MOST])[::-1],
        to_prove=tuple(dispatch_view(row) for row in notices.filter(depositary.unproved())[:_MOST])[::-1],
        coming=tuple(sorted(_coming(deed.day), key=lambda each: (each.day, each.instrument))),
    )


def _coming(day: date) -> Iterator[ComingDate]:
    """The days on which units become bound, or no longer are, within a year."""
    known = registry.register()
    for instrument in instruments():
        found: dict[tuple[str, date, bool], list[str]] = {}
        for unit, each in standings(instrument, known.under(instrument.id), known.kinds, day).items():
            what, when = _next(each)
            if when is not None and day < when <= day + _AHEAD:
                found.setdefault((what, when, each.provisional), []).append(unit)
        for (what, when, provisional), units in found.items():
            yield ComingDate(what, instrument.id, tuple(units), when, provisional)  # type: ignore[arg-type]


def _next(each: UnitStanding) -> tuple[str, date | None]:
    return ("entry_into_force", each.since) if each.status == "awaiting" else ("ending", each.until)


@act(Verb.READ_PARTY_ACT)
@implements("SYS-3")
def read_party_act(deed: Deed, fact: str, *, believed: datetime | None = None) -> PartyActPage:
    """Reads an act with its whole history, or as it was believed at an earlier moment."""
    deed.require(Facts(Kind.PUBLISHED, owner=deed.caller.administration))
    rows = registry.history_of_act(fact)
    history = tuple(
        act_view(recorded, retracted=retracted)
        for recorded, retracted in rows
        if believed is None or recorded.known.recorded_at <= believed
    )
    if not history:
        raise NotFound
    keeps = isinstance(
        decide(deed.caller, Verb.WEIGH_ACT, Facts(Kind.PUBLISHED, owner=deed.caller.administration)), Permit
    )
    current = history[-1]
    weighed = keeps and believed is None and current.state != "retracted"
    return PartyActPage(
        current=current,
        history=history,
        consequences=weigh(rows[-1][0], deed.day) if weighed else None,
        notices=tuple(dispatch_view(row) for row in depositary.notices_about(fact)),
        documents=tuple(document_view(row) for row in depositary.documents(fact=fact)),
    )


@act(Verb.WEIGH_ACT)
def weigh_act(deed: Deed, received: ReceivedAct) -> Consequences:
    """Says what an act would change if it arrived and were confirmed; nothing is recorded."""
    deed.require(Facts(Kind.PUBLISHED, owner=deed.caller.administration))
    deed.tell(instrument=received.instrument, act=received.act.type, units=list(received.act.units))
    known = registry.register()
    admit(deed, received.instrument, received.act, known)
    instrument = load_instrument(received.instrument)
    performed = as_registered(instrument.profile, received.act)
    return consequences(instrument, known, replace(performed, form="under_examination"), day=deed.day)


@act(Verb.LIST_PARTY_ACTS)
@implements("SYS-3")
def list_party_acts(
    deed: Deed, *, instrument: str = "", unit: str = "", believed: datetime | None = None
) -> tuple[PartyActView, ...]:
    """The acts of parties as believed at a moment (none: now), by the day of the act."""
    deed.require(Facts(Kind.PUBLISHED, owner=deed.caller.administration))
    found = registry.recorded_acts(instrument=instrument, believed=believed)
    return tuple(act_view(each) for each in found if not unit or unit in each.act.units)
