"""Reads a declaration or cargo report written in JSON with the names of the WCO Data Model: each consignment is a line.

Read are, under `Declaration`: `BorderTransportMeans`, `Declarant`, `Agent`, `Carrier`, `LoadingLocation`,
`UnloadingLocation`, and `Consignment` or `GoodsShipment` (one or many), each with its parties, `TransportEquipment` and
`Seal`, `TransportContractDocument`, and `ConsignmentItem` or `GovernmentAgencyGoodsItem` with `Commodity`,
`Classification`, `GoodsMeasure`, `Packaging`, `Origin` and values. Names are compared without regard to capitals.

The World Customs Organization publishes no one JSON for its model: this is a subset by the names of the model's classes
and attributes, a measure or amount either plain or with its unit (`{"value": 12, "unitCode": "KGM"}`).
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any

from tidewaiter.screening.lists.drafting import Draft, Refused, refusal
from tidewaiter.screening.lists.figures import amount_of, count_of, kilograms, moment_of
from tidewaiter.screening.lists.json_stream import DEEPEST, plain_text
from tidewaiter.screening.lists.rows import LONGEST_CELL
from tidewaiter.screening.lists.submitted import Goods, PartyRole, RefusedLine, Route, SubmittedLine
from tidewaiter.screening.subjects import IdentifierKind

CONSIGNMENTS = ("consignment", "goodsshipment")
_ROLES: Mapping[str, PartyRole] = MappingProxyType(
    {
        **dict.fromkeys(("consignor", "exporter"), PartyRole.CONSIGNOR),
        **dict.fromkeys(("consignee", "importer"), PartyRole.CONSIGNEE),
        "notifyparty": PartyRole.NOTIFY,
        "buyer": PartyRole.BUYER,
        "seller": PartyRole.SELLER,
        "carrier": PartyRole.CARRIER,
        "agent": PartyRole.AGENT,
        "freightforwarder": PartyRole.AGENT,
        "declarant": PartyRole.DECLARANT,
        "submitter": PartyRole.DECLARANT,
    }
)
_OF_ADDRESS = ("line", "cityname", "countrysubdivisionname", "postcodeid")
_ITEMS = ("consignmentitem", "governmentagencygoodsitem")
_VALUES = ("customsvalueamount", "statisticalvalueamount", "valueamount", "itemchargeamount")
_MODES: Mapping[str, tuple[PartyRole, IdentifierKind]] = MappingProxyType(
    {
        "3": (PartyRole.VEHICLE, IdentifierKind.VEHICLE_REGISTRATION),
        "4": (PartyRole.AIRCRAFT, IdentifierKind.AIRCRAFT_REGISTRATION),
    }
)
Class = dict[str, Any]


def lowered(given: Any, depth: int = 0) -> Any:
    """The same value with the names of its members in small letters, without what stands before a colon.

    What stands deeper than any class of the model is left out.
    """
    if depth > DEEPEST:
        return None
    if isinstance(given, dict):
        return {name.rsplit(":", 1)[-1].casefold(): lowered(value, depth + 1) for name, value in given.items()}
    return [lowered(value, depth + 1) for value in given] if isinstance(given, list) else given


def is_wco(names: Iterable[str]) -> bool:
    """Whether an object with these names is a declaration or a consignment of the model."""
    known = {name.rsplit(":", 1)[-1].casefold() for name in names}
    return bool(known & {"declaration", *CONSIGNMENTS, *_ITEMS, "bordertransportmeans"})


class Declaration:
    """One declaration: its header makes the journey's line, each consignment one more."""

    def __init__(self, header: Class, line: int, zone: str) -> None:
        self._header, self._line, self._zone = header, line, zone
        self._means = _one(header, "bordertransportmeans")

    def journey(self) -> Iterator[SubmittedLine | RefusedLine]:
        """The line of the declaration itself: means of transport and the parties that answer for it, if any."""
        draft = Draft(self._line, _text(self._header.get("id") or self._header.get("functionalreferenceid")))
        try:
            _means(draft, self._means)
            _parties(draft, self._header)
            yield draft.done(None, self._route(draft, {}))
        except Refused as refused:
            if refused.code != "nothing_to_screen":
                yield refusal(self._line, draft.row_id, refused)

    def consignment(self, given: Any, line: int) -> SubmittedLine | RefusedLine:
        """The line of one consignment or shipment."""
        draft = Draft(line)
        if not isinstance(given, dict):
            return RefusedLine(line, "not_an_object")
        try:
            whole = {**_one(given, "consignment"), **given}
            contract = _one(whole, "transportcontractdocument")
            named = contract.get("id") or whole.get("id") or whole.get("ucr") or whole.get("sequencenumeric")
            draft.row_id = draft.text("row_id", _text(named))
            _parties(draft, whole)
            seals = list(_equipment(draft, whole))
            goods = _goods(draft, whole, seals)
            return draft.done(goods, self._route(draft, whole))
        except Refused as refused:
            return refusal(line, draft.row_id, refused)

    def _route(self, draft: Draft, own: Class) -> Route:
        header, means = self._header, self._means
        unloading = _one(own, "unloadinglocation") or _one(header, "unloadinglocation")
        arrival = _text(unloading.get("arrivaldatetime") or means.get("arrivaldatetime") or own.get("arrivaldatetime"))
        eta = moment_of(_plain_moment(arrival), zone=self._zone) if arrival else None
        if arrival and eta is None:
            draft.flag("unreadable", f"eta: {arrival}")
        loading = _one(own, "loadinglocation") or _one(header, "loadinglocation")
        carrier = _one(own, "carrier") or _one(header, "carrier")
        return Route(
            loading=draft.code("loading", _place(loading)),
            discharge=draft.code("discharge", _place(unloading)),
            origin=draft.code("origin", _origin(own)),
            destination=draft.code("destination", _destination(own)),
            voyage=draft.code("voyage", _text(means.get("journeyid"))),
            carrier=draft.text("carrier", _text(carrier.get("name") or carrier.get("id"))),
            eta=eta,
        )


