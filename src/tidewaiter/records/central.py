"""Reads and writes watch entries and their keys; what the caller may not know of is not there."""

import hashlib
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import F, Q, QuerySet

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.records.entry_rows import entries_of, rows_by_id
from tidewaiter.records.markings import facts_of, marking_for
from tidewaiter.records.models import CentralEntry, EntryKey, EntryName, EntryVersion, ImportBatch
from tidewaiter.records.models.marking import known_id, new_id
from tidewaiter.records.subjects import plain_of, subject_of
from tidewaiter.screening.entries import Audience, EntryDraft, is_personal
from tidewaiter.screening.keys import index_keys, trigram_text
from tidewaiter.treaty.rules.retention import notice_on

_NUMBER_LETTERS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
_AT_ONCE = 500


def entry_facts(supplier: str, draft: EntryDraft, *, released: bool) -> Facts:
    """The facts that make up an entry's marking; its last day is the day before it is deleted."""
    audience = draft.audience
    return Facts(
        Kind.ENTRY,
        owner=supplier,
        released=released,
        personal=is_personal(draft),
        purposes=draft.purposes,
        allow_administrations=audience.allow_administrations,
        allow_offices=audience.allow_offices,
        allow_officers=audience.allow_officers,
        deny_administrations=audience.deny_administrations,
        deny_offices=audience.deny_offices,
        deny_officers=audience.deny_officers,
        last_day=draft.delete_on - timedelta(days=1) if draft.delete_on else None,
    )


def facts_about(entry: CentralEntry, *, bound: bool = True) -> Facts:
    """The facts on which acts about this entry are decided; its author is who last wrote it."""
    return replace(facts_of(entry.marking), author=entry.attested_by, bound=bound)


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry to be written, with the flags it was taken under."""

    draft: EntryDraft
    flags: tuple[str, ...] = ()


def add_entries(
    supplier: str,
    officer: str,
    entries: Iterable[NewEntry],
    *,
    at: datetime,
    batch: ImportBatch | None = None,
) -> list[CentralEntry]:
    """Writes entries as drafts; nothing finds a draft, so names and keys are written when it is released."""
    rows = []
    markings: dict[tuple[object, ...], int] = {}
    for new in entries:
        draft = new.draft
        deciding = (draft.audience, draft.purposes, draft.delete_on, is_personal(draft))
        if deciding not in markings:
            markings[deciding] = marking_for(entry_facts(supplier, draft, released=False))
        rows.append(
            CentralEntry(
                id=new_id(),
                marking_id=markings[deciding],
                number=_new_number(supplier),
                supplier=supplier,
                batch=batch,
                flags=list(new.flags),
                entered_by=officer,
                entered_at=at,
                **_columns(new.draft, officer),
            )
        )
    waiting = rows
    while waiting := _insert(waiting):
        # among a million numbers two are the same one time in two
        for row in waiting:
            row.number = _new_number(supplier)
    return rows


def _insert(rows: Sequence[CentralEntry]) -> list[CentralEntry]:
    """Writes new entries and gives back those whose number is taken.

    As one JSON text they cost a third of what Django's own insert takes.
    """
    fields = CentralEntry._meta.concrete_fields
    columns = ", ".join(f'"{field.column}"' for field in fields)
    types = ", ".join(f'"{field.column}" {field.db_type(connection)}' for field in fields)
    given = json.dumps([{field.column: getattr(row, field.attname) for field in fields} for row in rows], default=str)
    with connection.cursor() as cursor:
        cursor.execute(
            f"insert into records_centralentry ({columns}) "  # noqa: S608  # names of our own columns
            f"select {columns} from jsonb_to_recordset(%s::jsonb) as given({types}) "
            "on conflict (supplier, number) do nothing returning id",
            [given],
        )
        written = {found[0] for found in cursor.fetchall()}
    return [row for row in rows if row.id not in written]


def _new_number(supplier: str) -> str:
    """A number whose eight letters do not tell how many entries there are."""
    return f"{supplier}-E-" + "".join(secrets.choice(_NUMBER_LETTERS) for _ in range(8))


def _columns(draft: EntryDraft, officer: str) -> dict[str, Any]:
    return {
        "category": draft.subject.kind.value,
        "subject": plain_of(draft.subject),
        "reason": draft.reason,
        "grounds": draft.grounds,
        "purposes": list(draft.purposes),
        "action": draft.action,
        "personal": is_personal(draft),
        "delete_on": draft.delete_on,
        "notice_on": notice_on(draft.delete_on) if draft.delete_on else None,
        "linked_request": draft.linked_request or None,
        "source_ref": draft.source_ref,
        "attested_by": officer,
    }


def _index(rows: Iterable[CentralEntry]) -> None:
    """Writes names and keys of released entries; one statement for many keys, since COPY does not pass row policy."""
    names: list[EntryName] = []
    markings, entries, keys = [], [], []
    for row in rows:
        subject = subject_of(row.subject)
        names.extend(
            EntryName(id=new_id(), marking_id=row.marking_id, entry=row, text=name.text, latin=trigram_text([name]))
            for name in subject.names
        )
        for key in index_keys(subject):
            markings.append(row.marking_id)
            entries.append(row.id)
            keys.append(hashed(key))
    EntryName.objects.bulk_create(names, batch_size=_AT_ONCE)
    with connection.cursor() as cursor:
        cursor.execute(
            "insert into records_entrykey (marking_id, entry_id, key) "
            "select * from unnest(%s::bigint[], %s::uuid[], %s::bigint[])",
            [markings, entries, keys],
        )


def hashed(key: str) -> int:
    """A key as the signed 64-bit number under which it is stored; two keys share one about never."""
    return int.from_bytes(hashlib.blake2b(key.encode(), digest_size=8).digest(), "big", signed=True)


def draft_of(entry: CentralEntry) -> EntryDraft:
    """The content of an entry as the core knows it, with the audience that its marking holds."""
    facts = facts_of(entry.marking)
    return EntryDraft(
        subject=subject_of(entry.subject),
        reason=entry.reason,
        action=entry.action,
        purposes=tuple(entry.purposes),
        grounds=entry.grounds,
        delete_on=entry.delete_on,
        names_persons=entry.personal and entry.category != "person",
        attested=True,
        audience=Audience(**{name: getattr(facts, name) for name in Audience.__dataclass_fields__}),
        source_ref=entry.source_ref,
        linked_request=str(entry.linked_request or ""),
    )


def entry_by_id(entry_id: str) -> CentralEntry | None:
    """The entry with this id, if the caller may know of it."""
    return CentralEntry.objects.select_related("marking").filter(id=known_id(entry_id)).first()


def locked_version(entry: CentralEntry) -> int | None:
    """The version of the own entry as it stands now, held until the act ends; None where it is gone."""
    return CentralEntry.objects.select_for_update().filter(id=entry.id).values_list("version", flat=True).first()


ENTRY_ORDERS: Mapping[str, str] = {
    "entered": "entered_at",
    "number": "number",
    "category": "category",
    "delete_on": "delete_on",
    "released": "released_at",
}
"""By what a list of entries can be put in order."""
_MAY_BE_NULL = ("delete_on", "released_at")


def own_entries(
    supplier: str, *, category: str, released: bool | None, sort: str = "-entered"
) -> QuerySet[CentralEntry]:
    """One supplier's entries in this order; those without a value stand last."""
    name = ENTRY_ORDERS[sort.removeprefix("-")]
    last = True if name in _MAY_BE_NULL else None  # said of any other column it would keep the index from serving
    ordered = F(name).desc(nulls_last=last) if sort.startswith("-") else F(name).asc(nulls_last=last)
    found = CentralEntry.objects.filter(supplier=supplier).order_by(ordered, "-id")
    if category:
        found = found.filter(category=category)
    if released is not None:
        found = found.exclude(released_by="") if released else found.filter(released_by="")
    return found


