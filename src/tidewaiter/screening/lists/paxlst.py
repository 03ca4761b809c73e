"""Reads the passenger list PAXLST (D.02B to D.16B, as the guide of WCO, IATA and ICAO lays it out): a line a person.

Read are: TDT (20) with flight or voyage, carrier and means, LOC 125 departure and 87 arrival, DTM 232 arrival; of each
person NAD (FL passenger, FM crew, DDU passenger and DDT crew in transit) with the address, DTM 329 birth, NAT 2
nationality, LOC 178 embarkation and 179 debarkation, RFF (ABO the person's own reference, AVF the booking), DOC (P
passport, I and A and C identity, others of no special kind). Six figures of a birth are of the century that is past.

Our reading where guides differ: the nationality also in LOC 174 of older messages is the country of residence and is
not read; places stay as written, UN/LOCODE or the three letters of an airport.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from types import MappingProxyType

from tidewaiter.screening.lists.drafting import Draft, Number, Refused, refusal
from tidewaiter.screening.lists.edi_values import birth, formed_address
from tidewaiter.screening.lists.edifact import Segment
from tidewaiter.screening.lists.journey import Journey, place
from tidewaiter.screening.lists.submitted import PartyRole, RefusedLine, SubmittedLine
from tidewaiter.screening.partial_dates import PartialDate
from tidewaiter.screening.subjects import IdentifierKind

# Segments of the directories that say nothing to be screened or scored.
PASSED_OVER = frozenset(
    ("UNH", "UNT", "BGM", "CTA", "COM", "ATT", "MEA", "GEI", "FTX", "EMP", "CNT", "CPI", "QTY", "AUT", "TRA")
)
_ROLES: Mapping[str, PartyRole] = MappingProxyType(
    {
        **dict.fromkeys(("FL", "DDU"), PartyRole.PASSENGER),
        **dict.fromkeys(("FM", "DDT"), PartyRole.CREW),
    }
)
_DOCUMENTS: Mapping[str, IdentifierKind] = MappingProxyType(
    {"P": IdentifierKind.PASSPORT, **dict.fromkeys(("I", "A", "C", "IP"), IdentifierKind.NATIONAL_ID)}
)
_PLACES: Mapping[str, str] = MappingProxyType({"125": "loading", "87": "discharge"})
_OWN_PLACES: Mapping[str, str] = MappingProxyType({"178": "loading", "179": "discharge"})


@dataclass(slots=True)
class _Person:
    draft: Draft
    role: PartyRole
    name: str
    numbers: list[Number] = field(default_factory=list)
    addresses: tuple[str, ...] = ()
    countries: list[str] = field(default_factory=list)
    birth: PartialDate | None = None
    places: dict[str, str] = field(default_factory=dict)
    references: dict[str, str] = field(default_factory=dict)


class Paxlst:
    """One message: give it its segments, then `close` it."""

    def __init__(self, zone: str, today: date) -> None:
        self._today = today
        self._journey = Journey(zone, _PLACES, ("232",))
        self._one: _Person | None = None

    @property
    def row_id(self) -> str:
        """The person in hand, by the reference of the booking."""
        return "" if self._one is None else _row_id(self._one)

    def take(self, segment: Segment) -> Iterator[SubmittedLine | RefusedLine]:
        """What this segment completes, if anything."""
        if segment.tag == "NAD":
            yield from self._finished()
        reader = _READERS.get(segment.tag)
        if reader is not None:
            reader(self, segment)
        elif segment.tag not in PASSED_OVER:
            params = {"tag": segment.tag, "segment": str(segment.number)}
            yield RefusedLine(segment.number, "unknown_segment", params, self.row_id)

    def close(self) -> Iterator[SubmittedLine | RefusedLine]:
        """What is still in hand at the end of the message."""
        yield from self._finished()
        yield from self._journey.line()

    def _finished(self) -> Iterator[SubmittedLine | RefusedLine]:
        if self._one is None:
            return
        yield from self._journey.line()
        one, self._one = self._one, None
        one.draft.row_id = _row_id(one)
        try:
            about = (one.role, filter(None, (one.name,)), one.numbers)
            one.draft.party(*about, countries=one.countries, birth=one.birth, addresses=one.addresses)
            yield one.draft.done(None, self._journey.route(one.places))
        except Refused as refused:
            yield refusal(one.draft.line, one.draft.row_id, refused)

    def _transport(self, segment: Segment) -> None:
        self._journey.transport(segment)

    def _name(self, segment: Segment) -> None:
        role = _ROLES.get(segment.text(0))
        if role is None:
            return
        surname, *given = segment.texts(3) or segment.texts(2) or ("",)
        name = " ".join((*given, surname)).strip()
        self._one = _Person(Draft(segment.number), role, name, addresses=formed_address(segment))

    def _date(self, segment: Segment) -> None:
        if self._one is None:
            self._journey.date(segment)
        elif segment.text(0) == "329":
            self._one.birth = birth(segment, self._today)
            if self._one.birth is None:
                self._one.draft.flag("unreadable", f"birth: {segment.text(0, 1)}")

    def _location(self, segment: Segment) -> None:
        if self._one is None:
            self._journey.location(segment)
        elif segment.text(0) in _OWN_PLACES:
            self._one.places[_OWN_PLACES[segment.text(0)]] = place(segment)

    def _nationality(self, segment: Segment) -> None:
        if self._one is not None and segment.text(1):
            self._one.countries.append(segment.text(1))

    def _reference(self, segment: Segment) -> None:
        if self._one is not None:
            self._one.references.setdefault(segment.text(0), segment.text(0, 1))

    def _document(self, segment: Segment) -> None:
        if self._one is None:
            return
        number = segment.text(1)
        if number:
            self._one.numbers.append((_DOCUMENTS.get(segment.text(0), IdentifierKind.OTHER), number))


def _row_id(one: _Person) -> str:
    return one.references.get("ABO") or one.references.get("AVF") or ""


_READERS = {
    "TDT": Paxlst._transport,
    "NAD": Paxlst._name,
    "DTM": Paxlst._date,
    "LOC": Paxlst._location,
    "NAT": Paxlst._nationality,
    "RFF": Paxlst._reference,
    "DOC": Paxlst._document,
}
