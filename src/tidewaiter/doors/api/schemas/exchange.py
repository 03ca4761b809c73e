"""What the API takes and gives on lists that come in and entries that leave."""

import base64
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints

from tidewaiter.access.verbs import CentralPurpose
from tidewaiter.actions.central import ExportAsked, ExportMade, ImportDefaults, ImportOrder
from tidewaiter.doors.api.text import Asked, Code, Cursor, Day, Flag, Given, Line, NameText, Shown, Text
from tidewaiter.screening.entries import LONGEST_TEXT, SuggestedAction
from tidewaiter.screening.lists.gathering import MOST_ROWS
from tidewaiter.screening.lists.mapping import ColumnMapping
from tidewaiter.screening.lists.rows import ListedEntity, ListFormat, ListRow
from tidewaiter.screening.subjects import SubjectKind

MOST_ENTITIES = 1_000
_MOST_VALUES = 100
_ID = "019a2c1e-6f2d-7c3a-9a51-2f8e0a4b7c11"
_DIGEST = "4e0740856f8f1d1c3f3b1e9d1f1a9c5f0f0b7d1c2a3e4f5a6b7c8d9e0f1a2b3c"
Count = Annotated[int, Field(strict=True, ge=0, le=2**31 - 1)]
Sha256 = Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]
LongText = Annotated[Text, Field(max_length=LONGEST_TEXT)]
Values = Annotated[list[NameText], Field(max_length=_MOST_VALUES)]


class DefaultsGiven(Given):
    """What is added to every entry of a list."""

    reason: LongText = Field("", examples=["Listed by the port."])
    grounds: LongText = Field("", examples=["Decision 12/2026."])
    purposes: Annotated[list[CentralPurpose], Field(max_length=len(CentralPurpose))] = Field(
        [], examples=[["offences"]]
    )
    action: SuggestedAction | Literal[""] = Field("", examples=["sight"])
    delete_on: Day | None = Field(None, examples=["2090-06-30"])

    def defaults(self) -> ImportDefaults:
        """Return them as the acts take them."""
        purposes = tuple(dict.fromkeys(purpose.value for purpose in self.purposes))
        return ImportDefaults(self.reason, self.grounds, purposes, str(self.action), self.delete_on)


class ListedNameGiven(Given):
    """A name as a list has it, and how it belongs to its bearer."""

    text: NameText = Field(examples=["Ivan Petrov"])
    kind: Code = Field("", examples=["primary"])


class ListedGiven(Given):
    """One person or thing of a list; `line` is where the list names it."""

    id: Annotated[Line, Field(max_length=200)] = Field(examples=["port-17"])
    line: Count = Field(1, examples=[2])
    schema_: Code = Field(alias="schema", examples=["Person"])
    names: Annotated[list[ListedNameGiven], Field(max_length=_MOST_VALUES)]
    births: Values = Field([], examples=[["1975-03"]])
    countries: Values = Field([], examples=[["XB"]])
    addresses: Values = Field([], examples=[["12 Tidemarsh Lane, Gullhaven"]])
    identifiers: Values = Field([], examples=[["passport:X1234567"]])

    def entity(self) -> ListedEntity:
        """Return it as an entity of one row."""
        row = ListRow(
            line=self.line,
            entity=self.id.strip(),
            schema=self.schema_,
            names=tuple((name.text.strip(), name.kind) for name in self.names if name.text.strip()),
            births=tuple(self.births),
            countries=tuple(self.countries),
            idents=tuple(part for part in self.identifiers if part.strip()),
            addresses=tuple(self.addresses),
        )
        return ListedEntity(row.entity, (row,), 1)


Listed = Annotated[list[ListedGiven], Field(max_length=min(MOST_ENTITIES, MOST_ROWS))]


class CheckGiven(Given):
    """Some of a list, to be looked at before it is taken."""

    entities: Listed
    defaults: DefaultsGiven


class ImportGiven(Given):
    """A list to be taken: what it is called, the sha256 by which it is known again, how many entities it has."""

    source: Annotated[Line, Field(min_length=1, max_length=200)] = Field(examples=["Port list of May"])
    digest: Sha256 = Field(examples=[_DIGEST])
    entities: Count = Field(examples=[1])
    defaults: DefaultsGiven
    again: Flag = False

    def order(self) -> ImportOrder:
        """Return it as the act takes it."""
        return ImportOrder(self.source, self.digest, self.entities, self.defaults.defaults(), again=self.again)


class EntitiesGiven(Given):
    """The next entities of a list, after as many as `done` says."""

    done: Count = Field(examples=[0])
    entities: Annotated[Listed, Field(min_length=1)]


