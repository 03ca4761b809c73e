"""The register as it was believed at one moment: who is there, what each did and arranged, and what follows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from types import MappingProxyType
from typing import Literal, get_args

from tidewaiter.treaty.acts import InstrumentAct, Kind
from tidewaiter.treaty.provisions import load_instrument
from tidewaiter.treaty.rules.capability import Arrangement, BasisView, Question, ranked_bases

FactTrust = Literal["verified", "partial", "unverified"]
FACT_TRUSTS: tuple[FactTrust, ...] = get_args(FactTrust)
Precision = Literal["day", "month", "year", "ambiguous", "unknown"]
PositionKind = Literal[
    "convention",
    "membership",
    "bilateral_agreement",
    "memorandum",
    "agreement_or_memorandum",
    "signature",
    "reservation",
    "amendment",
    "protocol",
]
Evidence = Literal[
    "basin_state",
    "miami_signatory",
    "customs_autonomy",
    "constitutional_permission",
    "council_approval",
    "un_member",
    "specialized_agency_member",
]


@dataclass(frozen=True, slots=True)
class Unit:
    """A State, territory or union: its names by language, and what its eligibility turns on (CCO-5.1, NBO-15.1).

    `position` is latitude and longitude in degrees, for the map alone.
    """

    code: str
    kind: Kind = "state"
    name: Mapping[str, str] = field(default_factory=dict)
    responsible_state: str = ""
    position: tuple[float, float] | None = None
    communities: tuple[str, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    council_member: bool = False
    member_states: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Provenance:
    """How the register knows a fact: from where, how surely, since when, and why it was corrected."""

    fact: str
    recorded_at: datetime
    source: str = ""
    trust: FactTrust = "verified"
    why: str = ""


@dataclass(frozen=True, slots=True)
class RecordedAct:
    """An act of a party as the register holds it, with what its examination found (CCO-66.2.v)."""

    instrument: str
    act: InstrumentAct
    known: Provenance
    reference: str = ""
    finding: str = ""
    finding_provision: str = ""


@dataclass(frozen=True, slots=True)
class Position:
    """A position of a State as a source states it, too inexact for any computation (MNG-1, MNG-2, JHB-1)."""

    unit: str
    kind: PositionKind
    instrument: str
    precision: Precision
    known: Provenance
    partner: str = ""
    stated: str = ""
    year: int | None = None
    meaning: Literal["certain", "uncertain"] = "uncertain"


@dataclass(frozen=True, slots=True)
class Register:
    """All acts by instrument, all units, all arrangements, as believed at one moment (SYS-3)."""

    acts: Mapping[str, Sequence[InstrumentAct]] = field(default_factory=dict)
    units: Mapping[str, Unit] = field(default_factory=dict)
    arrangements: tuple[Arrangement, ...] = ()

    @property
    def kinds(self) -> Mapping[str, Kind]:
        """The kind of every unit that the register knows; another is taken for a State."""
        return MappingProxyType({code: unit.kind for code, unit in self.units.items()})

    def under(self, instrument: str) -> Sequence[InstrumentAct]:
        """The acts under an instrument."""
        return self.acts.get(instrument, ())

    def bases(self, *, requesting: str, requested: str, type: str, on: date) -> tuple[BasisView, ...]:
        """Every basis between two units for a type of assistance on a day, open ones first (REQUIREMENTS 5.3)."""
        asked = Question(requesting, requested, type, on, arrangements=self.arrangements)
        return ranked_bases([(load_instrument(id), acts) for id, acts in self.acts.items()], self.kinds, asked)
