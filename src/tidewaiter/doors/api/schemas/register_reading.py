"""What the API gives on instruments, parties, matrix, provisions and coming dates, and what is asked of them."""

from datetime import date, datetime

from pydantic import Field

from tidewaiter.actions.registry.views import CalendarView, InstrumentStatusView, MatrixRow, MatrixView, PartyView
from tidewaiter.doors.api.text import Asked, Code, Day, Shown
from tidewaiter.doors.words import say
from tidewaiter.treaty.register import RecordedAct
from tidewaiter.treaty.rules.calendar import ComingDate

_NAME = Field(description="by language", examples=[{"en": "Alder Bank", "fr": "Banc d’Alder"}])
_PART = Field(description="as the acts write it: an article, or an Annex", examples=["39"])


class MomentAsked(Asked):
    """The day that is asked about, and as of when the register's belief."""

    on: Day | None = Field(None, description="today where it is left out")
    believed: datetime | None = Field(None, description="what the register held at that moment; now where left out")


class OnAsked(Asked):
    """The day that is asked about."""

    on: Day | None = Field(None, description="today where it is left out")


class MatrixAsked(OnAsked):
    """The day that is asked about, and which columns."""

    every: bool = Field(False, description="every article and Annex, not only what a party may leave out")


class CalendarAsked(Asked):
    """Between which days, and what of it."""

    from_day: Day | None = Field(None, description="today where it is left out")
    until_day: Day | None = Field(None, description="two years later where it is left out")
    instrument: Code = Field("", examples=["cco-2019"])
    unit: Code = Field("", examples=["XA"])
    kind: Code = Field("", examples=["review"])


class StandingShown(Shown):
    """Where a unit stands under an instrument: since when it is bound, until when, and by which provisions."""

    status: str = Field(examples=["party"])
    since: date | None
    until: date | None = Field(description="the first day on which it is no longer bound", examples=[None])
    acted_on: date | None
    state: str = Field(description="the State through which a territory is covered", examples=[""])
    provisional: bool = Field(description="whether it rests on an act that is still under examination")
    provisions: list[str]


class PartyLineShown(Shown):
    """A unit, and where it stands under the instrument."""

    unit: str
    name: dict[str, str] = _NAME
    kind: str = Field(examples=["state"])
    standing: StandingShown
    sure: str = Field(description="the least sure of what it did", examples=["verified"])
    opted_out: list[str] = Field(examples=[["39"]])
    reserved: list[str] = Field(examples=[[]])
    annexes: list[str] = Field(examples=[[]])


class PartShown(Shown):
    """One article or Annex: how many it binds."""

    part: str = _PART
    id: str = Field(examples=["CCO-39"])
    trust: str
    bound: int
    opted_out: int
    reserved: int
    in_force: date | None


class ActOfPartyShown(Shown):
    """One act of a party as the register holds it, with its source."""

    fact: str = Field(examples=["019a2c1e-6f2d-7c3a-9a51-2f8e0a4b7c11"])
    instrument: str
    type: str = Field(examples=["accession"])
    on: date
    received: date | None
    units: list[str] = Field(examples=[["XA"]])
    annexes: list[str] | None = Field(examples=[None])
    articles: list[str] = Field(examples=[[]])
    territories: list[str] = Field(examples=[[]])
    effect_on: date | None = Field(examples=[None])
    form: str = Field(examples=["in_due_form"])
    reference: str = Field(examples=["Note 17/2025"])
    source: str = Field(examples=["Note of the depositary"])
    trust: str
    recorded_at: datetime

    @classmethod
    def of(cls, each: RecordedAct) -> "ActOfPartyShown":
        """Show an act with how it is known."""
        known, act = each.known, each.act
        return cls(
            fact=known.fact,
            instrument=each.instrument,
            type=act.type,
            on=act.on,
            received=act.received,
            units=list(act.units),
            annexes=None if act.annexes is None else list(act.annexes),
            articles=list(act.articles),
            territories=list(act.territories),
            effect_on=act.effect_on,
            form=act.form,
            reference=each.reference,
            source=known.source,
            trust=known.trust,
            recorded_at=known.recorded_at,
        )


class ComingDateShown(Shown):
    """One day on which something takes effect; `key` stays the same when the day moves."""

    key: str = Field(examples=["review.cco-2019.XM...1"])
    day: date
    kind: str = Field(examples=["review"])
    words: str = Field(description="in the caller's language", examples=["XM reviews what it opted out of or reserved"])
    instrument: str
    unit: str = Field(examples=["XM"])
    part: str = Field(examples=[""])
    state: str = Field(examples=[""])
    provision: str = Field(examples=["CCO-43.3"])
    provisional: bool

    @classmethod
    def of(cls, each: ComingDate) -> "ComingDateShown":
        """Show a date with its sentence."""
        words = say(f"coming:{each.kind}", unit=each.unit, part=each.part, through=each.state)
        plain = {name: getattr(each, name) for name in cls.model_fields if name not in ("key", "words")}
        return cls(key=each.key, words=words, **plain)


