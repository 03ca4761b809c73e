"""One table for every list: it sorts, filters, pages, and goes into a spreadsheet; on a phone each row is a block.

How a list uses it (the requests in `assistance.py` are the shortest example):

1. Name the columns: `COLUMNS = (Column("number", _("Number"), sort="number"), Column("state", _("State")))`; `sort` is
   the word the list's act takes, `""` where it cannot sort by that. The first column is the row's head: it holds the
   link to the record.
2. Read what was asked: `asked = asked_of(request, COLUMNS, filters=("state",), sort="-drafted")`. It has `sort`,
   `after` (the cursor), `sheet` (a spreadsheet is wanted), `value("state")` and `query`; a sort that no column offers
   falls back to the given one.
3. Turn each line into a `Row` of cells, one a column: `Cell(shown, value="", href="", note="")`. `shown` may be marked
   safe, `value` is what the spreadsheet gets where that differs (days in ISO, codes as they are); `day_cell`,
   `code_cell` and `state_cell` make the usual ones.
4. Give either out: `if asked.sheet: return spreadsheet("requests", COLUMNS, map(row_of, every(fetch)))`, where `fetch`
   takes a cursor and gives one page of the act (with `items` and `next`); else put `Table(...)` into the context and
   `{% include "web/parts/table.html" %}` where it belongs. `filters` are `forms.Field`s of kind text or choice.

The spreadsheet holds the whole list under the same filter, at most MOST_ROWS rows. It is for lists that hold nothing of
the central system, whose export is an act of its own.
"""

import csv
import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from typing import Any, Protocol, TypeVar

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.html import format_html
from django.utils.timezone import now
from django.utils.translation import gettext_lazy as _

from tidewaiter.doors.web.forms import Field, text
from tidewaiter.doors.web.written import day_written, moment_written

