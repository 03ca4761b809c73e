"""What follows from an act of a party: counts, dates, endings and the notices due, before and after it is confirmed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from tidewaiter.treaty.acts import InstrumentAct, Ledger, ledger
from tidewaiter.treaty.profile import NoticeEvent, Profile
from tidewaiter.treaty.provisions import Instrument, implements
from tidewaiter.treaty.register import Register
from tidewaiter.treaty.rules.admission import Finding, due_form, findings
from tidewaiter.treaty.rules.consent import Kinds
from tidewaiter.treaty.rules.ending import ending
from tidewaiter.treaty.rules.force import EntryIntoForce, entry_into_force
from tidewaiter.treaty.rules.notices import ORGANS, NoticeDraft, notices_for
from tidewaiter.treaty.rules.parties import Parties, parties
from tidewaiter.treaty.rules.territories import Coverage, coverages

_EVENTS: Mapping[str, NoticeEvent] = {
    "signature": "signature",
    "definitive_signature": "signature",
    "deposit_withdrawn": "deposit",
    "annex_acceptance": "annex_acceptance",
    "annex_withdrawal": "withdrawal",
    "territorial_extension": "territorial",
    "territorial_exclusion": "territorial",
    "opt_out": "reservation",
    "reservation": "reservation",
    "reservation_withdrawal": "reservation",
    "withdrawal_revoked": "withdrawal_revoked",
    "partner_arrangement": "partner",
}


@dataclass(frozen=True, slots=True)
class Change:
    """A day of a unit, territory, Annex or Article that the act gives, moves or takes away."""

    name: str
    before: date | None
    after: date | None
    of: str = ""

    @property
    def changed(self) -> bool:
        """Whether the act makes a difference."""
        return self.before != self.after


@dataclass(frozen=True, slots=True)
class Consequences:
    """All that an act changes. `count` and `threshold` are 0 where the instrument counts nothing.

    `reaches` says that this act brings the last unit that was needed; `units`, `annexes`, `territories` and `endings`
    hold what changes and nothing else; `reserved` the Articles that the act takes out or lets in again, by unit;
    `provisional` that dates rest on another act still under examination; `asks` what the depositary has to settle.
    """

    count_before: int
    count_after: int
    threshold: int
    general: Change
    provisional: bool = False
    units: tuple[Change, ...] = ()
    annexes: tuple[Change, ...] = ()
    annex_units: tuple[Change, ...] = ()
    territories: tuple[Change, ...] = ()
    endings: tuple[Change, ...] = ()
    reserved: tuple[Change, ...] = ()
    asks: tuple[Finding, ...] = ()
    notices: tuple[NoticeDraft, ...] = ()

    @property
    def reaches(self) -> bool:
        """Whether this act brings the last unit that entry into force needed."""
        return 0 < self.threshold <= self.count_after and self.count_before < self.threshold

    @property
    def addressees(self) -> tuple[str, ...]:
        """Everybody to whom one of the notices goes, each once."""
        units = {code for notice in self.notices for code in notice.to if code not in ORGANS}
        return (*sorted(units), *(organ for organ in ORGANS if any(organ in notice.to for notice in self.notices)))


@dataclass(frozen=True, slots=True)
class _View:
    """An instrument under one state of the register."""

    instrument: Instrument
    acts: Ledger
    kinds: Kinds
    found: Parties
    force: EntryIntoForce

    @property
    def profile(self) -> Profile:
        return self.instrument.profile

    def annex(self, annex: str) -> EntryIntoForce:
        return entry_into_force(self.instrument, self.acts, self.kinds, annex)

    def ends(self, unit: str) -> date | None:
        return ending(self.instrument, self.acts, self.kinds, unit).effect

    def covered(self, territory: str) -> Coverage | None:
        rows = coverages(self.profile, self.acts, self.found, territory)
        return rows[-1] if rows else None


def _view(instrument: Instrument, acts: Sequence[InstrumentAct], kinds: Kinds) -> _View:
    known = ledger(acts)
    found = parties(instrument.profile, known, kinds)
    return _View(instrument, known, kinds, found, entry_into_force(instrument, known, kinds))


@implements("CCO-64.1", "CCO-64.2", "CCO-66.2.v", "CCO-66.2.vi", "NBO-16.1", "NBO-16.2", "NBO-16.3")
def consequences(instrument: Instrument, register: Register, act: InstrumentAct, *, day: date) -> Consequences:
    """What the act changes once it is in due form; `register` is the register without the act."""
    settled = replace(act, form="in_due_form")
    others = tuple(register.under(instrument.id))
    after_it = replace(register, acts={**register.acts, instrument.id: (*others, settled)})
    before = _view(instrument, others, register.kinds)
    after = _view(instrument, (*others, settled), register.kinds)
    rule = instrument.profile.force
    asks = findings(instrument, register, replace(act, form="in_due_form"), day=day, others=others)
    found = Consequences(
        count_before=before.force.count,
        count_after=after.force.count,
        threshold=rule.threshold if rule else 0,
        general=Change("", before.force.general, after.force.general),
        provisional=after.force.provisional or bool(after.force.provisional_units & set(act.units)),
        units=_units(before, after),
        annexes=tuple(_annexes(before, after)),
        annex_units=tuple(_annex_units(before, after, act)),
        territories=tuple(_territories(before, after, act)),
        endings=tuple(_endings(before, after, act)),
        reserved=tuple(_reserved(after, act)),
        asks=(*due_form(asks), *_would_be_reached(after)),
    )
    drafts = tuple(
        draft
        for event in events_of(instrument.profile, before.found, found, act)
        for draft in notices_for(instrument, after_it, event, units=act.units, day=day)
    )
    return replace(found, notices=drafts)


def _units(before: _View, after: _View) -> tuple[Change, ...]:
    rows = (Change(unit, before.force.units.get(unit), own) for unit, own in after.force.units.items())
    return tuple(row for row in sorted(rows, key=lambda row: row.name) if row.changed)


def _annexes(before: _View, after: _View) -> Iterator[Change]:
    for annex in after.profile.annexes:
        row = Change(annex, before.annex(annex).general, after.annex(annex).general)
        if row.changed:
            yield row


def _annex_units(before: _View, after: _View, act: InstrumentAct) -> Iterator[Change]:
    for annex in after.profile.annexes:
        earlier, later = before.annex(annex).units, after.annex(annex).units
        for unit in act.units:
            row = Change(unit, earlier.get(unit), later.get(unit), annex)
            if row.changed:
                yield row


def _territories(before: _View, after: _View, act: InstrumentAct) -> Iterator[Change]:
    if act.type == "territorial_exclusion":
        return
    for territory in dict.fromkeys(act.territories):
        earlier, later = before.covered(territory), after.covered(territory)
        if later is not None:
            row = Change(territory, earlier.start if earlier else None, later.start, later.state.unit)
            if row.changed or earlier is None:
                yield row


def _endings(before: _View, after: _View, act: InstrumentAct) -> Iterator[Change]:
    for name in dict.fromkeys((*act.units, *act.territories)):
        row = Change(name, before.ends(name), after.ends(name))
        if row.changed:
            yield row


def _reserved(after: _View, act: InstrumentAct) -> Iterator[Change]:
    """The Articles that the act concerns, with the day from which it has effect for each unit."""
    if act.type not in ("opt_out", "reservation", "reservation_withdrawal"):
        return
    for unit in act.units:
        own = after.force.units.get(unit)
        lifting = act.type == "reservation_withdrawal"
        since = max(act.effect_on or act.receipt, act.receipt) if lifting else own and max(own, act.receipt)
        for article in act.articles:
            yield Change(article, None, since, unit)


@implements("CCO-64.1")
def _would_be_reached(after: _View) -> Iterator[Finding]:
    """Accessions do not count toward the ten; that they would have brought entry into force is told, not applied."""
    force, joining = after.profile.force, after.profile.joining
    if force is None or joining is None or after.force.general is not None:
        return
    counting_all = replace(force, counted_types=joining.types)
    other = replace(after.instrument, profile=replace(after.profile, force=counting_all))
    day = entry_into_force(other, after.acts, after.kinds).general
    if day is not None:
        provision = after.profile.cited(force.general_provision)
        yield Finding("accessions_would_reach", "type", provision, {"day": day.isoformat()}, "question")


def events_of(profile: Profile, before: Parties, found: Consequences, act: InstrumentAct) -> tuple[NoticeEvent, ...]:
    """The events of which the depositary tells when the act is confirmed."""
    events: list[NoticeEvent] = []
    if act.type == "withdrawal":
        partner = any(each.act.type == "partner_arrangement" for unit in act.units for each in before.of(unit)[-1:])
        events.append("partner_withdrawal" if partner else "withdrawal")
    elif profile.joining is not None and act.type in profile.joining.types and act.type != "definitive_signature":
        events.append("deposit")
    elif act.type in _EVENTS:
        events.append(_EVENTS[act.type])
    if act.territories and "territorial" not in events and act.type not in ("opt_out", "reservation"):
        events.append("territorial")
    if any(row.after is not None for row in (found.general, *found.units) if row.changed):
        events.append("entry_into_force")
    if any(row.after is not None for row in (*found.annexes, *found.annex_units)):
        events.append("annex_entry_into_force")
    return tuple(dict.fromkeys(events))
