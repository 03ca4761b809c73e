"""Opens a submitted list: says what kind of file it is by its content, and gives its rows in one stream."""

import hashlib
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

from tidewaiter.screening.lists.csv_table import CsvTable
from tidewaiter.screening.lists.ftm import ftm_rows
from tidewaiter.screening.lists.mapping import ColumnMapping, RowReader
from tidewaiter.screening.lists.opening import is_workbook, opening_of
from tidewaiter.screening.lists.rows import BadList, ListFormat, ListRow
from tidewaiter.screening.lists.xlsx_table import XlsxTable

_BLOCK = 1_000_000
_PREVIEWED = 5


@dataclass(frozen=True, slots=True)
class Preview:
    """What a list looks like before anything is taken: its kind, its headings and its first rows."""

    format: ListFormat
    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def format_of(stream: BinaryIO) -> ListFormat:
    """The kind of file by its first bytes, whatever it is called; the stream stands at its beginning again."""
    shown = opening_of(stream)
    if is_workbook(shown):
        return ListFormat.XLSX
    if shown[:1] == b"[":
        raise BadList("not_json", line="1")
    return ListFormat.FTM if shown[:1] == b"{" else ListFormat.CSV


def rows_of(stream: BinaryIO, mapping: ColumnMapping, *, expected: str = "") -> Iterator[ListRow]:
    """The rows of a list, one after the other; BadList where it is none, at once or at the line where it ends to be."""
    found = format_of(stream)
    if expected and expected != found:
        raise BadList("other_format", expected=expected, found=found.value)
    if found is ListFormat.FTM:
        return ftm_rows(stream)
    table = _table(stream, found)
    reader = RowReader(table.columns, mapping)
    return (reader.row(line, cells) for line, cells in table.rows())


def preview(stream: BinaryIO) -> Preview:
    """What the list looks like; nothing is asked of its headings yet."""
    found = format_of(stream)
    if found is ListFormat.FTM:
        rows = tuple(
            (row.entity, row.schema, *(name for name, _ in row.names[:1]))
            for row in itertools.islice(ftm_rows(stream), _PREVIEWED)
        )
        return Preview(found, ("id", "schema", "name"), rows)
    table = _table(stream, found)
    cells = (tuple(cell[:80] for cell in row) for _, row in table.rows())
    return Preview(found, table.columns, tuple(itertools.islice(cells, _PREVIEWED)))


def _table(stream: BinaryIO, found: ListFormat) -> CsvTable | XlsxTable:
    return XlsxTable(stream) if found is ListFormat.XLSX else CsvTable(stream)


def digest_of(stream: BinaryIO) -> str:
    """The sha256 of the whole file, by which the same list is known again; the stream stands at its beginning again."""
    stream.seek(0)
    digest = hashlib.sha256()
    while block := stream.read(_BLOCK):
        digest.update(block)
    stream.seek(0)
    return digest.hexdigest()
