"""What a unit does under an instrument (signs, accedes, opts out, withdraws): facts handed to the rules."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
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
    "notification",
]
Kind = Literal["state", "territory", "union"]

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

    @property
    def legal_date(self) -> date:
        """The date of the act, or the day on which its defect was cured (CCO 66.2(v))."""
        return self.cured_on or self.on

    @property
    def receipt(self) -> date:
        """The day of receipt, for the periods that an instrument counts from it."""
        return self.cured_on or self.received or self.on


def acts_of(acts: Iterable[InstrumentAct], unit: str, *types: str) -> tuple[InstrumentAct, ...]:
    """The acts of these types by the unit, earliest receipt first."""
    chosen = (act for act in acts if act.type in types and unit in act.units)
    return tuple(sorted(chosen, key=lambda act: (act.receipt, act.legal_date)))


def is_unit(code: str) -> bool:
    """Whether a text has the form of a unit's code in the register: two to eight capital letters."""
    return _UNIT.fullmatch(code) is not None


def contains(outer: ProvisionName, inner: ProvisionName) -> bool:
    """Whether the provision `inner` is `outer` or a part of it: "39" contains "39.2", "3" does not contain
    "39".
    """
    return inner == outer or inner.startswith(outer + ".")
