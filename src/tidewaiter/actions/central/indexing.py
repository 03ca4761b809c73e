"""The system's act of keeping the index of names: built once, then brought up to date, and cleared of the deleted."""

import hashlib
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from tidewaiter.access.facts import Facts, Kind
from tidewaiter.access.verbs import Verb
from tidewaiter.actions.act import Deed, act
from tidewaiter.records import indexing
from tidewaiter.records.identity import set_identity
from tidewaiter.records.open_index import begin_loading
from tidewaiter.screening import index
from tidewaiter.screening.index import Indexed, IndexRefused
from tidewaiter.screening.index.folder import read_state
from tidewaiter.screening.index.gathering import gather, sizes
from tidewaiter.treaty.provisions import implements

_AT_ONCE = 5_000
_MOST_SEGMENTS = 16
_REBUILD = 100_000
"""More changes than this are sooner read with everything else than taken in slices."""
_SMALL = 4 * 2**20
_SHARE = 4
"""Additions of more bytes than a quarter of the base are written into it, unless they are few anyway."""


class IndexWork(StrEnum):
    """What is done to the index: take what changed, clear it of what is gone, or build it anew."""

    TAKE = "take"
    CLEAR = "clear"
    BUILD = "build"


@dataclass(frozen=True, slots=True)
class IndexReport:
    """What was done to the index; `more` says that changes still wait, `grown` that it should be merged."""

    work: str
    put: int = 0
    dropped: int = 0
    more: bool = False
    grown: bool = False


@dataclass(frozen=True, slots=True)
class IndexFiles:
    """The index as its files say, without a look at any record."""

    folder: str
    generation: int
    segments: int
    removals: bool
    size: int
    refused: str = ""


@act(Verb.KEEP_INDEX)
@implements("CCO-51.3")
def keep_index(deed: Deed, work: IndexWork = IndexWork.TAKE) -> IndexReport:
    """The index follows the records; where another is at it, nothing is done, and one that is missing is built.

    Doing it again does no harm: files change before the outbox is emptied, and an entry put twice stands there once.
    """
    deed.require(Facts(Kind.ENTRY, owner=deed.caller.administration))
    if not indexing.alone(wait=work is not IndexWork.TAKE):
        return _told(deed, IndexReport("busy", more=True))
    folder = indexing.index_folder()
    try:
        read_state(folder)
        if work is IndexWork.TAKE:
            return _told(deed, _take(deed, folder))
        if work is IndexWork.CLEAR:
            return _told(deed, _clear(deed, folder))
    except IndexRefused:
        shutil.rmtree(folder, ignore_errors=True)  # absent or damaged: either way it is made of records, not mended
    return _told(deed, _build(deed, folder))


def _told(deed: Deed, report: IndexReport) -> IndexReport:
    deed.tell(work=report.work, put=report.put, dropped=report.dropped, more=report.more)
    return report


class _Digest:
    """Counts what passes and makes one digest of its ids, by which two journals can be compared."""

    def __init__(self) -> None:
        self.count = 0
        self._made = hashlib.sha256()

    def of(self, entries: Iterable[Indexed]) -> Iterator[Indexed]:
        """The same entries, counted."""
        for entry in entries:
            self.count += 1
            self._made.update(entry.entity.encode())
            yield entry

    def __str__(self) -> str:
        return self._made.hexdigest()


def _build(deed: Deed, folder: Path) -> IndexReport:
    """All entries that are found today; what commits while they are read waits in the outbox for the next taking."""
    _remove_others(folder)
    before = indexing.horizon()
    digest = _Digest()
    index.build(folder, digest.of(indexing.entries_to_find(deed.day)))
    set_identity(deed.caller)  # millions take longer than a signed identity lasts
    indexing.forget_before(before)
    deed.tell(digest=str(digest))
    return IndexReport(IndexWork.BUILD, put=digest.count, more=indexing.waiting() > 0)


def _remove_others(folder: Path) -> None:
    """An index of a database that was here before holds names of people whom nobody would erase from it any more."""
    for other in folder.parent.glob("*-*"):
        if other != folder and other.is_dir() and other.name.replace("-", "").isdigit():
            shutil.rmtree(other, ignore_errors=True)


def _take(deed: Deed, folder: Path) -> IndexReport:
    before = indexing.horizon()
    if indexing.waiting(before) > _REBUILD:
        return _build(deed, folder)
    changes = indexing.changes(before, _AT_ONCE)
    ids = {change.entry for change in changes}
    digest = _Digest()
    if ids:
        found = list(digest.of(indexing.entries_to_find(deed.day, ids)))
        _apply(folder, found, {str(one) for one in ids} - {entry.entity for entry in found})
        indexing.forget(changes)
        deed.tell(digest=str(digest))
    state = read_state(folder)
    if len(state.segments) > _MOST_SEGMENTS:
        gather(folder)
    base, added = sizes(folder, read_state(folder))
    return IndexReport(
        IndexWork.TAKE,
        put=digest.count,
        dropped=len(ids) - digest.count,
        more=indexing.waiting() > 0,
        grown=added > max(_SMALL, base // _SHARE),
    )


def _apply(folder: Path, found: Sequence[Indexed], gone: set[str]) -> None:
    if gone:
        index.remove(folder, gone)
    if found:
        index.add(folder, found)


def _clear(deed: Deed, folder: Path) -> IndexReport:
    """What was erased, or stood there before it was changed, leaves the disk (CCO-51.3)."""
    index.Index.open(folder)
    state = read_state(folder)
    if state.removed or len(state.segments) > 1:
        index.merge(folder)
        set_identity(deed.caller)
        return IndexReport(IndexWork.CLEAR)
    return IndexReport("nothing")


def index_files() -> IndexFiles:
    """What lies in the folder of the index; it touches no record and is no act."""
    folder = indexing.index_folder()
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    try:
        state = read_state(folder)
    except IndexRefused as refused:
        return IndexFiles(str(folder), 0, 0, False, size, str(refused))
    return IndexFiles(str(folder), state.number, len(state.segments), bool(state.removed), size)


def warm_search() -> None:
    """Opens the index in the background, where there is one; it touches no record and is no act."""
    begin_loading(indexing.index_folder())
