"""Many small additions to an index written as one, so that a search need not walk each; the base stays as it is."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np

from tidewaiter.screening.index.arrays import read_arrays, write_arrays
from tidewaiter.screening.index.finding import Index
from tidewaiter.screening.index.folder import State, changing, next_state, point
from tidewaiter.screening.index.segment import arrays_of
from tidewaiter.screening.index.shapes import Indexed


def gather(folder: Path) -> None:
    """Write all additions since the base as one; counts whole or not at all, and changes no answer."""
    with changing(folder) as state:
        if len(state.segments) < 3:
            return
        after = next_state(state)
        home = folder / state.generation
        added, removed = f"s{after.number:08d}", _removed(home, state, after)
        (home / added).unlink(missing_ok=True)
        write_arrays(home / added, arrays_of(_added(folder)))
        point(folder, replace(after, segments=(state.segments[0], added), removed=removed))


def _added(folder: Path) -> Iterator[Indexed]:
    for view in Index.open(folder)._views[1:]:
        yield from map(view.segment.entry, np.flatnonzero(view.standing).tolist())


def _removed(home: Path, state: State, after: State) -> str:
    """What was removed no longer stands among the additions, and stays removed from the base."""
    if not state.removed:
        return ""
    known = read_arrays(home / state.removed)
    name = f"r{after.number:08d}"
    (home / name).unlink(missing_ok=True)
    write_arrays(home / name, {"digest": known["digest"], "before": np.minimum(known["before"], np.int32(1))})
    return name


def sizes(folder: Path, state: State) -> tuple[int, int]:
    """How many bytes the base has, and how many all that was added to it."""
    base, *added = ((folder / state.generation / name).stat().st_size for name in state.segments)
    return base, sum(added)
