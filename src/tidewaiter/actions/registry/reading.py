"""Reads the register for people: one instrument, all parties, one party, on any day, as believed at any moment."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.access.verbs import Role, Verb
from tidewaiter.actions.act import Deed, NotFound, act
from tidewaiter.actions.registry.columns import columns_of, every_part, id_of
from tidewaiter.actions.registry.views import (
    InstrumentStatusView,
    Moment,
    Name,
    PartiesView,
    PartStatus,
    PartyInstrument,
    PartyLine,
    PartyView,
    UnitLine,
    of_unit,
)
from tidewaiter.records import organization, people, registry
from tidewaiter.records.models import Administration
from tidewaiter.treaty.acts import InstrumentAct
from tidewaiter.treaty.profile import Profile
from tidewaiter.treaty.provisions import Instrument, implements, instrument_ids, instruments, load_instrument
from tidewaiter.treaty.register import FactTrust, Provenance, RecordedAct, Register, Unit
from tidewaiter.treaty.rules.amendments import AdoptedAmendment
from tidewaiter.treaty.rules.annexes import annex_date
from tidewaiter.treaty.rules.calendar import ComingDate, coming
from tidewaiter.treaty.rules.consent import stated
from tidewaiter.treaty.rules.force import entry_into_force
from tidewaiter.treaty.rules.parties import Parties, parties
from tidewaiter.treaty.rules.standings import Cell, UnitStanding, cells_of, matrix, standings

_LEAST_SURE: tuple[FactTrust, ...] = ("unverified", "partial", "verified")
_AHEAD = timedelta(days=5 * 366)


@dataclass(frozen=True, slots=True)
class Known:
    """The register as believed at a moment, with what pages say besides: names, and the acts with their sources."""

    at: Moment
    register: Register
    units: Mapping[str, tuple[Unit, Provenance]]
    houses: Mapping[str, Name]
    acts: Mapping[str, tuple[RecordedAct, ...]]
    amendments: Mapping[str, tuple[AdoptedAmendment, ...]]

    def coming(self, instrument: Instrument, first: date, last: date) -> tuple[ComingDate, ...]:
        """The coming dates of an instrument, those of its amendments among them."""
        return coming(instrument, self.register, first, last, self.amendments.get(instrument.id, ()))

    def name(self, unit: str) -> Name:
        """The name of a unit; that of its administration where the register has none of the unit itself."""
        found = self.units.get(unit)
        return dict(found[0].name) if found and found[0].name else self.houses.get(unit, {})

    def kind(self, unit: str) -> str:
        """State, territory or union."""
        return self.register.kinds.get(unit, "state")


def reading(deed: Deed, on: date | None, believed: datetime | None) -> Known:
    """Decides on a reading of what is published, says in the journal which day was asked about, and reads it all."""
    deed.require(Facts(Kind.PUBLISHED, owner=deed.caller.administration))
    at = Moment(on or deed.day, believed)
    deed.tell(on=at.on, **({"believed": at.believed} if at.believed else {}))
    shown = [_for_reader(deed, each) for each in registry.recorded_acts(believed=believed)]
    by_instrument: dict[str, tuple[RecordedAct, ...]] = {}
    for each in shown:
        by_instrument[each.instrument] = (*by_instrument.get(each.instrument, ()), each)
    recorded = registry.register(believed=believed)
    return Known(
        at=at,
        register=recorded,
        units={unit.code: (unit, known) for unit, known in registry.recorded_units(believed=believed)},
        houses={each.unit: dict(each.name) for each in reversed(_houses())},
        acts=by_instrument,
        amendments=organization.amendments(recorded, max(at.on, deed.day)),
    )


def _houses() -> list[Administration]:
    """The administrations that act for a unit; the Organization's own is of none."""
    return [each for each in people.administrations() if each.unit and not each.organization]


