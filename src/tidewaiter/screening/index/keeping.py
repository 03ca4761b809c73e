"""How an index in a folder is built, added to, taken from and merged; each change counts whole or not at all."""

from collections.abc import Collection, Iterable
from dataclasses import replace
from pathlib import Path

import numpy as np

from tidewaiter.screening.index.arrays import Array, read_arrays, write_arrays
from tidewaiter.screening.index.finding import Index
from tidewaiter.screening.index.folder import State, changing, new_generation, next_state, point
from tidewaiter.screening.index.segment import arrays_of, digest
from tidewaiter.screening.index.shapes import Indexed


def build(folder: Path, entries: Iterable[Indexed]) -> None:
    """Write a new generation of these entries alone and make it the one that counts."""
    with changing(folder) as state:
        _build(folder, state, entries)


def add(folder: Path, entries: Iterable[Indexed]) -> None:
    """Write a small segment of new and changed entries; what stood under their ids no longer counts."""
    with changing(folder) as state:
        if not state.segments:
            _build(folder, state, entries)
            return
        after = next_state(state)
        name = f"s{after.number:08d}"
        _write(folder / state.generation / name, arrays_of(entries))
        point(folder, replace(after, segments=(*state.segments, name)))


def remove(folder: Path, entity_ids: Collection[str]) -> None:
    """Make entries absent from the next search on; their bytes leave the disk with the next `merge`."""
    with changing(folder) as state:
        if not state.segments:
            return
        after = next_state(state)
        home = folder / state.generation
        fresh = np.array([digest(one) for one in entity_ids], np.uint64)
        before = np.full(len(fresh), len(state.segments), np.int32)
        if state.removed:
            known = read_arrays(home / state.removed)
            fresh, before = np.concatenate([known["digest"], fresh]), np.concatenate([known["before"], before])
        name = f"r{after.number:08d}"
        _write(home / name, {"digest": fresh, "before": before})
        point(folder, replace(after, removed=name))


def merge(folder: Path) -> None:
    """Write all that counts as one segment of a new generation and delete the files of the old one."""
    with changing(folder) as state:
        if state.segments:
            _build(folder, state, Index.open(folder).entries())


def _build(folder: Path, state: State, entries: Iterable[Indexed]) -> None:
    fresh = new_generation(folder, state)
    name = f"s{fresh.number:08d}"
    _write(folder / fresh.generation / name, arrays_of(entries))
    point(folder, replace(fresh, segments=(name,)))


def _write(path: Path, arrays: dict[str, Array]) -> None:
    # A killed writer may have left a beginning under this name.
    path.unlink(missing_ok=True)
    write_arrays(path, arrays)
