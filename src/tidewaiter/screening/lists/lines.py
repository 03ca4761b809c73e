"""Opens a submitted list of any format by its content, and gives its lines one after the other in bounded memory.

Where a file cannot be taken as a list at all, BadList says so at once; from the first line on nothing is raised, and
what cannot be read is a refused line in its place.
"""

import dataclasses
import itertools
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import BinaryIO

from tidewaiter.screening.lists.csv_table import CsvTable
from tidewaiter.screening.lists.cuscar import Cuscar
from tidewaiter.screening.lists.edi_values import prepared_on
from tidewaiter.screening.lists.edifact import Segment, segments
from tidewaiter.screening.lists.encodings import UTF8, encoding_of, in_utf8
from tidewaiter.screening.lists.envelope import Envelope, Message
from tidewaiter.screening.lists.json_lines import json_lines
from tidewaiter.screening.lists.list_mapping import ListMapping, chosen_columns
from tidewaiter.screening.lists.opening import is_workbook, opening_of
from tidewaiter.screening.lists.paxlst import Paxlst
from tidewaiter.screening.lists.row_lines import RowLines
from tidewaiter.screening.lists.rows import BadList
from tidewaiter.screening.lists.submitted import RefusedLine, SubmittedLine
from tidewaiter.screening.lists.xlsx_table import XlsxTable

MOST_LINES = 5_000_000
_PREVIEWED = 5
Lines = Iterator[SubmittedLine | RefusedLine]


class SubmittedFormat(StrEnum):
    """The kinds of file in which lists are submitted."""

    CSV = "csv"
    XLSX = "xlsx"
    JSON = "json"
    EDIFACT = "edifact"


@dataclass(frozen=True, slots=True)
class Look:
    """What a list looks like before it is taken: format, encoding, headings, our columns found, first lines."""

    format: SubmittedFormat
    encoding: str = ""
    columns: tuple[str, ...] = ()
    chosen: Mapping[str, str] = dataclasses.field(default_factory=dict)
    first: tuple[SubmittedLine | RefusedLine, ...] = ()


def submitted_format(stream: BinaryIO) -> SubmittedFormat:
    """The kind of file by its first letters, whatever it is called; the stream stands at its beginning again."""
    shown = opening_of(stream)
    if is_workbook(shown):
        return SubmittedFormat.XLSX
    if shown[:1] in (b"{", b"["):
        return SubmittedFormat.JSON
    if shown[:3] in (b"UNA", b"UNB") and not shown[3:4].isalnum():
        return SubmittedFormat.EDIFACT
    return SubmittedFormat.CSV


def lines_of(stream: BinaryIO, mapping: ListMapping, *, expected: str = "", today: date | None = None) -> Lines:
    """Every line of a list, taken or refused, in the order of the file; BadList where it is no list.

    A row id that stands twice refuses the second. `today` decides the century of years of two figures.
    """
    return _opened(stream, mapping, expected, today)[1]


def look(stream: BinaryIO, mapping: ListMapping, *, expected: str = "", today: date | None = None) -> Look:
    """What the list looks like, with its first lines; for a dry run. BadList as of `lines_of`."""
    seen, lines = _opened(stream, mapping, expected, today)
    return dataclasses.replace(seen, first=tuple(itertools.islice(lines, _PREVIEWED)))


def _opened(stream: BinaryIO, mapping: ListMapping, expected: str, today: date | None) -> tuple[Look, Lines]:
    found = submitted_format(stream)
    if expected and expected != found:
        raise BadList("other_format", expected=expected, found=found.value)
    day = today or datetime.now(UTC).date()
    if found is SubmittedFormat.EDIFACT:
        return Look(found), _guarded(_edifact(stream, mapping, today))
    if found is SubmittedFormat.XLSX:
        return _table(found, "", XlsxTable(stream), mapping, day)
    encoding = encoding_of(stream)
    text = in_utf8(stream, encoding)
    if found is SubmittedFormat.CSV:
        return _table(found, encoding, CsvTable(text), mapping, day)
    if encoding != UTF8:
        # JSON is UTF-8 by its standard; read twice, it has to be sought in
        raise BadList("json_encoding", encoding=encoding)
    return Look(found, encoding), _guarded(json_lines(stream, mapping, day))


