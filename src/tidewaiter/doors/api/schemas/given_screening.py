"""What the API takes on submitted lists: orders, lines, decisions, ordinary names, approved elements."""

from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AwareDatetime, ConfigDict, Field, Json, JsonValue, StringConstraints

from tidewaiter.access.verbs import CentralPurpose
from tidewaiter.actions.screening import (
    Decision,
    DismissedBecause,
    ElementListDraft,
    HitDecision,
    HitState,
    ListKind,
    ListOrder,
    OrdinaryNameGiven,
    Outcome,
)
from tidewaiter.assistance.fields import MANY
from tidewaiter.doors.api.schemas.given_central import (
    Addresses,
    Birth,
    Countries,
    IdentifierGiven,
    NameGiven,
    subject_of,
)
from tidewaiter.doors.api.text import ONE_LINE, Asked, Code, Cursor, Day, Flag, Given, Line, NameText, Text
from tidewaiter.screening.lists.list_mapping import ListMapping
from tidewaiter.screening.lists.submitted import Goods, Party, PartyRole, Route, SubmittedLine
from tidewaiter.screening.reasons import Band
from tidewaiter.screening.subjects import SubjectKind

MOST_LINES = 1_000
_MOST_PARTIES = 40
_DIGEST = "4e0740856f8f1d1c3f3b1e9d1f1a9c5f0f0b7d1c2a3e4f5a6b7c8d9e0f1a2b3c"
Count = Annotated[int, Field(strict=True, ge=0, le=2**31 - 1)]
Sha256 = Annotated[str, StringConstraints(pattern=r"^([0-9a-f]{64})?$")]
Number = Annotated[Decimal, Field(ge=0, max_digits=18, decimal_places=4)]
Place = Annotated[str, StringConstraints(max_length=10, pattern=ONE_LINE)]
Reason = Annotated[Text, Field(max_length=1_000)]

_PARTY: dict[str, JsonValue] = {
    "role": "consignee",
    "schema": "person",
    "names": [{"text": "Ivan Petrov"}],
    "birth": "1975",
    "countries": ["XB"],
    "addresses": ["12 Tidemarsh Lane, Gullhaven"],
}
_LINE: dict[str, JsonValue] = {
    "line": 2,
    "row_id": "BL-00017",
    "parties": [_PARTY],
    "goods": {"hs": ["2402"], "description": "Cigarettes", "weight_kg": "1200", "packages": 40},
    "route": {"loading": "XAPGR", "discharge": "XBBSD", "eta": "2031-02-10T06:00:00Z"},
}


class PartyGiven(Given):
    """Somebody or something of a line; `supposed` where nobody said whether it is a person or a business."""

    role: PartyRole = Field(examples=["consignee"])
    category: SubjectKind = Field(alias="schema", examples=["person"])
    names: list[NameGiven] = Field([], max_length=MANY)
    identifiers: list[IdentifierGiven] = Field([], max_length=MANY)
    birth: Birth = None
    countries: Countries = []
    addresses: Addresses = []
    supposed: Flag = False

    def party(self) -> Party:
        """Return it as the acts take it; Invalid where a part cannot be read."""
        names = {f"names.{place}": (name.text, name.kind) for place, name in enumerate(self.names)}
        numbers = {f"identifiers.{place}": (each.kind, each.value) for place, each in enumerate(self.identifiers)}
        subject = subject_of(self.category, names, numbers, self.birth, self.countries, self.addresses)
        return Party(self.role, subject, supposed=self.supposed)


class GoodsGiven(Given):
    """What a line carries."""

    hs: list[Place] = Field([], max_length=MANY, examples=[["2402"]])
    description: Line = ""
    weight_kg: Number | None = Field(None, examples=["1200"])
    value: Number | None = Field(None, examples=["52000"])
    currency: Annotated[str, StringConstraints(pattern=r"^([A-Z]{3})?$")] = Field("", examples=["EUR"])
    packages: Count | None = Field(None, examples=[40])
    package_kind: Place = ""
    seal_no: list[Line] = Field([], max_length=MANY, examples=[["S-1190"]])

    def goods(self) -> Goods:
        """Return them as the acts take them."""
        return Goods(**{**self.model_dump(), "hs": tuple(self.hs), "seal_no": tuple(self.seal_no)})


