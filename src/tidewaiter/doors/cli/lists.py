"""Reads a list in CSV row by row, strictly: what is not such a list is said so, and nothing of it is taken."""

import csv
import io
from collections.abc import Iterator
from typing import BinaryIO

from tidewaiter.actions.central import ImportRow
from tidewaiter.doors.cli.errors import CommandError

REQUIRED = ("entity_id", "schema", "name")
KNOWN = (*REQUIRED, "kind", "country", "dob", "ident")
LONGEST_CELL = 20_000
_GZIP = b"\x1f\x8b"


class ListOfRows:
    """The rows of a list with their lines; `ragged` says, by line, why a row has not the cells of the header."""

    def __init__(self, file: BinaryIO) -> None:
        """Read the header; CommandError if this is no list that can be taken."""
        self.ragged: dict[int, str] = {}
        self._reader = csv.reader(_text(file), strict=True)
        csv.field_size_limit(LONGEST_CELL)
        self._last_line = 0
        self._header = [name.strip().casefold() for name in self._next() or ()]
        _refuse_header(self._header)

    def __iter__(self) -> Iterator[ImportRow]:
        """Give the rows, once; CommandError where the file stops being CSV in UTF-8, so that nothing is written."""
        while (cells := self._next()) is not None:
            if cells:
                yield self._row(cells)

    def _next(self) -> list[str] | None:
        self._last_line = self._reader.line_num
        try:
            return next(self._reader, None)
        except UnicodeDecodeError as error:
            raise CommandError(
                f"line {self._last_line + 1} or after it: this is not UTF-8 text; nothing was written"
            ) from error
        except csv.Error as error:
            raise CommandError(f"line {self._last_line + 1}: this is not CSV: {error}; nothing was written") from error

    def _row(self, cells: list[str]) -> ImportRow:
        line = self._last_line + 1
        if len(cells) == len(self._header):
            values = zip(self._header, cells, strict=True)
            return ImportRow(line, {name: cell for name, cell in values if name in KNOWN})
        # its cells cannot be told apart, but its entity must be refused whole
        self.ragged[line] = f"this row has {len(cells)} cells where the header has {len(self._header)}"
        place = self._header.index("entity_id")
        return ImportRow(line, {"entity_id": cells[place] if place < len(cells) else ""})


def _text(file: BinaryIO) -> io.TextIOWrapper:
    buffered = file if isinstance(file, io.BufferedReader) else io.BufferedReader(io.BytesIO(file.read()))
    if buffered.peek(2)[:2] == _GZIP:
        raise CommandError("this file is compressed: `zcat FILE | tidewaiter central import - ...`")
    return io.TextIOWrapper(buffered, encoding="utf-8-sig", errors="strict", newline="")


def _refuse_header(header: list[str]) -> None:
    if not header:
        raise CommandError("the file is empty; its first line names the columns")
    missing = [name for name in REQUIRED if name not in header]
    if missing:
        hint = " Cells are separated by commas." if len(header) == 1 else ""
        raise CommandError(f"the first line does not name the column {', '.join(missing)}.{hint}")
    twice = sorted({name for name in header if name in KNOWN and header.count(name) > 1})
    if twice:
        raise CommandError(f"the first line names the column {', '.join(twice)} twice")
