"""Writes entries as a file that others read: the same columns as an import, each row with the conditions of its use."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from tidewaiter.screening.identifiers import IdentifierKind
from tidewaiter.screening.lists.formulas import as_text
from tidewaiter.screening.lists.rows import ListFormat
from tidewaiter.screening.subjects import NameKind, Subject, SubjectKind

HEADING = (
    *("entity_id", "schema", "name", "kind", "country", "dob", "ident"),
    *("supplier", "released", "suggested_action", "purposes", "delete_on", "conditions", "condition_codes"),
    *("reason", "grounds", "source_ref", "address"),
)
_KINDS: Mapping[NameKind, str] = MappingProxyType({NameKind.WEAK: "weak_aka", NameKind.FORMER: "fka"})
_LONGEST_CELL = 32_767  # as much as a cell of a workbook holds


@dataclass(frozen=True, slots=True)
class Exported:
    """One entry as it leaves: what it says, and the conditions under which whoever holds the file may use it."""

    number: str
    supplier: str
    subject: Subject
    released: bool
    action: str
    purposes: tuple[str, ...]
    delete_on: date | None
    conditions: tuple[str, ...]
    condition_codes: tuple[str, ...]
    reason: str
    grounds: str
    source_ref: str


def write(format: ListFormat, entries: Iterable[Exported]) -> bytes:
    """The file."""
    match format:
        case ListFormat.FTM:
            lines = (json.dumps(_entity(entry), ensure_ascii=False) for entry in entries)
            return "".join(f"{line}\n" for line in lines).encode()
        case ListFormat.XLSX:
            return _workbook(_rows(entries))
        case ListFormat.CSV:
            text = io.StringIO(newline="")
            writer = csv.writer(text)
            writer.writerow(HEADING)
            writer.writerows([as_text(cell) for cell in row] for row in _rows(entries))
            return text.getvalue().encode("utf-8-sig")


def _rows(entries: Iterable[Exported]) -> Iterator[Sequence[str]]:
    """One row for each name, all with the same conditions, so that a row torn from the rest still carries them."""
    for entry in entries:
        subject = entry.subject
        about = (
            " ".join(subject.countries),
            str(subject.birth or ""),
            "; ".join(f"{one.kind.value}:{one.value}" for one in subject.identifiers),
            entry.supplier,
            "yes" if entry.released else "no",
            entry.action,
            " ".join(entry.purposes),
            entry.delete_on.isoformat() if entry.delete_on else "",
            " ".join(entry.conditions),
            " ".join(entry.condition_codes),
            entry.reason,
            entry.grounds,
            entry.source_ref,
            "; ".join(address.replace(";", ",") for address in subject.addresses),
        )
        names = [(name.text, _KINDS.get(name.kind, name.kind.value)) for name in subject.names] or [("", "")]
        for text, kind in names:
            yield (entry.number, subject.kind.value, text, kind, *about)


def _workbook(rows: Iterable[Sequence[str]]) -> bytes:
    book = Workbook(write_only=True)
    sheet = book.create_sheet("entries")
    for row in (HEADING, *rows):
        sheet.append([_cell(sheet, text) for text in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def _cell(sheet: Any, text: str) -> Any:
    """A cell that holds text and says so: without the type, "=..." would be a formula."""
    cell = WriteOnlyCell(sheet, value=ILLEGAL_CHARACTERS_RE.sub("\ufffd", text[:_LONGEST_CELL]))
    cell.data_type = "s"
    return cell


_PROPERTIES: Mapping[IdentifierKind, str] = MappingProxyType(
    {
        IdentifierKind.IMO: "imoNumber",
        IdentifierKind.MMSI: "mmsi",
        IdentifierKind.CALLSIGN: "callSign",
        IdentifierKind.VIN: "vin",
        IdentifierKind.PASSPORT: "passportNumber",
        IdentifierKind.LEI: "leiCode",
        IdentifierKind.TAX: "taxNumber",
    }
)
_AT_SEA = frozenset({IdentifierKind.IMO, IdentifierKind.MMSI, IdentifierKind.CALLSIGN})


def _entity(entry: Exported) -> dict[str, Any]:
    subject = entry.subject
    properties: dict[str, list[str]] = {}
    for name in subject.names:
        properties.setdefault(_name_property(name.kind, properties), []).append(name.text)
    if subject.birth:
        properties["birthDate"] = [str(subject.birth)]
    if subject.countries:
        properties["country"] = [code.lower() for code in subject.countries]
    if subject.addresses:
        properties["address"] = list(subject.addresses)
    for one in subject.identifiers:
        properties.setdefault(_PROPERTIES.get(one.kind, _other_number(subject)), []).append(one.value)
    properties["summary"] = [entry.reason]
    properties["publisher"] = [entry.supplier]
    return {"id": entry.number, "schema": _schema(subject), "properties": properties, "tidewaiter": _conditions(entry)}


def _name_property(kind: NameKind, properties: Mapping[str, object]) -> str:
    """The first name that is none of the weak or former ones is the caption, whatever its kind."""
    others = {NameKind.WEAK: "weakAlias", NameKind.FORMER: "previousName"}
    return others.get(kind) or ("alias" if "name" in properties else "name")


def _other_number(subject: Subject) -> str:
    return "idNumber" if subject.kind is SubjectKind.PERSON else "registrationNumber"


def _schema(subject: Subject) -> str:
    kinds = {one.kind for one in subject.identifiers}
    match subject.kind:
        case SubjectKind.PERSON:
            return "Person"
        case SubjectKind.BUSINESS:
            return "Company"
        case SubjectKind.TRANSPORT if kinds & _AT_SEA:
            return "Vessel"
        case SubjectKind.TRANSPORT:
            return "Airplane" if IdentifierKind.AIRCRAFT_REGISTRATION in kinds else "Vehicle"
    return "Asset"


def _conditions(entry: Exported) -> dict[str, Any]:
    """What FollowTheMoney has no property for; its programs carry it along."""
    return {
        "category": entry.subject.kind.value,
        "supplier": entry.supplier,
        "released": entry.released,
        "suggested_action": entry.action,
        "purposes": list(entry.purposes),
        "delete_on": entry.delete_on.isoformat() if entry.delete_on else None,
        "conditions": list(entry.conditions),
        "condition_codes": list(entry.condition_codes),
        "grounds": entry.grounds,
        "source_ref": entry.source_ref,
    }
