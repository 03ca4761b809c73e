"""What the API takes for the depositary's desk, and what it gives of it."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import ConfigDict, Field

from tidewaiter.actions.registry import Cure, DocumentGiven, ReceivedAct
from tidewaiter.doors.api.schemas.common import BelievedAsked
from tidewaiter.doors.api.schemas.given_registry import InstrumentActGiven
from tidewaiter.doors.api.text import Asked, Code, Cursor, Day, Flag, Given, Line, Shown
from tidewaiter.treaty.register import FactTrust

FACT = "019a2c1e-6f2d-7c3a-9a51-2f8e0a4b7c11"
Why = Annotated[Line, Field(max_length=300, description="the reason; it stays readable", examples=["Misread"])]
AnnexCodes = Annotated[list[Annotated[Code, Field(max_length=8)]], Field(max_length=20)]


class ReceivedActGiven(InstrumentActGiven):
    """An act as it reaches the depositary, with its source and how sure that is."""

    source: Annotated[Line, Field(max_length=300)] = Field("", examples=["Note verbale 17/2026"])
    trust: FactTrust = "verified"

    def received_act(self) -> ReceivedAct:
        """Return it as the acts take it."""
        return ReceivedAct(self.instrument, self.act(), self.reference, self.source, self.trust)


class CorrectionGiven(ReceivedActGiven):
    """What is known better of an act, and why."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "instrument": "cco-2019",
                    "type": "ratification",
                    "on": "2026-03-02",
                    "units": ["XL"],
                    "why": "The day was misread",
                }
            ]
        }
    )

    why: Why


class FindingGiven(Given):
    """What the examination found (CCO-66.2.v)."""

    outcome: Literal["defective", "question", "contested"] = Field(examples=["defective"])
    finding: Annotated[Line, Field(max_length=300)] = Field(examples=["The instrument is not signed."])
    provision: Annotated[Code, Field(max_length=32)] = Field("", examples=["CCO-60.2"])


class CureGiven(Given):
    """When a defect was cured, and what was supplied."""

    on: Day = Field(examples=["2026-03-09"])
    annexes: AnnexCodes | None = Field(None, examples=[["I"]])
    effect_on: Day | None = None
    reasons: Flag = False
    reference: Annotated[Line, Field(max_length=200)] = Field("", examples=["Note 21/2026"])

    def cure(self) -> Cure:
        """Return it as the acts take it."""
        annexes = None if self.annexes is None else tuple(self.annexes)
        return Cure(self.on, annexes, self.effect_on, self.reasons, self.reference)


class ReasonGiven(Given):
    """Why."""

    why: Why = ""


class ProofGiven(Given):
    """Proof that a notice went out to one addressee."""

    addressee: Code = Field(description="its code in the notice", examples=["XB"])
    day: Day = Field(examples=["2026-03-09"])
    how: Literal["letter", "email", "by_hand", "courier", "published", "desk"] = Field(examples=["letter"])
    reference: Annotated[Line, Field(max_length=200)] = Field("", examples=["RR 1234"])
    received: Day | None = None


class DocumentFormGiven(Given):
    """What a document is, beside its file."""

    kind: Literal[
        "original_text", "act_document", "notification", "reservation", "undertaking", "communication", "other"
    ] = Field(examples=["act_document"])
    instrument: Code = Field(examples=["cco-2019"])
    title: Annotated[Line, Field(max_length=200)] = Field(examples=["Instrument of ratification"])
    language: Literal["en", "fr", "es", "nl", "mul"] = Field(examples=["en"])
    received_at: datetime | None = Field(None, description="now, where it is left out")
    fact: Code = Field("", description="the act it belongs to")
    place: Annotated[Line, Field(max_length=200)] = Field("", examples=["Archive, room 2"])
    custodian: Annotated[Line, Field(max_length=200)] = ""

    def document(self) -> DocumentGiven:
        """Return it as the acts take it."""
        return DocumentGiven(
            self.kind,
            self.instrument,
            self.title,
            self.language,
            self.received_at,
            self.fact,
            (),
            self.place,
            self.custodian,
        )


class CopyGiven(Given):
    """In which language the certificate is."""

    language: Literal["en", "fr", "es", "nl"] = Field(examples=["fr"])


class PartyActsAsked(BelievedAsked):
    """Of which instrument and unit."""

    instrument: Code = ""
    unit: Code = ""


class DispatchesAsked(Asked):
    """Which notices."""

    state: Literal["", "draft", "dispatched", "proved", "dropped"] = ""
    limit: Annotated[int, Field(ge=1, le=200)] = 50
    after: Cursor = ""


class DocumentsAsked(Asked):
    """Of which instrument or act."""

    instrument: Code = ""
    fact: Code = ""


class ActShown(Shown):
    """What a party did."""

    type: str = Field(examples=["ratification"])
    on: date
    units: list[str] = Field(examples=[["XD"]])
    received: date | None
    annexes: list[str] | None = Field(examples=[["I"]])
    articles: list[str] = Field(examples=[["39"]])
    territories: list[str] = Field(examples=[[]])
    effect_on: date | None
    cured_on: date | None
    reasons: bool


