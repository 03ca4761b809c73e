"""Reads and writes the register: facts are added, never changed, and every reading says as believed when (SYS-3)."""

import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any, TypeVar, cast

from django.db import connection
from django.db.models import Q

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.records.markings import marking_for
from tidewaiter.records.models import (
    ArrangementRecord,
    InstrumentActRecord,
    TreatyPosition,
    UnitRecord,
)
from tidewaiter.records.models.marking import known_id
from tidewaiter.records.models.registry import Believed
from tidewaiter.treaty.acts import ActType, Form, InstrumentAct
from tidewaiter.treaty.acts import Kind as UnitKind
from tidewaiter.treaty.provisions import Instrument, shipped, with_profile
from tidewaiter.treaty.register import Evidence, FactTrust, Position, Provenance, RecordedAct, Register, Unit
from tidewaiter.treaty.registry_file import unit_fact
from tidewaiter.treaty.rules.capability import Arrangement

Row = TypeVar("Row", bound=Believed)


@dataclass(frozen=True, slots=True)
class Recording:
    """How a fact comes into the register: whose row it is, when, from where, and which fact it corrects, if any."""

    owner: str
    at: datetime
    source: str = ""
    trust: FactTrust = "verified"
    fact: str = ""
    why: str = ""
    retracted: bool = False


def _columns(how: Recording) -> dict[str, Any]:
    return {
        "marking_id": marking_for(Facts(Kind.PUBLISHED, owner=how.owner)),
        "fact": uuid.UUID(how.fact) if how.fact else uuid.uuid4(),
        "recorded_at": how.at,
        "source": how.source,
        "trust": how.trust,
        "why": how.why,
        "retracted": how.retracted,
    }


def _provenance(row: Believed) -> Provenance:
    return Provenance(str(row.fact), row.recorded_at, row.source, cast(FactTrust, row.trust), row.why)


def _believed(rows: Iterable[Row]) -> list[Row]:
    """The last row of each fact, from rows in the order of their recording; none of a fact that was retracted."""
    last: dict[uuid.UUID, Row] = {}
    for row in rows:
        last[row.fact] = row
    return [row for row in last.values() if not row.retracted]


def _until(moment: datetime | None) -> Q:
    return Q() if moment is None else Q(recorded_at__lte=moment)


def add_instrument_act(how: Recording, recorded: RecordedAct) -> str:
    """Writes one act of a party, or what is known better of one; gives the id of the fact."""
    act = recorded.act
    row = InstrumentActRecord.objects.create(
        **_columns(how),
        instrument=recorded.instrument,
        type=act.type,
        units=list(act.units),
        on=act.on,
        received=act.received,
        annexes=list(act.annexes or ()),
        names_annexes=act.annexes is not None,
        articles=list(act.articles),
        territories=list(act.territories),
        effect_on=act.effect_on,
        cured_on=act.cured_on,
        reasons=act.reasons,
        form=act.form,
        finding=recorded.finding,
        finding_provision=recorded.finding_provision,
        reference=recorded.reference,
    )
    return str(row.fact)


def _recorded(row: InstrumentActRecord) -> RecordedAct:
    act = InstrumentAct(
        type=cast(ActType, row.type),
        on=row.on,
        units=tuple(row.units),
        received=row.received,
        annexes=tuple(row.annexes) if row.names_annexes else None,
        articles=tuple(row.articles),
        territories=tuple(row.territories),
        effect_on=row.effect_on,
        cured_on=row.cured_on,
        reasons=row.reasons,
        form=cast(Form, row.form),
    )
    return RecordedAct(row.instrument, act, _provenance(row), row.reference, row.finding, row.finding_provision)


def recorded_acts(*, instrument: str = "", believed: datetime | None = None) -> tuple[RecordedAct, ...]:
    """The acts of parties as believed at a moment (None: now), by the day of the act."""
    chosen = Q(instrument=instrument) if instrument else Q()
    rows = InstrumentActRecord.objects.filter(chosen & _until(believed)).order_by("recorded_at", "id")
    return tuple(sorted(map(_recorded, _believed(rows)), key=lambda each: (each.act.on, each.known.recorded_at)))


def history_of_act(fact: str) -> tuple[tuple[RecordedAct, bool], ...]:
    """Every row of one fact, oldest first, with whether it retracts the fact."""
    rows = InstrumentActRecord.objects.filter(fact=known_id(fact)).order_by("recorded_at", "id")
    return tuple((_recorded(row), row.retracted) for row in rows)


def acts_by_instrument(*, believed: datetime | None = None) -> Mapping[str, tuple[InstrumentAct, ...]]:
    """The acts under each instrument, ready for the rules of `treaty`; an instrument without acts is not there."""
    found: dict[str, list[InstrumentAct]] = {}
    for each in recorded_acts(believed=believed):
        found.setdefault(each.instrument, []).append(each.act)
    return {instrument: tuple(acts) for instrument, acts in found.items()}


def add_unit(how: Recording, unit: Unit) -> str:
    """Writes a State, territory or union, or what is known better of one: one fact by each code; gives its id."""
    latitude, longitude = unit.position or (None, None)
    row = UnitRecord.objects.create(
        **_columns(replace(how, fact=unit_fact(unit.code))),
        code=unit.code,
        kind=unit.kind,
        name=dict(unit.name),
        responsible_state=unit.responsible_state,
        latitude=latitude,
        longitude=longitude,
        communities=list(unit.communities),
        evidence=list(unit.evidence),
        council_member=unit.council_member,
        member_states=list(unit.member_states),
    )
    return str(row.fact)