def _plain_moment(text: str) -> str:
    """The model writes a moment as ISO 8601, or in figures alone (format 102, 203 or 204)."""
    if not text.isdecimal():
        return text
    time = f"T{text[8:10]}:{text[10:12]}" if len(text) >= 12 else ""
    return f"{text[:4]}-{text[4:6]}-{text[6:8]}{time}"


def _many(holder: Class, name: str) -> list[Any]:
    found = holder.get(name)
    return found if isinstance(found, list) else [] if found is None else [found]


def _classes(holder: Class, *names: str) -> Iterator[Class]:
    for name in names:
        yield from (one for one in _many(holder, name) if isinstance(one, dict))


def _one(holder: Class, name: str) -> Class:
    return next(_classes(holder, name), {})


def _text(given: Any) -> str:
    """A value as text, also where it stands in an object with its code list or unit."""
    if isinstance(given, dict):
        given = next((given[name] for name in ("value", "#text", "_", "$") if name in given), "")
    return plain_text(given)


def _unit(given: Any) -> str:
    names = ("unitcode", "@unitcode", "currencyid", "@currencyid", "currencycode")
    return next((_text(given[name]) for name in names if name in given), "") if isinstance(given, dict) else ""


def _place(location: Class) -> str:
    return _text(location.get("id") or location.get("name"))


def _origin(own: Class) -> str:
    countries = (_text(_one(item, "origin").get("countrycode")) for item in _classes(own, *_ITEMS))
    return _text(own.get("exportationcountrycode")) or next(filter(None, countries), "")


def _destination(own: Class) -> str:
    place = _one(own, "destination") or _one(own, "goodsconsignedplace")
    return _text(place.get("countrycode")) or _place(place)


def _parties(draft: Draft, holder: Class) -> None:
    for name, role in _ROLES.items():
        for party in _classes(holder, name):
            known, number = _text(party.get("name")), _text(party.get("id"))
            place = _one(party, "address")
            country, address = _text(place.get("countrycode")), _address(place)
            # a carrier's number is the code of its line, which names nobody else
            numbers = ((IdentifierKind.TAX, number),) if number and role is not PartyRole.CARRIER else ()
            places = (filter(None, (country,)), filter(None, (address,)))
            draft.party(role, filter(None, (known,)), numbers, countries=places[0], addresses=places[1])