class MappingGiven(Given):
    """How one source writes its lists: our columns with the headings that stand for them."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "name": "Port police",
                    "columns": {"entity_id": "No", "name": "Called"},
                    "schema": "Person",
                    "date_format": "dmy",
                    "separator": "|",
                }
            ]
        }
    )

    name: Annotated[Line, Field(min_length=1, max_length=80)]
    columns: Annotated[dict[Code, Annotated[Line, Field(max_length=200)]], Field(max_length=_MOST_VALUES)] = {}
    schema_: Code = Field("", alias="schema", max_length=40)
    date_format: Literal["", "dmy", "mdy", "ymd"] = ""
    separator: Annotated[Line, Field(max_length=3)] = ""

    def mapping(self) -> ColumnMapping:
        """Return it as the core knows it."""
        return ColumnMapping(dict(self.columns), self.schema_, self.date_format, self.separator)


class ExportGiven(Given):
    """Entries to be taken out: for which purpose and case, which ones, on which medium."""

    purpose: CentralPurpose = Field(examples=["offences"])
    case: Annotated[Line, Field(min_length=1, max_length=100)] = Field(examples=["2026/114"])
    format: ListFormat = Field(examples=["csv"])
    carrier: Annotated[Line, Field(min_length=1, max_length=200)] = Field(examples=["Officer Merle, sealed bag 7"])
    handed_over_on: Day = Field(examples=["2026-06-01"])
    destroy_on: Day = Field(examples=["2090-06-30"])
    category: SubjectKind | None = Field(None, examples=[None])
    supplier: Annotated[Code, Field(max_length=16)] = Field("", examples=[""])
    released: Flag | None = Field(None, examples=[None])

    def asked(self) -> ExportAsked:
        """Return it as the act takes it."""
        return ExportAsked(
            purpose=self.purpose.value,
            case=self.case,
            format=self.format.value,
            carrier=self.carrier,
            handed_over_on=self.handed_over_on,
            destroy_on=self.destroy_on,
            category=self.category.value if self.category else "",
            supplier=self.supplier,
            released=self.released,
        )


class PageAsked(Asked):
    """Which part of a list."""

    limit: int = Field(50, ge=1, le=200)
    after: Cursor = Field("", description="`next` of the page before")


class RefusedShown(Shown):
    """An entity that was not taken, the line where it is at fault, and why."""

    line: int = Field(examples=[2])
    entity: str = Field(examples=["port-17"])
    code: str = Field(examples=["no_name"])
    params: dict[str, str] = Field(examples=[{}])


class CheckShown(Shown):
    """What taking the entities would come to."""

    rows: int
    entries: int
    names: int
    flagged: int
    refused: int
    refusals: list[RefusedShown]


class ImportShown(CheckShown):
    """How far an import has come."""

    id: str = Field(examples=[_ID])
    source: str = Field(examples=["Port list of May"])
    state: str = Field(examples=["running"])
    rows_done: int
    imported_by: str = Field(examples=["xa.officer"])
    imported_at: datetime
    ended_at: datetime | None
    released: bool
    resumed: bool


class ImportsShown(Shown):
    """The imports of one's own administration, newest first."""

    items: list[ImportShown]
    next: str


class AbandonedShown(Shown):
    """How many drafts of an import were deleted."""

    removed: int


class MappingShown(Shown):
    """How the lists of one source are read."""

    name: str = Field(examples=["Port police"])
    columns: dict[str, str] = Field(examples=[{"name": "Called"}])
    schema_: str = Field(alias="schema", examples=["Person"])
    date_format: str = Field(examples=["dmy"])
    separator: str = Field(examples=["|"])
    saved_by: str = Field(examples=["xa.officer"])
    saved_at: datetime


class MappingsShown(Shown):
    """The readings that one's own administration keeps."""

    items: list[MappingShown]
    next: str


class ExportShown(Shown):
    """One export as it is recorded."""

    id: str = Field(examples=[_ID])
    serial: str = Field(examples=["XA-X-7K2M9QRT"])
    exported_by: str = Field(examples=["xa.officer"])
    exported_at: datetime
    purpose: str
    case: str = Field(examples=["2026/114"])
    format: str = Field(examples=["csv"])
    filters: dict[str, str] = Field(examples=[{"category": "", "supplier": "", "released": ""}])
    entries: int
    digest: str = Field(examples=[_DIGEST])
    carrier: str = Field(examples=["Officer Merle, sealed bag 7"])
    handed_over_on: date
    destroy_on: date


class ExportsShown(Shown):
    """What has left one's own administration's hands, newest first."""

    items: list[ExportShown]
    next: str


class ExportMadeShown(Shown):
    """An encrypted ZIP in base64, and its passphrase, which is told here and nowhere else."""

    record: ExportShown
    file_name: str = Field(examples=["XA-X-7K2M9QRT.zip"])
    content: str = Field(examples=["UEsDBDMAAQBjAA=="], description="the ZIP in base64")
    passphrase: str = Field(examples=["K7QM-2XWD-9RTB-H4NP-C8VJ-6SZG"])

    @classmethod
    def of(cls, made: ExportMade) -> "ExportMadeShown":
        """Return what was made as it is shown."""
        return cls(
            record=ExportShown.model_validate(made.record),
            file_name=made.file_name,
            content=base64.b64encode(made.content).decode(),
            passphrase=made.passphrase,
        )
