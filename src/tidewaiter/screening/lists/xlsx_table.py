"""Reads the first sheet of a workbook row by row; refuses what would unpack to more than a list may hold."""

import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime, time
from typing import BinaryIO
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from tidewaiter.screening.lists.rows import BadList

MOST_UNPACKED = 1_000_000_000
MOST_TEXTS = 128_000_000  # the texts of all cells are held in memory while the sheet is read
MOST_ROWS = 1_048_576
_MOST_PARTS = 500
_MOST_COLUMNS = 200
_LONGEST_TEXT = 200_000
_LONGEST_ROW = 8_000_000
_BLOCK = 1_000_000
_BROKEN = (
    *(InvalidFileException, zipfile.BadZipFile, zlib.error, struct.error, ParseError, EOFError, OSError),
    *(KeyError, IndexError, ValueError, TypeError, AttributeError, RuntimeError, NotImplementedError),
)


class XlsxTable:
    """The heading of a workbook's first sheet and its rows; a cell is its text, a date its ISO day."""

    def __init__(self, stream: BinaryIO) -> None:
        """Check the sizes and read the heading; BadList where it is no workbook or too large a one."""
        _refuse_large(stream)
        try:
            # values and not formulas: what the sheet last showed
            book = load_workbook(stream, read_only=True, data_only=True, keep_links=False)
            sheet = book.worksheets[0]
            sheet.reset_dimensions()
            self._rows = enumerate(sheet.iter_rows(values_only=True, max_col=_MOST_COLUMNS), start=1)
            header = _cells(next(self._rows, (0, ()))[1])
        except _BROKEN as error:
            raise BadList("not_xlsx") from error
        while header and not header[-1]:
            header.pop()
        if not header:
            raise BadList("empty")
        self.columns = tuple(name.strip() for name in header)

    def rows(self) -> Iterator[tuple[int, list[str]]]:
        """Give each row's number and cells, as many as the heading has, without empty rows."""
        width = len(self.columns)
        for number, values in self._unbroken():
            if number > MOST_ROWS:
                raise BadList("too_many_rows", limit=str(MOST_ROWS))
            cells = _cells(values[:width])
            if any(cells):
                yield number, cells + [""] * (width - len(cells))

    def _unbroken(self) -> Iterable[tuple[int, Sequence[object]]]:
        try:
            yield from self._rows
        except _BROKEN as error:
            raise BadList("not_xlsx") from error


def _cells(values: Iterable[object]) -> list[str]:
    return [_text(value) for value in values]


def _text(value: object) -> str:
    match value:
        case None:
            return ""
        case datetime():
            return value.date().isoformat() if value.time() == time() else value.isoformat(sep=" ")
        case date() | time():
            return value.isoformat()
        case float() if value.is_integer() and abs(value) < 1e15:
            return str(int(value))
    return str(value)


def _refuse_large(stream: BinaryIO) -> None:
    """A small file may unpack to anything: its parts are measured, and looked through, before they are parsed."""
    try:
        with zipfile.ZipFile(stream) as archive:
            parts = archive.infolist()
            if "xl/workbook.xml" not in {part.filename for part in parts}:
                raise BadList("not_xlsx")
            texts = sum(part.file_size for part in parts if part.filename.lower().endswith("sharedstrings.xml"))
            if len(parts) > _MOST_PARTS or texts > MOST_TEXTS or sum(one.file_size for one in parts) > MOST_UNPACKED:
                raise BadList("too_large", limit=str(MOST_UNPACKED // 1_000_000))
            for part in parts:
                if part.filename.endswith(".xml"):
                    _refuse_long(archive, part)
    except BadList:
        raise
    except _BROKEN as error:
        raise BadList("not_xlsx") from error
    stream.seek(0)


def _refuse_long(archive: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    """A text or a row without end would be built in memory whole; no spreadsheet program writes one."""
    text = row = 0
    with archive.open(part) as content:
        while block := content.read(_BLOCK):
            text = _stretch(block, b"<", text, _LONGEST_TEXT)
            row = _stretch(block, b"row", row, _LONGEST_ROW) if "/worksheets/" in part.filename else 0


def _stretch(block: bytes, mark: bytes, before: int, most: int) -> int:
    """How far the end of the block stands from the last mark; BadList where two marks stand too far apart."""
    pieces = [len(piece) for piece in block.split(mark)]
    pieces[0] += before
    if max(pieces) > most:
        raise BadList("too_large", limit=str(MOST_UNPACKED // 1_000_000))
    return pieces[-1]
