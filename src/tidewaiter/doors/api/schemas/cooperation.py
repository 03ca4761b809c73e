"""What the API takes for a national unit's own work, and what it gives of it."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from tidewaiter.actions.cooperation import FileDraft, MeetingDraft, TranslationDraft
from tidewaiter.actions.cooperation.meetings import MeetingKind
from tidewaiter.actions.cooperation.translations import TranslationState
from tidewaiter.assistance.fields import MANY
from tidewaiter.doors.api.text import Code, Day, Flag, Given, Line, Shown, Text

Reference = Annotated[Line, Field(max_length=300, description="the paper or document, and where it lies")]
Name = Annotated[Line, Field(max_length=200)]
Why = Annotated[Line, Field(max_length=300, description="asked of a correction")]
Fact = Annotated[Code, Field(description="the id of what is put right; empty for something new")]
Gate = Annotated[Code, Field(max_length=32, examples=["research"])]
Month = Annotated[Code, Field(max_length=10, description="a day (2031-03-15) or a month (2031-03)")]


class PipelineGiven(Given):
    """A file of a national unit (MNG-8, MNG-9)."""

    kind: Code = Field(description="accession, agreement or memorandum", examples=["accession"])
    number: Code = Field(examples=["K-1"])
    title: Name = Field(examples=["Revised Kyoto Convention"])
    instrument: Code = Field("", description="where the register knows it", examples=["cco-2019"])
    partner: Annotated[Code, Field(max_length=16)] = Field("", description="an agreement needs it", examples=["HU"])
    left_out: Annotated[list[Gate], Field(max_length=MANY)] = Field([], description="gates the file does not need")

    def draft(self) -> FileDraft:
        """Return it as the act takes it."""
        return FileDraft(**{**self.model_dump(), "left_out": tuple(self.left_out)})


class GateGiven(Given):
    """When a gate was passed, or that it was not."""

    gate: Gate
    on: Month = Field("", examples=["2026-02"])
    reference: Reference = ""
    why: Why = ""
    taken_back: Flag = Field(False, description="it was never passed")


class NoteGiven(Given):
    """A note on a file."""

    text: Text = Field(examples=["The ministry agrees."])
    reference: Reference = ""


class MeetingGiven(Given):
    """A meeting that the administration attends (MNG-11)."""

    kind: MeetingKind = Field(examples=["council_session"])
    title: Name = Field(examples=["Session of the Council"])
    begins: Day = Field(examples=["2026-06-25"])
    ends: Day | None = Field(None, examples=["2026-06-26"])
    place: Name = ""
    fact: Fact = ""
    why: Why = ""
    cancelled: Flag = Field(False, description="with `fact`: it does not take place")

    def draft(self) -> MeetingDraft:
        """Return it as the act takes it."""
        return MeetingDraft(**self.model_dump(exclude={"fact", "why", "cancelled"}))


class TranslationGiven(Given):
    """A version of a translation (MNG-12)."""

    instrument: Name = Field(examples=["Revised Kyoto Convention"])
    language: Annotated[Code, Field(max_length=16)] = Field(examples=["mn"])
    version: Annotated[int, Field(ge=1, le=9_999, strict=True)] = Field(examples=[2])
    on: Day = Field(examples=["2026-02-01"])
    state: TranslationState = Field(examples=["official"])
    reference: Reference = ""
    fact: Fact = ""
    why: Why = ""

    def draft(self) -> TranslationDraft:
        """Return it as the act takes it."""
        return TranslationDraft(**self.model_dump(exclude={"fact", "why"}))


class DistributionGiven(Given):
    """To the officers of which offices; of all where none is named."""

    offices: Annotated[list[Code], Field(max_length=MANY)] = []


class PipelineLineShown(Shown):
    """A file in a list."""

    id: str
    kind: str = Field(examples=["accession"])
    number: str = Field(examples=["K-1"])
    title: str = Field(examples=["Revised Kyoto Convention"])
    instrument: str = Field(examples=[""])
    partner: str = Field(examples=[""])
    last_gate: str = Field(examples=["research"])
    last_on: str = Field(examples=["2026-02"])
    next_gates: list[str] = Field(examples=[["translation"]])
    in_force: date | None = Field(description="by the rule of its instrument, as far as it can be computed")
    opened_at: datetime


class PipelinesShown(Shown):
    """The own administration's files, newest first."""

    items: list[PipelineLineShown]


class GateShown(Shown):
    """A gate of a file."""

    code: str = Field(examples=["research"])
    on: str = Field(examples=["2026-02"])
    reference: str = Field(examples=[""])
    recorded_by: str = Field(examples=["xa.officer"])
    recorded_at: datetime | None
    open: bool
    exact: bool
    waits_for: list[str] = Field(examples=[[]])


class GateSaidShown(Shown):
    """What was said of a gate once."""

    code: str = Field(examples=["research"])
    on: str = Field(examples=["2026-02"])
    reference: str = Field(examples=[""])
    why: str = Field(examples=[""])
    taken_back: bool
    recorded_by: str = Field(examples=["xa.officer"])
    recorded_at: datetime


class NoteShown(Shown):
    """A note on a file."""

    text: str
    reference: str = Field(examples=["Letter 4"])
    noted_by: str = Field(examples=["xa.officer"])
    noted_at: datetime


class PipelineShown(Shown):
    """A file with its gates, their history and its notes."""

    line: PipelineLineShown
    provision: str = Field(examples=["MNG-8"])
    gates: list[GateShown]
    history: list[GateSaidShown]
    notes: list[NoteShown]
    opened_by: str = Field(examples=["xa.officer"])


class MeetingShown(Shown):
    """A meeting."""

    id: str
    kind: str = Field(examples=["council_session"])
    title: str = Field(examples=["Session of the Council"])
    place: str = Field(examples=["Port Grand"])
    begins: date
    ends: date


class MeetingsShown(Shown):
    """The meetings that the own administration attends, by day."""

    items: list[MeetingShown]


class TranslationLineShown(Shown):
    """A version of a translation in a list."""

    id: str
    instrument: str = Field(examples=["Revised Kyoto Convention"])
    language: str = Field(examples=["mn"])
    version: int
    on: date
    state: str = Field(examples=["official"])
    reference: str = Field(examples=[""])
    distributed: int = Field(examples=[120])
    acknowledged: int = Field(examples=[97])
    waits_for_me: bool


class TranslationsShown(Shown):
    """The own administration's translations."""

    items: list[TranslationLineShown]


class CopyShown(Shown):
    """That a version went to one officer."""

    officer: str
    name: str
    distributed_at: datetime
    acknowledged_at: datetime | None


class TranslationShown(Shown):
    """A version with everybody it went to; `waiting` are those to be reminded."""

    line: TranslationLineShown
    waiting: list[CopyShown]
    acknowledged: list[CopyShown]
    without_copy: int = Field(description="officers to whom it has not gone")


class DistributedShown(Shown):
    """To how many officers a version went."""

    officers: int = Field(examples=[120])


class TreatyPositionShown(Shown):
    """A treaty position of the own State as a source states it; nothing is computed from it."""

    unit: str
    kind: str = Field(examples=["convention"])
    instrument: str = Field(examples=["Harmonized System Convention"])
    partner: str = Field(examples=[""])
    stated: str = Field(examples=["1993"])
    precision: str = Field(examples=["year"])
    year: int | None = Field(examples=[1993])
    meaning: str = Field(examples=["uncertain"])
    source: str = Field(examples=["The unit's own page"])
    trust: str


class TreatyPositionsShown(Shown):
    """The own State's treaty positions."""

    items: list[TreatyPositionShown]
