"""Reads the customs cargo report CUSCAR (D.95B to D.16A): each consignment is one line, its goods items together.

Read are, with the qualifiers named here: TDT (20, or the first leg), DTM (132 estimated arrival, else 178 arrival),
LOC (9 loading, 11 discharge, 27 origin, 8, 7 and 28 destination), EQD (CN) with SEL, CNI, RFF (bills), NAD (CZ EX
consignor, CN IM consignee, N1 N2 NI notify, CA carrier, BY, SE, DT, AG FW) with addresses, GID, PAC, FTX (AAA), MEA
(gross weight), CST and PIA (HS codes), MOA (44, 123, 77, 39, 43), SGP. The vessel stands in a line of its own, the
journey's, so that it is screened once; so does a container that no consignment names.

Our reading where the directories leave it open: a second bill (RFF) behind parties or goods opens a further line of the
same CNI; weights of items are added where the consignment itself has none.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType

from tidewaiter.screening.lists.drafting import Draft, Refused, refusal
from tidewaiter.screening.lists.edi_values import party_address, party_name
from tidewaiter.screening.lists.edifact import Segment
from tidewaiter.screening.lists.figures import amount_of, count_of, kilograms
from tidewaiter.screening.lists.journey import Journey, place
from tidewaiter.screening.lists.rows import LONGEST_CELL
from tidewaiter.screening.lists.submitted import Goods, PartyRole, RefusedLine, SubmittedLine
from tidewaiter.screening.subjects import IdentifierKind

MOST_CONTAINERS = 200_000
# Segments of the directories that say nothing to be screened or scored.
PASSED_OVER = frozenset(
    {
        *(
            "UNH",
            "UNT",
            "BGM",
            "CNT",
            "GIS",
            "GEI",
            "QTY",
            "TMD",
            "TMP",
            "RNG",
            "DIM",
            "HAN",
            "DGS",
            "CTA",
            "COM",
            "AUT",
        ),
        *(
            "TSR",
            "DOC",
            "CPI",
            "PCI",
            "ADR",
            "STS",
            "TOD",
            "CUX",
            "EQN",
            "TPL",
            "GOR",
            "PRI",
            "GIN",
            "IMD",
            "APR",
            "TAX",
        ),
    }
)
_ROLES: Mapping[str, PartyRole] = MappingProxyType(
    {
        **dict.fromkeys(("CZ", "EX", "OS"), PartyRole.CONSIGNOR),
        **dict.fromkeys(("CN", "IM", "UC"), PartyRole.CONSIGNEE),
        **dict.fromkeys(("N1", "N2", "NI"), PartyRole.NOTIFY),
        **dict.fromkeys(("AG", "FW", "CG", "GA"), PartyRole.AGENT),
        **{"BY": PartyRole.BUYER, "SE": PartyRole.SELLER, "DT": PartyRole.DECLARANT, "CA": PartyRole.CARRIER},
    }
)
_PLACES: Mapping[str, str] = MappingProxyType(
    {"9": "loading", "11": "discharge", "27": "origin", "8": "destination", "7": "destination", "28": "destination"}
)
_BILLS = ("BM", "BH", "HWB", "AWB", "AAM", "MB", "MWB", "UCN", "ABT")
_VALUES = ("44", "123", "77", "39", "43")


@dataclass(slots=True)
class _Consignment:
    draft: Draft
    places: dict[str, str] = field(default_factory=dict)
    bills: dict[str, str] = field(default_factory=dict)
    hs: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    weight: Decimal | None = None
    items: Decimal | None = None
    packages: int | None = None
    kind: str = ""
    values: dict[tuple[str, str], Decimal] = field(default_factory=dict)
    containers: dict[str, None] = field(default_factory=dict)
    begun: bool = False
    in_item: bool = False
    refused: Refused | None = None


class Cuscar:
    """One message: give it its segments, then `close` it."""

    def __init__(self, zone: str) -> None:
        self._journey = Journey(zone, _PLACES, ("132", "178"))
        self._seals: dict[str, list[str]] = {}
        self._lines: dict[str, int] = {}
        self._equipment = ""
        self._one: _Consignment | None = None

    @property
    def row_id(self) -> str:
        """The consignment in hand, as far as it is known."""
        return "" if self._one is None else _row_id(self._one)

    def take(self, segment: Segment) -> Iterator[SubmittedLine | RefusedLine]:
        """What this segment completes, if anything."""
        if segment.tag == "CNI" or self._next_bill(segment):
            yield from self._finished()
            self._begin(segment)
        reader = _READERS.get(segment.tag)
        if reader is None:
            if segment.tag not in PASSED_OVER:
                params = {"tag": segment.tag, "segment": str(segment.number)}
                yield RefusedLine(segment.number, "unknown_segment", params, self.row_id)
            return
        try:
            reader(self, segment)
        except Refused as refused:
            if self._one is None:
                yield refusal(segment.number, "", refused)
            else:
                self._one.refused = self._one.refused or refused

    def close(self) -> Iterator[SubmittedLine | RefusedLine]:
        """What is still in hand at the end of the message."""
        yield from self._finished()
        yield from self._journey.line()
        for number, line in self._lines.items():
            draft = Draft(line, number)
            try:
                draft.party(PartyRole.CONTAINER, (), ((IdentifierKind.CONTAINER, number),))
                yield draft.done(Goods(seal_no=tuple(self._seals[number])), self._journey.route({}))
            except Refused as refused:
                yield refusal(line, number, refused)

    def _finished(self) -> Iterator[SubmittedLine | RefusedLine]:
        if self._one is None:
            return
        yield from self._journey.line()
        one, self._one = self._one, None
        one.draft.row_id = _row_id(one)
        try:
            if one.refused is not None:
                raise one.refused
            for number in one.containers:
                one.draft.party(PartyRole.CONTAINER, (), ((IdentifierKind.CONTAINER, number),))
            yield one.draft.done(self._goods(one), self._journey.route(one.places))
        except Refused as refused:
            yield refusal(one.draft.line, one.draft.row_id, refused)

    def _goods(self, one: _Consignment) -> Goods:
        ranked = sorted(one.values, key=lambda known: _VALUES.index(known[0]))
        best = ranked[0] if ranked else None
        seals = (seal for number in one.containers for seal in self._seals.get(number, ()))
        return Goods(
            hs=tuple(dict.fromkeys(one.hs)),
            description="; ".join(dict.fromkeys(one.said))[:LONGEST_CELL],
            weight_kg=one.weight if one.weight is not None else one.items,
            value=one.values[best] if best else None,
            currency=best[1] if best else "",
            packages=one.packages,
            package_kind=one.kind,
            seal_no=tuple(dict.fromkeys(seals)),
        )

    def _next_bill(self, segment: Segment) -> bool:
        """Whether a bill begins another line: it stands behind parties or goods that have one of its kind already."""
        one = self._one
        return segment.tag == "RFF" and one is not None and one.begun and segment.text(0) in one.bills

    def _begin(self, segment: Segment) -> None:
        self._equipment = ""
        self._one = _Consignment(Draft(segment.number, segment.text(1) if segment.tag == "CNI" else ""))

    def _transport(self, segment: Segment) -> None:
        if self._one is None:
            self._journey.transport(segment)

    def _date(self, segment: Segment) -> None:
        if self._one is None:
            self._journey.date(segment)

    def _location(self, segment: Segment) -> None:
        if self._one is None:
            self._journey.location(segment)
        elif segment.text(0) in _PLACES:
            self._one.places.setdefault(_PLACES[segment.text(0)], place(segment))

    def _equip(self, segment: Segment) -> None:
        number = segment.text(1).replace(" ", "")
        self._equipment = number if segment.text(0) == "CN" else ""
        if not self._equipment:
            return
        if len(self._seals) >= MOST_CONTAINERS:
            raise Refused("too_many_containers", limit=str(MOST_CONTAINERS))
        self._seals.setdefault(number, [])
        if self._one is not None:
            self._one.containers[number] = None
        else:
            self._lines.setdefault(number, segment.number)

    def _seal(self, segment: Segment) -> None:
        if self._equipment and len(self._seals[self._equipment]) < 20:
            self._seals[self._equipment].append(segment.text(0).upper())

    def _reference(self, segment: Segment) -> None:
        if self._one is not None and segment.text(0) in _BILLS:
            self._one.bills.setdefault(segment.text(0), segment.text(0, 1))

    def _party(self, segment: Segment) -> None:
        role = _ROLES.get(segment.text(0))
        if self._one is None or role is None:
            return
        self._one.begun = True
        number = segment.text(1) if role is not PartyRole.CARRIER else ""
        numbers = ((IdentifierKind.TAX if segment.text(1, 1) == "167" else IdentifierKind.OTHER, number),)
        name, country = party_name(segment), segment.text(8)
        names, countries = ((name,) if name else ()), ((country,) if country else ())
        known, addresses = numbers if number else (), party_address(segment)
        self._one.draft.party(role, names, known, countries=countries, addresses=addresses)

    def _item(self, segment: Segment) -> None:
        if self._one is not None:
            self._one.begun = self._one.in_item = True
            self._packed(segment.text(1), segment.text(1, 4) or segment.text(1, 1))

    def _package(self, segment: Segment) -> None:
        if self._one is not None and self._one.in_item:
            self._packed(segment.text(0), segment.text(2, 3) or segment.text(2))

    def _packed(self, count: str, kind: str) -> None:
        if self._one is None or not count:
            return
        number = count_of(count)
        if number is None:
            self._one.draft.flag("unreadable", f"packages: {count}")
            return
        self._one.packages = (self._one.packages or 0) + number
        self._one.kind = self._one.kind or kind

    def _text(self, segment: Segment) -> None:
        if self._one is not None and segment.text(0) == "AAA":
            self._one.said.append(self._one.draft.text("description", " ".join(segment.texts(3))))

    def _measure(self, segment: Segment) -> None:
        if self._one is None or segment.text(1) not in ("G", "AAB", "AAD", "") or segment.text(0) not in ("AAE", "WT"):
            return
        text = segment.text(2, 1)
        weight = kilograms(text, ".", segment.text(2))
        if weight is None:
            self._one.draft.flag("unreadable", f"weight_kg: {text} {segment.text(2)}")
        elif self._one.in_item:
            self._one.items = (self._one.items or Decimal()) + weight
        else:
            self._one.weight = weight

    def _code(self, segment: Segment) -> None:
        if self._one is None:
            return
        parts = (segment.text(place) for place in range(1, 6 if segment.tag == "CST" else 2))
        codes = ("".join(letter for letter in part if letter.isalnum()) for part in parts)
        self._one.hs.extend(code for code in codes if code.isdecimal() and len(code) >= 4)

    def _money(self, segment: Segment) -> None:
        if self._one is None or segment.text(0) not in _VALUES:
            return
        found = amount_of(segment.text(0, 1), ".")
        if found is None:
            self._one.draft.flag("unreadable", f"value: {segment.text(0, 1)}")
            return
        known = (segment.text(0), segment.text(0, 2)[:3])
        self._one.values[known] = self._one.values.get(known, Decimal()) + found[0]

    def _split(self, segment: Segment) -> None:
        number = segment.text(0).replace(" ", "")
        if self._one is not None and number:
            self._one.containers[number] = None
            self._lines.pop(number, None)


def _row_id(one: _Consignment) -> str:
    return next((one.bills[code] for code in _BILLS if one.bills.get(code)), "") or one.draft.row_id


_READERS = {
    "TDT": Cuscar._transport,
    "DTM": Cuscar._date,
    "LOC": Cuscar._location,
    "EQD": Cuscar._equip,
    "SEL": Cuscar._seal,
    "CNI": lambda self, segment: None,
    "RFF": Cuscar._reference,
    "NAD": Cuscar._party,
    "GID": Cuscar._item,
    "PAC": Cuscar._package,
    "FTX": Cuscar._text,
    "MEA": Cuscar._measure,
    "CST": Cuscar._code,
    "PIA": Cuscar._code,
    "MOA": Cuscar._money,
    "SGP": Cuscar._split,
}
