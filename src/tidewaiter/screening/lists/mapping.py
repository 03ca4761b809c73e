"""Which column of a table means what: known headings by themselves, others as a saved mapping of the source says."""

import dataclasses
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from tidewaiter.screening.identifiers import IdentifierKind
from tidewaiter.screening.lists.rows import LONGEST_CELL, BadList, ListRow

COLUMNS = ("entity_id", "schema", "name", "kind", "country", "dob", "ident", "address")
REQUIRED = ("entity_id", "schema", "name")
NUMBERS = tuple(kind.value for kind in IdentifierKind if kind is not IdentifierKind.OTHER)
DATE_FORMATS = ("", "dmy", "mdy", "ymd")

_ALSO_CALLED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "entity_id": ("entity_id", "id", "uid", "record_id", "reference", "ref"),
        "schema": ("schema", "entity_type", "type", "category"),
        "name": ("name", "full_name", "caption", "listed_name"),
        "kind": ("kind", "name_type", "name_kind", "alias_type"),
        "country": ("country", "countries", "nationality", "flag"),
        "dob": ("dob", "date_of_birth", "birth_date", "birthdate", "birth"),
        "ident": ("ident", "identifier", "identifiers", "number"),
        "address": ("address", "addresses", "seat", "residence"),
    }
)
_DAY = re.compile(r"(\d{1,4})[./\- ](\d{1,2})[./\- ](\d{1,4})")
_PARTS = re.compile(r"[;|]")


@dataclass(frozen=True, slots=True)
class ColumnMapping:
    """How one source writes its lists: our columns and kinds of number with the headings that stand for them.

    A column that is not named is looked for by itself; one with an empty heading is not in the list.
    `schema` is what every row is where no column says so; `separator` parts several values in one cell.
    """

    columns: Mapping[str, str] = dataclasses.field(default_factory=dict)
    schema: str = ""
    date_format: str = ""
    separator: str = ""

    def plain(self) -> dict[str, object]:
        """The mapping as JSON."""
        return {
            "columns": dict(self.columns),
            "schema": self.schema,
            "date_format": self.date_format,
            "separator": self.separator,
        }


def mapping_faults(mapping: ColumnMapping) -> Iterable[tuple[str, str]]:
    """What no mapping may say, as field and value: an unknown column of ours, date format or a long separator."""
    for ours in mapping.columns:
        if ours not in (*COLUMNS, *NUMBERS):
            yield "columns", ours
    if mapping.date_format not in DATE_FORMATS:
        yield "date_format", mapping.date_format
    if len(mapping.separator) > 3:
        yield "separator", mapping.separator


def known_columns(header: Sequence[str]) -> dict[str, str]:
    """Our columns with the headings of this table that we know by themselves."""
    folded = {_folded(name): name for name in reversed(header)}
    found = {}
    for ours, names in _ALSO_CALLED.items():
        heading = next((folded[name] for name in names if name in folded), None)
        if heading is not None:
            found[ours] = heading
    return found | {number: folded[number] for number in NUMBERS if number in folded}


def _folded(heading: str) -> str:
    return "_".join(heading.replace("-", " ").replace("_", " ").casefold().split())


