"""Reads what the index of names is made of, what changed since, and whom it may be asked about.

The index is files beside the database: it names entries faster than any query, and says nothing by itself. Whoever asks
it gets ids, which are read again under row policy.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.db import connection

from tidewaiter.records.central import hashed
from tidewaiter.records.models import CentralEntry, IndexChange
from tidewaiter.records.subjects import subject_of
from tidewaiter.screening.index import Indexed

CHANNEL = "index_changes"
"""The channel on which the database says that an entry changed; the worker also looks without being told."""
_LOCK = 0x7469_6465_0001
_AT_ONCE = 2_000


@dataclass(frozen=True, slots=True)
class Asking:
    """Where this database's index lies, the markings of entries that the caller may know of, and whether any wait."""

    folder: Path
    visible: frozenset[int]
    waiting: bool


def index_folder() -> Path:
    """The folder of this database's index: a copy or a new database never meets the index of another."""
    with connection.cursor() as cursor:
        cursor.execute(f"select {_DATABASE}")
        return _below(cursor.fetchone()[0])


def asking() -> Asking:
    """What a search has to know, in one question to the database."""
    with connection.cursor() as cursor:
        cursor.execute(_ASKING)
        database, visible, waiting = cursor.fetchone()
    return Asking(_below(database), frozenset(visible), waiting)


_DATABASE = (
    "(select system_identifier from pg_control_system()) || '-' || "
    "(select oid from pg_database where datname = current_database())"
)
ANY_WAITING = "select 1 from records_indexchange limit 1"
_ASKING = f"select {_DATABASE}, array(select app.visible_of_kind('entry')), exists ({ANY_WAITING})"


def _below(database: str) -> Path:
    return Path(settings.TIDEWAITER.index) / database


def alone(*, wait: bool) -> bool:
    """Whether this act alone works on the index until it ends; with `wait` it waits for the one before."""
    with connection.cursor() as cursor:
        if wait:
            cursor.execute("select pg_advisory_xact_lock(%s)", [_LOCK])
            return True
        cursor.execute("select pg_try_advisory_xact_lock(%s)", [_LOCK])
        return bool(cursor.fetchone()[0])


def horizon() -> int:
    """The first transaction that some snapshot may not have seen yet: what earlier ones wrote is whole."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_snapshot_xmin(pg_current_snapshot())::text::bigint")
        return int(cursor.fetchone()[0])


def entries_to_find(day: date, ids: Iterable[UUID] | None = None) -> Iterator[Indexed]:
    """Released entries that stand on this day, all or those among some ids, read as they are taken."""
    found = CentralEntry.objects.exclude(released_by="").exclude(delete_on__lte=day).order_by("id")
    if ids is not None:
        found = found.filter(id__in=list(ids))
    rows = found.values_list("id", "marking_id", "subject", "delete_on").iterator(chunk_size=_AT_ONCE)
    for entry_id, marking, subject, delete_on in rows:
        last_day = delete_on - timedelta(days=1) if delete_on else None
        yield Indexed(str(entry_id), subject_of(subject), marking, last_day)


def changes(before: int, most: int) -> list[IndexChange]:
    """The oldest changes of transactions before a horizon."""
    return list(IndexChange.objects.filter(transaction__lt=before).order_by("transaction", "id")[:most])


def forget(taken: Sequence[IndexChange]) -> None:
    """Removes changes that the index holds now."""
    IndexChange.objects.filter(id__in=[change.id for change in taken]).delete()


def forget_before(before: int) -> int:
    """Removes the changes that an index built after a horizon holds; gives their number."""
    return IndexChange.objects.filter(transaction__lt=before).delete()[0]


def waiting(before: int | None = None) -> int:
    """How many changes the index does not hold yet; with a horizon, how many of them can be taken."""
    found = IndexChange.objects.all()
    return (found if before is None else found.filter(transaction__lt=before)).count()


def candidates_waiting(keys: Iterable[str], most: int) -> list[UUID]:
    """Ids of the entries with such keys that changed a moment ago, which the index may not hold yet."""
    with connection.cursor() as cursor:
        cursor.execute(CANDIDATES_WAITING, [[hashed(key) for key in keys], most])
        return [row[0] for row in cursor.fetchall()]


CANDIDATES_WAITING = (
    "select entry_id from records_entrykey found where key = any(%s::bigint[]) "
    "and exists (select 1 from records_indexchange waiting where waiting.entry = found.entry_id) "
    "group by entry_id order by count(*) desc, entry_id limit %s"
)
"""What is asked at each search while changes wait; a test looks at its plan."""