def _table(
    found: SubmittedFormat, encoding: str, table: CsvTable | XlsxTable, mapping: ListMapping, day: date
) -> tuple[Look, Lines]:
    chosen = chosen_columns(table.columns, mapping)
    places = {ours: table.columns.index(heading) for ours, heading in chosen.items()}
    lines = _rows(table, places, RowLines(chosen, mapping, day))
    return Look(found, encoding, table.columns, chosen), _guarded(lines)


def _rows(table: CsvTable | XlsxTable, places: Mapping[str, int], reader: RowLines) -> Lines:
    width, used = len(table.columns), tuple(places.items())
    found: Iterable[tuple[int, list[str] | str]] = (
        table.rows_and_faults() if isinstance(table, CsvTable) else table.rows()
    )
    for line, cells in found:
        if isinstance(cells, str):
            yield RefusedLine(line, "not_csv", {"why": cells})
        elif len(cells) != width:
            yield RefusedLine(line, "ragged", {"cells": str(len(cells)), "header": str(width)})
        else:
            yield reader.line(line, {ours: cells[place] for ours, place in used if cells[place]})


def _edifact(stream: BinaryIO, mapping: ListMapping, today: date | None) -> Lines:
    """The lines of all messages of an interchange; BadList at once where its beginning is not one's."""
    read = segments(stream)
    first = next(read)
    return _messages(itertools.chain((first,), read), mapping, today)


def _messages(read: Iterator[Segment], mapping: ListMapping, today: date | None) -> Lines:
    envelope = Envelope()
    reader: Cuscar | Paxlst | None = None
    for segment in envelope.follow(read):
        yield from _drained(envelope)
        if segment.tag == "UNH":
            if reader is not None:
                yield from reader.close()
            reader = _reader(envelope, mapping, today)
            if reader is None and envelope.message is not None:
                yield _unknown(envelope.message)
        elif segment.wrong:
            params = {"tag": segment.tag, "segment": str(segment.number), "byte": str(_byte(segment))}
            yield RefusedLine(segment.number, segment.wrong, params, reader.row_id if reader else "")
        elif reader is not None:
            yield from reader.take(segment)
            if segment.tag == "UNT":
                yield from reader.close()
                reader = None
    if reader is not None:
        yield from reader.close()
    yield from _drained(envelope)


def _byte(segment: Segment) -> int:
    return segment.wrong_at or segment.offset


def _drained(envelope: Envelope) -> Iterator[RefusedLine]:
    faults, envelope.faults = envelope.faults, []
    yield from faults


def _reader(envelope: Envelope, mapping: ListMapping, today: date | None) -> Cuscar | Paxlst | None:
    day = today or prepared_on(envelope.prepared) or datetime.now(UTC).date()
    match envelope.message:
        case Message(type="CUSCAR"):
            return Cuscar(mapping.zone)
        case Message(type="PAXLST"):
            return Paxlst(mapping.zone, day)
    return None


def _unknown(message: Message) -> RefusedLine:
    params = {"message": message.type[:20], "segment": str(message.header.number)}
    return RefusedLine(message.header.number, "unknown_message", params, message.reference[:80])


def _guarded(lines: Lines) -> Lines:
    """The lines until the list cannot be read on, which the last refused one tells; no more than a list may have."""
    last = 0
    try:
        for count, line in enumerate(lines):
            if count >= MOST_LINES:
                raise BadList("too_many_rows", limit=str(MOST_LINES))
            last = line.line
            yield line
    except BadList as bad:
        yield RefusedLine(int(bad.params.get("line", last + 1)), bad.code, bad.params)
