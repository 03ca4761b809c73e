"""Acts that take a list: look what it would come to, begin, take chunk after chunk, finish or abandon, and look on.

A chunk is one act: its entries and the cursor of the import are written together, so that whatever breaks off loses
at most that chunk, and the same list goes on from there.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Conflict, Deed, Fault, Invalid, NotFound, act
from tidewaiter.actions.central.shapes import ImportCheck, ImportDefaults, ImportOrder, ImportStand, RefusedRow
from tidewaiter.actions.central.standing import open_purposes
from tidewaiter.actions.membership import is_member
from tidewaiter.records import central, imports
from tidewaiter.records.models import ImportBatch
from tidewaiter.screening.entries import EntryDraft, entry_problems
from tidewaiter.screening.lists.gathering import Listed, Unlisted, read_entity
from tidewaiter.screening.lists.mapping import ColumnMapping
from tidewaiter.screening.lists.rows import ListedEntity, readable

MOST_AT_ONCE = 10_000
MOST_RELEASED = 20_000  # an act is one transaction, whose identity runs out after ten minutes
_MOST_SHOWN = 100


@act(Verb.CHECK_IMPORT)
def check_import(deed: Deed, entities: Sequence[ListedEntity], *, defaults: ImportDefaults) -> ImportCheck:
    """Says what taking these entities would come to, and writes nothing."""
    home = deed.caller.administration
    deed.require(Facts(Kind.ENTRY, owner=home, personal=True, bound=is_member(home, deed.day)))
    _refuse_many(entities)
    read = _read(deed, entities, defaults)
    deed.tell(rows=read.rows, entries=len(read.entries), refused=len(read.refused))
    return ImportCheck(
        rows=read.rows,
        entries=len(read.entries),
        names=read.names,
        flagged=read.flagged,
        refused=len(read.refused),
        refusals=tuple(read.refused[: imports.MOST_REFUSALS]),
    )


@act(Verb.BEGIN_IMPORT)
def begin_import(deed: Deed, order: ImportOrder) -> ImportStand:
    """Begins to take a list, or goes on where the import of the same list broke off."""
    home = deed.caller.administration
    deed.require(Facts(Kind.ENTRY, owner=home, personal=True, bound=is_member(home, deed.day)))
    deed.tell(source=order.source, digest=order.digest, rows=order.rows)
    if not order.rows:
        raise Invalid((Fault("empty_file", "file", "CCO-44"),))
    imports.hold(home, order.digest)
    settings = {"defaults": _plain(order.defaults), "mapping": order.mapping.plain()}
    batch = imports.unfinished(home, order.digest)
    if batch is not None:
        _refuse_other(deed, batch, settings, order.rows)
        deed.tell(batch=batch.id, resumed_at=batch.rows_done)
        return _stand(batch, resumed=True)
    _refuse_known(home, order)
    batch = imports.add_batch(
        home,
        deed.caller.officer,
        source=readable(order.source.strip(), 200) or "-",
        digest=order.digest,
        settings=settings,
        rows=order.rows,
        at=deed.at,
    )
    deed.tell(batch=batch.id)
    return _stand(batch)


def _plain(defaults: ImportDefaults) -> dict[str, Any]:
    delete_on = defaults.delete_on.isoformat() if defaults.delete_on else None
    return {**asdict(defaults), "purposes": list(defaults.purposes), "delete_on": delete_on}


def _refuse_other(deed: Deed, batch: ImportBatch, settings: Mapping[str, Any], rows: int) -> None:
    if batch.imported_by != deed.caller.officer:
        raise Conflict("import_of_another", officer=batch.imported_by)
    if batch.settings != settings or batch.rows != rows:
        raise Conflict("import_set_otherwise", number=str(batch.id))


def _refuse_known(home: str, order: ImportOrder) -> None:
    before = None if order.again else imports.taken_before(home, order.digest)
    if before is not None:
        raise Conflict("import_taken_before", day=before.imported_at.date().isoformat(), source=before.source)


@act(Verb.IMPORT_ENTRIES)
def import_entries(deed: Deed, batch_id: str, entities: Sequence[ListedEntity], *, done: int) -> ImportStand:
    """Takes the entities that stand in the list after the `done` rows as drafts, each whole or not at all."""
    batch = _own_batch(deed, batch_id)
    _refuse_many(entities)
    if batch.state != imports.RUNNING or batch.rows_done != done:
        raise Conflict("import_moved_on", number=str(batch.id))
    read = _read(deed, entities, _defaults_of(batch))
    if done + read.rows > batch.rows:
        raise Invalid((Fault("too_many", "entities", "SYS-7", {"limit": str(batch.rows - done)}),))
    refusals = [asdict(refused) for refused in read.refused]
    step = imports.Step(read.rows, len(read.entries), read.names, read.flagged, refusals)
    if not imports.move(batch, step):
        raise Conflict("import_moved_on", number=str(batch.id))
    central.add_entries(batch.administration, deed.caller.officer, read.entries, at=deed.at, batch=batch)
    deed.tell(after=done, rows=read.rows, entries=len(read.entries), refused=len(read.refused))
    return _stand(batch)


def _refuse_many(entities: Sequence[ListedEntity]) -> None:
    if len(entities) > MOST_AT_ONCE:
        raise Invalid((Fault("too_many", "entities", "SYS-7", {"limit": str(MOST_AT_ONCE)}),))


def _own_batch(deed: Deed, batch_id: str) -> ImportBatch:
    batch = imports.batch_by_id(batch_id)
    if batch is None:
        raise NotFound
    bound = is_member(deed.caller.administration, deed.day)
    deed.require(imports.batch_facts(batch, bound=bound))
    deed.tell(batch=batch.id, source=batch.source)
    return batch


def _defaults_of(batch: ImportBatch) -> ImportDefaults:
    from_json = batch.settings["defaults"]
    delete_on = from_json["delete_on"]
    return ImportDefaults(
        **{
            **from_json,
            "purposes": tuple(from_json["purposes"]),
            "delete_on": date.fromisoformat(delete_on) if delete_on else None,
        }
    )


@act(Verb.FINISH_IMPORT)
def finish_import(deed: Deed, batch_id: str) -> ImportStand:
    """Ends an import of which every row was gone through; from now another officer may release it."""
    batch = _own_batch(deed, batch_id)
    if batch.state != imports.RUNNING or batch.rows_done != batch.rows:
        raise Conflict("import_unfinished", number=str(batch.id))
    imports.end(batch, imports.FINISHED, deed.at)
    deed.tell(entries=batch.entries, refused=batch.refused)
    return _stand(batch)


@act(Verb.ABANDON_IMPORT)
def abandon_import(deed: Deed, batch_id: str) -> int:
    """Gives an import up and deletes the drafts it wrote; gives their number."""
    batch = _own_batch(deed, batch_id)
    if batch.released_by:
        raise Conflict("already_released", number=str(batch.id))
    if batch.state == imports.ABANDONED:
        raise Conflict("import_moved_on", number=str(batch.id))
    imports.end(batch, imports.ABANDONED, deed.at)
    removed = imports.remove_drafts(batch)
    deed.tell(removed=removed)
    return removed


@act(Verb.READ_IMPORT)
def read_import(deed: Deed, batch_id: str) -> ImportStand:
    """Says how far an import has come and which rows were refused."""
    return _stand(_own_batch(deed, batch_id))


@act(Verb.LIST_IMPORTS)
def list_imports(deed: Deed) -> tuple[ImportStand, ...]:
    """Lists the imports of one's own administration, newest first, without the refused rows."""
    home = deed.caller.administration
    deed.require(Facts(Kind.ENTRY, owner=home))
    return tuple(_stand(batch, refusals=False) for batch in imports.batches(home, _MOST_SHOWN))