def _address(place: Class) -> str:
    parts = (_text(part) for name in _OF_ADDRESS for part in _many(place, name))
    return ", ".join(part.strip() for part in parts if part.strip())


def _means(draft: Draft, means: Class) -> None:
    mode = _text(means.get("modecode") or means.get("typecode"))[:1]
    role, kind = _MODES.get(mode, (PartyRole.VESSEL, IdentifierKind.IMO))
    name, number = _text(means.get("name")), _text(means.get("id"))
    if role is PartyRole.VESSEL and not (number.upper().removeprefix("IMO").strip().isdecimal()):
        kind = IdentifierKind.CALLSIGN
    elif role is PartyRole.VESSEL and len(number) == 9:
        kind = IdentifierKind.MMSI
    flag = _text(means.get("registrationnationalitycode"))
    draft.party(role, filter(None, (name,)), ((kind, number),) if number else (), countries=filter(None, (flag,)))


def _equipment(draft: Draft, holder: Class) -> Iterator[str]:
    """Adds the containers and gives their seals."""
    for equipment in _classes(holder, "transportequipment"):
        number = _text(equipment.get("id"))
        if number:
            draft.party(PartyRole.CONTAINER, (), ((IdentifierKind.CONTAINER, number),))
        for seal in _classes(equipment, "seal"):
            yield draft.code("seal_no", _text(seal.get("id") or seal.get("sealid")))


def _goods(draft: Draft, holder: Class, seals: list[str]) -> Goods:
    items = list(_classes(holder, *_ITEMS))
    commodities = [commodity for item in items for commodity in _classes(item, "commodity")]
    said = [_text(one.get("cargodescription") or one.get("description")) for one in commodities]
    codes = (_text(code.get("id")) for one in commodities for code in _classes(one, "classification"))
    value, currency = _value(draft, holder, items)
    packaging = [one for item in items for one in _classes(item, "packaging")]
    counts = [count for one in packaging if (count := _count(draft, one)) is not None]
    description = "; ".join(dict.fromkeys(filter(None, said)))
    return Goods(
        hs=tuple(dict.fromkeys("".join(filter(str.isalnum, code)) for code in codes if code)),
        description=draft.text("description", description[:LONGEST_CELL]),
        weight_kg=_weight(draft, holder, items),
        value=value,
        currency=currency,
        packages=sum(counts) if counts else None,
        package_kind=draft.text("package_kind", next((_text(one.get("typecode")) for one in packaging), "")),
        seal_no=tuple(dict.fromkeys(filter(None, seals))),
    )


def _count(draft: Draft, packaging: Class) -> int | None:
    text = _text(packaging.get("quantityquantity") or packaging.get("quantity"))
    count = count_of(text) if text else None
    if text and count is None:
        draft.flag("unreadable", f"packages: {text}")
    return count


def _weight(draft: Draft, holder: Class, items: list[Class]) -> Decimal | None:
    whole = holder.get("totalgrossmassmeasure")
    measures = [whole] if whole is not None else [_one(item, "goodsmeasure").get("grossmassmeasure") for item in items]
    found = []
    for measure in measures:
        text = _text(measure)
        kilos = kilograms(text, ".", _unit(measure)) if text else None
        if kilos is not None:
            found.append(kilos)
        elif text:
            draft.flag("unreadable", f"weight_kg: {text} {_unit(measure)}")
    return sum(found, Decimal()) if found else None


def _value(draft: Draft, holder: Class, items: list[Class]) -> tuple[Decimal | None, str]:
    total: Decimal | None = None
    currency = ""
    for one in (holder, *items):
        amount = next((one[name] for name in _VALUES if name in one), None)
        text = _text(amount)
        read = amount_of(text, ".") if text else None
        if read is not None:
            total, currency = (total or Decimal()) + read[0], currency or _unit(amount).upper()[:3]
        elif text:
            draft.flag("unreadable", f"value: {text}")
    return total, currency
