"""The journey of an EDIFACT message: its means of transport, its way and when it arrives."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from types import MappingProxyType

from tidewaiter.screening.lists.drafting import Draft, Number, Refused, refusal
from tidewaiter.screening.lists.edi_values import moment
from tidewaiter.screening.lists.edifact import Segment
from tidewaiter.screening.lists.submitted import PartyRole, RefusedLine, Route, SubmittedLine
from tidewaiter.screening.subjects import IdentifierKind

_MODES: Mapping[str, PartyRole] = MappingProxyType(
    {"3": PartyRole.VEHICLE, "31": PartyRole.VEHICLE, "4": PartyRole.AIRCRAFT, "40": PartyRole.AIRCRAFT}
)
_REGISTERED: Mapping[PartyRole, IdentifierKind] = MappingProxyType(
    {
        PartyRole.AIRCRAFT: IdentifierKind.AIRCRAFT_REGISTRATION,
        PartyRole.VEHICLE: IdentifierKind.VEHICLE_REGISTRATION,
    }
)


class Journey:
    """What the segments before the first consignment or person say; it is a line of its own, told once.

    `places` are the codes of LOC with our names for them, `arrivals` the codes of DTM that tell the arrival in order.
    """

    def __init__(self, zone: str, places: Mapping[str, str], arrivals: tuple[str, ...]) -> None:
        self._zone, self._known, self._wanted = zone, places, arrivals
        self._transport: Segment | None = None
        self._places: dict[str, str] = {}
        self._arrivals: dict[str, datetime] = {}
        self._unreadable: list[str] = []
        self._told = False

    def transport(self, segment: Segment) -> None:
        """A leg (TDT): the main carriage (20), or else the first."""
        if self._transport is None or (segment.text(0) == "20" and self._transport.text(0) != "20"):
            self._transport = segment

    def date(self, segment: Segment) -> None:
        """A moment (DTM) of the journey."""
        if segment.text(0) not in self._wanted:
            return
        found = moment(segment, self._zone)
        if found is None:
            self._unreadable.append(f"eta: {segment.text(0, 1)}")
        else:
            self._arrivals[segment.text(0)] = found

    def location(self, segment: Segment) -> None:
        """A place (LOC) of the journey; of several legs the first loads and the last discharges."""
        name = self._known.get(segment.text(0))
        if name == "loading":
            self._places.setdefault(name, place(segment))
        elif name is not None:
            self._places[name] = place(segment)

    def route(self, places: Mapping[str, str]) -> Route:
        """The way of one line: its own places before those of the journey."""
        transport = self._transport
        eta = next((self._arrivals[code] for code in self._wanted if code in self._arrivals), None)
        voyage, carrier = (transport.text(1), _carrier(transport)) if transport else ("", "")
        return Route(**{**self._places, **places}, voyage=voyage, carrier=carrier, eta=eta)

    def line(self) -> Iterator[SubmittedLine | RefusedLine]:
        """The journey's own line, the first time it is asked for, if it names means of transport or a carrier."""
        if self._told or self._transport is None:
            return
        self._told = True
        draft = Draft(self._transport.number, self._transport.text(1))
        try:
            for value in self._unreadable:
                draft.flag("unreadable", value)
            _means(draft, self._transport)
            yield draft.done(None, self.route({}))
        except Refused as refused:
            if refused.code != "nothing_to_screen":
                yield refusal(draft.line, draft.row_id, refused)


def place(segment: Segment) -> str:
    """The place of a LOC: its code, or else its name."""
    return " ".join((segment.text(1) or segment.text(1, 3)).upper().split())


def _carrier(transport: Segment) -> str:
    return transport.text(4, 3) or transport.text(4)


def _means(draft: Draft, transport: Segment) -> None:
    """The vessel, aircraft or vehicle of a TDT and its carrier, as parties of the line."""
    role = _MODES.get(transport.text(2), PartyRole.VESSEL)
    name = transport.text(7, 3)
    draft.party(
        role, (name,) if name else (), _number(transport, role), countries=filter(None, (transport.text(7, 4),))
    )
    carrier = transport.text(4, 3)
    if carrier:
        draft.party(PartyRole.CARRIER, (carrier,))


def _number(transport: Segment, role: PartyRole) -> Iterator[Number]:
    """What identifies the means (C222): code list 103 is a call sign, 146 the number of the IMO."""
    number, listed = transport.text(7), transport.text(7, 1)
    if not number:
        return
    if role in _REGISTERED:
        yield _REGISTERED[role], number
    elif listed == "103":
        yield IdentifierKind.CALLSIGN, number
    elif listed == "146" or (len(number.upper().removeprefix("IMO")) == 7 and number[-7:].isdecimal()):
        yield IdentifierKind.IMO, number
    elif len(number) == 9 and number.isdecimal():
        yield IdentifierKind.MMSI, number
    else:
        yield IdentifierKind.CALLSIGN, number
