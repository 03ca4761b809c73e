"""The index as this process has it open: loaded beside the work, so that nobody waits for it, and never stale."""

import logging
import threading
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from tidewaiter.screening.compare import compare
from tidewaiter.screening.index import Index, IndexRefused
from tidewaiter.screening.index.folder import Stamp, stamp
from tidewaiter.screening.run import Asked, screen
from tidewaiter.screening.subjects import Identifier, IdentifierKind, Name, Subject, SubjectKind

logger = logging.getLogger(__name__)

# One of each way through the kernels, so that the first officer who searches does not wait for a compiler.
_WARMING = (
    Subject(SubjectKind.PERSON, (Name("Warm Upp Ohlendorf"),)),
    Subject(SubjectKind.PERSON, (Name("محمد"),)),
    Subject(SubjectKind.BUSINESS, (Name("Warm Trading Ltd"),), (Identifier(IdentifierKind.IMO, "9074729"),)),
)


@dataclass(slots=True)
class _Held:
    """What is open; one index a process, since a process serves one database."""

    folder: Path | None = None
    index: Index | None = None
    loading: threading.Thread | None = None
    refused: Stamp | None = None


_held = _Held()
_guard = threading.Lock()


def open_index(folder: Path) -> Index | None:
    """The index of this folder if it is loaded; else None, and where there is one its loading begins."""
    if _held.folder == folder and _held.index is not None:
        return _held.index
    begin_loading(folder)
    return None


def begin_loading(folder: Path) -> None:
    """Loads an index in a thread of its own, unless there is none or one is being loaded already."""
    try:
        seen = stamp(folder)
    except IndexRefused:
        return
    with _guard:
        if seen == _held.refused or (_held.loading is not None and _held.loading.is_alive()):
            return
        _held.loading = threading.Thread(target=_load, args=(folder, seen), name="index-loader", daemon=True)
        _held.loading.start()


def _load(folder: Path, seen: Stamp) -> None:
    try:
        load(folder)
    except IndexRefused as refused:
        _held.refused = seen  # not tried again before the worker has written another
        logger.warning("the index cannot be read, searches use the database: %s", refused)


def load(folder: Path) -> Index:
    """Opens an index and runs its kernels once; IndexRefused where there is none that can be read."""
    index = Index.open(folder)
    index.find(_WARMING, visible=(), day=date.min)
    asked = [Asked(str(place), subject, any_kind=True) for place, subject in enumerate(_WARMING)]
    for found in screen(index, asked, visible=None, day=date.max, threshold=0.0, top=1):
        found.match()
    compare(_WARMING[0], _WARMING[0])
    _held.folder, _held.index = folder, index
    return index


def put_away() -> None:
    """Forgets the open index: it was refused while in use, or its database is gone."""
    _held.folder, _held.index = None, None
