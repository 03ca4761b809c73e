"""Reads what the index of names is made of, what changed since, and whom it may be asked about.

The index is files beside the database: it names entries faster than any query, and says nothing by itself. Whoever asks
it gets ids, which are read again under row policy.
"""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID
from weakref import WeakKeyDictionary

from django.conf import settings
from django.db import connection

from tidewaiter.access.facts import Caller, Kind
from tidewaiter.access.rules import SEE
from tidewaiter.access.words import of_caller
from tidewaiter.records.central import hashed
from tidewaiter.records.models import CentralEntry, IndexChange
from tidewaiter.records.subjects import subject_of
from tidewaiter.screening.index import Index, Indexed

CHANNEL = "index_changes"
"""The channel on which the database says that an entry changed; the worker also looks without being told."""
_LOCK = 0x7469_6465_0001
_AT_ONCE = 2_000


def index_folder() -> Path:
    """The folder of this database's index: a copy or a new database never meets the index of another."""
    connection.ensure_connection()
    known = _database_of.get(connection.connection)
    if known is None:
        with connection.cursor() as cursor:
            cursor.execute(_DATABASE)
            known = _database_of[connection.connection] = cursor.fetchone()[0]
    return Path(settings.TIDEWAITER.index) / known


def seen_entries() -> frozenset[int]:
    """The markings of entries of which the caller may know."""
    with connection.cursor() as cursor:
        cursor.execute("select array(select app.visible_of_kind('entry'))")
        return frozenset(cursor.fetchone()[0])


def seen_entries_of(index: Index, caller: Caller) -> frozenset[int]:
    """The same of those that this index holds, asked once for whoever is the same to the rule; IndexRefused.

    A marking is never changed, so the answer stands until the index holds others.
    """
    return index.seen_by(tuple(getattr(caller, field) for field in _DECIDING), seen_entries)


_DECIDING = sorted(of_caller(SEE[Kind.ENTRY]))


def any_waiting() -> bool:
    """Whether changes of which the caller may know wait for the index."""
    with connection.cursor() as cursor:
        cursor.execute(f"select exists ({ANY_WAITING})")
        return bool(cursor.fetchone()[0])


# A connection leads to one database, whose name a copy may bear too.
_database_of: WeakKeyDictionary[Any, str] = WeakKeyDictionary()
_DATABASE = (
    "select (select system_identifier from pg_control_system()) || '-' || "
    "(select oid from pg_database where datname = current_database())"
)
ANY_WAITING = "select 1 from records_indexchange limit 1"


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


def candidates_waiting(keys: Iterable[str], most: int) -> dict[UUID, int]:
    """Ids and markings of the entries with such keys that changed a moment ago, which the index may not hold yet."""
    with connection.cursor() as cursor:
        cursor.execute(CANDIDATES_WAITING, [[hashed(key) for key in keys], most])
        return dict(cursor.fetchall())


CANDIDATES_WAITING = (
    "select entry_id, min(marking_id) from records_entrykey found where key = any(%s::bigint[]) "
    "and exists (select 1 from records_indexchange waiting where waiting.entry = found.entry_id) "
    "group by entry_id order by count(*) desc, entry_id limit %s"
)
"""What is asked at each search while changes wait; a test looks at its plan."""
