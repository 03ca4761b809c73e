"""One line of a manifest, passenger list or declaration, whatever file it stood in: who, what and which way."""

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from tidewaiter.screening.subjects import Identifier, IdentifierKind, Name, NameKind, PartialDate, Subject, SubjectKind


class PartyRole(StrEnum):
    """What somebody or something is to a consignment or a journey."""

    CONSIGNOR = "consignor"
    CONSIGNEE = "consignee"
    NOTIFY = "notify"
    BUYER = "buyer"
    SELLER = "seller"
    DECLARANT = "declarant"
    CARRIER = "carrier"
    AGENT = "agent"
    PASSENGER = "passenger"
    CREW = "crew"
    VESSEL = "vessel"
    AIRCRAFT = "aircraft"
    VEHICLE = "vehicle"
    CONTAINER = "container"
    COMMODITY = "commodity"
    OTHER = "other"


TRADERS = frozenset(
    {
        *(PartyRole.CONSIGNOR, PartyRole.CONSIGNEE, PartyRole.NOTIFY, PartyRole.BUYER, PartyRole.SELLER),
        *(PartyRole.DECLARANT, PartyRole.CARRIER, PartyRole.AGENT, PartyRole.OTHER),
    }
)
TRAVELLERS = frozenset({PartyRole.PASSENGER, PartyRole.CREW})
MEANS = frozenset({PartyRole.VESSEL, PartyRole.AIRCRAFT, PartyRole.VEHICLE, PartyRole.CONTAINER})
_TEXTS = ("hs", "description", "weight_kg", "value", "currency", "packages", "package_kind", "seal_no")
_PLACES = ("loading", "discharge", "origin", "destination", "voyage", "carrier", "eta")
_FACTS = ("birth", "nationality", "country", "address")
# Every data element that a line may hold, in the order in which pages show them.
ELEMENTS = (
    *(role.value for role in PartyRole if role is not PartyRole.COMMODITY),
    *_FACTS,
    *(kind.value for kind in IdentifierKind if kind.value not in (*_TEXTS, *PartyRole, "other")),
    "other_number",
    *_TEXTS,
    *(name for name in _PLACES if name not in tuple(PartyRole)),
)


@dataclass(frozen=True, slots=True)
class Goods:
    """What a line carries; `seal_no` are the seals of its containers, `hs` its codes of the Harmonized System."""

    hs: tuple[str, ...] = ()
    description: str = ""
    weight_kg: Decimal | None = None
    value: Decimal | None = None
    currency: str = ""
    packages: int | None = None
    package_kind: str = ""
    seal_no: tuple[str, ...] = ()

    def plain(self) -> dict[str, Any]:
        """The goods as JSON, without what is not said."""
        return _said(self)

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> "Goods":
        """The goods again from their JSON."""
        numbers = {name: Decimal(plain[name]) for name in ("weight_kg", "value") if name in plain}
        several = {name: tuple(plain[name]) for name in ("hs", "seal_no") if name in plain}
        return cls(**{**plain, **numbers, **several})


@dataclass(frozen=True, slots=True)
class Route:
    """Which way a line goes: places as UN/LOCODE, or a country of two letters; `eta` always has its zone."""

    loading: str = ""
    discharge: str = ""
    origin: str = ""
    destination: str = ""
    voyage: str = ""
    carrier: str = ""
    eta: datetime | None = None

    def plain(self) -> dict[str, Any]:
        """The route as JSON, without what is not said."""
        return _said(self)

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> "Route":
        """The route again from its JSON."""
        eta = {"eta": datetime.fromisoformat(plain["eta"])} if "eta" in plain else {}
        return cls(**{**plain, **eta})


@dataclass(frozen=True, slots=True)
class Party:
    """One subject of a line; `supposed` where the list does not say whether it is a person or a business."""

    role: PartyRole
    subject: Subject
    supposed: bool = False

    def plain(self) -> dict[str, Any]:
        """The party as JSON, without what is not said."""
        supposed = {"supposed": True} if self.supposed else {}
        return {"role": self.role.value, **_subject_plain(self.subject), **supposed}

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> "Party":
        """The party again from its JSON."""
        return cls(PartyRole(plain["role"]), _subject_of(plain), plain.get("supposed", False))


