"""When a gate of a national unit's file may be dated, and when what it brings about enters into force."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

from tidewaiter.treaty.acts import InstrumentAct, Kind
from tidewaiter.treaty.pipelines import Gate
from tidewaiter.treaty.provisions import Instrument, implements
from tidewaiter.treaty.rules.force import NO_KINDS, entry_into_force
from tidewaiter.treaty.rules.months import add_months

GateFaultCode = Literal[
    "no_such_gate", "not_its_day", "not_exact", "in_future", "gate_waits", "gate_too_early", "gate_passed"
]

_PERIOD = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")


@dataclass(frozen=True, slots=True)
class Period:
    """A day or a whole month, as `text` says it: sources often know no more than the month."""

    text: str
    first: date
    last: date

    @property
    def exact(self) -> bool:
        """Whether it is one day."""
        return self.first == self.last


@dataclass(frozen=True, slots=True)
class GateFault:
    """Why a gate cannot be dated so, and the other gate on which it turns."""

    code: GateFaultCode
    gate: str = ""
    on: str = ""


def period(text: str) -> Period | None:
    """The day or month that a text such as 2030-02-14 or 2030-02 says; None for anything else."""
    found = _PERIOD.fullmatch(text)
    try:
        if not found:
            return None
        first = date(int(found[1]), int(found[2]), int(found[3] or 1))
        last = first if found[3] else add_months(first, 1) - timedelta(days=1)
    except (ValueError, OverflowError):
        return None
    return Period(text, first, last)


def without(gates: Sequence[Gate], left_out: Iterable[str]) -> tuple[Gate, ...]:
    """The order of a file that needs not every gate: what waited for one left out waits for those before it."""
    gone = set(left_out)
    before = {gate.code: gate.after for gate in gates}

    def behind(codes: Iterable[str]) -> tuple[str, ...]:
        found = [code for one in codes for code in (behind(before[one]) if one in gone else (one,))]
        return tuple(dict.fromkeys(found))

    return tuple(replace(gate, after=behind(gate.after)) for gate in gates if gate.code not in gone)


@implements("MNG-8", "MNG-9")
def gate_fault(
    gates: Sequence[Gate], passed: Mapping[str, Period], code: str, on: str, today: date
) -> GateFault | None:
    """Why a gate may not be dated so: it waits for another, comes too early or too late, or is no day; else None."""
    gate = next((each for each in gates if each.code == code), None)
    if gate is None:
        return GateFault("no_such_gate")
    asked = period(on)
    if asked is None:
        return GateFault("not_its_day")
    if gate.exact and not asked.exact:
        return GateFault("not_exact")
    if asked.first > today:
        return GateFault("in_future")
    return _out_of_order(gates, passed, gate, asked)


def _out_of_order(gates: Sequence[Gate], passed: Mapping[str, Period], gate: Gate, asked: Period) -> GateFault | None:
    for before in gate.after:
        if before not in passed:
            return GateFault("gate_waits", before)
        # within one month either order may be true
        if asked.last < passed[before].first:
            return GateFault("gate_too_early", before, passed[before].text)
    for later in gates:
        if gate.code in later.after and later.code in passed and passed[later.code].last < asked.first:
            return GateFault("gate_passed", later.code, passed[later.code].text)
    return None


def resting_on(gates: Sequence[Gate], passed: Mapping[str, Period], code: str) -> GateFault | None:
    """The later gate that keeps a dated one from being taken back."""
    later = next((each for each in gates if code in each.after and each.code in passed), None)
    return GateFault("gate_passed", later.code, passed[later.code].text) if later else None


def open_gates(gates: Sequence[Gate], passed: Mapping[str, Period]) -> tuple[str, ...]:
    """The gates that can be dated next."""
    return tuple(each.code for each in gates if each.code not in passed and all(one in passed for one in each.after))


@implements("MNG-9", "BIL-EIF")
def agreement_in_force(
    instrument: Instrument, notified: Sequence[tuple[str, Period | None]], kinds: Mapping[str, Kind] = NO_KINDS
) -> date | None:
    """The day on which a bilateral agreement enters into force by its own rule, once both sides have notified."""
    if len({unit for unit, _ in notified}) != len(notified) or any(not on or not on.exact for _, on in notified):
        return None
    acts = [InstrumentAct(type="notification", on=on.first, units=(unit,)) for unit, on in notified if on]
    return entry_into_force(instrument, acts, kinds).general


@implements("MNG-8")
def accession_in_force(
    instrument: Instrument, acts: Sequence[InstrumentAct], kinds: Mapping[str, Kind], unit: str, deposit: Period | None
) -> date | None:
    """The day on which an instrument would bind a unit that deposits its accession on a day, by its own rule."""
    if deposit is None or not deposit.exact or instrument.profile.trust == "unverified":
        return None
    own = InstrumentAct(type="accession", on=deposit.first, units=(unit,))
    known = [act for act in acts if not (unit in act.units and act.type == "accession")]
    return entry_into_force(instrument, [*known, own], kinds).units.get(unit)