class RouteGiven(Given):
    """Which way a line goes: places as UN/LOCODE, or a country of two letters."""

    loading: Place = Field("", examples=["XAPGR"])
    discharge: Place = Field("", examples=["XBBSD"])
    origin: Place = ""
    destination: Place = ""
    voyage: Line = ""
    carrier: Line = ""
    eta: AwareDatetime | None = Field(None, examples=["2031-02-10T06:00:00Z"])

    def route(self) -> Route:
        """Return it as the acts take it."""
        return Route(**self.model_dump())


class LineGiven(Given):
    """One line of a manifest, passenger list or declaration; `line` is where it stood."""

    model_config = ConfigDict(json_schema_extra={"examples": [_LINE]})

    line: Count = Field(examples=[2])
    row_id: Annotated[Line, Field(max_length=200)] = Field("", examples=["BL-00017"])
    parties: Annotated[list[PartyGiven], Field(min_length=1, max_length=_MOST_PARTIES)]
    goods: GoodsGiven | None = None
    route: RouteGiven | None = None

    def submitted(self) -> SubmittedLine:
        """Return it as the acts take it."""
        return SubmittedLine(
            self.line,
            self.row_id,
            tuple(party.party() for party in self.parties),
            self.goods.goods() if self.goods else None,
            self.route.route() if self.route else None,
        )


class ListGiven(Given):
    """A list to be screened: for which purpose and case, and whether its lines were exchanged in advance (CCO-28)."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "source": "MV Gannet, voyage 17",
                    "kind": "manifest",
                    "purpose": "risk_assessment",
                    "case": "XB-80/2031",
                    "advance": True,
                    "eta": "2031-02-10T06:00:00Z",
                }
            ]
        }
    )

    source: Annotated[Line, Field(min_length=1, max_length=200)]
    kind: ListKind
    purpose: CentralPurpose
    case: Line = Field(min_length=1)
    digest: Sha256 = Field("", description="sha256 of the file, by which the same list is known", examples=[_DIGEST])
    again: Flag = Field(False, description="take a list that was taken before")
    advance: Flag = False
    eta: AwareDatetime | None = Field(None, description="asked of advance information, with its zone")

    def order(self) -> ListOrder:
        """Return it as the acts take it."""
        return ListOrder(**{**self.model_dump(), "kind": self.kind.value, "purpose": self.purpose.value})


class HeadingsGiven(Given):
    """How one source writes its lists: our columns with the headings that stand for them."""

    columns: Annotated[dict[Code, Annotated[Line, Field(max_length=200)]], Field(max_length=100)] = {}
    role: Code = ""
    date_format: Code = ""
    separator: Annotated[str, StringConstraints(max_length=3, pattern=ONE_LINE)] = ""
    decimal: Code = ""
    weight_unit: Code = ""
    zone: Code = ""


class ListFileGiven(Given):
    """What is said of a list that comes as a file; what is a table is read by its headings, or as `mapping` says."""

    source: Annotated[Line, Field(min_length=1, max_length=200)]
    kind: ListKind
    purpose: CentralPurpose
    case: Line = Field(min_length=1)
    format: Literal["", "csv", "xlsx", "json", "edifact"] = Field(
        "", description="what the file is; told by its content where it is left out, and refused where it differs"
    )
    mapping: Annotated[Json[HeadingsGiven] | None, Field(description="JSON, of headings that are not known")] = None
    again: bool = Field(False, description="take a file that was taken before")
    advance: bool = False
    eta: AwareDatetime | None = Field(None, description="asked of advance information, with its zone")

    def order(self) -> ListOrder:
        """Return it as the acts take it."""
        said = self.model_dump(exclude={"format", "mapping"})
        mapping = ListMapping(**self.mapping.model_dump()) if self.mapping else ListMapping()
        return ListOrder(**{**said, "kind": self.kind.value, "purpose": self.purpose.value}, mapping=mapping.plain())


GivenLines = Annotated[list[LineGiven], Field(max_length=MOST_LINES)]


class LinesCheckGiven(Given):
    """Some of a list, to be looked at before it is taken."""

    order: ListGiven
    lines: GivenLines


class LinesGiven(Given):
    """The next lines of a list, after as many as `done` says."""

    done: Count = Field(examples=[0])
    lines: Annotated[GivenLines, Field(min_length=1)]


class ListDeletionGiven(Given):
    """Why a list is deleted before its time."""

    reason: Reason = Field(examples=["Submitted by mistake."])


class HitsAsked(Asked):
    """Which hits of a list: in which state, of which strength."""

    state: HitState | Literal[""] = Field(HitState.OPEN, examples=["open"])
    band: Band | Literal[""] = ""
    limit: int = Field(50, ge=1, le=200)
    after: Cursor = Field("", description="`next` of the page before")


class ListsAsked(Asked):
    """How many lists, and from where on."""

    limit: int = Field(50, ge=1, le=200)
    after: Cursor = Field("", description="`next` of the page before")


class HitDecisionGiven(Given):
    """What is decided: `confirm` asks for outcome and place; `dismiss` for reason_code, reason and valid_until."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {"decision": "confirm", "outcome": "checked", "place": "Port of Bell Sound, gate 4"},
            ]
        }
    )

    decision: Decision
    reason_code: DismissedBecause | Literal[""] = ""
    reason: Reason = ""
    valid_until: Day | None = Field(None, description="the last day on which the pair stays quiet")
    outcome: Outcome | Literal[""] = ""
    place: Annotated[Line, Field(max_length=200)] = ""

    def made(self) -> HitDecision:
        """Return it as the act takes it."""
        codes = {name: str(getattr(self, name)) for name in ("decision", "reason_code", "outcome")}
        return HitDecision(**{**self.model_dump(), **codes})