def _for_reader(deed: Deed, each: RecordedAct) -> RecordedAct:
    """The public reads what was done and how surely it is known, not the depositary's own notes on it."""
    if Role.PUBLIC_READER not in deed.caller.roles:
        return each
    return replace(each, reference="", finding="", known=replace(each.known, why=""))


def known_instrument(instrument: str) -> Instrument:
    """The instrument with this id; NotFound where there is none."""
    if instrument not in instrument_ids():
        raise NotFound
    return load_instrument(instrument)


@act(Verb.READ_INSTRUMENT_STATUS)
@implements("CCO-43.4", "CCO-66.2.iii", "CCO-66.2.vi")
def read_instrument_status(
    deed: Deed, instrument: str, *, on: date | None = None, believed: datetime | None = None
) -> InstrumentStatusView:
    """Reads who is bound by an instrument on a day, since when, article by article, and by which acts."""
    known = reading(deed, on, believed)
    deed.tell(instrument=instrument)
    found = known_instrument(instrument)
    acts, kinds, day = known.register.under(instrument), known.register.kinds, known.at.on
    force = entry_into_force(found, acts, kinds)
    bound = parties(found.profile, acts, kinds)
    columns = [part for part, _ in columns_of(found, acts)]
    cells = matrix(found, acts, kinds, day, columns)
    own = standings(found, acts, kinds, day)
    return InstrumentStatusView(
        id=found.id,
        trust=found.trust,
        at=known.at,
        general=force.general,
        provisional=force.provisional,
        count=force.count,
        threshold=found.profile.force.threshold if found.profile.force else 0,
        lines=tuple(_line(known, found, each, cells[each.unit]) for each in own.values()),
        parts=_parts(known, found, bound, cells),
        acts=known.acts.get(instrument, ()),
        steps=_steps(bound),
        coming=known.coming(found, day + timedelta(days=1), day + _AHEAD),
        positions=tuple(each for each in registry.positions(believed=believed) if each.instrument == found.id),
    )


def _line(known: Known, instrument: Instrument, standing: UnitStanding, cells: Mapping[str, Cell]) -> PartyLine:
    unit, profile = standing.unit, instrument.profile
    rest = {part: cell for part, cell in cells.items() if part != profile.general_provision}
    found = known.units.get(unit)
    return PartyLine(
        unit=unit,
        name=known.name(unit),
        kind=known.kind(unit),
        standing=standing,
        sure=_sure(known, instrument.id, unit),
        position=found[0].position if found else None,
        opted_out=tuple(part for part, cell in rest.items() if cell.word == "opted_out"),
        reserved=tuple(
            name for part, cell in rest.items() for name in ((part,) if cell.word == "reserved" else cell.except_for)
        ),
        annexes=tuple(part for part in profile.annexes if part in rest and rest[part].word == "bound"),
    )


def _sure(known: Known, instrument: str, unit: str) -> str:
    trusts = {each.known.trust for each in known.acts.get(instrument, ()) if of_unit(each, unit)}
    return next((trust for trust in _LEAST_SURE if trust in trusts), "verified")


def _parts(
    known: Known, instrument: Instrument, bound: Parties, cells: Mapping[str, Mapping[str, Cell]]
) -> tuple[PartStatus, ...]:
    profile = instrument.profile
    rows = list(cells.values())
    trusts = {article.number: _least(each.trust for each in article.provisions) for article in instrument.articles}
    found = []
    for part in every_part(instrument):
        column = part if rows and part in rows[0] else profile.general_provision
        words = [row[column].word for row in rows]
        kept = [row[column].except_for for row in rows if column == part]
        own = _annex_date(known, profile, bound, part) if part in profile.annexes else None
        found.append(
            PartStatus(
                part=part,
                id=id_of(profile, part),
                trust=trusts.get(part, ""),
                bound=words.count("bound"),
                opted_out=words.count("opted_out"),
                reserved=words.count("reserved") + sum(1 for each in kept if each),
                in_force=own,
            )
        )
    return tuple(found)