class PartyActShown(Shown):
    """An act of a party as the register held it from a moment on."""

    fact: str = Field(examples=[FACT])
    instrument: str
    act: ActShown
    state: str = Field(examples=["under_examination"])
    recorded_at: datetime
    reference: str = Field(examples=["Note 17/2026"])
    finding: str = Field(examples=["The instrument is not signed."])
    finding_provision: str = Field(examples=["CCO-60.2"])
    source: str = Field(examples=["Note verbale 17/2026"])
    trust: str = Field(examples=["verified"])
    why: str = Field(examples=[""])


class ChangeShown(Shown):
    """A day that the act gives, moves or takes away; `of` names the Annex, State or unit beside."""

    name: str = Field(examples=["XD"])
    before: date | None
    after: date | None
    of: str = Field(examples=[""])


class AskShown(Shown):
    """Something to be settled with the party."""

    code: str = Field(examples=["signatory_accedes"])
    field: str = Field(examples=["units.0"])
    provision: str
    severity: str = Field(examples=["question"])


class NoticeDraftShown(Shown):
    """A notice that will be drafted."""

    event: str = Field(examples=["deposit"])
    provisions: list[str]
    to: list[str] = Field(examples=[["XA", "XB"]])
    target: str = Field(examples=[""])
    required: bool


class ConsequencesShown(Shown):
    """What an act changes: counts against the threshold, dates, endings, questions, notices."""

    count_before: int
    count_after: int
    threshold: int
    reaches: bool = Field(description="whether it brings the last unit that entry into force needed")
    general: ChangeShown
    provisional: bool
    units: list[ChangeShown]
    annexes: list[ChangeShown]
    annex_units: list[ChangeShown]
    territories: list[ChangeShown]
    endings: list[ChangeShown]
    reserved: list[ChangeShown]
    asks: list[AskShown]
    notices: list[NoticeDraftShown]
    addressees: list[str] = Field(examples=[["XA", "XB"]])


class AddresseeShown(Shown):
    """One addressee of a notice; without an administration it is told by hand."""

    code: str = Field(examples=["XB"])
    administration: str
    proved_on: date | None
    how: str = Field(examples=["letter"])
    reference: str = Field(examples=["Note 17/2026"])
    received_on: date | None
    opened_at: datetime | None
    opened_by: str = Field(examples=["xb.officer"])


class DispatchShown(Shown):
    """A notice of the depositary."""

    id: str
    instrument: str
    event: str = Field(examples=["deposit"])
    provisions: list[str]
    units: list[str] = Field(examples=[["XD"]])
    about: dict[str, str] = Field(examples=[{"type": "ratification", "on": "2026-03-02"}])
    fact: str = Field(examples=[FACT])
    state: str = Field(examples=["draft"])
    required: bool
    target: str = Field(examples=[""])
    due: date | None
    drafted_on: date
    dispatched_at: datetime | None
    why: str = Field(examples=[""])
    addressees: list[AddresseeShown]


class DispatchesShown(Shown):
    """Some notices, newest first."""

    items: list[DispatchShown]
    next: str = Field(examples=[""])


class DocumentShown(Shown):
    """A document in custody."""

    id: str
    kind: str = Field(examples=["act_document"])
    instrument: str
    fact: str = Field(examples=[FACT])
    title: str = Field(examples=["Instrument of ratification"])
    language: str
    place: str = Field(examples=["Archive, room 2"])
    custodian: str = Field(examples=["Iris Sealkeeper"])
    received_at: datetime
    name: str = Field(examples=["instrument.pdf"])
    media_type: str = Field(examples=["application/pdf"])
    size: int
    digest: str
    copy_of: str = Field(examples=[""])


class DocumentsShown(Shown):
    """Documents in custody."""

    items: list[DocumentShown]


class PartyActPageShown(Shown):
    """An act with its history, what it changes, its notices and documents."""

    current: PartyActShown
    history: list[PartyActShown]
    consequences: ConsequencesShown | None
    notices: list[DispatchShown]
    documents: list[DocumentShown]


class PartyActsShown(Shown):
    """Acts of parties."""

    items: list[PartyActShown]


class ConfirmedShown(Shown):
    """A confirmed act: what follows, and the notices drafted."""

    fact: str = Field(examples=[FACT])
    consequences: ConsequencesShown
    notices: list[str] = Field(examples=[[FACT]])


class ComingShown(Shown):
    """A date that is coming."""

    what: str = Field(examples=["entry_into_force"])
    instrument: str
    units: list[str] = Field(examples=[["XD"]])
    day: date
    provisional: bool


class DepositaryDeskShown(Shown):
    """What waits for the depositary."""

    examining: list[PartyActShown]
    defective: list[PartyActShown]
    to_dispatch: list[DispatchShown]
    to_prove: list[DispatchShown]
    coming: list[ComingShown]
