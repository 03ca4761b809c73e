"""What the API gives on the central system: entries and what a search found, the reasons in words too."""

from datetime import date, datetime

from pydantic import ConfigDict, Field

from tidewaiter.actions.central.shapes import EntryView, Hit, SearchResult
from tidewaiter.doors.api.schemas.shown_requests import CaveatShown
from tidewaiter.doors.api.text import Shown
from tidewaiter.doors.words import say
from tidewaiter.screening.reasons import MatchReason

_OF_ENTRY = (
    "id",
    "number",
    "supplier",
    "version",
    "released",
    "released_by",
    "released_at",
    "entered_by",
    "entered_at",
    "flags",
    "own",
    "batch",
    "notice_on",
    "caveats",
    "versions",
    "may",
)
_OF_CONTENT = (
    "reason",
    "grounds",
    "purposes",
    "action",
    "delete_on",
    "names_persons",
    "attested",
    "audience",
    "source_ref",
    "linked_request",
)


class EntryLineShown(Shown):
    """One entry of one's own administration in a list."""

    id: str
    number: str = Field(examples=["XA-W-000042"])
    category: str = Field(examples=["person"])
    name: str
    supplier: str
    released: bool
    delete_on: date | None
    entered_at: datetime
    batch: str


class BatchShown(Shown):
    """Entries imported together that wait for another officer's release."""

    id: str
    source: str = Field(examples=["watch-list-2026-03.csv"])
    entries: int
    imported_by: str = Field(examples=["xa.cais_official"])
    imported_at: datetime


class EntryPageShown(Shown):
    """Some entries, and all imports that wait; `next`, where not empty, is the `after` of the next page."""

    items: list[EntryLineShown]
    batches: list[BatchShown]
    next: str


class NameShown(Shown):
    """A name and how it belongs to its bearer."""

    text: str
    kind: str


class IdentifierShown(Shown):
    """A number in normal form; `warning` tells that it cannot be right by its own rules."""

    kind: str
    value: str
    warning: str | None


class AudienceShown(Shown):
    """Whom the supplier admits or shuts out; empty for all but the supplier."""

    allow_administrations: list[str]
    allow_offices: list[str]
    allow_officers: list[str]
    deny_administrations: list[str]
    deny_offices: list[str]
    deny_officers: list[str]


class VersionShown(Shown):
    """A change made to an entry."""

    number: int
    changed_by: str
    changed_at: datetime
    reason: str


class EntryShown(Shown):
    """A watch entry as this caller may see it."""

    id: str
    number: str = Field(examples=["XA-W-000042"])
    supplier: str = Field(examples=["XA"])
    category: str = Field(alias="schema", examples=["person"])
    names: list[NameShown]
    identifiers: list[IdentifierShown]
    birth: str = Field(examples=["1975-03"])
    countries: list[str]
    addresses: list[str]
    reason: str
    grounds: str
    purposes: list[str]
    action: str
    delete_on: date | None
    names_persons: bool
    attested: bool
    audience: AudienceShown
    source_ref: str
    linked_request: str
    version: int
    released: bool
    released_by: str
    released_at: datetime | None
    entered_by: str
    entered_at: datetime
    flags: list[str]
    own: bool
    batch: str
    notice_on: date | None
    caveats: list[CaveatShown]
    versions: list[VersionShown]
    may: list[str] = Field(description="what this caller may do with it", examples=[["edit_entry"]])

    model_config = ConfigDict(from_attributes=True, serialize_by_alias=True)

    @classmethod
    def of(cls, entry: EntryView) -> "EntryShown":
        """Show an entry: its content and what is known about it, in one object."""
        content, subject = entry.content, entry.content.subject
        return cls.model_validate(
            {
                **{name: getattr(entry, name) for name in _OF_ENTRY},
                **{name: getattr(content, name) for name in _OF_CONTENT},
                "schema": subject.kind,
                "names": subject.names,
                "identifiers": subject.identifiers,
                "birth": str(subject.birth or ""),
                "countries": subject.countries,
                "addresses": subject.addresses,
            }
        )


class MatchReasonShown(Shown):
    """One reason for or against a match: its code, what it rests on, its share of the score, and in words."""

    code: str = Field(examples=["word_spelling"])
    params: dict[str, str] = Field(examples=[{"query": "petroff", "entry": "petrov"}])
    weight: float
    words: str

    @classmethod
    def of(cls, reason: MatchReason) -> "MatchReasonShown":
        """Put a reason into words."""
        params = dict(reason.params)
        words = say(f"match:{reason.code}", **params)
        return cls(code=reason.code, params=params, weight=reason.weight, words=words)


class HitShown(Shown):
    """One entry found, with the reasons in order of weight, and what differs."""

    model_config = ConfigDict(from_attributes=True, serialize_by_alias=True)

    id: str
    number: str = Field(examples=["XA-W-000042"])
    supplier: str = Field(examples=["XA"])
    category: str = Field(alias="schema", examples=["person"])
    names: list[str] = Field(examples=[["Ivan Petrov", "Иван Петров"]])
    found_name: str = Field(description="the name that matched best")
    band: str = Field(examples=["strong"])
    score: float = Field(ge=0, le=1, examples=[0.93])
    reasons: list[MatchReasonShown]
    differs: list[MatchReasonShown]
    entry: EntryShown

    @classmethod
    def of(cls, hit: Hit) -> "HitShown":
        """Show a hit."""
        return cls.model_validate(
            {
                "id": hit.entry.id,
                "number": hit.entry.number,
                "supplier": hit.entry.supplier,
                "schema": hit.entry.content.subject.kind,
                "names": [name.text for name in hit.entry.content.subject.names],
                "found_name": hit.found_name,
                "band": hit.band,
                "score": hit.score,
                "reasons": [MatchReasonShown.of(reason) for reason in hit.reasons],
                "differs": [MatchReasonShown.of(reason) for reason in hit.differs],
                "entry": EntryShown.of(hit.entry),
            }
        )


class SearchShown(Shown):
    """What a search found, best first; `thorough` tells that the slower second pass was made."""

    hits: list[HitShown]
    thorough: bool

    @classmethod
    def of(cls, result: SearchResult) -> "SearchShown":
        """Show what was found."""
        return cls(hits=[HitShown.of(hit) for hit in result.hits], thorough=result.thorough)


class BatchReleased(Shown):
    """How many entries of a batch were released."""

    released: int
