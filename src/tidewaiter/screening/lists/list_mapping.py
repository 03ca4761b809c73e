"""How one source writes its manifests or passenger lists: a mapping that is kept with the source."""

import dataclasses
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from tidewaiter.screening.lists.figures import DECIMAL_MARKS, KILOGRAMS, zone_of
from tidewaiter.screening.lists.headings import COLUMNS, TRADER_COLUMNS, folded, known_headings
from tidewaiter.screening.lists.mapping import DATE_FORMATS
from tidewaiter.screening.lists.rows import BadList
from tidewaiter.screening.lists.submitted import PartyRole

ROLES = tuple(role.value for role in PartyRole if role is not PartyRole.COMMODITY)
_NAMING = ("name", "surname", "mrz", *TRADER_COLUMNS)
_MEANS = ("vessel", "imo", "mmsi", "callsign", "aircraft_registration", "vehicle_registration", "vin", "container")
_NUMBERS = ("passport", "document", "national_id")
# A table needs at least one of these, else there is nothing in it to screen.
SCREENABLE = (*_NAMING, *_MEANS, *_NUMBERS, "hs", "description")
MOST_COLUMNS = 1_000
_SHOWN = 40


@dataclass(frozen=True, slots=True)
class ListMapping:
    """The headings of one source for our columns, and how it writes days, numbers, weights and several values.

    A column that is not named is looked for by itself; one with an empty heading is not in the list. `role` is what
    a plain name is where no column says so. `zone` is the offset from UTC of moments written without one.
    """

    columns: Mapping[str, str] = dataclasses.field(default_factory=dict)
    role: str = ""
    date_format: str = ""
    separator: str = ""
    decimal: str = ""
    weight_unit: str = ""
    zone: str = ""

    def plain(self) -> dict[str, Any]:
        """The mapping as JSON."""
        return {**{name: getattr(self, name) for name in self.__slots__}, "columns": dict(self.columns)}

    @classmethod
    def of(cls, plain: Mapping[str, Any]) -> "ListMapping":
        """The mapping again from its JSON; ValueError for what is no mapping."""
        columns = plain.get("columns", {})
        texts = [*plain.values(), *columns.values()] if isinstance(columns, Mapping) else [None]
        if not set(plain) <= set(cls.__slots__) or not all(isinstance(one, str | Mapping) for one in texts):
            raise ValueError("no mapping")
        return cls(**{**plain, "columns": MappingProxyType(dict(columns))})


def list_mapping_faults(mapping: ListMapping) -> Iterable[tuple[str, str]]:
    """What no mapping may say, as field and value."""
    for ours in mapping.columns:
        if ours not in COLUMNS:
            yield "columns", ours
    allowed: tuple[tuple[str, Iterable[str]], ...] = (
        ("role", ("", *ROLES)),
        ("date_format", DATE_FORMATS),
        ("decimal", DECIMAL_MARKS),
        ("weight_unit", KILOGRAMS),
    )
    for field, values in allowed:
        if getattr(mapping, field) not in values:
            yield field, getattr(mapping, field)
    if len(mapping.separator) > 3:
        yield "separator", mapping.separator
    if mapping.zone and zone_of(mapping.zone) is None:
        yield "zone", mapping.zone


def chosen_columns(header: Sequence[str], mapping: ListMapping) -> dict[str, str]:
    """Our columns with the headings of this table; BadList where one is absent, there twice, or none is known."""
    if len(header) > MOST_COLUMNS:
        raise BadList("too_many_columns", limit=str(MOST_COLUMNS))
    shown = {folded(name): name for name in reversed(header)}
    absent = [name[:80] for name in mapping.columns.values() if name and folded(name) not in shown]
    if absent:
        raise BadList("mapped_column_absent", column=", ".join(absent), found=_shown(header))
    mapped = {ours: shown[folded(name)] for ours, name in mapping.columns.items() if name}
    taken = {folded(name) for name in mapped.values()}
    others = known_headings([name for name in header if folded(name) not in taken])
    chosen = {**{ours: name for ours, name in others.items() if ours not in mapping.columns}, **mapped}
    if not any(ours in chosen for ours in SCREENABLE):
        raise BadList("missing_column", column=", ".join(SCREENABLE), found=_shown(header))
    _refuse_twice(header, chosen)
    return chosen


def _refuse_twice(header: Sequence[str], chosen: Mapping[str, str]) -> None:
    all_folded = [folded(name) for name in header]
    for name in chosen.values():
        if all_folded.count(folded(name)) > 1:
            raise BadList("column_twice", column=name[:80])


def _shown(header: Sequence[str]) -> str:
    return ", ".join(name[:_SHOWN] for name in header[:_SHOWN])
