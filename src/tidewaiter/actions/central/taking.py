"""Takes a whole list, act after act: what the doors and the bench share. No act itself, and it decides nothing."""

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import replace

from tidewaiter.access.facts import Caller
from tidewaiter.actions.central.importing import check_import, finish_import, import_entries
from tidewaiter.actions.central.shapes import ImportCheck, ImportDefaults, ImportStand
from tidewaiter.screening.lists.rows import ListedEntity

CHUNK = 500
_CHECKED = 5_000
_ROWS_IN_CHUNK = 10_000
MOST_TOLD = 1_000


def check_list(caller: Caller, entities: Iterable[ListedEntity], *, defaults: ImportDefaults) -> Iterator[ImportCheck]:
    """Checks a list part by part; each time gives what the whole would come to as far as it was gone through."""
    so_far = ImportCheck()
    for chunk in chunks(entities, _CHECKED):
        part = check_import(caller, chunk, defaults=defaults)
        told = sorted((*so_far.refusals, *part.refusals), key=lambda one: one.line)[:MOST_TOLD]
        so_far = ImportCheck(
            rows=so_far.rows + part.rows,
            entries=so_far.entries + part.entries,
            names=so_far.names + part.names,
            flagged=so_far.flagged + part.flagged,
            refused=so_far.refused + part.refused,
            refusals=tuple(told),
        )
        yield so_far


def take_list(caller: Caller, begun: ImportStand, entities: Iterable[ListedEntity]) -> Iterator[ImportStand]:
    """Takes what an import has not gone through yet, chunk by chunk, and finishes it; gives how far it has come.

    `entities` is the whole list in its order; whoever stops asking stops the import, which can go on another time.
    """
    stand = begun
    for chunk in chunks(_after(stand.rows_done, entities), CHUNK):
        stand = import_entries(caller, stand.id, chunk, done=stand.rows_done)
        yield replace(stand, resumed=begun.resumed)
    yield replace(finish_import(caller, stand.id), resumed=begun.resumed)


def chunks(entities: Iterable[ListedEntity], most: int) -> Iterator[tuple[ListedEntity, ...]]:
    """Some entities at a time, fewer where they have many rows."""
    chunk: list[ListedEntity] = []
    rows = 0
    for entity in entities:
        chunk.append(entity)
        rows += len(entity.rows)
        if len(chunk) >= most or rows >= _ROWS_IN_CHUNK:
            yield tuple(chunk)
            chunk, rows = [], 0
    if chunk:
        yield tuple(chunk)


def _after(rows: int, entities: Iterable[ListedEntity]) -> Iterator[ListedEntity]:
    """The entities after so many rows."""
    left = iter(entities)
    while rows > 0:
        rows -= next(left).count
    return itertools.chain(left)
