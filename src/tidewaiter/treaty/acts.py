"""What a unit does under an instrument (signs, accedes, opts out, withdraws): facts handed to the rules."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import Literal

ActType = Literal[
    "signature",
    "definitive_signature",
    "ratification",
    "acceptance",
    "approval",
    "accession",
    "annex_acceptance",
    "annex_withdrawal",
    "territorial_extension",
    "territorial_exclusion",
    "opt_out",
    "reservation",
    "reservation_withdrawal",
    "withdrawal",
    "withdrawal_revoked",
    "deposit_withdrawn",
    "partner_arrangement",
    "partner_removal",
    "notification",
    "entry_into_force_stated",
]
Kind = Literal["state", "territory", "union"]
Form = Literal["in_due_form", "under_examination", "defective"]

_UNIT = re.compile(r"[A-Z]{2,8}")

# Provisions as the acts write them: "39", "7.3", "IV", "XI.15".
ProvisionName = str


@dataclass(frozen=True, slots=True)
class InstrumentAct:
    """One act of one or more units under an instrument, with its legal date and what it names."""

    type: ActType
    on: date
    units: tuple[str, ...]
    received: date | None = None
    annexes: tuple[str, ...] | None = None
    articles: tuple[ProvisionName, ...] = ()
    territories: tuple[str, ...] = ()
    effect_on: date | None = None
    cured_on: date | None = None
    reasons: bool = False
    form: Form = "in_due_form"

    @property
    def has_effect(self) -> bool:
        """Whether the act counts: one found defective does only once it was cured (CCO 66.2(v))."""
        return self.form != "defective" or self.cured_on is not None

    @property
    def legal_date(self) -> date:
        """The date of the act, or the day on which its defect was cured (CCO 66.2(v))."""
        return self.cured_on or self.on

    @property
    def receipt(self) -> date:
        """The day of receipt, for the periods that an instrument counts from it."""
        return self.cured_on or self.received or self.on


class Ledger(tuple[InstrumentAct, ...]):
    """The acts that have effect, in an order of their own and found by type and unit or territory without a
    search; made by `ledger`.
    """

    @cached_property
    def by_unit(self) -> dict[tuple[str, str], list[InstrumentAct]]:
        """The acts of each type and unit, earliest receipt first."""
        found: dict[tuple[str, str], list[InstrumentAct]] = {}
        for act in self:
            for unit in dict.fromkeys(act.units):
                found.setdefault((act.type, unit), []).append(act)
        return found

    @cached_property
    def by_territory(self) -> dict[tuple[str, str], list[InstrumentAct]]:
        """The acts of each type that name a territory, earliest receipt first."""
        found: dict[tuple[str, str], list[InstrumentAct]] = {}
        for act in self:
            for territory in dict.fromkeys(act.territories):
                found.setdefault((act.type, territory), []).append(act)
        return found

    @cached_property
    def concerning(self) -> dict[tuple[tuple[str, ...], tuple[str, ...]], tuple[InstrumentAct, ...]]:
        """What was already looked up for a unit (and its territory) and types of acts; filled by who looks it up."""
        return {}

    @cached_property
    def stated(self) -> dict[str, date]:
        """The days on which, as the depositary published, the instrument ("") and its Annexes entered into force:
        for instruments whose first parties the register does not hold.
        """
        found: dict[str, date] = {}
        for act in self:
            if act.type == "entry_into_force_stated":
                for part in act.annexes or ("",):
                    found[part] = min(act.on, found.get(part, act.on))
        return found

    @cached_property
    def under_examination(self) -> bool:
        """Whether the depositary still examines one of these acts, so that dates may rest on it."""
        return any(act.form == "under_examination" for act in self)

    def settled(self) -> Ledger:
        """The same without the acts still under examination."""
        return Ledger(act for act in self if act.form != "under_examination")


def ledger(acts: Iterable[InstrumentAct]) -> Ledger:
    """The entry of every rule: the acts that have effect, whatever the order in which they were recorded."""
    if isinstance(acts, Ledger):
        return acts
    found = sorted((act for act in acts if act.has_effect), key=_day_and_kind)
    runs = [list(run) for _, run in groupby(found, key=_day_and_kind)]
    return Ledger(act for run in runs for act in (run if len(run) == 1 else sorted(run, key=_order)))


def _day_and_kind(act: InstrumentAct) -> tuple[object, ...]:
    # Enough for most acts; only those that are alike in all this need a look at their whole content.
    return (act.cured_on or act.received or act.on, act.cured_on or act.on, act.type, act.units)


def _order(act: InstrumentAct) -> tuple[object, ...]:
    # The whole content, so that two acts of one day never stand in the order in which they were written down.
    return (
        act.receipt,
        act.legal_date,
        act.type,
        act.units,
        act.on,
        act.annexes is not None,
        act.annexes or (),
        act.articles,
        act.territories,
        act.effect_on or date.min,
        act.received or date.min,
        act.reasons,
        act.form,
    )


def acts_of(acts: Iterable[InstrumentAct], unit: str, *types: str) -> tuple[InstrumentAct, ...]:
    """The acts of these types by the unit, earliest receipt first."""
    return _found(ledger(acts).by_unit, unit, types)


def acts_naming(acts: Iterable[InstrumentAct], territory: str, *types: str) -> tuple[InstrumentAct, ...]:
    """The acts of these types that name the territory, earliest receipt first."""
    return _found(ledger(acts).by_territory, territory, types)


def _found(
    index: dict[tuple[str, str], list[InstrumentAct]], name: str, types: tuple[str, ...]
) -> tuple[InstrumentAct, ...]:
    if len(types) == 1:
        return tuple(index.get((types[0], name), ()))
    chosen = [act for type in dict.fromkeys(types) for act in index.get((type, name), ())]
    return tuple(sorted(chosen, key=_order))


def is_unit(code: str) -> bool:
    """Whether a text has the form of a unit's code in the register: two to eight capital letters."""
    return _UNIT.fullmatch(code) is not None


def contains(outer: ProvisionName, inner: ProvisionName) -> bool:
    """Whether the provision `inner` is `outer` or a part of it: "39" contains "39.2", "3" does not contain
    "39".
    """
    return inner == outer or inner.startswith(outer + ".")
