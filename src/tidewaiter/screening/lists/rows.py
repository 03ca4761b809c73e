"""One row of a submitted list, whatever file it stood in, and what can be wrong with a list as a whole."""

import dataclasses
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

LONGEST_CELL = 2_000


class ListFormat(StrEnum):
    """The kinds of file that are taken and given."""

    CSV = "csv"
    XLSX = "xlsx"
    FTM = "ftm"


class BadList(ValueError):
    """The file is no list that can be taken, so nothing of it is; doors say `list:<code>` with the parameters."""

    def __init__(self, code: str, **params: str) -> None:
        super().__init__(code)
        self.code = code
        self.params = params


@dataclass(frozen=True, slots=True)
class ListRow:
    """What one row says of its entity: names with their kinds, the rest as written; a `fault` refuses the entity."""

    line: int
    entity: str
    schema: str = ""
    names: tuple[tuple[str, str], ...] = ()
    births: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    idents: tuple[str, ...] = ()
    fault: str = ""
    params: Mapping[str, str] = dataclasses.field(default_factory=dict)
    addresses: tuple[str, ...] = ()

    def plain(self) -> list[Any]:
        """The row as JSON, in the order of its fields."""
        return [
            *(self.line, self.entity, self.schema, self.names, self.births),
            *(self.countries, self.idents, self.fault, self.params, self.addresses),
        ]

    @classmethod
    def of(cls, plain: list[Any]) -> "ListRow":
        """The row again from its JSON."""
        line, entity, schema, names, births, countries, idents, fault, params, *more = plain
        pairs = tuple((text, kind) for text, kind in names)
        several = (tuple(births), tuple(countries), tuple(idents))
        return cls(line, entity, schema, pairs, *several, fault, params, *map(tuple, more))


@dataclass(frozen=True, slots=True)
class ListedEntity:
    """All rows of one entity, in the order of the file; of more than are kept only `count` tells."""

    key: str
    rows: tuple[ListRow, ...]
    count: int

    def plain(self) -> list[Any]:
        """The entity as JSON."""
        return [self.key, self.count, [row.plain() for row in self.rows]]

    @classmethod
    def of(cls, plain: list[Any]) -> "ListedEntity":
        """The entity again from its JSON."""
        key, count, rows = plain
        return cls(key, tuple(ListRow.of(row) for row in rows), count)


def readable(text: str, most: int) -> str:
    """The beginning of a text without letters that no record can hold, to be shown where the text is refused."""
    return _UNWRITABLE.sub("\ufffd", text[:most])


_UNWRITABLE = re.compile("[\x00-\x1f\ud800-\udfff]")


def on_one_line(text: str) -> str:
    """An address as one line: rows of it parted by commas, and what no record can hold left out."""
    rows = (" ".join(_UNWRITABLE.sub(" ", row).split()) for row in text.splitlines())
    return ", ".join(row.rstrip(",") for row in rows if row)


def unwritable(text: str) -> bool:
    """Whether a text holds a control character, or half of a letter: no name or reference does."""
    return bool(_UNWRITABLE.search(text))