class OrdinaryGiven(Given):
    """A name that keeps colliding with entries: anybody's, or that of the one with this birth or document."""

    name: NameText = Field(min_length=1, examples=["Ana Example"])
    reason: Reason = Field(examples=["Our own broker, known for years."])
    until: Day | None = Field(None, description="the last day; a year from now where none is said")
    birth: Line = Field("", examples=[""])
    document: Code = Field("", examples=[""])

    def given(self) -> OrdinaryNameGiven:
        """Return it as the act takes it."""
        return OrdinaryNameGiven(**self.model_dump())


class ElementListGiven(Given):
    """The approved elements of advance information, as the Executive Committee adopted them."""

    version: Code = Field(examples=["EC-2026/1"])
    decision: Code = Field(examples=["EC-D-14/2026"])
    decided_on: Day = Field(examples=["2026-03-02"])
    in_force_from: Day = Field(examples=["2026-04-01"])
    elements: Annotated[list[Code], Field(min_length=1, max_length=200)] = Field(
        examples=[["consignor", "consignee", "hs", "description"]]
    )

    def draft(self) -> ElementListDraft:
        """Return it as the act takes it."""
        return ElementListDraft(**{**self.model_dump(), "elements": tuple(self.elements)})


class ListMappingGiven(HeadingsGiven):
    """How one source writes its lists: our columns with the headings that stand for them."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "name": "Gannet Lines",
                    "columns": {"row_id": "B/L", "consignee": "Receiver"},
                    "role": "",
                    "date_format": "dmy",
                    "separator": ";",
                }
            ]
        }
    )

    name: Annotated[Line, Field(min_length=1, max_length=80)]

    def mapping(self) -> ListMapping:
        """Return it as the acts take it."""
        return ListMapping(**self.model_dump(exclude={"name"}))