def candidates(keys: Iterable[str], most: int) -> list[UUID]:
    """Ids of the entries that share most keys with a query, found by `=` under row policy."""
    with connection.cursor() as cursor:
        cursor.execute(CANDIDATES, [[hashed(key) for key in keys], most])
        return [row[0] for row in cursor.fetchall()]


CANDIDATES = (
    "select entry_id from records_entrykey where key = any(%s::bigint[]) "
    "group by entry_id order by count(*) desc, entry_id limit %s"
)
"""The hot search; a test looks at its plan."""


def thorough(latin: str, threshold: float, most: int) -> list[UUID]:
    """Ids of the entries whose names are most alike by trigrams, from the definer pass joined again under policy."""
    with connection.cursor() as cursor:
        cursor.execute(THOROUGH, [latin, threshold, most])
        return [row[0] for row in cursor.fetchall()]


THOROUGH = (
    "select found.entry_id from app.thorough_search(%s::text, %s::real, %s::integer) found "
    "join records_centralentry entry on entry.id = found.entry_id order by found.score desc"
)


def entries_by_id(ids: Iterable[UUID]) -> list[CentralEntry]:
    """The entries with these ids that the caller may know of, each with its marking."""
    return entries_of(rows_by_id(ids))


def keep_version(entry: CentralEntry, officer: str, *, reason: str, at: datetime) -> None:
    """Keeps the entry as it stands before a change, under the same marking (CCO-53.1)."""
    content = {
        "subject": entry.subject,
        "reason": entry.reason,
        "grounds": entry.grounds,
        "purposes": entry.purposes,
        "action": entry.action,
        "delete_on": entry.delete_on.isoformat() if entry.delete_on else None,
        "released_by": entry.released_by,
    }
    EntryVersion.objects.create(
        marking_id=entry.marking_id,
        entry=entry,
        number=entry.version,
        content=content,
        changed_by=officer,
        changed_at=at,
        reason=reason,
    )


