"""What the API takes for units, arrangements, agreements and the register as a file, and what it gives of them."""

from datetime import date, datetime
from typing import Annotated, Literal, Self

from pydantic import ConfigDict, Field

from tidewaiter.actions.registry import ArrangementView, InstrumentDraft, UnitView, VersionView
from tidewaiter.assistance.fields import MANY
from tidewaiter.doors.api.text import LINES, Code, Day, Flag, Given, Line, Shown
from tidewaiter.treaty.acts import Kind
from tidewaiter.treaty.provisions import LANGUAGES
from tidewaiter.treaty.register import Evidence, FactTrust, Unit
from tidewaiter.treaty.registry_file import ArrangementLine

UnitCode = Annotated[Code, Field(max_length=8, examples=["XA"])]
UnitCodes = Annotated[list[UnitCode], Field(max_length=MANY)]
Short = Annotated[Line, Field(max_length=200)]
Source = Annotated[Line, Field(max_length=500, description="from where it is known", examples=["Letter 12 of 2026"])]
Why = Annotated[Line, Field(max_length=500, description="asked of a correction", examples=[""])]
WholeText = Annotated[str, Field(max_length=5_000_000, pattern=LINES)]


class UnitGiven(Given):
    """A State, territory or union, with what its eligibility turns on (CCO-5.1)."""

    code: Annotated[Code, Field(max_length=8)] = Field(examples=["XQ"])
    kind: Kind = Field("state", examples=["state"])
    name: dict[Literal["en", "fr", "es", "nl"], Short] = Field(examples=[{"en": "Quiet Cay"}])
    responsible_state: Annotated[Code, Field(max_length=8)] = Field("", description="of a territory", examples=[""])
    latitude: float | None = Field(None, ge=-90, le=90, description="for the map alone", examples=[12.5])
    longitude: float | None = Field(None, ge=-180, le=180, examples=[-60.25])
    communities: Annotated[list[Annotated[Code, Field(max_length=32)]], Field(max_length=MANY)] = Field(
        [], examples=[["CARICOM"]]
    )
    evidence: Annotated[list[Evidence], Field(max_length=MANY)] = Field([], examples=[["basin_state"]])
    council_member: Flag = False
    member_states: UnitCodes = Field([], description="of a union", examples=[[]])
    source: Source
    trust: FactTrust = Field("verified", examples=["verified"])
    why: Why = ""

    def unit(self) -> Unit:
        """Return it as the rules read it."""
        placed = self.latitude is not None and self.longitude is not None
        return Unit(
            code=self.code,
            kind=self.kind,
            name={language: self.name[language] for language in LANGUAGES if language in self.name},
            responsible_state=self.responsible_state,
            position=(self.latitude or 0.0, self.longitude or 0.0) if placed else None,
            communities=tuple(self.communities),
            evidence=tuple(self.evidence),
            council_member=self.council_member,
            member_states=tuple(self.member_states),
        )


class UnitShown(Shown):
    """A unit and how the register knows it."""

    code: str = Field(examples=["XA"])
    kind: Kind
    name: dict[str, str] = Field(examples=[{"en": "Alder Bank"}])
    responsible_state: str = Field(examples=[""])
    position: list[float] | None = Field(description="latitude and longitude", examples=[[12.5, -60.25]])
    communities: list[str] = Field(examples=[["CARICOM"]])
    evidence: list[Evidence]
    council_member: bool
    member_states: list[str] = Field(examples=[[]])
    recorded_at: datetime
    source: str = Field(examples=["Letter 12 of 2026"])
    trust: FactTrust
    why: str = Field(examples=[""])

    @classmethod
    def of(cls, view: UnitView) -> Self:
        """The unit as it goes out."""
        unit, known = view.unit, view.known
        return cls(
            code=unit.code,
            kind=unit.kind,
            name=dict(unit.name),
            responsible_state=unit.responsible_state,
            position=list(unit.position) if unit.position else None,
            communities=list(unit.communities),
            evidence=list(unit.evidence),
            council_member=unit.council_member,
            member_states=list(unit.member_states),
            recorded_at=known.recorded_at,
            source=known.source,
            trust=known.trust,
            why=known.why,
        )


class UnitsShown(Shown):
    """Every unit of the register."""

    items: list[UnitShown]


