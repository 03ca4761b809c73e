"""Lists as tests hand them in: rows written as a CSV file, read, gathered and taken as the doors do it."""

import csv
import io
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace

from tests.acts import stories

from tidewaiter.access.facts import Caller
from tidewaiter.actions import central
from tidewaiter.actions.central import ExportAsked, ImportCheck, ImportDefaults, ImportOrder, ImportStand
from tidewaiter.screening.lists.gathering import GatheredRows
from tidewaiter.screening.lists.mapping import ColumnMapping
from tidewaiter.screening.lists.reading import digest_of, rows_of

COLUMNS = ("entity_id", "schema", "name", "kind", "country", "dob", "ident")
VESSEL = {"schema": "Vessel", "name": "MV Quillback", "kind": "primary"}
PERSON = {"schema": "Person", "name": "Barnaby Quillfeather", "kind": "primary"}


def defaults(days: int = 365) -> ImportDefaults:
    """What an officer adds to all entries of a list."""
    return ImportDefaults("Listed by the Council.", "Decision 12", ("offences",), "sight", stories.in_days(days))


def csv_file(*rows: Mapping[str, str]) -> bytes:
    """The rows as a file in CSV."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, COLUMNS, restval="")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


@contextmanager
def gathered(data: bytes, mapping: ColumnMapping | None = None) -> Iterator[tuple[GatheredRows, str]]:
    """The rows of a file in the order of their entities, and the file's digest."""
    stream = io.BytesIO(data)
    with tempfile.TemporaryFile() as aside:
        yield GatheredRows(rows_of(stream, mapping or ColumnMapping()), aside), digest_of(stream)


def check(caller: Caller, data: bytes, added: ImportDefaults | None = None) -> ImportCheck:
    """What taking a file would come to."""
    with gathered(data) as (rows, _):
        checked = list(central.check_list(caller, rows.entities(), defaults=added or defaults()))
    return checked[-1] if checked else ImportCheck()


def ordered(data: bytes, *, again: bool = False, source: str = "list.csv") -> ImportOrder:
    """The order to take a file."""
    with gathered(data) as (rows, digest):
        return ImportOrder(source, digest, rows.rows, defaults(), again=again)


def steps(caller: Caller, data: bytes, order: ImportOrder) -> Iterator[ImportStand]:
    """Take a file, one chunk each time the next is asked for."""
    begun = central.begin_import(caller, order)
    yield begun
    with gathered(data) as (rows, _):
        yield from central.take_list(caller, begun, rows.entities())


def take(caller: Caller, *rows: Mapping[str, str], again: bool = False) -> ImportStand:
    """Take rows as drafts, to the end."""
    data = csv_file(*rows)
    *_, last = steps(caller, data, ordered(data, again=again))
    return last


def asked(**changes: object) -> ExportAsked:
    """What an official says who takes entries out."""
    usual = ExportAsked(
        *("offences", "CASE-1", "csv", "Officer Merle, sealed bag 7"), stories.in_days(0), stories.in_days(30)
    )
    return replace(usual, **changes)  # type: ignore[arg-type]


def many(count: int, name: str = "Gannet") -> list[dict[str, str]]:
    """Rows of as many ships."""
    return [{"entity_id": f"e{place:05}", "schema": "Vessel", "name": f"MV {name} {place}"} for place in range(count)]
