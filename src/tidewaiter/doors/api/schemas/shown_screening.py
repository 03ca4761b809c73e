"""What the API gives on submitted lists: how far they are, their hits with reasons, what is quiet, what is approved."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from pydantic import ConfigDict, Field

from tidewaiter.actions.screening import HitView, ListCheck, ListView
from tidewaiter.doors.api.schemas.risk import RiskShown
from tidewaiter.doors.api.schemas.shown_central import IdentifierShown, MatchReasonShown, NameShown
from tidewaiter.doors.api.schemas.shown_requests import CaveatShown
from tidewaiter.doors.api.text import Shown
from tidewaiter.doors.words import say
from tidewaiter.screening.lists.submitted import RefusedLine
from tidewaiter.screening.subjects import Subject


class RefusedLineShown(Shown):
    """A line that was not taken, or a part of one, and why."""

    line: int = Field(examples=[7])
    row_id: str = Field(examples=["BL-00022"])
    code: str = Field(examples=["nobody"])
    words: str = Field(examples=["Nobody and nothing is named in this line."])

    @classmethod
    def of(cls, refused: RefusedLine) -> "RefusedLineShown":
        """Show a refusal in words."""
        words = say(f"row:{refused.code}", **refused.params)
        return cls(line=refused.line, row_id=refused.row_id, code=refused.code, words=words)


class ListCheckShown(Shown):
    """What taking these lines would come to."""

    lines: int = Field(examples=[1])
    parties: int = Field(examples=[1])
    flagged: int = Field(examples=[0])
    refused: int = Field(examples=[0])
    refusals: list[RefusedLineShown]

    @classmethod
    def of(cls, found: ListCheck) -> "ListCheckShown":
        """Show a check."""
        refusals = [RefusedLineShown.of(each) for each in found.refusals]
        return cls(
            lines=found.lines,
            parties=found.parties,
            flagged=found.flagged,
            refused=found.refused,
            refusals=refusals,
        )


class HitCountsShown(Shown):
    """How many hits stand how, of those that this caller may know of."""

    open: int = Field(examples=[2])
    confirmed: int = Field(examples=[0])
    dismissed: int = Field(examples=[1])
    passed: int = Field(examples=[0])
    quiet: int = Field(examples=[3])
    withdrawn: int = Field(examples=[0])


class ListShown(Shown):
    """How far a list is; `keep_until` is the first day without its lines."""

    id: str
    source: str = Field(examples=["MV Gannet, voyage 17"])
    kind: str = Field(examples=["manifest"])
    purpose: str = Field(examples=["risk_assessment"])
    case: str = Field(examples=["XB-80/2031"])
    state: str = Field(description="arriving, screening, screened or deleted", examples=["screened"])
    lines: int = Field(examples=[240])
    lines_done: int = Field(examples=[240])
    percent: int = Field(examples=[100])
    refused: int = Field(examples=[1])
    flagged: int = Field(examples=[0])
    submitted_by: str = Field(examples=["xb.cais_official"])
    sent_by: str = Field(description="the machine that handed it in; empty for a person", examples=["xb.port-system"])
    submitted_at: datetime
    screened_at: datetime | None
    generation: int = Field(description="the state of the index of entries that was asked last", examples=[41])
    digest: str
    advance: bool
    arrived: str = Field(description="in_advance or late, of advance information (CCO-28.1)", examples=["in_advance"])
    eta: datetime | None
    elements: str = Field(description="the version of the approved elements (CCO-28.2)", examples=["EC-2026/1"])
    keep_until: date
    deleted_at: datetime | None
    hits: HitCountsShown
    same_as: date | None = Field(description="the day on which the same content was taken before")
    risks: int = Field(examples=[0])
    risks_open: int = Field(examples=[0])


class ListReadShown(Shown):
    """A list with what was refused of it."""

    stand: ListShown
    refusals: list[RefusedLineShown]
    may: list[str] = Field(examples=[["delete_list"]])

    @classmethod
    def of(cls, found: ListView) -> "ListReadShown":
        """Show a list."""
        refusals = [RefusedLineShown.of(each) for each in found.refusals]
        return cls(stand=ListShown.model_validate(found.stand), refusals=refusals, may=[*found.may])


class ListsShown(Shown):
    """Some lists; `next`, where not empty, is the `after` of the next page."""

    items: list[ListShown]
    next: str


class HitLineShown(Shown):
    """One hit of a list: what was handed in and how alike it is; the entry is told when the hit is opened."""

    id: str
    line: int = Field(examples=[2])
    row_id: str = Field(examples=["BL-00017"])
    role: str = Field(examples=["consignee"])
    name: str = Field(examples=["Ivan Petrov"])
    score: float = Field(ge=0, le=1, examples=[0.93])
    band: str = Field(examples=["strong"])
    state: str = Field(examples=["open"])
    quiet_because: str = Field(description="pair or ordinary, of a quiet hit", examples=[""])
    found_at: datetime
    decided_by: str = Field(examples=[""])
    decided_at: datetime | None


class HitsShown(Shown):
    """Some hits of a list, strongest first; `next`, where not empty, is the `after` of the next page."""

    items: list[HitLineShown]
    counts: HitCountsShown
    next: str


class SubjectShown(Shown):
    """Somebody or something, by names and numbers."""

    model_config = ConfigDict(from_attributes=True, serialize_by_alias=True)

    category: str = Field(alias="schema", examples=["person"])
    names: list[NameShown]
    identifiers: list[IdentifierShown]
    birth: str = Field(examples=["1975-03"])
    countries: list[str]
    addresses: list[str]

    @classmethod
    def of(cls, subject: Subject) -> "SubjectShown":
        """Show a subject."""
        return cls.model_validate(
            {
                "schema": subject.kind,
                "names": subject.names,
                "identifiers": subject.identifiers,
                "birth": str(subject.birth or ""),
                "countries": subject.countries,
                "addresses": subject.addresses,
            }
        )


class HitEntryShown(Shown):
    """The entry behind a hit; `changed` tells that it changed since the hit was found."""

    id: str
    number: str = Field(examples=["XA-W-000042"])
    supplier: str = Field(examples=["XA"])
    subject: SubjectShown
    reason: str
    action: str
    version: int
    changed: bool
    own: bool
    released_at: datetime | None
    delete_on: date | None
    caveats: list[CaveatShown]


class ListHitShown(Shown):
    """A hit with its line, its entry and the reasons, compared now; `request` drafts what a confirmed hit asks."""

    id: str
    submitted_list: ListShown
    line: int = Field(examples=[2])
    row_id: str = Field(examples=["BL-00017"])
    role: str = Field(examples=["consignee"])
    party: SubjectShown
    goods: dict[str, Any] | None = Field(examples=[{"hs": ["2402"], "description": "Cigarettes"}])
    route: dict[str, Any] | None = Field(examples=[{"loading": "XAPGR", "discharge": "XBBSD"}])
    entry: HitEntryShown
    found_name: str
    score: float = Field(ge=0, le=1, examples=[0.93])
    band: str = Field(examples=["strong"])
    reasons: list[MatchReasonShown]
    differs: list[MatchReasonShown]
    state: str = Field(examples=["open"])
    quiet_because: str = Field(examples=[""])
    found_at: datetime
    decided_by: str = Field(examples=[""])
    decided_at: datetime | None
    reason_code: str = Field(examples=[""])
    reason: str
    valid_until: date | None
    outcome: str = Field(examples=[""])
    place: str = Field(examples=[""])
    may: list[str] = Field(examples=[["confirm", "dismiss", "pass"]])
    request: dict[str, Any] | None = Field(
        description="content for POST /assistance/requests", examples=[{"requested_administration": "XA"}]
    )
    risks: list[RiskShown]

    @classmethod
    def of(cls, hit: HitView) -> "ListHitShown":
        """Show a hit."""
        line, entry = hit.line, hit.entry
        return cls.model_validate(
            {
                **{name: getattr(hit, name) for name in _OF_HIT},
                "submitted_list": ListShown.model_validate(hit.list),
                "line": line.line,
                "row_id": line.row_id,
                "role": hit.party.role.value,
                "party": SubjectShown.of(hit.party.subject),
                "goods": line.goods and line.goods.plain(),
                "route": line.route and line.route.plain(),
                "entry": {
                    **{name: getattr(entry, name) for name in _OF_ENTRY},
                    "subject": SubjectShown.of(entry.subject),
                    "caveats": entry.caveats,
                },
                "reasons": [MatchReasonShown.of(reason) for reason in hit.reasons],
                "differs": [MatchReasonShown.of(reason) for reason in hit.differs],
                "request": _request(hit),
                "risks": [RiskShown.of(risk) for risk in hit.risks],
            }
        )


_OF_HIT = (
    *("id", "found_name", "score", "band", "state", "quiet_because", "found_at", "decided_by", "decided_at"),
    *("reason_code", "reason", "valid_until", "outcome", "place", "may"),
)
_OF_ENTRY = (
    *("id", "number", "supplier", "reason", "action", "version", "changed", "own", "released_at", "delete_on"),
)


def _request(hit: HitView) -> Mapping[str, Any] | None:
    if hit.ask is None:
        return None
    said = {
        name: getattr(hit.ask, name)
        for name in ("requested_administration", "instrument", "type", "requester_ref", "matter", "goods", "means")
    }
    persons = [{"name": each.name, "address": each.address, "role": each.role} for each in hit.ask.persons]
    return {**said, "documents": hit.ask.documents, "persons": persons}


class OrdinaryShown(Shown):
    """An ordinary name, by whom it is kept and until which day."""

    id: str
    name: str = Field(examples=["Ana Example"])
    birth: str = Field(examples=[""])
    document: str = Field(examples=[""])
    reason: str
    kept_by: str = Field(examples=["xb.cais_official"])
    kept_at: datetime
    until: date


class OrdinaryNamesShown(Shown):
    """Some ordinary names; `next`, where not empty, is the `after` of the next page."""

    items: list[OrdinaryShown]
    next: str


class ElementListShown(Shown):
    """An adopted list of elements; `in_force` tells which one counts today."""

    id: str
    version: str = Field(examples=["EC-2026/1"])
    decision: str = Field(examples=["EC-D-14/2026"])
    decided_on: date
    in_force_from: date
    elements: list[str] = Field(examples=[["consignor", "consignee"]])
    recorded_by: str = Field(examples=["xz.secretariat_official"])
    recorded_at: datetime
    in_force: bool


class ElementListsShown(Shown):
    """The adopted lists, the latest first; `next`, where not empty, is the `after` of the next page."""

    items: list[ElementListShown]
    next: str


class ListMappingShown(Shown):
    """How the lists of one source are read, under the name it was saved by."""

    name: str = Field(examples=["Gannet Lines"])
    mapping: dict[str, Any] = Field(examples=[{"columns": {"row_id": "B/L"}}])
    saved_by: str = Field(examples=["xb.cais_official"])
    saved_at: datetime


class ListMappingsShown(Shown):
    """Some kept readings; `next`, where not empty, is the `after` of the next page."""

    items: list[ListMappingShown]
    next: str
