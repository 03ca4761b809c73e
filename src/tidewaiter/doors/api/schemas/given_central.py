"""What the API takes on the central system: entries, changes to them, searches."""

from collections.abc import Callable, Mapping
from functools import partial
from typing import Annotated, Any, TypeVar
from uuid import UUID

from pydantic import BeforeValidator, ConfigDict, Field, JsonValue

from tidewaiter.access.verbs import CentralPurpose
from tidewaiter.actions.act import Fault, Invalid
from tidewaiter.actions.central.shapes import Query
from tidewaiter.assistance.fields import MANY
from tidewaiter.doors.api.text import Asked, Code, Cursor, Day, Flag, Given, Line, NameText, Text
from tidewaiter.screening.entries import LONGEST_TEXT, Audience, EntryDraft, SuggestedAction
from tidewaiter.screening.problems import BadSubject
from tidewaiter.screening.subjects import (
    MAX_ADDRESS_LETTERS,
    MAX_ADDRESSES,
    Identifier,
    IdentifierKind,
    Name,
    NameKind,
    PartialDate,
    Subject,
    SubjectKind,
)

T = TypeVar("T")
Codes = Annotated[list[Code], Field(max_length=MANY)]
Number = Annotated[NameText, Field(min_length=1, max_length=128)]
Birth = Annotated[
    Line | None,
    Field(
        description="as far as known: 1975, 1975-03, 1975-03-02, circa 1960, 1960 to 1965",
        examples=["1975-03"],
    ),
]
Countries = Annotated[
    list[Code], Field(max_length=MANY, description="ISO 3166 codes of two letters", examples=[["XB"]])
]
Addresses = Annotated[
    list[Annotated[Line, Field(min_length=1, max_length=MAX_ADDRESS_LETTERS)]],
    Field(
        max_length=MAX_ADDRESSES,
        description="each whole, with house number and town; weighed beside a name or number",
        examples=[["12 Tidemarsh Lane, Gullhaven"]],
    ),
]
LongText = Annotated[Text, Field(max_length=LONGEST_TEXT)]


class NameGiven(Given):
    """A name as written, and how it belongs to its bearer."""

    text: NameText = Field(min_length=1, examples=["Ivan Petrov"])
    kind: NameKind = NameKind.PRIMARY


class IdentifierGiven(Given):
    """A number and what it is."""

    kind: IdentifierKind = Field(IdentifierKind.OTHER, examples=["imo"])
    value: Number = Field(examples=["9074729"])


def _with_kind(given: object) -> object:
    return {"value": given} if isinstance(given, str) else given


NumberGiven = Annotated[IdentifierGiven, BeforeValidator(_with_kind, json_schema_input_type=IdentifierGiven | Number)]


class AudienceGiven(Given):
    """Whom the supplier admits or shuts out (CCO-52.7), by the codes of administrations, offices, officers."""

    allow_administrations: Codes = []
    allow_offices: Codes = []
    allow_officers: Codes = []
    deny_administrations: Codes = []
    deny_offices: Codes = []
    deny_officers: Codes = []

    def audience(self) -> Audience:
        """Return it as the acts take it."""
        return Audience(**{name: tuple(codes) for name, codes in self.model_dump().items()})


_ENTRY: dict[str, JsonValue] = {
    "schema": "person",
    "names": [{"text": "Ivan Petrov"}, {"text": "Иван Петров", "kind": "original_script"}],
    "birth": "1975-03",
    "countries": ["XB"],
    "addresses": ["12 Tidemarsh Lane, Gullhaven"],
    "reason": "Suspected of undervaluing consignments.",
    "grounds": "Three false invoices, case 17/2026.",
    "purposes": ["offences"],
    "action": "discreet",
    "delete_on": "2049-06-30",
    "attested": True,
}


class EntryGiven(Given):
    """A watch entry; `delete_on` is the first day on which it no longer exists."""

    model_config = ConfigDict(json_schema_extra={"examples": [_ENTRY]})

    category: SubjectKind = Field(alias="schema")
    names: list[NameGiven] = Field([], max_length=MANY)
    identifiers: list[IdentifierGiven] = Field([], max_length=MANY)
    birth: Birth = None
    countries: Countries = []
    addresses: Addresses = []
    reason: LongText = ""
    grounds: LongText = ""
    purposes: list[CentralPurpose] = Field([], max_length=len(CentralPurpose))
    action: SuggestedAction | None = Field(None, examples=["discreet"])
    delete_on: Day | None = Field(None, description="asked of personal data (CCO-51.1)", examples=["2049-06-30"])
    names_persons: Flag = False
    attested: Flag = Field(False, description="that reason and grounds stand on facts (CCO-54.1)")
    audience: AudienceGiven = AudienceGiven()
    source_ref: Line = ""
    linked_request: Line = ""

    def draft(self) -> EntryDraft:
        """Return it as the draft that the acts take; Invalid where a part cannot be read."""
        names = {f"names.{place}": (name.text, name.kind) for place, name in enumerate(self.names)}
        numbers = {f"identifiers.{place}": (each.kind, each.value) for place, each in enumerate(self.identifiers)}
        return EntryDraft(
            subject=subject_of(self.category, names, numbers, self.birth, self.countries, self.addresses),
            reason=self.reason,
            action=self.action or "",
            purposes=tuple(dict.fromkeys(self.purposes)),
            grounds=self.grounds,
            delete_on=self.delete_on,
            names_persons=self.names_persons,
            attested=self.attested,
            audience=self.audience.audience(),
            source_ref=self.source_ref,
            linked_request=self.linked_request,
        )


