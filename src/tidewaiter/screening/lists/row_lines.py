"""Makes a submitted line of one row of named values, as CSV, XLSX and flat JSON give them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from decimal import Decimal
from types import MappingProxyType

from tidewaiter.screening.lists.drafting import Draft, Number, Refused, refusal, visible
from tidewaiter.screening.lists.figures import amount_of, birth_of, born, count_of, kilograms, moment_of
from tidewaiter.screening.lists.headings import TRADER_COLUMNS, folded
from tidewaiter.screening.lists.list_mapping import ListMapping
from tidewaiter.screening.lists.mrz import Mrz, read_mrz
from tidewaiter.screening.lists.seen import SeenIds
from tidewaiter.screening.lists.submitted import TRAVELLERS, Goods, PartyRole, RefusedLine, Route, SubmittedLine
from tidewaiter.screening.partial_dates import PartialDate
from tidewaiter.screening.subjects import IdentifierKind

_PERSONAL = frozenset(("birth", "nationality", "passport", "surname", "given_names", "mrz", "document", "national_id"))
_MEANS = frozenset(
    ("vessel", "imo", "mmsi", "callsign", "flag", "aircraft_registration", "vehicle_registration", "vin", "container")
)
_GOODS = frozenset(("hs", "description", "weight_kg", "value", "currency", "packages", "package_kind", "seal_no"))
_PLACES = ("loading", "discharge", "origin", "destination", "voyage")
_ROUTE = frozenset((*_PLACES, "carrier", "eta"))
_LISTED = re.compile("[;,|\n\x1f]")
_OTHER_THAN_CODE = re.compile(r"[^0-9A-Za-z]")
_CALLED: Mapping[PartyRole, str] = MappingProxyType(
    {
        PartyRole.PASSENGER: "pax; p; passager; passagere; pasajero; pasajera; passagier; guest",
        PartyRole.CREW: "crew member; c; equipage; membre d equipage; tripulante; tripulacion; bemanning; "
        "bemanningslid; master; captain; capitaine; capitan; kapitein",
        PartyRole.CONSIGNOR: "shipper; exporter; expediteur; exportateur; expedidor; exportador; afzender; exporteur",
        PartyRole.CONSIGNEE: "importer; destinataire; importateur; consignatario; destinatario; importador; "
        "geadresseerde; importeur",
        PartyRole.NOTIFY: "notify party; partie a notifier; notificado",
    }
)
_ROLE_WORDS: Mapping[str, PartyRole] = MappingProxyType(
    {role.value: role for role in PartyRole}
    | {word: role for role, words in _CALLED.items() for word in words.split("; ")}
)
_DOCUMENTS: Mapping[str, IdentifierKind] = MappingProxyType(
    {
        **dict.fromkeys(("p", "passport", "passeport", "pasaporte", "paspoort", "pp", "pn"), IdentifierKind.PASSPORT),
        **dict.fromkeys(
            ("i", "id", "id card", "identity card", "carte d identite", "national id", "dni", "cedula")
            + ("identiteitskaart", "id kaart"),
            IdentifierKind.NATIONAL_ID,
        ),
    }
)


class RowLines:
    """Turns rows of one list into lines; which of our columns the list has decides what a plain name is."""

    def __init__(self, columns: Iterable[str], mapping: ListMapping, today: date, seen: SeenIds | None = None) -> None:
        """Begin a list; of rows of several shapes, `seen` knows the ids of all."""
        self._seen = seen or SeenIds()
        self._mapping = mapping
        self._today = today
        there = set(columns)
        self._role = PartyRole(mapping.role or ("passenger" if there & _PERSONAL else "other"))
        # what the list has no column for is not looked for in each of its rows
        self._names_somebody = bool(there & (_PERSONAL | {"name"}))
        self._has_means, self._has_goods, self._has_route = (bool(there & held) for held in (_MEANS, _GOODS, _ROUTE))
        self._traded = tuple(
            (PartyRole(role), role, f"{role}_tax", f"{role}_country", f"{role}_address")
            for role in TRADER_COLUMNS
            if there & {role, f"{role}_tax"}
        )

    def line(self, line: int, row: Mapping[str, str]) -> SubmittedLine | RefusedLine:
        """The line of one row; our columns that the row has not are as good as empty."""
        draft = Draft(line)
        try:
            draft.row_id = visible(draft.text("row_id", row.get("row_id") or row.get("bill", "")))
            # a bill of lading has as many lines as it has goods
            if row.get("row_id") and draft.row_id and not self._seen.add(draft.row_id):
                raise Refused("row_twice", row=draft.row_id[:80])
            self._traders(draft, row)
            if self._names_somebody:
                self._named(draft, row)
            if self._has_means:
                _means(draft, row)
            goods = self._goods(draft, row) if self._has_goods else None
            return draft.done(goods, self._route(draft, row) if self._has_route else None)
        except Refused as refused:
            return refusal(line, draft.row_id, refused)

    def _several(self, text: str) -> tuple[str, ...]:
        if not self._mapping.separator:
            return (text,) if text else ()
        return tuple(part for part in text.split(self._mapping.separator) if part.strip())

    def _traders(self, draft: Draft, row: Mapping[str, str]) -> None:
        for role, name_column, tax_column, *about in self._traded:
            name, tax = row.get(name_column, ""), row.get(tax_column, "")
            if name or tax:
                numbers = [(IdentifierKind.TAX, number) for number in self._several(tax)]
                countries, addresses = (self._several(row.get(column, "")) for column in about)
                draft.party(role, self._several(name), numbers, countries=countries, addresses=addresses)

    def _named(self, draft: Draft, row: Mapping[str, str]) -> None:
        """The person or business of the row's plain name and of its documents."""
        zone = _zone(draft, row.get("mrz", ""))
        names = [*_whole_names(row), *self._several(row.get("name", "")), *_zone_names(zone)]
        numbers = [*self._documents(row), *_zone_numbers(zone)]
        if not names and not numbers:
            return
        role = self._named_role(draft, row)
        birth = self._birth(draft, row, zone)
        countries = [*self._several(row.get("nationality", "")), *([zone.nationality] if zone else ())]
        person = role in TRAVELLERS or birth is not None or bool(row.get("surname") or numbers)
        living = self._several(row.get("address", ""))
        whole = dict.fromkeys(names)
        draft.party(role, whole, numbers, countries=countries, birth=birth, addresses=living, person=person)

    def _named_role(self, draft: Draft, row: Mapping[str, str]) -> PartyRole:
        said = row.get("role", "")
        if not said.strip():
            return self._role
        role = _ROLE_WORDS.get(folded(said))
        if role is None:
            draft.flag("unknown_role", f"role: {said}")
        return role or self._role

    def _documents(self, row: Mapping[str, str]) -> Iterator[Number]:
        kind = _DOCUMENTS.get(folded(row.get("document_type", "")), IdentifierKind.OTHER)
        for column, found in (
            ("passport", IdentifierKind.PASSPORT),
            ("national_id", IdentifierKind.NATIONAL_ID),
            ("document", kind),
        ):
            yield from ((found, number) for number in self._several(row.get(column, "")))

    def _birth(self, draft: Draft, row: Mapping[str, str], zone: Mrz | None) -> PartialDate | None:
        text = row.get("birth", "").strip()
        if not text:
            return born(zone.birth, self._today) if zone else None
        read = birth_of(text, self._mapping.date_format)
        if read is None:
            draft.flag("unreadable", f"birth: {text}")
        return read

    def _goods(self, draft: Draft, row: Mapping[str, str]) -> Goods:
        weight = row.get("weight_kg", "").strip()
        kilos = kilograms(weight, self._mapping.decimal, self._mapping.weight_unit) if weight else None
        if weight and kilos is None:
            draft.flag("unreadable", f"weight_kg: {weight}")
        packages = row.get("packages", "").strip()
        count = count_of(packages) if packages else None
        if packages and count is None:
            draft.flag("unreadable", f"packages: {packages}")
        value, currency = self._value(draft, row)
        return Goods(
            hs=tuple(filter(None, (_hs(draft.code("hs", code)) for code in _parts(row.get("hs", ""))))),
            description=draft.text("description", row.get("description", "")),
            weight_kg=kilos,
            value=value,
            currency=currency,
            packages=count,
            package_kind=draft.text("package_kind", row.get("package_kind", "")),
            seal_no=tuple(draft.code("seal_no", seal) for seal in _parts(row.get("seal_no", ""))),
        )

    def _value(self, draft: Draft, row: Mapping[str, str]) -> tuple[Decimal | None, str]:
        text, currency = row.get("value", "").strip(), draft.code("currency", row.get("currency", ""))[:3]
        if not text:
            return None, currency
        read = amount_of(text, self._mapping.decimal)
        if read is None:
            draft.flag("unreadable", f"value: {text}")
            return None, currency
        return read[0], currency or read[1].upper()[:3]

    def _route(self, draft: Draft, row: Mapping[str, str]) -> Route:
        places = {name: draft.code(name, row.get(name, "")) for name in _PLACES}
        eta = row.get("eta", "").strip()
        moment = moment_of(eta, self._mapping.date_format, self._mapping.zone) if eta else None
        if eta and moment is None:
            draft.flag("unreadable", f"eta: {eta}")
        return Route(**places, carrier=draft.text("carrier", row.get("carrier", "")), eta=moment)