Item = TypeVar("Item", covariant=True)
MOST_ROWS = 5_000
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Column:
    """One column: what it is called, and the word by which the list's act sorts by it; `wide` ones take the room.

    A column `only` in the spreadsheet is not shown on the page, where another one's note may say it.
    """

    name: str
    label: Any
    sort: str = ""
    wide: bool = False
    only: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one place: as shown, and as a spreadsheet gets it where that differs."""

    shown: Any
    value: str = ""
    href: str = ""
    note: Any = ""
    code: bool = False


@dataclass(frozen=True, slots=True)
class Row:
    """One line of a list."""

    cells: tuple[Cell, ...]


@dataclass(frozen=True, slots=True)
class Asked:
    """What a reader asked of a list: the order, the page, the filter, and whether as a spreadsheet."""

    sort: str
    after: str
    sheet: bool
    query: QueryDict
    usual: bool = True

    def value(self, name: str, among: Iterable[str] | None = None) -> str:
        """What was chosen in one filter; nothing where it is not among these values."""
        given = text(self.query, name)
        return given if among is None or given in set(among) else ""


@dataclass(frozen=True, slots=True)
class Head:
    """The head of one column as shown: where a click leads, and how the list stands now."""

    column: Column
    href: str
    standing: str  # "ascending", "descending" or "" as ARIA says it


@dataclass(frozen=True, slots=True)
class Order:
    """One order that the list can be put in, for where the heads are not shown."""

    value: str
    label: Any
    chosen: bool


@dataclass(frozen=True, slots=True)
class Table:
    """A list ready to be shown; `usual` names the order nobody asked for.

    `sheet` is False where the list may not be given out as a spreadsheet.
    """

    caption: Any
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    asked: Asked
    next: str = ""
    filters: tuple[Field, ...] = ()
    usual: Any = ""
    empty: Any = ""
    sheet: bool = True

    @property
    def heads(self) -> tuple[Head, ...]:
        """The heads; a click on one sorts by it, a second click the other way round."""
        by, down = self.asked.sort.removeprefix("-"), self.asked.sort.startswith("-")
        return tuple(
            Head(
                column,
                self._address(sort=column.sort if by != column.sort or down else f"-{column.sort}", after=""),
                ("descending" if down else "ascending") if column.sort and column.sort == by else "",
            )
            for column in self.columns
            if not column.only
        )

    @property
    def orders(self) -> tuple[Order, ...]:
        """Every order the list can be put in."""
        sorting = [column for column in self.columns if column.sort]
        ways = (("", _("%(column)s, rising")), ("-", _("%(column)s, falling")))
        usual = (Order("", self.usual, self.asked.usual),) if self.usual and sorting else ()
        return usual + tuple(
            Order(sign + column.sort, str(words) % {"column": column.label}, sign + column.sort == self.asked.sort)
            for column in sorting
            for sign, words in ways
        )

    @property
    def labelled(self) -> tuple[tuple[tuple[Column, Cell], ...], ...]:
        """The rows, each cell with its column."""
        shown = (zip(self.columns, row.cells, strict=True) for row in self.rows)
        return tuple(tuple((column, cell) for column, cell in row if not column.only) for row in shown)

    @property
    def filtered(self) -> bool:
        """Whether a filter leaves something out."""
        return any(text(self.asked.query, field.name) for field in self.filters)

    @property
    def kept(self) -> tuple[tuple[str, str], ...]:
        """What else the address says, such as the day, which stays when a filter is changed."""
        asked = {"sort", "after", "sheet", *(field.name for field in self.filters)}
        return tuple((name, str(value)) for name, value in self.asked.query.items() if name not in asked)

    @property
    def further(self) -> str:
        """The address of the next page, if there is one."""
        return self._address(after=self.next) if self.next else ""

    @property
    def beginning(self) -> str:
        """The address of the first page, where this is another."""
        return self._address(after="") if self.asked.after else ""

    @property
    def spreadsheet(self) -> str:
        """The address of the same list as a spreadsheet."""
        return self._address(after="", sheet="csv") if self.sheet and self.rows else ""

    @property
    def unfiltered(self) -> str:
        """The address of the list without any filter."""
        return self._address(after="", **{field.name: "" for field in self.filters})

    def _address(self, **changed: str) -> str:
        query = self.asked.query.copy()
        for name, value in changed.items():
            query[name] = value
        kept = QueryDict(mutable=True)
        for name, values in query.lists():
            kept.setlist(name, [value for value in values if value])
        return "?" + kept.urlencode()


def asked_of(request: HttpRequest, columns: Sequence[Column], *, filters: Sequence[str] = (), sort: str = "") -> Asked:
    """What the address asks of a list, with only the names that the list knows."""
    known = QueryDict(mutable=True)
    for name in ("sort", "after", *filters):
        if text(request.GET, name):
            known[name] = text(request.GET, name)
    offered = {column.sort for column in columns if column.sort}
    wanted = text(known, "sort")
    given = wanted if wanted.removeprefix("-") in offered else sort
    return Asked(given, text(known, "after"), text(request.GET, "sheet") == "csv", known, given == sort)


class OnePage(Protocol[Item]):
    """What a listing act gives: some items and the cursor of the next page."""

    @property
    def items(self) -> Sequence[Item]:
        """The lines of this page."""

    @property
    def next(self) -> str:
        """The cursor of the next page, if there is one."""


def every(fetch: Callable[[str], OnePage[Item]]) -> Iterator[Item]:
    """Every line of a list, page by page; each page is a reading of its own and stands in the journal."""
    found = fetch("")
    yield from found.items
    while found.next:
        found = fetch(found.next)
        yield from found.items


def spreadsheet(name: str, columns: Sequence[Column], rows: Iterable[Row]) -> HttpResponse:
    """The list as a file that spreadsheet programs open; nothing in it is taken for a formula."""
    written = io.StringIO()
    lines = csv.writer(written)
    lines.writerow([str(column.label) for column in columns])
    for row in islice(rows, MOST_ROWS):
        lines.writerow([_harmless(cell.value or str(cell.shown)) for cell in row.cells])
    response = HttpResponse("\ufeff" + written.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}-{now().date().isoformat()}.csv"'
    return response


def _harmless(value: str) -> str:
    return f"'{value}" if value.startswith(_FORMULA) else value


def day_cell(day: date | datetime | None, note: Any = "") -> Cell:
    """A day, written out on the page and in ISO in the spreadsheet."""
    if day is None:
        return Cell("", note=note)
    return Cell(day_written(day), (day.date() if isinstance(day, datetime) else day).isoformat(), note=note)


def moment_cell(at: datetime | None) -> Cell:
    """A day with the time of day in UTC."""
    return Cell(moment_written(at), at.isoformat(timespec="seconds")) if at else Cell("")


def code_cell(code: str, href: str = "") -> Cell:
    """A code, in the face of codes."""
    return Cell(code, href=href, code=True)


def state_cell(code: str, words: Any, note: Any = "") -> Cell:
    """A state: its word in its colour and shape."""
    return Cell(format_html('<span class="state s-{}">{}</span>', code, words), str(words), note=note)
