"""Reads entries as a search does: many are weighed by their subject, and only those shown are read whole."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from tidewaiter.access.facts import Kind
from tidewaiter.records.markings import KNOWN, markings_known
from tidewaiter.records.models import CentralEntry, Marking
from tidewaiter.records.reading import columns, made, place_of
from tidewaiter.records.subjects import subject_of
from tidewaiter.screening.subjects import Subject


@dataclass(frozen=True, slots=True)
class EntryRow:
    """An entry as it was read, with its marking where that came too; most searches need just the subject."""

    id: UUID
    subject: Subject
    values: Sequence[Any]
    marking: Sequence[Any] | None


def rows_by_id(ids: Iterable[UUID], among: Iterable[int] | None = None) -> list[EntryRow]:
    """The entries with these ids that the caller may know of, in the order of their ids.

    With `among` those under other markings than these are left out: a few are weighed faster than some thousand.
    """
    markings: dict[int, Sequence[Any]] = {}
    with connection.cursor() as cursor:
        if among is None:
            cursor.execute(_BY_ID, [list(ids)])
            rows = cursor.fetchall()
        else:
            some = list(among)
            cursor.execute(_AMONG, [some, list(ids), Kind.ENTRY.value, some])
            rows, found = _next(cursor), _next(cursor)
            markings = {row[_MARKING_ID]: row for row in found}
    return [EntryRow(row[_ID], subject_of(json.loads(row[_SUBJECT])), row, markings.get(row[_MARKING])) for row in rows]


def _next(cursor: Any) -> list[Sequence[Any]]:
    cursor.nextset()
    found: list[Sequence[Any]] = cursor.fetchall()
    return found


def entries_of(rows: Iterable[EntryRow]) -> list[CentralEntry]:
    """The entries of rows that were read, in their order, each with its marking."""
    read = list(rows)
    lacking = {row.values[_MARKING] for row in read if row.marking is None}
    known = markings_known(Kind.ENTRY, lacking) if lacking else {}
    entries = []
    for row in read:
        entry = made(CentralEntry, row.values)
        entry.marking = known[entry.marking_id] if row.marking is None else made(Marking, row.marking)
        entries.append(entry)
    return entries


# under row policy; the markings apart, since joined they would be a second look at all that the caller may see
_BY_ID = f"select {columns(CentralEntry, 'e')} from records_centralentry e where e.id = any(%s::uuid[]) order by e.id"  # noqa: S608
# in one call: the setting holds for what stands between, and an error takes it back with the transaction
_AMONG = (
    f"select set_config('app.among', (%s::bigint[])::text, true); {_BY_ID}; {KNOWN}; "
    "select set_config('app.among', '', true)"
)
_ID, _SUBJECT, _MARKING = (place_of(CentralEntry, name) for name in ("id", "subject", "marking"))
_MARKING_ID = place_of(Marking, "id")