def recorded_units(*, believed: datetime | None = None) -> tuple[tuple[Unit, Provenance], ...]:
    """The units as believed at a moment (None: now), by code."""
    rows = UnitRecord.objects.filter(_until(believed)).order_by("recorded_at", "id")
    return tuple((_unit(row), _provenance(row)) for row in sorted(_believed(rows), key=lambda each: each.code))


def unit_kinds() -> dict[str, UnitKind]:
    """What kind of unit each code is believed to be now: a State, a territory or a union."""
    rows = UnitRecord.objects.only("fact", "code", "kind", "retracted").order_by("recorded_at", "id")
    return {row.code: cast(UnitKind, row.kind) for row in _believed(rows)}


def state_for(administration: str, instrument: str) -> tuple[object, ...]:
    """What tells whether the answer is still the one of before, where it turns on an administration's unit, the acts
    under one instrument and the kinds of units: rows are only ever added there, under ids drawn at random.
    """
    with connection.cursor() as cursor:
        cursor.execute(_STATE, [administration, instrument])
        return tuple(cursor.fetchone())


_STATE = (
    "select (select unit from records_administration where code = %s), acts.*, units.* from "
    "(select count(*), bit_xor(uuid_hash_extended(id, 0)) from records_instrumentactrecord "
    "where instrument = %s) acts, (select count(*), bit_xor(uuid_hash_extended(id, 0)) from records_unitrecord) units"
)


def _unit(row: UnitRecord) -> Unit:
    placed = row.latitude is not None and row.longitude is not None
    return Unit(
        code=row.code,
        kind=cast(Any, row.kind),
        name=row.name,
        responsible_state=row.responsible_state,
        position=(float(row.latitude or 0), float(row.longitude or 0)) if placed else None,
        communities=tuple(row.communities),
        evidence=cast(tuple[Evidence, ...], tuple(row.evidence)),
        council_member=row.council_member,
        member_states=tuple(row.member_states),
    )


def add_arrangement(how: Recording, arrangement: Arrangement, told: Mapping[str, Any]) -> str:
    """Writes a mutual arrangement with its scope, elements, frequency and reference; gives the id of the fact."""
    row = ArrangementRecord.objects.create(
        **_columns(how),
        parties=list(arrangement.parties),
        articles=list(arrangement.articles),
        since=arrangement.from_,
        until=arrangement.to,
        **told,
    )
    return str(row.fact)


def arrangement_rows(*, believed: datetime | None = None) -> tuple[ArrangementRecord, ...]:
    """The mutual arrangements as believed at a moment (None: now), by their first day."""
    rows = ArrangementRecord.objects.filter(_until(believed)).order_by("recorded_at", "id")
    return tuple(sorted(_believed(rows), key=lambda row: row.since))


def add_position(how: Recording, position: Position) -> str:
    """Writes a position of a State as its source states it; gives the id of the fact."""
    row = TreatyPosition.objects.create(
        **_columns(how),
        unit=position.unit,
        kind=position.kind,
        instrument=position.instrument,
        partner=position.partner,
        stated=position.stated,
        precision=position.precision,
        year=position.year,
        meaning=position.meaning,
    )
    return str(row.fact)


def positions(*, believed: datetime | None = None) -> tuple[Position, ...]:
    """The stated positions of States as believed at a moment (None: now)."""
    rows = TreatyPosition.objects.filter(_until(believed)).order_by("recorded_at", "id")
    found = [
        Position(
            unit=row.unit,
            kind=cast(Any, row.kind),
            instrument=row.instrument,
            precision=cast(Any, row.precision),
            known=_provenance(row),
            partner=row.partner,
            stated=row.stated,
            year=row.year,
            meaning=cast(Any, row.meaning),
        )
        for row in _believed(rows)
    ]
    return tuple(sorted(found, key=lambda each: (each.unit, each.kind, each.year or 0, each.instrument, each.partner)))


def register(*, believed: datetime | None = None) -> Register:
    """The whole register as believed at a moment (None: now), for the rules."""
    return Register(
        acts=acts_by_instrument(believed=believed),
        units={unit.code: unit for unit, _ in recorded_units(believed=believed)},
        arrangements=tuple(
            Arrangement(tuple(row.parties), tuple(row.articles), row.since, row.until)
            for row in arrangement_rows(believed=believed)
        ),
    )


def instruments_added() -> tuple[Instrument, ...]:
    """The instruments that this installation's register added and somebody else than their author verified."""
    with connection.cursor() as cursor:
        cursor.execute(_ADDED)
        last = {instrument: (family, profile) for instrument, family, profile in cursor.fetchall()}
    return tuple(_instrument(instrument, *told) for instrument, told in last.items())


# asked at every act
_ADDED = (
    "select instrument, family, profile from records_instrumentversion "
    "where verified_at is not null and withdrawn_at is null order by verified_at, id"
)


@cache
def _instrument(id: str, family: str, profile: str) -> Instrument:
    return replace(with_profile(shipped(family), profile, id), id=id)