def _stand(batch: ImportBatch, *, resumed: bool = False, refusals: bool = True) -> ImportStand:
    told = sorted((RefusedRow(**one) for one in batch.refusals), key=lambda one: one.line) if refusals else ()
    return ImportStand(
        id=str(batch.id),
        source=batch.source,
        state=batch.state,
        rows=batch.rows,
        rows_done=batch.rows_done,
        entries=batch.entries,
        names=batch.names,
        flagged=batch.flagged,
        refused=batch.refused,
        refusals=tuple(told),
        imported_by=batch.imported_by,
        imported_at=batch.imported_at,
        ended_at=batch.ended_at,
        released=bool(batch.released_by),
        digest=batch.digest,
        mapping=ColumnMapping(**batch.settings.get("mapping", {})),
        resumed=resumed,
    )


@dataclass(slots=True)
class _Read:
    """What some entities of a list came to."""

    rows: int = 0
    names: int = 0
    flagged: int = 0
    entries: list[central.NewEntry] = field(default_factory=list)
    refused: list[RefusedRow] = field(default_factory=list)


def _read(deed: Deed, entities: Iterable[ListedEntity], defaults: ImportDefaults) -> _Read:
    purposes = open_purposes(deed.day)
    read = _Read()
    for entity in entities:
        read.rows += entity.count
        found = read_entity(entity)
        if isinstance(found, Unlisted):
            read.refused.append(RefusedRow(found.line, found.key, found.code, found.params))
            continue
        draft = _draft(found, defaults)
        problems = entry_problems(draft, day=deed.day, open_purposes=purposes)
        if problems:
            first = problems[0]
            params = {"problem": first.code, "field": first.field, "provision": first.provision, **first.params}
            read.refused.append(RefusedRow(found.line, found.key, "problem", params))
            continue
        read.entries.append(central.NewEntry(draft, found.flags))
        read.names += len(found.subject.names)
        read.flagged += bool(found.flags)
    return read


def _draft(found: Listed, defaults: ImportDefaults) -> EntryDraft:
    return EntryDraft(
        subject=found.subject,
        reason=defaults.reason,
        grounds=defaults.grounds,
        purposes=defaults.purposes,
        action=defaults.action,
        delete_on=defaults.delete_on,
        attested=True,
        source_ref=found.key[:200],
    )


@act(Verb.RELEASE_BATCH)
def release_batch(deed: Deed, batch_id: str, *, most: int = MOST_RELEASED) -> int:
    """Releases entries of a batch that another officer imported, of a long one its next part; gives their number."""
    batch = _own_batch(deed, batch_id)
    if batch.released_by:
        raise Conflict("already_released", number=str(batch.id))
    if batch.state != imports.FINISHED:
        raise Conflict("import_unfinished", number=str(batch.id))
    released, whole = central.release_batch(batch, deed.caller.officer, deed.at, min(most, MOST_RELEASED))
    if not released:
        raise Invalid((Fault("nothing_to_release", "batch", "CCO-53.1"),))
    deed.tell(released=released, whole=whole)
    return released