def _annex_date(known: Known, profile: Profile, bound: Parties, annex: str) -> date | None:
    found = annex_date(profile, bound.acceptances, annex, known.register.kinds)
    return stated(known.register.under(profile.id), found, annex).general


def _least(trusts: Iterable[str]) -> str:
    found = set(trusts)
    return next((trust for trust in _LEAST_SURE if trust in found), "")


def _steps(found: Parties) -> tuple[tuple[date, int], ...]:
    """How many units were or will be bound from each day on which the number changes."""
    changes: dict[date, int] = {}
    for each in found.consents:
        for day, change in ((each.start, 1), (each.end, -1)):
            if each.start is not None and day is not None:
                changes[day] = changes.get(day, 0) + change
    counted, steps = 0, []
    for day in sorted(changes):
        counted += changes[day]
        steps.append((day, counted))
    return tuple(steps)


@act(Verb.READ_PARTIES)
@implements("CCO-66.2.iii")
def read_parties(deed: Deed, *, on: date | None = None, believed: datetime | None = None) -> PartiesView:
    """Reads every unit of the register, with where it stands under each instrument on a day."""
    known = reading(deed, on, believed)
    by_unit: dict[str, dict[str, UnitStanding]] = {code: {} for code in sorted({*known.units, *known.houses})}
    for instrument in instruments():
        acts = known.register.under(instrument.id)
        for unit, standing in standings(instrument, acts, known.register.kinds, known.at.on).items():
            by_unit.setdefault(unit, {})[instrument.id] = standing
    lines = (UnitLine(unit, known.name(unit), known.kind(unit), found) for unit, found in sorted(by_unit.items()))
    return PartiesView(known.at, tuple(each.id for each in instruments() if known.acts.get(each.id)), tuple(lines))


@act(Verb.READ_PARTY)
@implements("CCO-66.2.iii", "NBO-10")
def read_party(deed: Deed, unit: str, *, on: date | None = None, believed: datetime | None = None) -> PartyView:
    """Reads one unit: what binds it on a day, since and until when, and by which acts and sources."""
    known = reading(deed, on, believed)
    deed.tell(unit=unit)
    under = [(each, known.register.under(each.id)) for each in instruments()]
    concerned = tuple(
        _under(known, instrument, acts, unit) for instrument, acts in under if any(_names(act, unit) for act in acts)
    )
    stated = tuple(each for each in registry.positions(believed=believed) if unit in (each.unit, each.partner))
    if not concerned and not stated and unit not in known.units and unit not in known.houses:
        raise NotFound
    own, source = known.units.get(unit, (Unit(unit), None))
    return PartyView(
        unit=own,
        name=known.name(unit),
        known=source,
        at=known.at,
        instruments=concerned,
        positions=stated,
        arrangements=tuple(each for each in known.register.arrangements if unit in each.parties),
        administrations=tuple((each.code, dict(each.name)) for each in people.administrations() if each.unit == unit),
    )


def _names(act: InstrumentAct, unit: str) -> bool:
    return unit in act.units or unit in act.territories


def _under(known: Known, instrument: Instrument, acts: Sequence[InstrumentAct], unit: str) -> PartyInstrument:
    kinds, day = known.register.kinds, known.at.on
    every = standings(instrument, acts, kinds, day)
    columns = [part for part, _ in columns_of(instrument, acts)]
    mine = tuple(each for each in known.acts.get(instrument.id, ()) if of_unit(each, unit))
    return PartyInstrument(
        id=instrument.id,
        trust=instrument.trust,
        standing=every.get(unit) or UnitStanding(unit, "none"),
        cells=cells_of(instrument, acts, kinds, day, unit, columns),
        territories=tuple(each for each in every.values() if each.state == unit),
        acts=mine,
        coming=tuple(each for each in _ahead(known, instrument) if unit in (*each.unit.split(", "), each.state)),
    )


def _ahead(known: Known, instrument: Instrument) -> tuple[ComingDate, ...]:
    first = known.at.on + timedelta(days=1)
    return known.coming(instrument, first, first + _AHEAD)