class ArrangementGiven(Given):
    """A mutual arrangement, or what is known better of one (CCO-61.2)."""

    fact: Code = Field("", description="of one that is changed or ended", examples=[""])
    parties: UnitCodes = Field(examples=[["XA", "XB"]])
    articles: Annotated[list[Annotated[Code, Field(max_length=16)]], Field(max_length=MANY)] = Field(
        description="that it serves, as the Agreement numbers them", examples=[["27", "28"]]
    )
    since: Day = Field(examples=["2026-03-02"])
    until: Day | None = Field(None, description="the last day; open where it is not agreed")
    scope: Annotated[Line, Field(max_length=1000)] = Field("", examples=["Sea containers"])
    elements: Annotated[list[Annotated[Code, Field(max_length=64)]], Field(max_length=MANY)] = Field(
        [], examples=[["seal_no"]]
    )
    frequency: Short = Field("", examples=["daily"])
    reference: Short = Field(examples=["Arrangement 3 of 2026"])
    source: Annotated[Line, Field(max_length=500)] = Field("", examples=["Bulletin 7"])
    why: Why = ""

    def line(self) -> ArrangementLine:
        """Return it as the register keeps it."""
        return ArrangementLine(
            fact=self.fact,
            parties=tuple(self.parties),
            articles=tuple(self.articles),
            from_=self.since,
            to=self.until,
            scope=self.scope,
            elements=tuple(self.elements),
            frequency=self.frequency,
            reference=self.reference,
            source=self.source,
            why=self.why,
        )


class ArrangementShown(Shown):
    """A mutual arrangement, and whether it runs today."""

    fact: str = Field(examples=["019a2c1e-6f2d-7c3a-9a51-2f8e0a4b7c11"])
    parties: list[str] = Field(examples=[["XA", "XB"]])
    articles: list[str] = Field(examples=[["27"]])
    since: date
    until: date | None
    scope: str = Field(examples=["Sea containers"])
    elements: list[str] = Field(examples=[["seal_no"]])
    frequency: str = Field(examples=["daily"])
    reference: str = Field(examples=["Arrangement 3 of 2026"])
    source: str = Field(examples=["Bulletin 7"])
    trust: FactTrust
    why: str = Field(examples=[""])
    runs: bool

    @classmethod
    def of(cls, view: ArrangementView) -> Self:
        """The arrangement as it goes out."""
        line = view.line
        return cls(
            fact=line.fact,
            parties=list(line.parties),
            articles=list(line.articles),
            since=line.from_,
            until=line.to,
            scope=line.scope,
            elements=list(line.elements),
            frequency=line.frequency,
            reference=line.reference,
            source=line.source,
            trust=line.trust,
            why=line.why,
            runs=view.runs,
        )


class ArrangementsShown(Shown):
    """Every mutual arrangement of the register."""

    items: list[ArrangementShown]


class AgreementGiven(Given):
    """A bilateral agreement or the completion of an unverified instrument, with its profile as TOML."""

    model_config = ConfigDict(json_schema_extra={"description": "See docs/howto-agreements.md for the profile."})

    id: Code = Field(examples=["bil-xa-xb-2026"])
    family: Code = Field(examples=["bil"])
    profile: WholeText = Field(examples=["id = 'bil-xa-xb-2026'"])
    source: Source

    def draft(self) -> InstrumentDraft:
        """Return it as the act takes it."""
        return InstrumentDraft(self.id, self.family, self.profile, self.source)


class AgreementShown(Shown):
    """One version of an added instrument."""

    id: str = Field(examples=["019a2c1e-6f2d-7c3a-9a51-2f8e0a4b7c11"])
    instrument: str = Field(examples=["bil-xa-xb-2026"])
    family: str = Field(examples=["bil"])
    title: dict[str, str] = Field(examples=[{"en": "Agreement of Alder Bank and Belle-Anse"}])
    parties: list[str] = Field(examples=[["XA", "XB"]])
    profile: str = Field(examples=["id = 'bil-xa-xb-2026'"])
    administration: str
    source: str = Field(examples=["Official bulletin 3"])
    recorded_by: str = Field(examples=["xa.officer"])
    recorded_at: datetime
    verified_by: str = Field(examples=["xa.head"])
    verified_at: datetime | None
    withdrawn_at: datetime | None
    counts: bool = Field(description="whether the instrument counts by this version")

    @classmethod
    def of(cls, view: VersionView) -> Self:
        """The version as it goes out."""
        version = view.version
        return cls(
            **{name: getattr(version, name) for name in cls.model_fields if hasattr(version, name)},
            title=dict(view.instrument.title),
            parties=list(view.instrument.profile.parties),
            counts=view.counts,
        )


class AgreementsShown(Shown):
    """Every version of the added instruments that the caller may know of."""

    items: list[AgreementShown]


class FileShown(Shown):
    """The whole register as a file."""

    format: Literal["toml", "json"]
    text: str = Field(examples=['format = "tidewaiter register 1"'])


class FileGiven(Given):
    """A file of the register, taken in all at once or not at all."""

    text: WholeText = Field(
        description="as it was exported, TOML or JSON", examples=['format = "tidewaiter register 1"']
    )
    why: Why = ""
    dry_run: Flag = Field(False, description="only say what would be done")


class FileTakenShown(Shown):
    """What an import did, or would do."""

    added: int = Field(examples=[2])
    corrected: int = Field(examples=[0])
    unchanged: int = Field(examples=[14])
    waiting: list[str] = Field(description="instruments that another person has to verify", examples=[[]])