class RowReader:
    """Turns the cells of one table's rows into rows of a list."""

    def __init__(self, header: Sequence[str], mapping: ColumnMapping) -> None:
        """Find each column's place; BadList where one that is needed or mapped is not there, or is there twice."""
        _refuse_absent(header, mapping)
        chosen = {ours: name for ours, name in {**known_columns(header), **mapping.columns}.items() if name}
        _refuse_missing(header, chosen, mapping)
        _refuse_twice(header, chosen)
        places = {ours: _place(header, name) for ours, name in chosen.items()}
        self._width = len(header)
        self._mapping = mapping
        self._schema = places.get("schema")
        self._entity, self._name = places["entity_id"], places["name"]
        self._kind, self._dob, self._country = places.get("kind"), places.get("dob"), places.get("country")
        self._ident, self._address = places.get("ident"), places.get("address")
        self._numbers = [(kind, places[kind]) for kind in NUMBERS if kind in places]
        self._used = sorted(set(places.values()))

    def row(self, line: int, cells: Sequence[str]) -> ListRow:
        """One row; one that has not the cells of the header still refuses the entity it names."""
        entity = cells[self._entity].strip() if self._entity < len(cells) else ""
        if len(cells) != self._width:
            params = {"cells": str(len(cells)), "header": str(self._width)}
            return ListRow(line, entity[:LONGEST_CELL], fault="ragged", params=params)
        # ten addresses in one cell are longer than anything else
        if any(len(cells[place]) > LONGEST_CELL * (1 + (place == self._address)) for place in self._used):
            return ListRow(line, entity[:LONGEST_CELL], fault="too_long", params={"limit": str(LONGEST_CELL)})
        kind = "" if self._kind is None else cells[self._kind].strip()
        return ListRow(
            line,
            entity,
            self._mapping.schema or ("" if self._schema is None else cells[self._schema].strip()),
            tuple((name, kind) for name in self._several(cells, self._name)),
            tuple(as_iso(day, self._mapping.date_format) for day in self._several(cells, self._dob)),
            self._several(cells, self._country),
            self._idents(cells),
            addresses=self._parted(cells, self._address),
        )

    def _several(self, cells: Sequence[str], place: int | None) -> tuple[str, ...]:
        text = "" if place is None else cells[place].strip()
        if not text or not self._mapping.separator:
            return (text,) if text else ()
        return tuple(part.strip() for part in text.split(self._mapping.separator) if part.strip())

    def _parted(self, cells: Sequence[str], place: int | None) -> tuple[str, ...]:
        parts = (part.strip() for text in self._several(cells, place) for part in _PARTS.split(text))
        return tuple(part for part in parts if part)

    def _idents(self, cells: Sequence[str]) -> tuple[str, ...]:
        found = [*self._parted(cells, self._ident)]
        for kind, place in self._numbers:
            found.extend(f"{kind}:{number}" for number in self._several(cells, place))
        return tuple(found)


def as_iso(day: str, order: str) -> str:
    """A date written in figures as year-month-day; whatever is not three figures stays as it is."""
    found = _DAY.fullmatch(day)
    if not found or not order:
        return day
    first, second, third = found.groups()
    if len(first) == 4:
        return f"{first}-{second:0>2}-{third:0>2}"
    year, month, date = {"dmy": (third, second, first), "mdy": (third, first, second)}.get(
        order, (first, second, third)
    )
    return f"{year}-{month:0>2}-{date:0>2}" if len(year) == 4 else day


def _refuse_absent(header: Sequence[str], mapping: ColumnMapping) -> None:
    absent = [name[:80] for name in mapping.columns.values() if name and _place(header, name) < 0]
    if absent:
        raise BadList("mapped_column_absent", column=", ".join(absent), found=_shown(header))


def _refuse_missing(header: Sequence[str], chosen: Mapping[str, str], mapping: ColumnMapping) -> None:
    missing = [ours for ours in REQUIRED if ours not in chosen and not (ours == "schema" and mapping.schema)]
    if missing:
        raise BadList("missing_column", column=", ".join(missing), found=_shown(header))


def _refuse_twice(header: Sequence[str], chosen: Mapping[str, str]) -> None:
    folded = [_folded(name) for name in header]
    for name in chosen.values():
        if folded.count(_folded(name)) > 1:
            raise BadList("column_twice", column=name[:80])


def _place(header: Sequence[str], name: str) -> int:
    folded = _folded(name)
    return next((place for place, heading in enumerate(header) if _folded(heading) == folded), -1)


def _shown(header: Sequence[str]) -> str:
    return ", ".join(name[:40] for name in header[:40])
