"""Where every unit stands under an instrument on a day, and what binds it there: one pass over all acts, for the
pages that show many units at once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Literal

from tidewaiter.treaty.acts import InstrumentAct, Ledger, acts_of, contains, ledger
from tidewaiter.treaty.profile import Profile
from tidewaiter.treaty.provisions import Instrument, implements
from tidewaiter.treaty.rules.consent import Consent, Kinds, other_readings, signed_in_time
from tidewaiter.treaty.rules.force import Seat, bound_in, own_provision, seat, why_not
from tidewaiter.treaty.rules.parties import Parties, parties
from tidewaiter.treaty.rules.reservations import Party, Reserved, reserved, reserving
from tidewaiter.treaty.rules.territories import Coverage, coverages

Status = Literal["party", "partner", "withdrawing", "covered", "awaiting", "former", "signatory", "none"]
CellWord = Literal["bound", "opted_out", "reserved", "not_accepted", "not_yet", "ended", "outside"]

_DEPOSITS = ("ratification", "acceptance", "approval", "accession")


@dataclass(frozen=True, slots=True)
class UnitStanding:
    """Where one unit stands on the day.

    `since` is the first day on which it is bound (of one that awaits: will be, None where no date is fixed) and
    `until` the first day on which it no longer is (None: no end is known). `acted_on` is the legal date of the act
    that gives the status (signature, deposit, declaration, notice of leaving), `state` the State through which a
    territory is covered. `provisional` says that the answer rests on an act under examination, and `provisions`
    are the ids that decide it.
    """

    unit: str
    status: Status
    since: date | None = None
    until: date | None = None
    acted_on: date | None = None
    state: str = ""
    provisional: bool = False
    provisions: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """What one provision is to one unit on the day, the ids that decide it, and the parts of the provision that
    the unit has reserved while it is bound by the rest.
    """

    word: CellWord
    because: tuple[str, ...] = ()
    except_for: tuple[str, ...] = ()


@implements("CCO-5.1", "CCO-60.2", "CCO-60.4.i", "CCO-64.2", "NBO-16.2", "NBO-17.1")
def standings(
    instrument: Instrument, acts: Sequence[InstrumentAct], kinds: Kinds, on: date
) -> Mapping[str, UnitStanding]:
    """Where every unit that acted, and every territory named as scope, stands on the day, by its code."""
    known = ledger(acts)
    view = _view(instrument, known, kinds, on)
    found = {unit: view.standing(unit) for unit in view.units()}
    for reading in other_readings(known, kinds):
        other = _view(instrument, reading, kinds, on)
        differing = (each for unit, each in found.items() if _differs(each, other.standing(unit)))
        found |= {each.unit: replace(each, provisional=True) for each in differing}
    return found


def standing_of(
    instrument: Instrument, acts: Sequence[InstrumentAct], kinds: Kinds, on: date, unit: str
) -> UnitStanding:
    """Where one unit stands on the day; a unit that never acted stands outside."""
    known = ledger(acts)
    found = _view(instrument, known, kinds, on).standing(unit)
    others = (_view(instrument, reading, kinds, on).standing(unit) for reading in other_readings(known, kinds))
    return replace(found, provisional=any(_differs(found, other) for other in others))


@implements("CCO-43.4", "NBO-2.1", "NBO-18")
def matrix(
    instrument: Instrument, acts: Sequence[InstrumentAct], kinds: Kinds, on: date, provisions: Sequence[str]
) -> Mapping[str, Mapping[str, Cell]]:
    """What each of the provisions (written as in the acts: "39", "7.3", "IV") is to every unit on the day."""
    view = _view(instrument, ledger(acts), kinds, on)
    return {unit: view.cells(unit, provisions) for unit in view.units()}


def cells_of(
    instrument: Instrument,
    acts: Sequence[InstrumentAct],
    kinds: Kinds,
    on: date,
    unit: str,
    provisions: Sequence[str],
) -> Mapping[str, Cell]:
    """One row of the matrix."""
    return _view(instrument, ledger(acts), kinds, on).cells(unit, provisions)


def _view(instrument: Instrument, acts: Ledger, kinds: Kinds, on: date) -> _View:
    return _View(instrument.profile, acts, kinds, parties(instrument.profile, acts, kinds), on)


def _differs(one: UnitStanding, other: UnitStanding) -> bool:
    return (one.status, one.since, one.until) != (other.status, other.since, other.until)


@dataclass(frozen=True, slots=True)
class _View:
    """An instrument with everything worked out once, seen on one day."""

    profile: Profile
    acts: Ledger
    kinds: Kinds
    found: Parties
    on: date
    cited: dict[tuple[str, ...], tuple[str, ...]] = field(default_factory=dict)

    def units(self) -> list[str]:
        """Every unit that acted, and every territory that a State includes or to which it extends."""
        acting = {unit for act in self.acts for unit in act.units}
        extended = {name for type, name in self.acts.by_territory if type == "territorial_extension"}
        return sorted(acting | extended | set(self.found.including))

    def standing(self, unit: str) -> UnitStanding:
        """The standing of one unit: what binds it goes before what will, what will before what did."""
        own = self.found.on(unit, self.on)
        if own is not None:
            return self._of(self._while_bound(own), own)
        scope = coverages(self.profile, self.acts, self.found, unit)
        for row in reversed(scope):
            if row.on(self.on):
                return self._of("covered", row)
        bonds: list[Consent | Coverage] = [*self.found.of(unit), *scope]
        for bond in bonds:
            if self._pending(bond):
                return self._of("awaiting", bond)
        for bond in reversed(bonds):
            if bond.start is not None and bond.end is not None and bond.start < bond.end <= self.on:
                return self._of("former", bond)
        return self._outside(unit)

    def _while_bound(self, bond: Consent) -> Status:
        if bond.end is not None and bond.notice is not None and bond.notice <= self.on:
            return "withdrawing"
        return "partner" if bond.act.type == "partner_arrangement" else "party"

    def _pending(self, bond: Consent | Coverage) -> bool:
        acted = bond.since if isinstance(bond, Coverage) else bond.on
        waits = bond.start is None or self.on < bond.start
        return acted <= self.on and waits and (bond.end is None or self.on < bond.end)

    def _of(self, status: Status, bond: Consent | Coverage) -> UnitStanding:
        ended_by = (bond.ended_by,) if status in ("withdrawing", "former") else ()
        cited = self._cited((*ended_by, *self._given_by(bond)))
        if isinstance(bond, Coverage):
            state = bond.state.unit
            return UnitStanding(bond.territory, status, bond.start, bond.end, bond.since, state, provisions=cited)
        acted_on = bond.notice if status == "withdrawing" else bond.on
        return UnitStanding(bond.unit, status, bond.start, bond.end, acted_on, provisions=cited)

    def _given_by(self, bond: Consent | Coverage) -> tuple[str, ...]:
        if isinstance(bond, Coverage):
            return (bond.provision,)
        if bond.start is None and self.profile.force is not None:
            return (self.profile.force.general_provision,)
        return own_provision(self.profile, self.found, bond)

    def _outside(self, unit: str) -> UnitStanding:
        cited = self._cited(why_not(self.profile, self.acts, self.kinds, self.found, unit))
        deposited = self._earlier(acts_of(self.acts, unit, *_DEPOSITS)) if self.profile.joining is None else None
        if deposited is not None:
            # Nobody has verified what the instrument makes of its deposits: the deposit alone is a fact.
            return UnitStanding(unit, "awaiting", acted_on=deposited, provisions=cited)
        signed = self._earlier(signed_in_time(self.profile, self.acts, unit))
        return UnitStanding(unit, "none" if signed is None else "signatory", acted_on=signed, provisions=cited)

    def _earlier(self, acts: Sequence[InstrumentAct]) -> date | None:
        return min((act.legal_date for act in acts if act.legal_date <= self.on), default=None)

    def _cited(self, provisions: tuple[str, ...]) -> tuple[str, ...]:
        known = self.cited.get(provisions)
        if known is None:
            known = tuple(dict.fromkeys(self.profile.cited(each) for each in provisions if each))
            self.cited[provisions] = known
        return known

    def cells(self, unit: str, provisions: Sequence[str]) -> Mapping[str, Cell]:
        """The cells of one unit."""
        place = seat(self.profile, self.acts, self.found, unit, self.on)
        if place is None:
            standing = self.standing(unit)
            word: CellWord = "not_yet" if standing.status == "awaiting" else "outside"
            return dict.fromkeys(provisions, Cell(word, standing.provisions))
        free = () if place.party is None else self._free(place.party)
        return {each: self._cell(place, each, free) for each in provisions}

    def _free(self, party: Party) -> tuple[str, ...]:
        # The articles and paragraphs from which the party is free on the day.
        named = dict.fromkeys(item for act in reserving(self.acts, party) for item in act.articles)
        return tuple(item for item in named if self._reserved(party, item).reserved)

    def _reserved(self, party: Party, item: str) -> Reserved:
        return reserved(self.profile, self.acts, self.found, party, item, self.on)

    def _cell(self, place: Seat, provision: str, free: Sequence[str]) -> Cell:
        answer = bound_in(self.profile, self.acts, self.found, place, provision, self.on)
        because = self._cited(answer.because)
        if answer.bound:
            parts = tuple(item for item in free if contains(provision, item)) if free else ()
            return Cell("bound", because, parts)
        if place.party is None:
            return Cell("ended", because)
        if answer.reason == "annex":
            return Cell(self._annex(place.party.consent, provision.split(".")[0]), because)
        words: dict[str, CellWord] = {"opt_out": "opted_out", "reservation": "reserved"}
        return Cell(words.get(self._reserved(place.party, provision).by, "not_accepted"), because)

    def _annex(self, consent: Consent, annex: str) -> CellWord:
        rows = [row for row in self.found.annexes_of(consent) if row.annex == annex and row.on <= self.on]
        if not rows:
            return "not_accepted"
        waiting = any(row.end is None or row.end > self.on for row in rows)
        return "not_yet" if waiting else "ended"