def _hs(written: str) -> str:
    """A code in figures; a workbook that took it for a number has lost the nought before the first chapters."""
    code = _OTHER_THAN_CODE.sub("", written)
    return f"0{code}" if len(code) in (3, 5, 7, 9) and code.isdecimal() else code


def _means(draft: Draft, row: Mapping[str, str]) -> None:
    vessel, known = _one(row, "vessel"), _kinds(row, "imo", "mmsi", "callsign")
    if vessel or known:
        draft.party(PartyRole.VESSEL, vessel, known, countries=_one(row, "flag"))
    if aircraft := _kinds(row, "aircraft_registration"):
        draft.party(PartyRole.AIRCRAFT, (), aircraft)
    if vehicle := _kinds(row, "vehicle_registration", "vin"):
        draft.party(PartyRole.VEHICLE, (), vehicle)
    for number in _parts(row.get("container", "")):
        draft.party(PartyRole.CONTAINER, (), ((IdentifierKind.CONTAINER, number),))


def _one(row: Mapping[str, str], column: str) -> tuple[str, ...]:
    return (row[column],) if row.get(column) else ()


def _kinds(row: Mapping[str, str], *columns: str) -> tuple[Number, ...]:
    return tuple((IdentifierKind(column), row[column]) for column in columns if row.get(column))


def _parts(text: str) -> list[str]:
    return [part for part in _LISTED.split(text) if part.strip()] if text else []


def _whole_names(row: Mapping[str, str]) -> tuple[str, ...]:
    whole = " ".join(part for part in (row.get("given_names", "").strip(), row.get("surname", "").strip()) if part)
    return (whole,) if whole else ()


def _zone(draft: Draft, text: str) -> Mrz | None:
    if not text.strip():
        return None
    zone = read_mrz(text)
    if zone is None:
        draft.flag("unreadable", f"mrz: {text}")
        return None
    for field in zone.wrong:
        draft.flag("mrz_check_digit", f"mrz: {field}")
    return zone


def _zone_names(zone: Mrz | None) -> tuple[str, ...]:
    return (f"{zone.given_names} {zone.surname}".strip(),) if zone else ()


def _zone_numbers(zone: Mrz | None) -> tuple[Number, ...]:
    if zone is None:
        return ()
    kinds = {"P": IdentifierKind.PASSPORT, "V": IdentifierKind.OTHER}
    return ((kinds.get(zone.code[:1], IdentifierKind.NATIONAL_ID), zone.number),)