class InstrumentStatusShown(Shown):
    """One instrument on one day."""

    id: str = Field(examples=["cco-2019"])
    trust: str
    on: date
    believed: datetime | None = Field(examples=[None])
    general: date | None = Field(description="the general entry into force")
    provisional: bool
    count: int = Field(description="deposits that count")
    threshold: int
    parties: list[PartyLineShown]
    parts: list[PartShown]
    acts: list[ActOfPartyShown]
    coming: list[ComingDateShown]

    @classmethod
    def of(cls, view: InstrumentStatusView) -> "InstrumentStatusShown":
        """Show an instrument."""
        return cls(
            id=view.id,
            trust=view.trust,
            on=view.at.on,
            believed=view.at.believed,
            general=view.general,
            provisional=view.provisional,
            count=view.count,
            threshold=view.threshold,
            parties=[PartyLineShown.model_validate(each) for each in view.lines],
            parts=[PartShown.model_validate(each) for each in view.parts],
            acts=[ActOfPartyShown.of(each) for each in view.acts],
            coming=[ComingDateShown.of(each) for each in view.coming],
        )


class UnitLineShown(Shown):
    """A unit, and where it stands under each instrument under which it did anything."""

    unit: str
    name: dict[str, str] = _NAME
    kind: str = Field(examples=["state"])
    standings: dict[str, StandingShown] = Field(examples=[{}])


class PartiesShown(Shown):
    """Every unit of the register."""

    items: list[UnitLineShown]


class CellShown(Shown):
    """What a part is to a unit, the provisions that decide it, and the parts of it that are left out."""

    word: str = Field(examples=["bound"])
    because: list[str] = Field(examples=[["CCO-64.1"]])
    except_for: list[str] = Field(examples=[[]])


class PartyUnderShown(Shown):
    """Where a unit stands under one instrument."""

    id: str = Field(examples=["cco-2019"])
    trust: str
    standing: StandingShown
    cells: dict[str, CellShown] = Field(examples=[{}])
    acts: list[ActOfPartyShown]
    coming: list[ComingDateShown]


class PositionShown(Shown):
    """What a source states of a unit, too inexact to compute with."""

    unit: str
    kind: str = Field(examples=["convention"])
    instrument: str
    partner: str = Field(examples=[""])
    stated: str = Field(examples=["Party since 1993"])
    precision: str = Field(examples=["year"])
    year: int | None = Field(examples=[1993])


class PartyShown(Shown):
    """One unit on one day."""

    unit: str
    name: dict[str, str] = _NAME
    kind: str = Field(examples=["state"])
    responsible_state: str = Field(examples=[""])
    on: date
    believed: datetime | None = Field(examples=[None])
    administrations: list[str] = Field(examples=[["XA"]])
    instruments: list[PartyUnderShown]
    stated: list[PositionShown] = Field(examples=[[]])

    @classmethod
    def of(cls, view: PartyView) -> "PartyShown":
        """Show a unit."""
        return cls(
            unit=view.unit.code,
            name=dict(view.name),
            kind=view.unit.kind,
            responsible_state=view.unit.responsible_state,
            on=view.at.on,
            believed=view.at.believed,
            administrations=[code for code, _ in view.administrations],
            instruments=[
                PartyUnderShown(
                    id=each.id,
                    trust=each.trust,
                    standing=StandingShown.model_validate(each.standing),
                    cells={part: CellShown.model_validate(cell) for part, cell in each.cells.items()},
                    acts=[ActOfPartyShown.of(one) for one in each.acts],
                    coming=[ComingDateShown.of(one) for one in each.coming],
                )
                for each in view.instruments
            ],
            stated=[PositionShown.model_validate(each) for each in view.positions],
        )


class MatrixRowShown(Shown):
    """One unit with its cells, by part."""

    unit: str
    name: dict[str, str] = _NAME
    standing: StandingShown
    cells: dict[str, CellShown] = Field(examples=[{}])

    @classmethod
    def of(cls, row: MatrixRow, parts: list[str]) -> "MatrixRowShown":
        """Show a row."""
        cells = {part: CellShown.model_validate(cell) for part, cell in zip(parts, row.cells, strict=True)}
        standing = StandingShown.model_validate(row.standing)
        return cls(unit=row.unit, name=dict(row.name), standing=standing, cells=cells)


class MatrixShown(Shown):
    """Parties down, articles or Annexes across; `columns` gives the id of each part."""

    id: str = Field(examples=["cco-2019"])
    trust: str
    on: date
    columns: dict[str, str] = Field(examples=[{"39": "CCO-39"}])
    rows: list[MatrixRowShown]

    @classmethod
    def of(cls, view: MatrixView) -> "MatrixShown":
        """Show a matrix."""
        parts = [part for part, _ in view.columns]
        rows = [MatrixRowShown.of(row, parts) for row in view.rows]
        return cls(id=view.id, trust=view.trust, on=view.at.on, columns=dict(view.columns), rows=rows)


class BoundByShown(Shown):
    """What a provision is to one unit."""

    unit: str
    word: str = Field(examples=["bound"])
    because: list[str] = Field(examples=[["CCO-64.1"]])


class ProvisionUnderShown(Shown):
    """Whom a provision binds under one instrument that has it."""

    instrument: str
    units: list[BoundByShown]


class ProvisionStatusShown(Shown):
    """A provision on one day: the functions that carry it out, the law cases on it, and whom it binds."""

    id: str = Field(examples=["CCO-39"])
    on: date
    rules: list[str] = Field(examples=[["tidewaiter.treaty.rules.capability.open_bases"]])
    cases: list[str] = Field(examples=[["Before entry into force nothing is owed"]])
    under: list[ProvisionUnderShown]


class CalendarShown(Shown):
    """The coming dates between two days, both included."""

    from_day: date
    until_day: date
    items: list[ComingDateShown]

    @classmethod
    def of(cls, view: CalendarView) -> "CalendarShown":
        """Show the dates."""
        items = [ComingDateShown.of(each) for each in view.dates]
        return cls(from_day=view.from_day, until_day=view.until_day, items=items)
