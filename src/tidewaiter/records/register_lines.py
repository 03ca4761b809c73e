"""The register as lines of a file, and a line of a file as a row of the register."""

from collections.abc import Iterator
from dataclasses import fields
from datetime import datetime
from typing import Any, cast

from tidewaiter.records import registry
from tidewaiter.records.registry import Recording
from tidewaiter.records.versions import versions
from tidewaiter.treaty.acts import InstrumentAct
from tidewaiter.treaty.register import FactTrust, Position, Provenance, RecordedAct, Unit
from tidewaiter.treaty.registry_file import (
    ActLine,
    ArrangementLine,
    InstrumentLine,
    Line,
    PositionLine,
    RegistryFile,
    UnitLine,
    unit_of,
)


def register_file(*, believed: datetime | None = None) -> RegistryFile:
    """All facts as believed at a moment (None: now), and the instruments that were added until then."""
    found = RegistryFile(
        tuple(_instruments(believed)),
        tuple(_unit(unit, known) for unit, known in registry.recorded_units(believed=believed)),
        tuple(_act(each) for each in registry.recorded_acts(believed=believed)),
        tuple(_arrangements(believed)),
        tuple(_position(each) for each in registry.positions(believed=believed)),
    )
    return found.ordered()


def add_line(how: Recording, line: Line) -> None:
    """Writes what one line says; `how` bears the line's fact where it corrects one."""
    match line:
        case UnitLine():
            registry.add_unit(how, unit_of(line))
        case ActLine():
            known = Provenance(line.fact, how.at)
            registry.add_instrument_act(
                how,
                RecordedAct(line.instrument, line.act, known, line.reference, line.finding, line.finding_provision),
            )
        case ArrangementLine():
            told = {
                "scope": line.scope,
                "elements": list(line.elements),
                "frequency": line.frequency,
                "reference": line.reference,
            }
            registry.add_arrangement(how, line.arrangement, told)
        case PositionLine():
            registry.add_position(how, _stated(line, how))


def _stated(line: PositionLine, how: Recording) -> Position:
    values = {each.name: getattr(line, each.name) for each in fields(Position) if each.name != "known"}
    return Position(**values, known=Provenance(line.fact, how.at))


def _known(known: Provenance) -> dict[str, Any]:
    return {"source": known.source, "trust": known.trust, "why": known.why}


def _instruments(believed: datetime | None) -> Iterator[InstrumentLine]:
    for each in versions(believed=believed):
        yield InstrumentLine(
            id=each.instrument,
            family=each.family,
            profile=each.profile,
            state="verified" if each.verified_at is not None else "waiting",
            administration=each.administration,
            source=each.source,
        )


def _unit(unit: Unit, known: Provenance) -> UnitLine:
    values = {each.name: getattr(unit, each.name) for each in fields(Unit) if each.name != "position"}
    return UnitLine(**values, position=unit.position or (), **_known(known))


def _act(recorded: RecordedAct) -> ActLine:
    values = {each.name: getattr(recorded.act, each.name) for each in fields(InstrumentAct)}
    return ActLine(
        fact=recorded.known.fact,
        instrument=recorded.instrument,
        finding=recorded.finding,
        finding_provision=recorded.finding_provision,
        reference=recorded.reference,
        **values,
        **_known(recorded.known),
    )


def _arrangements(believed: datetime | None) -> Iterator[ArrangementLine]:
    for row in registry.arrangement_rows(believed=believed):
        yield ArrangementLine(
            fact=str(row.fact),
            parties=tuple(row.parties),
            articles=tuple(row.articles),
            from_=row.since,
            to=row.until,
            scope=row.scope,
            elements=tuple(row.elements),
            frequency=row.frequency,
            reference=row.reference,
            source=row.source,
            trust=cast(FactTrust, row.trust),
            why=row.why,
        )


def _position(position: Position) -> PositionLine:
    values = {each.name: getattr(position, each.name) for each in fields(Position) if each.name != "known"}
    return PositionLine(fact=position.known.fact, **values, **_known(position.known))
