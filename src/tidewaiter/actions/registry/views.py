"""What the register shows of itself: instruments, parties, matrix, provisions and coming dates, as plain data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from tidewaiter.treaty.acts import InstrumentAct
from tidewaiter.treaty.register import Position, Provenance, RecordedAct, Unit
from tidewaiter.treaty.rules.calendar import ComingDate
from tidewaiter.treaty.rules.capability import Arrangement
from tidewaiter.treaty.rules.standings import Cell, UnitStanding

Name = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Moment:
    """The day that is asked about, and as of when the register's belief (None: what is believed now)."""

    on: date
    believed: datetime | None = None


@dataclass(frozen=True, slots=True)
class PartyLine:
    """A unit with its name by language and where it stands under one instrument; `sure` is the trust of what it did
    there, the least sure of its acts.
    """

    unit: str
    name: Name
    kind: str
    standing: UnitStanding
    sure: str = "verified"
    position: tuple[float, float] | None = None
    opted_out: tuple[str, ...] = ()
    reserved: tuple[str, ...] = ()
    annexes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PartStatus:
    """How one article or Annex stands on the day: how many units it binds, and how many are free of it.

    `in_force` is the day of an Annex's own entry into force.
    """

    part: str
    id: str
    trust: str
    bound: int
    opted_out: int = 0
    reserved: int = 0
    in_force: date | None = None


@dataclass(frozen=True, slots=True)
class InstrumentStatusView:
    """One instrument on one day: since when it is in force, for whom, article by article, and by which acts."""

    id: str
    trust: str
    at: Moment
    general: date | None
    provisional: bool
    count: int
    threshold: int
    lines: tuple[PartyLine, ...]
    parts: tuple[PartStatus, ...]
    acts: tuple[RecordedAct, ...]
    steps: tuple[tuple[date, int], ...]
    coming: tuple[ComingDate, ...]
    positions: tuple[Position, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitLine:
    """A unit, and where it stands under each instrument under which it did anything."""

    unit: str
    name: Name
    kind: str
    standings: Mapping[str, UnitStanding]


@dataclass(frozen=True, slots=True)
class PartiesView:
    """Every unit of the register on one day."""

    at: Moment
    instruments: tuple[str, ...]
    lines: tuple[UnitLine, ...]


@dataclass(frozen=True, slots=True)
class PartyInstrument:
    """Where one unit stands under one instrument, what of it binds the unit, and what it did there.

    `territories` are those that it covers, each with the first day and, where one is known, the first day after.
    """

    id: str
    trust: str
    standing: UnitStanding
    cells: Mapping[str, Cell]
    territories: tuple[UnitStanding, ...]
    acts: tuple[RecordedAct, ...]
    coming: tuple[ComingDate, ...]


@dataclass(frozen=True, slots=True)
class PartyView:
    """One unit on one day: what it is, how surely, and under each instrument where it stands."""

    unit: Unit
    name: Name
    known: Provenance | None
    at: Moment
    instruments: tuple[PartyInstrument, ...]
    positions: tuple[Position, ...]
    arrangements: tuple[Arrangement, ...]
    administrations: tuple[tuple[str, Name], ...]


@dataclass(frozen=True, slots=True)
class MatrixRow:
    """One unit with its cells, one a column."""

    unit: str
    name: Name
    standing: UnitStanding
    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class MatrixView:
    """Parties down, articles or Annexes across; `columns` are pairs of the part as the acts write it and its id."""

    id: str
    trust: str
    at: Moment
    columns: tuple[tuple[str, str], ...]
    rows: tuple[MatrixRow, ...]
    every: bool = False


@dataclass(frozen=True, slots=True)
class ProvisionUnder:
    """Whom a provision binds on the day under one instrument that has it."""

    instrument: str
    trust: str
    rows: tuple[MatrixRow, ...]


@dataclass(frozen=True, slots=True)
class ProvisionStatusView:
    """A provision on one day: the functions that carry it out, the law cases on it, and whom it binds."""

    id: str
    at: Moment
    rules: tuple[str, ...]
    cases: tuple[str, ...]
    under: tuple[ProvisionUnder, ...]


@dataclass(frozen=True, slots=True)
class CalendarView:
    """The coming dates between two days, with the names of the units that they concern."""

    from_day: date
    until_day: date
    dates: tuple[ComingDate, ...]
    names: Mapping[str, Name] = field(default_factory=dict)


def of_unit(recorded: RecordedAct, unit: str) -> bool:
    """Whether an act is the unit's own, or names it as a territory."""
    act: InstrumentAct = recorded.act
    return unit in act.units or unit in act.territories
