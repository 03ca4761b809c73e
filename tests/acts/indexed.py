"""A real index of the test's own world, for tests of acts that search or screen.

    from tests.acts.indexed import index_now

    def test_something(world: World) -> None:
        stories.released(world, stories.person("Barnaby Quillfeather"))
        index = index_now(world)        # builds it, or takes what changed since, as the worker does; then opens it here
        central.search_central(...)     # answered through the index from now on

`index_now(world, work=IndexWork.CLEAR)` merges; `folder_of(world)` is where it lies. Each world is a database of its
own, so it has an index of its own, below the test run's home: nothing is left over from another test. Acts that need an
index get it by `records.open_index.open_index(records.indexing.index_folder())`; `records.indexing.seen_entries()` is
the mask.
"""

from pathlib import Path

from tests.world import World

from tidewaiter.actions.callers import system_caller
from tidewaiter.actions.central import IndexReport, IndexWork, keep_index
from tidewaiter.records.indexing import index_folder
from tidewaiter.records.open_index import load
from tidewaiter.screening.index import Index


def index_now(world: World, work: IndexWork = IndexWork.TAKE) -> Index:
    """The index of this world, brought up to date as the worker does it, and open for the acts of this process."""
    kept(world, work)
    return load(folder_of(world))


def kept(world: World, work: IndexWork = IndexWork.TAKE) -> IndexReport:
    """One act of the worker on the index."""
    with world.as_worker():
        return keep_index(system_caller(), work)


def folder_of(world: World) -> Path:
    """Where the index of this world lies."""
    return index_folder()