@dataclass(frozen=True, slots=True)
class Flag:
    """Something strange in a line that was taken all the same; doors say `row_flag:<code>` with element and text.

    The value is what it is about: the element or column, a colon, and what stood there.
    """

    code: str
    value: str = ""

    @property
    def element(self) -> str:
        """The element or column that the flag is about."""
        return self.value.partition(": ")[0]

    @property
    def text(self) -> str:
        """What stood there."""
        return self.value.partition(": ")[2]


@dataclass(frozen=True, slots=True)
class SubmittedLine:
    """One line that can be screened; `elements` are the names, out of ELEMENTS, of what it says."""

    line: int
    row_id: str
    parties: tuple[Party, ...]
    goods: Goods | None = None
    route: Route | None = None
    flags: tuple[Flag, ...] = ()

    @property
    def elements(self) -> frozenset[str]:
        """The data elements that the line holds."""
        of_parties = (name for party in self.parties for name in party_elements(party))
        of_rest = (name for part in (self.goods, self.route) if part is not None for name in _said(part))
        return frozenset((*of_parties, *of_rest))

    def plain(self) -> dict[str, Any]:
        """The line as JSON."""
        return {
            "line": self.line,
            "row_id": self.row_id,
            "parties": [party.plain() for party in self.parties],
            "goods": self.goods and self.goods.plain(),
            "route": self.route and self.route.plain(),
            "flags": [[flag.code, flag.value] for flag in self.flags],
        }

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> "SubmittedLine":
        """The line again from its JSON."""
        return cls(
            plain["line"],
            plain["row_id"],
            tuple(Party.of(party) for party in plain["parties"]),
            None if plain["goods"] is None else Goods.of(plain["goods"]),
            None if plain["route"] is None else Route.of(plain["route"]),
            tuple(Flag(code, value) for code, value in plain["flags"]),
        )


@dataclass(frozen=True, slots=True)
class RefusedLine:
    """Why a line, or a part of it, is not taken; doors say `row:<code>` with the parameters."""

    line: int
    code: str
    params: Mapping[str, str] = dataclasses.field(default_factory=dict)
    row_id: str = ""

    def plain(self) -> dict[str, Any]:
        """The refusal as JSON."""
        return {"line": self.line, "code": self.code, "params": dict(self.params), "row_id": self.row_id}

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> "RefusedLine":
        """The refusal again from its JSON."""
        return cls(plain["line"], plain["code"], plain["params"], plain["row_id"])


def party_elements(party: Party) -> Iterable[str]:
    """The elements that one party holds: its role, and what the line says of it beside the name.

    The commodity of a line is nobody: it is the description and the codes of its goods.
    """
    subject = party.subject
    if party.role is not PartyRole.COMMODITY:
        yield party.role.value
    elif subject.names:
        yield "description"
    if subject.birth is not None:
        yield "birth"
    if subject.countries:
        yield "nationality" if subject.kind is SubjectKind.PERSON else "country"
    if subject.addresses:
        yield "address"
    for identifier in subject.identifiers:
        yield number_element(identifier)


def number_element(identifier: Identifier) -> str:
    """The element that a number is."""
    return "other_number" if identifier.kind is IdentifierKind.OTHER else identifier.kind.value


def _said(part: Goods | Route) -> dict[str, Any]:
    values = ((name, getattr(part, name)) for name in part.__slots__)
    return {name: _plain(value) for name, value in values if value not in (None, "", ())}


def _plain(value: object) -> object:
    match value:
        case Decimal():
            return str(value)
        case datetime():
            return value.isoformat()
        case tuple():
            return list(value)
    return value


def _subject_plain(subject: Subject) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "kind": subject.kind.value,
        "names": [[name.text, name.kind.value] for name in subject.names],
        "identifiers": [[identifier.kind.value, identifier.value] for identifier in subject.identifiers],
        "birth": None if subject.birth is None else str(subject.birth),
        "countries": list(subject.countries),
        "addresses": list(subject.addresses),
    }
    return {name: value for name, value in plain.items() if value}


def _subject_of(plain: Mapping[str, Any]) -> Subject:
    return Subject(
        SubjectKind(plain["kind"]),
        tuple(Name(text, NameKind(kind)) for text, kind in plain.get("names", ())),
        tuple(Identifier(IdentifierKind(kind), value) for kind, value in plain.get("identifiers", ())),
        PartialDate.parse(plain["birth"]) if "birth" in plain else None,
        tuple(plain.get("countries", ())),
        tuple(plain.get("addresses", ())),
    )