class EntryEditGiven(EntryGiven):
    """The whole entry as it shall be, and why."""

    model_config = ConfigDict(json_schema_extra={"examples": [{**_ENTRY, "change_reason": "Second spelling."}]})

    change_reason: Line = Field(examples=["Second spelling of the name."])


class ExtensionGiven(Given):
    """A later end of retention, and why it is needed (CCO-51.2)."""

    until: Day = Field(examples=["2050-06-30"])
    reason: LongText = Field(examples=["The proceedings continue."])


class DeletionGiven(Given):
    """Why an entry is deleted."""

    reason: LongText = Field(examples=["The suspicion was unfounded."])


class SearchGiven(Given):
    """A search, by name, by identifier or both; purpose and case reference are asked by CCO-50.2 and CCO-47.1."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "schema": "person",
                    "name": "Petroff, Ivan",
                    "birth": "1975",
                    "purpose": "offences",
                    "case": "XB-77/2026",
                },
                {
                    "schema": "transport",
                    "identifier": {"kind": "imo", "value": "9074729"},
                    "purpose": "risk_assessment",
                    "case": "XB-78/2026",
                },
            ]
        }
    )

    category: SubjectKind = Field(alias="schema")
    name: NameText | None = None
    identifier: NumberGiven | None = Field(
        None, description="a number alone, or with what it is: a number of a stated kind weighs more"
    )
    birth: Birth = None
    countries: Countries = []
    addresses: Addresses = []
    purpose: CentralPurpose
    case: Line = Field(min_length=1, examples=["XB-77/2026"])
    limit: int = Field(20, ge=1, le=100, strict=True)

    def query(self) -> Query:
        """Return it as the act takes it; Invalid where a part cannot be read."""
        names = {"name": (self.name, NameKind.PRIMARY)} if self.name else {}
        number = self.identifier
        numbers = {"identifier": (number.kind, number.value)} if number else {}
        subject = subject_of(self.category, names, numbers, self.birth, self.countries, self.addresses)
        return Query(subject, self.purpose, self.case, self.limit)


class EntriesAsked(Asked):
    """Which entries of one's own administration to list."""

    category: SubjectKind | None = None
    released: bool | None = None
    number: Code = Field("", description="the number of one entry", examples=["XA-E-7K2M9QRT"])
    batch: UUID | None = Field(None, description="the id of an import")
    since: Day | None = Field(None, description="entered on that day or later")
    limit: int = Field(50, ge=1, le=200)
    after: Cursor = Field("", description="`next` of the page before")

    def filters(self) -> dict[str, Any]:
        """Return them as the act takes them."""
        return {**self.model_dump(), "category": self.category or "", "batch": str(self.batch or "")}


class EntryAsked(Asked):
    """For which purpose and in which case another administration's entry is read."""

    purpose: CentralPurpose | None = Field(None, examples=["offences"])
    case: Line = Field("", examples=["XB-77/2026"])


def subject_of(
    category: SubjectKind,
    names: Mapping[str, tuple[str, NameKind]],
    numbers: Mapping[str, tuple[IdentifierKind, str]],
    birth: str | None,
    countries: list[str],
    addresses: list[str],
) -> Subject:
    """Make a subject of what was given, by field; Invalid lists every part that cannot be read."""
    faults: list[Fault] = []
    made_names = [_made(faults, field, partial(Name, *each)) for field, each in names.items()]
    made_numbers = [_made(faults, field, partial(Identifier, *each)) for field, each in numbers.items()]
    made_birth = _made(faults, "birth", partial(PartialDate.parse, birth)) if birth else None
    if faults:
        raise Invalid(tuple(faults))
    parts = (tuple(filter(None, made_names)), tuple(filter(None, made_numbers)), made_birth)
    places = (tuple(countries), tuple(filter(None, map(str.strip, addresses))))
    subject = _made(faults, "countries" if names or numbers else "name", partial(Subject, category, *parts, *places))
    if subject is None:
        raise Invalid(tuple(faults))
    return subject


def _made(faults: list[Fault], field: str, make: Callable[[], T]) -> T | None:
    try:
        return make()
    except BadSubject as bad:
        faults.append(Fault(f"subject:{bad.code}", field, "", {"value": bad.value}))
        return None
