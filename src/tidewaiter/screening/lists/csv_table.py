"""Reads a table in CSV from bytes, line by line and strictly: where it stops being such a table, nothing is taken."""

import csv
from collections.abc import Iterator
from typing import BinaryIO

from tidewaiter.screening.lists.formulas import without_mark
from tidewaiter.screening.lists.rows import BadList

_DELIMITERS = (",", ";", "\t")
_LONGEST_LINE = 1_000_000
_LONGEST_CELL = 20_000
_BOM = b"\xef\xbb\xbf"


class CsvTable:
    """The heading of a CSV table and its rows with their lines; commas, semicolons or tabs part the cells."""

    def __init__(self, stream: BinaryIO) -> None:
        """Read the heading; BadList if there is none."""
        self._stream = stream
        self._line = 0
        first = self._next_line(_BOM)
        if not first.strip():
            raise BadList("empty")
        self._pushed = first
        csv.field_size_limit(_LONGEST_CELL)
        self._reader = csv.reader(self._lines(), strict=True, delimiter=_delimiter(first))
        self._last = 0
        self.columns = tuple(name.strip() for name in self._next() or ())
        if not any(self.columns):
            raise BadList("empty")

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Give each row's line and cells, once, without empty lines."""
        while (cells := self._next()) is not None:
            if cells:
                yield self._last + 1, [without_mark(cell) for cell in cells]

    def rows_and_faults(self) -> Iterator[tuple[int, list[str] | str]]:
        """Give each row's line with its cells, or with what is wrong there; after a wrong row the next are read on."""
        while True:
            try:
                cells = self._next()
            except BadList as bad:
                if bad.code != "not_csv":
                    raise
                yield self._last + 1, bad.params["why"]
                continue
            if cells is None:
                return
            if cells:
                yield self._last + 1, [without_mark(cell) for cell in cells]

    @property
    def line(self) -> int:
        """The last line that was read."""
        return self._reader.line_num

    def _next(self) -> list[str] | None:
        self._last = self._reader.line_num
        try:
            return next(self._reader, None)
        except csv.Error as error:
            raise BadList("not_csv", line=str(self._last + 1), why=str(error)) from error

    def _lines(self) -> Iterator[str]:
        yield self._pushed
        while line := self._next_line():
            yield line

    def _next_line(self, drop: bytes = b"") -> str:
        """One line of the file, never more of it in memory than a line may have."""
        self._line += 1
        line = self._stream.readline(_LONGEST_LINE).removeprefix(drop)
        if len(line) >= _LONGEST_LINE:
            raise BadList("long_line", line=str(self._line), limit=str(_LONGEST_LINE))
        try:
            return line.decode("utf-8")
        except UnicodeDecodeError as error:
            raise BadList("not_text", line=str(self._line)) from error


def _delimiter(header: str) -> str:
    """What stands most often between the names of the heading, outside quotes; a comma where nothing does."""
    outside = "".join(header.split('"')[::2])
    return max(_DELIMITERS, key=outside.count)