def versions_of(entry: CentralEntry) -> list[EntryVersion]:
    """The earlier versions of an entry, newest first."""
    return list(EntryVersion.objects.filter(entry=entry).order_by("-number"))


def rewrite(entry: CentralEntry, officer: str, draft: EntryDraft) -> None:
    """Writes new content; the entry is a draft again, which nothing finds until another officer releases it."""
    for name, value in _columns(draft, officer).items():
        setattr(entry, name, value)
    entry.version += 1
    entry.released_by, entry.released_at, entry.noticed_for = "", None, None
    _mark(entry, entry_facts(entry.supplier, draft, released=False))
    EntryName.objects.filter(entry=entry).delete()
    EntryKey.objects.filter(entry=entry).delete()


def release(entry: CentralEntry, officer: str, at: datetime) -> None:
    """Opens an entry to its audience, with the names and keys that find it."""
    entry.released_by, entry.released_at = officer, at
    _mark(entry, replace(facts_of(entry.marking), released=True))
    _index([entry])


def extend(entry: CentralEntry, until: date) -> None:
    """Moves the day of deletion; every new date gets a notice of its own (CCO-51.3)."""
    entry.delete_on, entry.notice_on, entry.noticed_for = until, notice_on(until), None
    entry.version += 1
    _mark(entry, replace(facts_of(entry.marking), last_day=until - timedelta(days=1)))


_FIXED = ("id", "number", "supplier", "batch", "flags", "entered_by", "entered_at")
_CHANGING = [field.name for field in CentralEntry._meta.concrete_fields if field.name not in _FIXED]


def _mark(entry: CentralEntry, facts: Facts) -> None:
    """Gives an entry and all that belongs to it another marking."""
    marking = marking_for(facts)
    entry.marking_id = marking
    entry.save(update_fields=_CHANGING)
    for model in (EntryName, EntryKey, EntryVersion):
        model.objects.filter(entry=entry).update(marking_id=marking)


def erase(entries: Sequence[CentralEntry]) -> None:
    """Deletes entries with their names, keys and versions; what remains is the journal's line."""
    ids = [entry.id for entry in entries]
    for model in (EntryName, EntryKey, EntryVersion):
        model.objects.filter(entry_id__in=ids)._raw_delete("default")
    CentralEntry.objects.filter(id__in=ids)._raw_delete("default")


def due_for_deletion(day: date) -> list[CentralEntry]:
    """Entries whose day of deletion has come."""
    return list(CentralEntry.objects.filter(delete_on__lte=day).order_by("delete_on", "id"))


def due_for_notice(day: date) -> list[CentralEntry]:
    """Entries whose deletion is near and was not announced for its present date."""
    announced = Q(noticed_for__isnull=False)
    found = CentralEntry.objects.filter(notice_on__lte=day, delete_on__gt=day).exclude(announced)
    return list(found.order_by("delete_on", "id"))


def note_noticed(entry: CentralEntry) -> None:
    """Notes for which date of deletion the supplier was told."""
    entry.noticed_for = entry.delete_on
    entry.save(update_fields=["noticed_for"])


def release_batch(batch: ImportBatch, officer: str, at: datetime, most: int) -> tuple[int, bool]:
    """Releases entries of a batch that are still as they were imported; gives their number, and whether all are."""
    waiting = CentralEntry.objects.filter(batch=batch, released_by="", version=1).exclude(attested_by=officer)
    by_marking: Mapping[int, list[UUID]] = _grouped(waiting.order_by("id").values_list("marking_id", "id")[:most])
    released = 0
    for ids in by_marking.values():
        sample = CentralEntry.objects.select_related("marking").get(id=ids[0])
        opened = marking_for(replace(facts_of(sample.marking), released=True))
        rows = CentralEntry.objects.filter(id__in=ids)
        released += rows.update(marking_id=opened, released_by=officer, released_at=at)
        for start in range(0, len(ids), _AT_ONCE):
            _index(rows.filter(id__in=ids[start : start + _AT_ONCE]))
    whole = not waiting.exists()
    if whole:
        batch.released_by, batch.released_at = officer, at
        batch.save(update_fields=["released_by", "released_at"])
    return released, whole


def _grouped(rows: Iterable[tuple[int, UUID]]) -> dict[int, list[UUID]]:
    found: dict[int, list[UUID]] = {}
    for marking_id, entry_id in rows:
        found.setdefault(marking_id, []).append(entry_id)
    return found
