"""Reads and writes imports under way and done, and how the lists of a source are to be read."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import F

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.records.markings import marking_for
from tidewaiter.records.models import CentralEntry, ImportBatch, ImportMapping
from tidewaiter.records.models.marking import known_id
from tidewaiter.screening.lists.mapping import ColumnMapping

RUNNING, FINISHED, ABANDONED = "running", "finished", "abandoned"
MOST_REFUSALS = 1_000


def batch_facts(batch: ImportBatch, *, bound: bool) -> Facts:
    """The facts on which acts about a batch are decided; its author is who imports it."""
    return Facts(Kind.ENTRY, owner=batch.administration, author=batch.imported_by, bound=bound)


def hold(administration: str, digest: str) -> None:
    """Lets one act at a time begin the import of this list, so that two commands do not take it twice."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"import {administration} {digest}"])


def unfinished(administration: str, digest: str) -> ImportBatch | None:
    """The import of this list that was begun and not brought to an end."""
    return ImportBatch.objects.filter(administration=administration, digest=digest, state=RUNNING).first()


def taken_before(administration: str, digest: str) -> ImportBatch | None:
    """The last import of this list that took entries."""
    found = ImportBatch.objects.filter(administration=administration, digest=digest, state=FINISHED, entries__gt=0)
    return found.order_by("-imported_at").first()


def add_batch(
    administration: str, officer: str, *, source: str, digest: str, settings: Mapping[str, Any], rows: int, at: datetime
) -> ImportBatch:
    """Writes an import that begins, seen by its own administration alone."""
    return ImportBatch.objects.create(
        marking_id=marking_for(Facts(Kind.ENTRY, owner=administration)),
        administration=administration,
        source=source,
        digest=digest,
        settings=settings,
        state=RUNNING,
        rows=rows,
        imported_by=officer,
        imported_at=at,
    )


@dataclass(frozen=True, slots=True)
class Step:
    """By how much one chunk moves an import."""

    rows: int
    entries: int
    names: int
    flagged: int
    refusals: Sequence[Mapping[str, Any]]


def move(batch: ImportBatch, step: Step) -> bool:
    """Moves the cursor on from where it was read; False where somebody else moved it meanwhile."""
    kept = [*batch.refusals, *step.refusals][:MOST_REFUSALS]
    where = ImportBatch.objects.filter(id=batch.id, state=RUNNING, rows_done=batch.rows_done)
    moved = where.update(
        rows_done=F("rows_done") + step.rows,
        entries=F("entries") + step.entries,
        names=F("names") + step.names,
        flagged=F("flagged") + step.flagged,
        refused=F("refused") + len(step.refusals),
        refusals=kept,
    )
    batch.refresh_from_db()
    return moved == 1


def end(batch: ImportBatch, state: str, at: datetime) -> None:
    """Ends an import."""
    batch.state, batch.ended_at = state, at
    batch.save(update_fields=["state", "ended_at"])


def remove_drafts(batch: ImportBatch) -> int:
    """Deletes what an import wrote and nobody released or changed since; gives the number."""
    drafts = CentralEntry.objects.filter(batch=batch, released_by="", version=1)
    count = drafts.count()
    drafts._raw_delete("default")
    return count


def batch_by_id(batch_id: str) -> ImportBatch | None:
    """The batch with this id, if the caller may know of it."""
    return ImportBatch.objects.filter(id=known_id(batch_id)).first()


def batches_waiting(administration: str) -> list[ImportBatch]:
    """Batches that wait for release, oldest first."""
    found = ImportBatch.objects.filter(administration=administration, state=FINISHED, entries__gt=0, released_by="")
    return list(found.order_by("imported_at"))


def batches(administration: str, most: int) -> list[ImportBatch]:
    """The imports of one administration, newest first."""
    found = ImportBatch.objects.filter(administration=administration).defer("refusals")
    return list(found.order_by("-imported_at", "-id")[:most])


def save_mapping(administration: str, officer: str, name: str, mapping: ColumnMapping, at: datetime) -> None:
    """Keeps how a source's lists are read, in place of what was kept under the name."""
    values = {
        "marking_id": marking_for(Facts(Kind.HOUSE, owner=administration)),
        **mapping.plain(),
        "saved_by": officer,
        "saved_at": at,
    }
    ImportMapping.objects.update_or_create(administration=administration, name=name, defaults=values)


def mappings(administration: str) -> list[ImportMapping]:
    """The mappings of one administration, by name."""
    return list(ImportMapping.objects.filter(administration=administration).order_by("name"))


def mapping_of(row: ImportMapping) -> ColumnMapping:
    """A mapping as the core knows it."""
    return ColumnMapping(
        columns=dict(row.columns), schema=row.schema, date_format=row.date_format, separator=row.separator
    )
